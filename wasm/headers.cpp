#include "headers.hpp"

#include <emscripten/html5.h>

#include <algorithm>
#include <string>

#include "subshare/retry_after.hpp"
#include "trim.hpp"

namespace subshare::module {
namespace {

// Empty where there is none, or where the API does not let this origin read it.
std::string_view header(std::string_view headers, std::string_view name) {
  // XMLHttpRequest gives the names in lower case, one a line.
  for (std::size_t start = 0; start < headers.size();) {
    const std::size_t end = std::min(headers.find('\n', start), headers.size());
    const std::string_view line = headers.substr(start, end - start);
    start = end + 1;
    if (line.starts_with(name) && line.substr(name.size(), 1) == ":")
      return trim(line.substr(name.size() + 1));
  }
  return {};
}

std::optional<std::int64_t> number(std::string_view value) {
  std::int64_t number = 0;
  for (const char c : value) {
    if (c < '0' || c > '9' || number > 1'000'000'000) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return value.empty() ? std::nullopt : std::optional(number);
}

std::string read_headers(emscripten_fetch_t* fetch) {
  std::string headers(emscripten_fetch_get_response_headers_length(fetch) + 1, '\0');
  headers.resize(emscripten_fetch_get_response_headers(fetch, headers.data(), headers.size()));
  return headers;
}

}  // namespace

HttpResponse to_response(emscripten_fetch_t* fetch) {
  const std::string headers = read_headers(fetch);
  return {
      .status = fetch->status,
      .body = {fetch->data, static_cast<std::size_t>(fetch->numBytes)},
      .rate_limit_remaining = number(header(headers, "x-ratelimit-remaining")),
      .rate_limit_reset = number(header(headers, "x-ratelimit-reset")),
      .retry_after = parse_retry_after(header(headers, "retry-after"), header(headers, "date"),
                                       static_cast<std::int64_t>(emscripten_date_now())),
  };
}

}  // namespace subshare::module
