// E-mail follows the WHATWG HTML definition of a valid e-mail address, which is also what <input
// type=email> accepts:
//   1*( atext / "." ) "@" label *( "." label ), a label being 1 to 63 letters, digits and inner
//   hyphens.
// On top of it a domain must have a dot: nobody is reached at kari@localhost. A domain in other
// letters is turned into punycode by UTS 46 first, as browsers do with that field.
#include <algorithm>
#include <array>

#include "contact_parts.hpp"
#include "fail.hpp"
#include "subshare/text.hpp"
#include "subshare/unicode.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::size_t max_local_part = 64;  // RFC 5321, 4.5.3.1.1
constexpr std::size_t max_email =
    254;                               // RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets
constexpr std::size_t max_label = 63;  // RFC 1035, 2.3.4

bool is_atext(char c) {
  return is_letter(c) || is_digit(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").contains(c);
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// The code point at `at`, as text for an error.
std::string_view piece(std::string_view text, std::size_t at) {
  const CodePoint c = decode_utf8(text, at);
  return c.length == 0 ? std::string_view{} : text.substr(at, c.length);
}

Result<void> check_domain(std::string_view domain) {
  std::size_t labels = 0;
  for (std::size_t start = 0; start <= domain.size(); ++labels) {
    const std::size_t end = std::min(domain.find('.', start), domain.size());
    const std::string_view label = domain.substr(start, end - start);
    for (std::size_t i = 0; i < label.size(); ++i) {
      if (!is_letter(label[i]) && !is_digit(label[i]) && label[i] != '-') {
        return fail(ErrorCode::email_domain_invalid, contact_field, piece(label, i));
      }
    }
    if (label.empty() || label.size() > max_label || label.front() == '-' || label.back() == '-') {
      return fail(label.empty() && end == domain.size() ? ErrorCode::email_domain_incomplete
                                                        : ErrorCode::email_domain_invalid,
                  contact_field, label.empty() ? domain : label);
    }
    start = end + 1;
  }
  if (labels < 2) return fail(ErrorCode::email_domain_incomplete, contact_field, domain);
  return {};
}

// Punycode for a domain in other letters. Whatever else ASCII has beside letters, digits and
// hyphens is left for check_domain to refuse: a browser's URL parser would take "a@b.no/c" apart.
std::string ascii_domain(std::string_view domain) {
  const auto fits = [](char c) {
    return !is_ascii(c) || is_letter(c) || is_digit(c) || c == '-' || c == '.';
  };
  if (std::ranges::all_of(domain, is_ascii) || !std::ranges::all_of(domain, fits) ||
      !count_code_points(domain))
    return ascii_lower(domain);
  // The same parser reads a last label of digits as an IPv4 address.
  const std::string ascii = unicode::domain_to_ascii(domain);
  const std::string_view last = std::string_view(ascii).substr(ascii.rfind('.') + 1);
  return std::ranges::all_of(last, is_digit) ? ascii_lower(domain) : ascii;
}

}  // namespace

Result<Contact> parse_email(std::string_view text) {
  const std::size_t at = text.find('@');
  const std::string_view local = text.substr(0, at);
  if (local.empty()) return fail(ErrorCode::email_local_part_missing, contact_field, text);
  if (at + 1 == text.size()) return fail(ErrorCode::email_domain_missing, contact_field, text);
  for (std::size_t i = 0; i < local.size(); ++i) {
    if (!is_atext(local[i])) {
      const CodePoint c = decode_utf8(local, i);
      return fail(c.length > 1 && !is_space(c.value) ? ErrorCode::email_local_part_foreign
                                                     : ErrorCode::email_local_part_invalid,
                  contact_field, piece(local, i));
    }
  }
  if (local.size() > max_local_part)
    return fail(ErrorCode::email_local_part_too_long, contact_field, local);
  const std::string domain = ascii_domain(text.substr(at + 1));
  if (auto checked = check_domain(domain); !checked)
    return std::unexpected(std::move(checked.error()));
  std::string value = std::string(local) + '@' + domain;
  if (value.size() > max_email) return fail(ErrorCode::email_too_long, contact_field, value);
  return Contact{ContactType::email, std::move(value)};
}

std::string suggest_contact(const Contact& contact) {
  // Mailboxes that many people have, whose names are nobody else's. A slip is suggested where the
  // other is surely wrong: hotmail.nl, yahoo.ro and mail.com are real, and so may be any name that
  // is a word (online, live, telia).
  struct Common {
    std::string_view name, endings;
  };
  static constexpr std::array<Common, 5> commons{{{"gmail", "com"},
                                                  {"hotmail", "com no se dk fi"},
                                                  {"outlook", "com"},
                                                  {"icloud", "com"},
                                                  {"yahoo", "com no se dk"}}};
  static constexpr std::string_view others = " mail ymail email cloud icoud iclouds ";
  if (contact.type != ContactType::email) return {};
  const std::size_t at = contact.value.find('@') + 1;
  const std::string_view domain = std::string_view(contact.value).substr(at);
  const std::size_t dot = domain.find('.');
  if (at == 0 || dot == std::string_view::npos) return {};
  const std::string_view name = domain.substr(0, dot), ending = domain.substr(dot + 1);
  const auto one_edit_apart = [](std::string_view a, std::string_view b) {
    if (a.size() < b.size()) std::swap(a, b);
    if (a.size() - b.size() > 1 || a == b) return false;
    std::size_t i = 0;
    while (i < b.size() && a[i] == b[i]) ++i;
    if (a.size() != b.size()) return a.substr(i + 1) == b.substr(i);  // one letter too many
    if (i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
        a.substr(i + 2) == b.substr(i + 2))
      return true;
    return a.substr(i + 1) == b.substr(i + 1);  // one letter another
  };
  const auto corrected = [&](std::string_view right_name, std::string_view right_ending) {
    return contact.value.substr(0, at).append(right_name).append(".").append(right_ending);
  };
  for (const Common& common : commons) {
    if (name == common.name) {
      // Google's is at .com alone. Of the others only an ending that is no country's can be wrong;
      // .cam is real too.
      const bool slip = one_edit_apart(ending, "com") &&
                        (name == "gmail" || (ending.size() > 2 && ending != "cam"));
      if (slip) return corrected(common.name, "com");
    } else if (one_edit_apart(name, common.name) &&
               !others.contains(std::string(" ").append(name).append(" "))) {
      // As a whole word of the list.
      const std::string endings = std::string(" ").append(common.endings).append(" ");
      if (endings.contains(std::string(" ").append(ending).append(" ")))
        return corrected(common.name, ending);
    }
  }
  return {};
}

}  // namespace subshare
