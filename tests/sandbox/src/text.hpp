// Small text tools: UTF-8, escaping, random keys. The sandbox has its own on purpose: it is the
// second witness beside core/, so it must not agree with core/ merely by sharing its code.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

/// Number of Unicode code points in `text`, or nothing when it is not valid UTF-8 (overlong forms,
/// surrogates and values past U+10FFFF are invalid).
std::optional<std::size_t> count_code_points(std::string_view text);

/// `text` with & < > " ' replaced, fit for HTML text and quoted attributes.
std::string html_escape(std::string_view text);

/// Percent-encodes everything but the unreserved characters of RFC 3986.
std::string url_encode(std::string_view text);

/// Decodes percent escapes (and `+` as a space when asked); a broken escape stays as it is.
std::string url_decode(std::string_view text, bool plus_is_space);

/// The fields of an application/x-www-form-urlencoded body; the last one of a name wins.
std::map<std::string, std::string> parse_form(std::string_view body);

/// Value of a cookie in a Cookie header, or empty.
std::string cookie_value(std::string_view header, std::string_view name);

/// Decodes standard base64, or nothing when the text is not base64.
std::optional<std::string> base64_decode(std::string_view text);

/// SHA-256 (FIPS 180-4) as base64url without padding: what an OAuth code challenge is made of.
std::string base64url_sha256(std::string_view text);

/// `length` characters of A-Z a-z 0-9 - _ from the system's random device (6 bits each).
std::string random_key(std::size_t length);

std::string ascii_lower(std::string_view text);

/// `text` as a JSON string with its quotes. The text has to be valid UTF-8.
void append_json_string(std::string& out, std::string_view text);

/// Epoch milliseconds as "2025-06-01 12:00 UTC".
std::string format_time(long long epoch_ms);

/// Epoch milliseconds as HTTP has it: "Sun, 01 Jun 2025 12:00:00 GMT".
std::string format_http_date(long long epoch_ms);

}  // namespace sandbox
