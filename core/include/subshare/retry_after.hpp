// Retry-After: how long a server asks to be left alone (RFC 9110, 10.2.3), in seconds or until a
// date.
//
//   parse_retry_after("120", "", now)                                  -> 120'000
//   parse_retry_after("Fri, 27 Nov 2026 10:00:30 GMT",
//                     "Fri, 27 Nov 2026 10:00:00 GMT", now)            -> 30'000
//   parse_retry_after("soon", "", now)                                 -> nothing
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "subshare/export.hpp"

namespace subshare {

// No wait is longer, whatever the header says: no call lives longer than a day either.
inline constexpr std::int64_t longest_retry_after = 86'400'000;  // ms

// A date as HTTP writes it, in ms since 1970 (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT",
// "Sunday, 06-Nov-94 08:49:37 GMT" or "Sun Nov  6 08:49:37 1994". `epoch_now` is today, in ms since
// 1970: of two digits of a year it is the year that is at most 50 years ahead of it. The name of
// the day is not compared with the date. Nothing for any other text.
SUBSHARE_API std::optional<std::int64_t> parse_http_date(std::string_view text,
                                                         std::int64_t epoch_now);

// How long to wait, in ms from the moment the answer came, 0 to longest_retry_after. `header` and
// `date_header` are the answer's Retry-After and Date as they stand; a date is counted from Date,
// so that a wrong clock on this computer does not matter, or from `epoch_now` where Date is missing
// or not a date (a browser shows both only where the server lists them in
// Access-Control-Expose-Headers). A header that came twice ("5, 10") means the longer wait.
// Nothing for what is neither seconds nor a date.
SUBSHARE_API std::optional<std::int64_t> parse_retry_after(std::string_view header,
                                                           std::string_view date_header,
                                                           std::int64_t epoch_now);

}  // namespace subshare
