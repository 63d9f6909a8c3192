// Pasted lists, calling codes and language tags.
#include <algorithm>

#include "../fuzzing.hpp"
#include "subshare/contact.hpp"

using namespace fuzzing;

namespace {

void check_calling_code(std::string_view text) {
  const auto code = subshare::parse_calling_code(text);
  if (!code) return check_error(code.error());
  CHECK(*code >= 1 && *code <= 999);
  for (const char* prefix : {"", "+", "00"})
    CHECK(subshare::parse_calling_code(prefix + std::to_string(*code)) == *code);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_calling_code(text);
  const std::uint16_t language = subshare::calling_code_for_language(text);
  CHECK(language == 0 || language == 47 || language == 46 || language == 45 || language == 358);

  const auto invitees = subshare::split_invitees(text);
  const auto separators =
      std::ranges::count_if(text, [](char c) { return std::string_view(",;\n\r").contains(c); });
  CHECK(invitees.size() <= static_cast<std::size_t>(separators) + 1);
  std::string joined;
  bool plain = true;
  for (const subshare::Invitee& invitee : invitees) {
    // Nothing is made up, and no line runs into the next.
    for (const std::string& part : {invitee.contact, invitee.first_name, invitee.last_name}) {
      CHECK(text.contains(part));
      CHECK(part.find_first_of("\n\r") == std::string::npos);
      CHECK(subshare::trim(part) == part);
    }
    plain &= !invitee.contact.empty() && invitee.first_name.empty() && invitee.last_name.empty() &&
             invitee.contact.find_first_of(",;\"<>") == std::string::npos;
    joined += invitee.contact + "\r\n";
  }
  // A list of bare contacts, one a line, is the same list again.
  if (plain) CHECK(subshare::split_invitees(joined) == invitees);
  return 0;
}
