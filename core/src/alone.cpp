// What a person types who invites one: an address, a number, or the beginning of one. Strict, since
// whatever it lets pass is never looked at by the reader of lists.
#include <algorithm>

#include "characters.hpp"
#include "subshare/invitees.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {

namespace {

// Where a second number may begin.
bool has_another_00(std::string_view text) {
  for (std::size_t at = text.find("00", 1); at != text.npos; at = text.find("00", at + 1)) {
    if (!is_digit(text[at - 1]) && text[at - 1] != '+') return true;
  }
  return false;
}

}  // namespace

bool stands_alone(std::string_view text) {
  constexpr std::size_t longest = 300;
  text = trim(text);
  // As it is typed: what ends one person begins the next.
  while (text.ends_with(',') || text.ends_with(';')) text = trim(text.substr(0, text.size() - 1));
  if (text.empty()) return true;
  if (text.size() > longest || text.find_first_of("\t\r\n<:") != text.npos) return false;
  // What leads the eye, and a number as a program writes it.
  if (text.contains("___") || text.contains("...") || text.ends_with(".0")) return false;
  const auto digits = std::ranges::count_if(text, is_digit);
  const auto ats = std::ranges::count(text, '@');
  const auto has_only = [&](std::string_view marks, bool letters) {
    return std::ranges::all_of(text, [&](char c) {
      return is_digit(c) || (letters && is_letter(c)) || marks.contains(c);
    });
  };
  // Nothing in it that could be reached: a name, or a number that is not whole yet.
  if (ats == 0 && digits < 5) return plain_text(text) == text && !text.contains(';');
  if (ats > 0)
    return ats == 1 && has_only("@._+-", true) &&
           (is_letter(text[0]) || (is_digit(text[0]) && digits < 6));
  // Two numbers have more digits, or a 00 between; "1. " is a row's; and there may be one pair of
  // brackets, before the seventh digit.
  const std::size_t open = text.find('('), close = text.find(')');
  const bool bracketed = open == text.npos
                             ? close == text.npos
                             : close != text.npos && open < close &&
                                   text.find_first_of("()", close + 1) == text.npos &&
                                   text.find('(', open + 1) == text.npos &&
                                   std::ranges::count_if(text.substr(0, open), is_digit) < 7 &&
                                   open + 1 < close;
  return digits < 14 && has_only(" +-.()", false) && text.find('+', 1) == text.npos &&
         text.find_first_of("0123456789+(") == 0 && is_digit(text.back()) &&
         text.substr(0, 5).find(". ") == text.npos && bracketed && !has_another_00(text);
}

}  // namespace subshare
