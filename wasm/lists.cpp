// The reader of lists, as a module of its own without embind: the form of <subshare-invite> asks
// for it when a text is more than one contact (stands_alone), so that nobody else downloads it.
//
//   room(bytes)       where the text is to be written, as UTF-8; gone with the next call
//   begin()           a reader of what was written there
//   read_on(r, n)     lets it read n lines more; 0 when all is read
//   take(r)           its end. The answer is a count, and for each person four texts: contact,
//                     first name, last name, rest. Counts and the length before each text have
//                     four bytes. Gone with the next call.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "subshare/invitees.hpp"
#include "subshare/unicode.hpp"

namespace {

std::string text, answer;

void add_number(std::size_t number) {
  const auto four = static_cast<std::uint32_t>(number);
  answer.append(reinterpret_cast<const char*>(&four), sizeof four);
}

}  // namespace

extern "C" {

[[clang::import_module("subshare"), clang::import_name("unicode")]] int subshare_unicode_of(
    const char* from, int length, int is_domain, char* to, int room);

[[clang::export_name("room")]] char* subshare_room(int bytes) {
  text.resize(static_cast<std::size_t>(bytes));
  return text.data();
}

[[clang::export_name("begin")]] subshare::InviteeReader* subshare_begin() {
  return new subshare::InviteeReader(text);
}

[[clang::export_name("read_on")]] int subshare_read_on(subshare::InviteeReader* reader, int lines) {
  return reader->read_on(static_cast<std::size_t>(lines));
}

[[clang::export_name("take")]] const char* subshare_take(subshare::InviteeReader* reader) {
  answer.clear();
  const auto invitees = reader->take();
  delete reader;
  add_number(invitees.size());
  for (const subshare::Invitee& invitee : invitees) {
    for (const std::string* part :
         {&invitee.contact, &invitee.first_name, &invitee.last_name, &invitee.rest}) {
      add_number(part->size());
      answer += *part;
    }
  }
  return answer.data();
}
}

namespace subshare::unicode {
namespace {

std::string ask(std::string_view from, bool is_domain) {
  // Upper case and punycode are longer than what they are of; no letter becomes more than that.
  std::string to(from.size() * 6 + 16, '\0');
  const int length = subshare_unicode_of(from.data(), static_cast<int>(from.size()), is_domain,
                                         to.data(), static_cast<int>(to.size()));
  to.resize(static_cast<std::size_t>(length));
  return to;
}

}  // namespace

std::string domain_to_ascii(std::string_view domain) { return ask(domain, true); }
std::string fold(std::string_view from) { return ask(from, false); }

}  // namespace subshare::unicode
