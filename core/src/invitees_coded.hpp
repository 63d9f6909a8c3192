// What programs have coded, as it is meant.
#pragma once

#include <string>
#include <string_view>

namespace subshare {

constexpr std::string_view base64_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= ";

// RFC 4648, 4.
std::string from_base64(std::string_view coded);

// RFC 2045, 6.7, as vCard 2.1 has it.
std::string from_quoted_printable(std::string_view coded);

// A whole list as a person sees it: line ends of one kind; nothing unseen; coded words of a mail's
// head (RFC 2047), characters of HTML ("&lt;") and the codes of a "mailto:" decoded; the numbers of
// its lines, and what leads the eye ("Kari ..... 412 34 567"), left out; "Kari↵<kari@x.no>" in one
// line, as mail programs fold it.
std::string as_seen(std::string_view text);

}  // namespace subshare
