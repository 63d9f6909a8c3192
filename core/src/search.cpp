#include "subshare/search.hpp"

#include <algorithm>
#include <iterator>

#include "characters.hpp"
#include "subshare/text.hpp"
#include "subshare/unicode.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  return digits;
}

// The capital of a letter of Latin-1 or Latin Extended-A, where it is one letter of these blocks;
// 0 for all others.
std::uint32_t latin_capital(std::uint32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 0x20 : c;
  if (c >= 0xC0 && c <= 0xDE) return c == 0xD7 ? 0 : c;
  if (c >= 0xE0 && c <= 0xFE) return c == 0xF7 ? 0 : c - 0x20;
  // In pairs, the capital first; from Ĺ to ň and from Ź to ž it is the odd one.
  if ((c >= 0x100 && c <= 0x12F) || (c >= 0x14A && c <= 0x177)) return c & ~1U;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c - (c % 2 == 0);
  return 0;
}

// Makes a text of such letters alone its own key, as most names and contacts are: there may be
// many, and in the browser each question to unicode.hpp is a way out of the module and back. Stops,
// and says no, at any other letter. A capital of these blocks has as many bytes as its letter.
bool to_latin_key(std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    const std::uint32_t capital = latin_capital(c.value);
    if (c.length == 1) {
      text[at] = static_cast<char>(capital);
    } else if (capital != 0) {
      text[at] = static_cast<char>(0xC0 | capital >> 6);
      text[at + 1] = static_cast<char>(0x80 | (capital & 0x3F));
    } else {
      return false;
    }
    at += c.length;
  }
  return true;
}

}  // namespace

std::string search_key(std::string_view text) {
  std::string key(text);
  if (to_latin_key(key)) return key;
  key = plain_text(text);
  if (count_code_points(key)) key = unicode::fold(key);
  for (char& c : key) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return key;
}

Search::Search(std::string_view query) : key_(search_key(trim(query))) {
  const bool number = std::ranges::all_of(
      key_, [](char c) { return is_digit(c) || std::string_view("+-. ()/").contains(c); });
  if (number) digits_ = digits_of(key_);
  if (digits_.size() < 2) digits_.clear();
  if (key_.starts_with("00") || key_.starts_with('0'))
    digits_.erase(0, std::min(digits_.find_first_not_of('0'), digits_.size()));
}

bool Search::finds(std::string_view name, std::string_view contact) const {
  if (!digits_.empty() && !contact.contains('@') && digits_of(contact).contains(digits_))
    return true;
  const std::string in_name = search_key(name), in_contact = search_key(contact);
  std::string_view words = key_;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    if (!in_name.contains(word) && !in_contact.contains(word)) return false;
  }
  return true;
}

}  // namespace subshare
