// The three forms of a date (RFC 9110, 5.6.7) hold the same fields in another order, so each text
// is cut into its words and read field by field. Days are counted with the civil calendar's rule
// (a leap year each 4th, not each 100th, but each 400th).
#include "subshare/retry_after.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t last_ms = 253'402'300'799'999;  // of the year 9999

// A clock may say anything; HTTP has dates with four digits only.
std::int64_t within_calendar(std::int64_t epoch_now) {
  return std::clamp<std::int64_t>(epoch_now, 0, last_ms);
}

// A number of exactly so many digits, or -1.
int digits(std::string_view text, std::size_t how_many) {
  if (text.size() != how_many || !std::ranges::all_of(text, is_digit)) return -1;
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

// 1 to 12, or 0.
unsigned month_of(std::string_view name) {
  constexpr std::string_view names = "jan feb mar apr may jun jul aug sep oct nov dec";
  if (name.size() != 3) return 0;
  const std::size_t at = names.find(ascii_lower(name));
  return at == std::string_view::npos || at % 4 != 0 ? 0 : static_cast<unsigned>(at / 4 + 1);
}

bool is_day_name(std::string_view text) {
  return text.size() >= 3 && std::ranges::all_of(text, is_letter);
}

// "08:49:37" in ms, or -1. A leap second is second 60.
std::int64_t time_of(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return -1;
  const int hour = digits(text.substr(0, 2), 2);
  const int minute = digits(text.substr(3, 2), 2);
  const int second = digits(text.substr(6, 2), 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  return ((hour * 60 + minute) * 60 + second) * std::int64_t{1000};
}

std::optional<std::int64_t> date_of(int year, unsigned month, int day, std::int64_t time) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year), std::chrono::month(month),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (year < 0 || day < 0 || time < 0 || !date.ok()) return std::nullopt;
  return sys_days(date).time_since_epoch().count() * day_ms + time;
}

// Cut at white space; nothing where there are more than six words.
struct Words {
  std::array<std::string_view, 6> word;
  std::size_t count = 0;
};
std::optional<Words> words_of(std::string_view text) {
  constexpr std::string_view between = " \t";
  Words words;
  for (std::size_t at = 0; (at = text.find_first_not_of(between, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(between, at), text.size());
    if (words.count == words.word.size()) return std::nullopt;
    words.word[words.count++] = text.substr(at, end - at);
    at = end;
  }
  return words;
}

}  // namespace

std::optional<std::int64_t> parse_http_date(std::string_view text, std::int64_t epoch_now) {
  const auto words = words_of(text);
  if (!words) return std::nullopt;
  const auto& word = words->word;
  std::string_view day_name = word[0];
  const bool has_comma = day_name.ends_with(',');
  if (has_comma) day_name.remove_suffix(1);
  if (!is_day_name(day_name)) return std::nullopt;

  // asctime: Sun Nov  6 08:49:37 1994
  if (!has_comma) {
    if (words->count != 5) return std::nullopt;
    return date_of(digits(word[4], 4), month_of(word[1]),
                   digits(word[2], word[2].size() == 1 ? 1 : 2), time_of(word[3]));
  }
  if (word[words->count - 1] != "GMT") return std::nullopt;
  // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
  if (words->count == 6)
    return date_of(digits(word[3], 4), month_of(word[2]), digits(word[1], 2), time_of(word[4]));
  // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
  if (words->count != 4 || word[1].size() != 9 || word[1][2] != '-' || word[1][6] != '-')
    return std::nullopt;
  const int two_digits = digits(word[1].substr(7), 2);
  if (two_digits < 0) return std::nullopt;
  const std::chrono::year_month_day today{std::chrono::sys_days(
      std::chrono::days(static_cast<int>(within_calendar(epoch_now) / day_ms)))};
  const int this_year = static_cast<int>(today.year());
  int year = this_year - this_year % 100 + two_digits;
  if (year > this_year + 50) year -= 100;
  if (year <= this_year - 50) year += 100;
  return date_of(year, month_of(word[1].substr(3, 3)), digits(word[1].substr(0, 2), 2),
                 time_of(word[2]));
}

std::optional<std::int64_t> parse_retry_after(std::string_view header, std::string_view date_header,
                                              std::int64_t epoch_now) {
  const std::string_view text = trim(header);
  if (text.empty()) return std::nullopt;
  if (!is_digit(text.front())) {
    const auto until = parse_http_date(text, epoch_now);
    if (!until) return std::nullopt;
    const std::int64_t from =
        parse_http_date(trim(date_header), epoch_now).value_or(within_calendar(epoch_now));
    return std::clamp<std::int64_t>(*until - from, 0, longest_retry_after);
  }
  std::int64_t longest = 0;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string_view seconds = trim(text.substr(start, end - start));
    if (seconds.empty()) return std::nullopt;
    std::int64_t wait = 0;
    for (const char c : seconds) {
      if (!is_digit(c)) return std::nullopt;
      wait = std::min(wait * 10 + (c - '0') * 1000, longest_retry_after);
    }
    longest = std::max(longest, wait);
    start = end + 1;
  }
  return longest;
}

}  // namespace subshare
