#include "subshare/retry_after.hpp"

#include <limits>

#include "testing.hpp"

namespace subshare::test {
namespace {

constexpr std::int64_t now = 1'795'773'600'000;  // Fri, 27 Nov 2026 10:00:00 GMT

std::optional<std::int64_t> wait_of(std::string_view header, std::string_view date = {}) {
  return parse_retry_after(ExactText(header), ExactText(date), now);
}

TEST(HttpDate, TheThreeForms) {
  constexpr struct {
    std::string_view text;
    std::int64_t expected;
  } table[] = {
      // The examples of RFC 9110, 5.6.7.
      {"Sun, 06 Nov 1994 08:49:37 GMT", 784'111'777'000},
      {"Sunday, 06-Nov-94 08:49:37 GMT", 784'111'777'000},
      {"Sun Nov  6 08:49:37 1994", 784'111'777'000},
      {"Wed Nov 16 08:49:37 1994", 784'975'777'000},
      // Edges of the calendar.
      {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
      {"Wed, 31 Dec 1969 23:59:59 GMT", -1000},
      {"Thu, 29 Feb 2024 00:00:00 GMT", 1'709'164'800'000},
      {"Tue, 29 Feb 2000 23:59:60 GMT", 951'868'800'000},
      {"Fri, 27 Nov 2026 10:00:00 GMT", now},
      // A server that takes liberties with letters.
      {"fri, 27 NOV 2026 10:00:00 GMT", now},
      // Two digits: at most 50 years ahead.
      {"Friday, 27-Nov-26 10:00:00 GMT", now},
      {"Thursday, 27-Nov-70 10:00:00 GMT", 3'184'308'000'000},
      {"Friday, 27-Nov-76 10:00:00 GMT", 3'373'696'800'000},
      {"Sunday, 27-Nov-77 10:00:00 GMT", 249'472'800'000},
  };
  for (const auto& row : table)
    EXPECT_EQ(parse_http_date(ExactText(row.text), now), row.expected) << row.text;
}

TEST(HttpDate, WhatIsNone) {
  for (const std::string_view text : {"",
                                      " ",
                                      "soon",
                                      "2026-11-27T10:00:00Z",
                                      "Fri, 27 Nov 2026 10:00:00",
                                      "Fri, 27 Nov 2026 10:00:00 CET",
                                      "Fri, 27 Nov 2026 10:00:00 +0100",
                                      "Fri, 27 Nov 26 10:00:00 GMT",
                                      "Fri, 7 Nov 2026 10:00:00 GMT",
                                      "Fri, 00 Nov 2026 10:00:00 GMT",
                                      "Fri, 31 Nov 2026 10:00:00 GMT",
                                      "Thu, 29 Feb 2023 00:00:00 GMT",
                                      "Fri, 29 Feb 2100 00:00:00 GMT",
                                      "Fri, 27 Nob 2026 10:00:00 GMT",
                                      "Fri, 27 anf 2026 10:00:00 GMT",
                                      "Fri, 27 Nov 2026 24:00:00 GMT",
                                      "Fri, 27 Nov 2026 10:60:00 GMT",
                                      "Fri, 27 Nov 2026 10:00:61 GMT",
                                      "Fri, 27 Nov 2026 10:00 GMT",
                                      "Fri, 27 Nov 2026 10-00-00 GMT",
                                      "Fri, 27 Nov 2026 10:00:00 GMT x",
                                      "27 Nov 2026 10:00:00 GMT",
                                      ", 27 Nov 2026 10:00:00 GMT",
                                      "Friday, 27-Nov-2026 10:00:00 GMT",
                                      "Friday, 27 Nov 26 10:00:00 GMT",
                                      "Friday, 2x-Nov-26 10:00:00 GMT",
                                      "Fri Nov 27 10:00:00 26",
                                      "Fri Nov 27 10:00:00 2026 GMT",
                                      "Fri,",
                                      "GMT",
                                      "Fri, GMT",
                                      "\xff, 27 Nov 2026 10:00:00 GMT"})
    EXPECT_EQ(parse_http_date(ExactText(text), now), std::nullopt) << text;
}

TEST(RetryAfter, Seconds) {
  EXPECT_EQ(wait_of("0"), 0);
  EXPECT_EQ(wait_of("7"), 7000);
  EXPECT_EQ(wait_of(" 120\t"), 120'000);
  EXPECT_EQ(wait_of("007"), 7000);
  EXPECT_EQ(wait_of("86400"), longest_retry_after);
  EXPECT_EQ(wait_of("86401"), longest_retry_after);
  EXPECT_EQ(wait_of("99999999999999999999999999999999"), longest_retry_after);
  // The same header twice, as a browser joins it.
  EXPECT_EQ(wait_of("5, 10"), 10'000);
  EXPECT_EQ(wait_of("10,5"), 10'000);
}

TEST(RetryAfter, DatesAreCountedFromTheServersOwnClock) {
  EXPECT_EQ(wait_of("Fri, 27 Nov 2026 10:00:30 GMT"), 30'000);
  EXPECT_EQ(wait_of("Fri, 27 Nov 2026 10:00:30 GMT", "Fri, 27 Nov 2026 10:00:10 GMT"), 20'000);
  EXPECT_EQ(wait_of("Friday, 27-Nov-26 12:00:00 GMT", "Fri Nov 27 11:59:00 2026"), 60'000);
  EXPECT_EQ(wait_of("Fri, 27 Nov 2026 10:00:30 GMT", "yesterday"), 30'000);
  // Gone by, and far away.
  EXPECT_EQ(wait_of("Fri, 27 Nov 2026 09:59:59 GMT"), 0);
  EXPECT_EQ(wait_of("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_EQ(wait_of("Fri, 31 Dec 9999 23:59:59 GMT"), longest_retry_after);
}

TEST(RetryAfter, JunkIsNothing) {
  for (const std::string_view header :
       {"", " ", ",", "soon", "-1", "+5", "1.5", "5s", "5 5", "5,", "5,,6", "5, soon", "0x10",
        "1e3", "NaN", "Infinity", "2026-11-27", "\xff", "\xd9\xa5"})
    EXPECT_EQ(wait_of(header), std::nullopt) << header;
}

// No clock of a computer is too wrong.
TEST(RetryAfter, AnyClock) {
  using Limits = std::numeric_limits<std::int64_t>;
  for (const std::int64_t clock :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{8'640'000'000'000'000},
        std::int64_t{-8'640'000'000'000'000}, Limits::max(), Limits::min()}) {
    for (const std::string_view header :
         {"Fri, 27 Nov 2026 10:00:30 GMT", "Friday, 27-Nov-26 10:00:30 GMT", "5"}) {
      const auto wait = parse_retry_after(header, {}, clock);
      if (wait) {
        EXPECT_TRUE(*wait >= 0 && *wait <= longest_retry_after) << clock << header;
      }
    }
  }
}

}  // namespace
}  // namespace subshare::test
