#include "subshare/search.hpp"

#include <algorithm>
#include <iterator>

#include "characters.hpp"
#include "subshare/text.hpp"
#include "subshare/unicode.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  return digits;
}

}  // namespace

std::string search_key(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  std::string key;
  // Most names and all contacts are ASCII, and there may be many.
  if (std::ranges::all_of(text, is_ascii)) {
    key = text;
  } else {
    key = plain_text(text);
    if (count_code_points(key)) key = unicode::fold(key);
  }
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
  const std::string in = search_key(std::string(name).append(" ").append(contact));
  std::string_view words = key_;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    if (!in.contains(word)) return false;
  }
  return true;
}

}  // namespace subshare
