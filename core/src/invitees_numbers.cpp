#include "invitees_numbers.hpp"

#include <algorithm>
#include <vector>

#include "characters.hpp"
#include "contact_parts.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::size_t none = std::string_view::npos;
// No number has more, with its country, an extension and room for a second one.
constexpr std::size_t max_digits = 40;

// "26.11.2026", "2026-11-26", "26.11.80": three groups of a date; "2026 18.40" ends one.
bool is_date(const std::vector<std::size_t>& groups, std::string_view written) {
  if (groups.size() < 3 || written.front() == '+') return false;
  const bool day_first = groups[0] <= 2 && groups[1] <= 2 && groups[2] == 4;
  const bool year_first = groups[0] == 4 && groups[1] == 2 && groups[2] == 2;
  const char mark = written[groups[0]];
  if (year_first && mark == ' ' && (written.starts_with("19") || written.starts_with("20")))
    return written[groups[0] + 1 + groups[1]] == '.';
  const bool short_year = groups.size() == 3 && groups[0] <= 2 && groups[1] <= 2 &&
                          groups[2] == 2 && mark != '-' && (written[0] < '4' || groups[0] == 1) &&
                          (written[groups[0] + 1] < '2' || groups[1] == 1);
  if (!day_first && !year_first && !short_year) return false;
  return std::string_view("./-").contains(mark) && written[groups[0] + 1 + groups[1]] == mark;
}

}  // namespace

Number read_number(std::string_view text, std::size_t at) {
  std::vector<std::size_t> groups, ends;
  Number number;
  std::size_t open = 0;
  bool in_group = false, plus = false;
  for (std::size_t i = at; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    if (c.length == 1 && is_digit(text[i])) {
      if (!in_group) {
        const std::size_t length =
            std::min(text.find_first_not_of("0123456789", i), text.size()) - i;
        // Whoever writes seven digits in a row, or dials 00, has begun another number.
        if (number.digits > max_digits) break;
        if (number.digits >= 7 &&
            (length >= 7 || (length >= 4 && text.substr(i).starts_with("00"))))
          break;
        groups.push_back(0);
        ends.push_back(0);
        in_group = true;
      }
      ++groups.back();
      ++number.digits;
      number.end = ends.back() = i + 1;
    } else {
      in_group = false;
      if (c.length == 0 || text[i] == '\n' || text[i] == '\t') break;
      if (text[i] == '(') {
        if (++open > 1 || number.digits >= 7) break;
      } else if (text[i] == ')') {
        if (open == 0) break;
        --open;
        if (number.digits > 0) number.end = i + 1;
      } else if (text[i] == '+') {
        if (number.digits > 0 || plus) break;
        plus = true;
      } else if (text[i] == '/') {
        if (number.digits == 0 || number.digits > 5) break;  // "070/123 45 67"
      } else if (!is_space(c.value) && !is_dash(c.value) && text[i] != '.') {
        break;
      }
    }
    i += c.length;
  }
  if (number.end == none) return {};
  if (is_date(groups, text.substr(at))) return {};
  // "412 34 567 900 00 000": the same groups again are another number.
  for (std::size_t half = 1; number.digits > 15 && half <= groups.size() / 2; ++half) {
    std::size_t digits = 0;
    for (std::size_t i = 0; i < half; ++i) digits += groups[i];
    if (digits < 7 || groups.size() % half != 0) continue;
    bool again = true;
    for (std::size_t i = half; i < groups.size(); ++i) again &= groups[i] == groups[i % half];
    if (!again) continue;
    number = {ends[half - 1], digits};
    break;
  }
  // "26. november 2026 18:40": the last group begins a time.
  if (number.end + 1 < text.size() && text[number.end] == ':' && is_digit(text[number.end + 1]) &&
      groups.size() > 1 && groups.back() <= 2 && ends.back() == number.end)
    number = {ends[groups.size() - 2], number.digits - groups.back()};
  // "41234567.0", as a program has written a column of numbers.
  if (groups.size() == 2 && groups[0] > 6 && text.substr(at + groups[0], 2) == ".0" &&
      number.digits == groups[0] + 1)
    number = {ends[0], groups[0]};
  // Letters, or an address, that go on right there: it was no number.
  const std::string_view rest = text.substr(number.end);
  if (!rest.empty() &&
      (is_letter(rest.front()) || is_digit(rest.front()) || rest.front() == '@' ||
       rest.front() == '_') &&
      !begins_extension(rest))
    return {};
  if (number.digits < 6) return {};
  return number;
}

std::size_t end_of_extension(std::string_view text, std::size_t at) {
  const std::size_t start = std::min(text.find_first_not_of(' ', at), text.size());
  if (!begins_extension(text.substr(start)) || text[start] == ',') return at;
  // ";ext=12"; a semicolon alone parts two people.
  if (text[start] == ';' && !has_scheme(text.substr(start + 1), "ext=")) return at;
  const std::size_t digits = text.find_first_of("0123456789", start);
  return std::min(text.find_first_not_of("0123456789", digits), text.size());
}

}  // namespace subshare
