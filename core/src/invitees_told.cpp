#include "invitees_told.hpp"

#include <algorithm>
#include <iterator>
#include <string>

#include "subshare/contact.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

// The longest number of a row or in brackets that is left out.
constexpr std::size_t max_number_of_row = 4;

// ASCII alone: a bullet that touches an address is no part of it.
bool is_alnum(char c) { return is_letter(c) || is_digit(c); }

// The word at both sides of the @ at `at`.
std::string_view around(std::string_view text, std::size_t at) {
  std::size_t start = at, end = at + 1;
  while (start > 0 && is_alnum(text[start - 1])) --start;
  while (end < text.size() && is_alnum(text[end])) ++end;
  return text.substr(start, end - start);
}

std::size_t end_of_digits(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of("0123456789", at), text.size());
}

// Runs of digits, and each @ with the words at its sides.
void add_words(std::string_view text, std::vector<std::string>& words) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '@') words.push_back(ascii_lower(around(text, at)));
    if (!is_digit(text[at])) continue;
    const std::size_t end = end_of_digits(text, at);
    words.emplace_back(text.substr(at, end - at));
    at = end - 1;
  }
}

// All that an address at `at` could have.
std::string_view address_at(std::string_view text, std::size_t at) {
  constexpr std::string_view ends = " \t\n,;|<>()[]\"";
  std::size_t start = at;
  while (start > 0 && !ends.contains(text[start - 1])) --start;
  return text.substr(start, std::min(text.find_first_of(ends, at), text.size()) - start);
}

// Groups of digits that could be one number, with what touches them: "ab12345678" is none, and must
// not become one.
std::string_view number_at(std::string_view text, std::size_t at) {
  constexpr std::string_view ends = " \t\n,;|<>[]\"";
  std::size_t end = end_of_digits(text, at);
  for (;;) {
    const std::size_t next = text.find_first_not_of(" .-()/", end);
    if (next == std::string_view::npos || !is_digit(text[next])) break;
    const std::size_t stop = end_of_digits(text, next);
    // "2026 18:40": a time.
    if (stop - next < 3 && text.substr(stop).starts_with(':')) break;
    end = stop;
  }
  while (at > 0 && !ends.contains(text[at - 1])) --at;
  return text.substr(at, std::min(text.find_first_of(ends, end), text.size()) - at);
}

class Account {
 public:
  Account(std::vector<Invitee>& rows, std::size_t first)
      : rows_(rows), first_(first), end_(rows.size()) {
    for (std::size_t i = first; i < rows.size(); ++i) {
      for (const std::string* part :
           {&rows[i].contact, &rows[i].first_name, &rows[i].last_name, &rows[i].rest})
        add_words(*part, told_);
    }
    std::ranges::sort(told_);
  }

  bool tells(std::string_view word) const { return std::ranges::binary_search(told_, word); }

  std::size_t untold_digits(std::string_view number) const {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = number.find_first_of("0123456789", at)) < number.size();) {
      const std::size_t end = end_of_digits(number, at);
      if (!tells(number.substr(at, end - at))) count += end - at;
      at = end;
    }
    return count;
  }

  // Unless it is somebody who is there, in another spelling.
  void keep(std::string_view piece) {
    if (keys_.empty()) {
      for (std::size_t i = first_; i < end_; ++i) keys_.push_back(contact_key(rows_[i].contact));
      std::ranges::sort(keys_);
    }
    if (std::ranges::binary_search(keys_, contact_key(piece))) return;
    // "+4741234567 412 34 567".
    std::string digits;
    std::ranges::copy_if(piece, std::back_inserter(digits), is_digit);
    const auto ends_so = [&](const std::string& key) {
      return key.starts_with('+') && key.ends_with(digits);
    };
    if (digits.size() > 6 && !piece.contains('@') && std::ranges::any_of(keys_, ends_so)) return;
    rows_.push_back({.contact = std::string(trim(piece)), .first_name = {}, .last_name = {}});
  }

 private:
  std::vector<Invitee>& rows_;
  std::size_t first_, end_;
  std::vector<std::string> told_, keys_;
};

}  // namespace

void keep_untold(std::string_view text, std::vector<Invitee>& rows, std::size_t first) {
  Account account(rows, first);
  std::size_t no_address_before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::string_view run;
    if (c == '@' || (is_digit(c) && at >= no_address_before)) {
      run = address_at(text, at);
      const std::size_t end = static_cast<std::size_t>(run.data() - text.data()) + run.size();
      if (run.contains('@')) {
        bool told = true;
        for (std::size_t i = 0; i < run.size(); ++i)
          told &= run[i] != '@' || account.tells(ascii_lower(around(run, i)));
        if (!told || account.untold_digits(run) > max_number_of_row) account.keep(run);
        at = end;
        continue;
      }
      no_address_before = end;
    }
    if (!is_digit(c)) {
      ++at;
      continue;
    }
    const std::string_view number = number_at(text, at);
    if (account.untold_digits(number) > max_number_of_row) account.keep(number);
    at = static_cast<std::size_t>(number.data() - text.data()) + number.size();
  }
}

}  // namespace subshare
