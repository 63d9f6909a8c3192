// Contacts: what is accepted is valid by rules written down here once more, and normalising it
// again changes nothing.
#include <algorithm>

#include "../fuzzing.hpp"
#include "subshare/contact.hpp"
#include "trim.hpp"

using namespace fuzzing;
using subshare::Contact;
using subshare::ContactType;

namespace {

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view digits = "0123456789";

// The WHATWG expression, with its domain in lower case, at least two labels, and RFC 5321's limits.
bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at < 1 || at > 64 || text.size() > 254) return false;
  const std::string local_set =
      std::string(lower) + std::string(upper) + std::string(digits) + ".!#$%&'*+/=?^_`{|}~-";
  for (const char c : text.substr(0, at))
    if (!is_one_of(c, local_set)) return false;
  std::size_t labels = 0, length = 0;
  char last = '.';
  for (const char c : text.substr(at + 1)) {
    if (c == '.') {
      if (length == 0 || length > 63 || last == '-') return false;
      ++labels;
      length = 0;
    } else {
      if (!is_one_of(c, lower) && !is_one_of(c, digits) && c != '-') return false;
      if (length == 0 && c == '-') return false;
      ++length;
    }
    last = c;
  }
  return length > 0 && length <= 63 && last != '-' && labels >= 1;
}

bool is_e164(std::string_view text) {
  if (text.size() < 8 || text.size() > 16 || text[0] != '+' || text[1] == '0') return false;
  return std::ranges::all_of(text.substr(1), [](char c) { return is_one_of(c, digits); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::uint16_t codes[] = {0, 47, 46, 45, 358, 1, 999};
  Bytes bytes(data, size);
  const std::uint16_t code = codes[bytes.below(std::size(codes))];
  const std::string_view text = bytes.rest();

  const auto contact = subshare::parse_contact(text, {.calling_code = code});
  const auto without = subshare::parse_contact(text);
  if (!contact) {
    check_error(contact.error());
    CHECK(contact.error().field == "contact");
    CHECK(!without);
    return 0;
  }
  CHECK(contact->type == ContactType::email ? is_email(contact->value) : is_e164(contact->value));
  CHECK(subshare::contact_key(contact->value) ==
        subshare::contact_key(text, {.calling_code = code}));
  // A page's calling code only helps: what is understood without one means the same with it.
  if (without) CHECK(*without == *contact);
  for (const std::uint16_t other : codes) {
    const auto again = subshare::parse_contact(contact->value, {.calling_code = other});
    CHECK(again && *again == *contact);
  }
  const auto spaced =
      subshare::parse_contact(" \t" + std::string(text) + "\xC2\xA0\n", {.calling_code = code});
  CHECK(spaced && *spaced == *contact);
  CHECK(subshare::same_contact(contact->value, subshare::ascii_lower(contact->value)));
  const std::string suggestion = subshare::suggest_contact(*contact);
  if (!suggestion.empty()) {
    CHECK(contact->type == ContactType::email && suggestion != contact->value);
    const auto suggested = subshare::parse_contact(suggestion);
    // Only where the person's own address is at its limit could a longer domain be too long.
    CHECK(contact->value.size() > 250 || (suggested && suggested->value == suggestion));
    CHECK(subshare::suggest_contact({ContactType::email, suggestion}).empty());
  }
  return 0;
}
