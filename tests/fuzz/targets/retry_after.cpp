// Retry-After and dates against the C library's calendar.
#include "subshare/retry_after.hpp"

#include <ctime>
#include <limits>

#include "../fuzzing.hpp"

using namespace fuzzing;

namespace {

// Written anew in the form that HTTP prefers, a date is the same date.
void check_date(std::string_view text, std::int64_t now) {
  const auto date = subshare::parse_http_date(text, now);
  if (!date) return;
  CHECK(*date % 1000 == 0);
  const std::time_t seconds = static_cast<std::time_t>(*date / 1000);
  std::tm fields{};
  CHECK(gmtime_r(&seconds, &fields) != nullptr);
  char written[64];
  const std::size_t size =
      std::strftime(written, sizeof written, "%a, %d %b %Y %H:%M:%S GMT", &fields);
  // Years before 1000 are written without their zeros.
  if (fields.tm_year < 1000 - 1900 || fields.tm_year > 9999 - 1900) return;
  CHECK(subshare::parse_http_date({written, size}, now) == date);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const std::string_view header = bytes.piece();
  const std::string_view date = bytes.piece();
  constexpr std::int64_t days[] = {0, 1'795'773'600'000, 253'402'300'799'999,
                                   std::numeric_limits<std::int64_t>::min(),
                                   std::numeric_limits<std::int64_t>::max()};
  const std::int64_t now = days[bytes.below(std::size(days))];
  const auto wait = subshare::parse_retry_after(header, date, now);
  if (wait) CHECK(*wait >= 0 && *wait <= subshare::longest_retry_after);
  check_date(header, now);
  check_date(date, now);
  return 0;
}
