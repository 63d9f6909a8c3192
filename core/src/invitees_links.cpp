#include "invitees_links.hpp"

#include <algorithm>

#include "characters.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::size_t max_link = 500, max_scheme = 12;

}  // namespace

std::size_t end_of_link(std::string_view text, std::size_t at) {
  const std::string_view here = text.substr(at, max_link);
  std::size_t scheme = 0;
  while (scheme < std::min(here.size(), max_scheme) && is_letter(here[scheme])) ++scheme;
  const bool link = (scheme > 1 && here.substr(scheme).starts_with("://")) ||
                    (scheme == 3 && ascii_lower(here.substr(0, 4)) == "www.");
  if (!link) return none;
  std::size_t end = std::min(here.find_first_of(" \t\n<>\"|,;)]"), here.size());
  while (end > scheme && std::string_view(".!?'").contains(here[end - 1])) --end;
  return at + end;
}

std::string contact_of_link(std::string_view link) {
  const std::string lower = ascii_lower(link);
  // Both take the number as it is dialled from abroad, without its plus.
  for (const std::string_view before : {"//wa.me/", "whatsapp.com/send?phone="}) {
    std::size_t start = lower.find(before);
    if (start == std::string::npos) continue;
    start += before.size();
    if (link.substr(start).starts_with('+')) ++start;
    const std::string_view digits = link.substr(start);
    const std::size_t end = std::min(digits.find_first_not_of("0123456789"), digits.size());
    if (end > 6) return std::string("+").append(digits.substr(0, end));
  }
  for (std::size_t at = link.find('='); at != none; at = link.find('=', at + 1)) {
    const std::string_view rest = link.substr(at + 1);
    const std::string_view value = rest.substr(0, rest.find_first_of("&#=/?"));
    const std::size_t mark = value.find('@');
    if (mark != none && mark > 0 && mark + 1 < value.size()) return std::string(value);
    if (value.contains("%40")) return std::string("mailto:").append(value);
  }
  return {};
}

}  // namespace subshare
