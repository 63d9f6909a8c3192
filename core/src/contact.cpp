// Reading contacts.
//
// A text with an @ is meant as an e-mail address; one that begins like a number is meant as a
// telephone number; anything else is neither. The kind decides which reason a person is given.
//
// E-mail follows the WHATWG HTML definition of a valid e-mail address, which is also what <input
// type=email> accepts:
//   1*( atext / "." ) "@" label *( "." label ), a label being 1 to 63 letters, digits and inner
//   hyphens.
// On top of it a domain must have a dot: nobody is reached at kari@localhost.
//
// Telephone numbers follow ITU-T E.164. Where people write a trunk prefix that is not dialled from
// abroad ("0" in Sweden and Finland) it is dropped. The lengths of Norwegian and Danish numbers are
// fixed, so a missing digit there is found.
#include "subshare/contact.hpp"

#include <algorithm>
#include <array>

#include "decimal.hpp"
#include "subshare/text.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::size_t max_local_part = 64;  // RFC 5321, 4.5.3.1.1
constexpr std::size_t max_email =
    254;                               // RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets
constexpr std::size_t max_label = 63;  // RFC 1035, 2.3.4
constexpr std::size_t min_phone_digits = 7;   // the shortest international numbers in use
constexpr std::size_t max_phone_digits = 15;  // E.164, 6.1
constexpr std::string_view contact_field = "contact";

// A country of the page's languages. `lengths` are those of a national number, where the numbering
// plan fixes them.
struct Country {
  std::uint16_t calling_code;
  bool trunk_zero;
  std::array<std::uint8_t, 2> lengths;  // 0: not fixed
};

constexpr std::array<Country, 4> countries{{
    {47, false, {8, 12}},  // Norway: 8, and 12 for machines
    {46, true, {0, 0}},    // Sweden
    {45, false, {8, 8}},   // Denmark
    {358, true, {0, 0}},   // Finland
}};

const Country* find_country(std::uint16_t calling_code) {
  const auto* found = std::ranges::find(countries, calling_code, &Country::calling_code);
  return found == countries.end() ? nullptr : found;
}

bool is_atext(char c) {
  return is_letter(c) || is_digit(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").contains(c);
}

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

Result<Contact> parse_email(std::string_view text) {
  const std::size_t at = text.find('@');
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  if (local.empty()) return fail(ErrorCode::email_local_part_missing, contact_field, text);
  if (domain.empty()) return fail(ErrorCode::email_domain_missing, contact_field, text);
  for (std::size_t i = 0; i < local.size(); ++i) {
    if (!is_atext(local[i]))
      return fail(ErrorCode::email_local_part_invalid, contact_field, piece(local, i));
  }
  if (local.size() > max_local_part)
    return fail(ErrorCode::email_local_part_too_long, contact_field, local);
  if (auto checked = check_domain(domain); !checked)
    return std::unexpected(std::move(checked.error()));
  if (text.size() > max_email) return fail(ErrorCode::email_too_long, contact_field, text);
  return Contact{ContactType::email, std::string(local) + '@' + ascii_lower(domain)};
}

// What people put between digits: spaces of any kind, hyphens and dashes, dots, brackets.
bool is_phone_separator(std::uint32_t c) {
  return is_space(c) || c == '-' || c == '.' || c == '(' || c == ')' ||
         (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

struct Digits {
  std::string digits;
  bool plus = false;
  std::size_t bracketed_zero = std::string::npos;  // index of the digit of a "(0)"
};

Result<Digits> read_digits(std::string_view text) {
  Digits read;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    if (c.length == 0) return fail(ErrorCode::not_utf8, contact_field);
    if (c.value < 0x80 && is_digit(text[at])) {
      if (text.substr(at).starts_with("0)") && at > 0 && text[at - 1] == '(')
        read.bracketed_zero = read.digits.size();
      read.digits.push_back(text[at]);
    } else if (c.value == '+' && !read.plus && read.digits.empty()) {
      read.plus = true;  // first of all, but for a bracket: "(+47) 412 34 567"
    } else if (!is_phone_separator(c.value)) {
      return fail(ErrorCode::phone_character, contact_field, text.substr(at, c.length));
    }
    at += c.length;
  }
  return read;
}

Result<Contact> parse_phone(std::string_view text, std::uint16_t calling_code) {
  auto read = read_digits(text);
  if (!read) return std::unexpected(std::move(read.error()));
  std::string& digits = read->digits;

  bool international = read->plus;
  if (!international && digits.starts_with("00")) {
    digits.erase(0, 2);
    if (read->bracketed_zero != std::string::npos)
      read->bracketed_zero -= std::min<std::size_t>(2, read->bracketed_zero);
    international = true;
  }
  if (!international) {
    if (calling_code == 0) return fail(ErrorCode::phone_calling_code_needed, contact_field, text);
    const Country* country = find_country(calling_code);
    // Whether a leading zero belongs to the number differs by country, and a guess would ask a
    // stranger.
    if (country == nullptr && digits.starts_with('0'))
      return fail(ErrorCode::phone_calling_code_needed, contact_field, text);
    if (country != nullptr && country->trunk_zero && digits.starts_with('0')) digits.erase(0, 1);
    digits.insert(0, decimal(calling_code));
  } else if (read->bracketed_zero != std::string::npos) {
    // "+46 (0)70 …": the zero is dialled inside the country only.
    const auto country = std::ranges::find_if(countries, [&](const Country& c) {
      const std::string code = decimal(c.calling_code);
      return c.trunk_zero && digits.starts_with(code) && read->bracketed_zero == code.size();
    });
    if (country == countries.end()) return fail(ErrorCode::phone_trunk_zero, contact_field, text);
    digits.erase(read->bracketed_zero, 1);
  }

  if (digits.empty()) return fail(ErrorCode::phone_too_short, contact_field, text);
  if (digits.front() == '0')
    return fail(ErrorCode::phone_calling_code_invalid, contact_field, text);
  if (digits.size() < min_phone_digits)
    return fail(ErrorCode::phone_too_short, contact_field, text);
  if (digits.size() > max_phone_digits) return fail(ErrorCode::phone_too_long, contact_field, text);
  for (const Country& country : countries) {
    const std::string code = decimal(country.calling_code);
    if (!digits.starts_with(code)) continue;
    // "+46 070 …": no number there begins with the zero that is dialled inside the country only.
    if (country.trunk_zero && digits.substr(code.size()).starts_with('0'))
      return fail(ErrorCode::phone_trunk_zero, contact_field, text);
    if (country.lengths[0] == 0) continue;
    const std::size_t national = digits.size() - code.size();
    if (national != country.lengths[0] && national != country.lengths[1]) {
      return fail(ErrorCode::phone_wrong_length, contact_field, text);
    }
  }
  return Contact{ContactType::phone, '+' + digits};
}

// Takes `Kari Nordmann <kari@example.com>` apart; true where there is an angle bracket pair at the
// end.
bool split_display_name(std::string_view text, Invitee& invitee) {
  const std::size_t open = text.rfind('<');
  if (open == std::string_view::npos || !text.ends_with('>')) return false;
  invitee.contact = trim(text.substr(open + 1, text.size() - open - 2));
  std::string_view name = trim(text.substr(0, open));
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
    name = trim(name.substr(1, name.size() - 2));
  if (const std::size_t comma = name.find(','); comma != std::string_view::npos) {
    invitee.last_name = trim(name.substr(0, comma));
    invitee.first_name = trim(name.substr(comma + 1));
  } else if (const std::size_t space = name.rfind(' '); space != std::string_view::npos) {
    invitee.first_name = trim(name.substr(0, space));
    invitee.last_name = trim(name.substr(space + 1));
  } else {
    invitee.first_name = name;
  }
  return true;
}

}  // namespace

Result<Contact> parse_contact(std::string_view text, ContactOptions options) {
  const std::string_view trimmed = trim(text);
  if (trimmed.empty()) return fail(ErrorCode::required, contact_field);
  if (trimmed.contains('@')) return parse_email(trimmed);
  if (trimmed.front() == '+' || trimmed.front() == '(' || is_digit(trimmed.front())) {
    return parse_phone(trimmed, options.calling_code);
  }
  return fail(ErrorCode::contact_unreadable, contact_field,
              count_code_points(trimmed) ? trimmed : std::string_view{});
}

bool same_contact(std::string_view a, std::string_view b) {
  return ascii_lower(a) == ascii_lower(b);
}

Result<std::uint16_t> parse_calling_code(std::string_view text) {
  std::string_view digits = trim(text);
  if (digits.starts_with('+')) {
    digits.remove_prefix(1);
  } else if (digits.starts_with("00")) {
    digits.remove_prefix(2);
  }
  // E.164 country codes have one to three digits, the first not zero.
  const bool well_formed = !digits.empty() && digits.size() <= 3 && digits.front() != '0' &&
                           std::ranges::all_of(digits, is_digit);
  if (!well_formed) return fail(ErrorCode::phone_calling_code_invalid, "callingCode", text);
  std::uint16_t code = 0;
  for (const char c : digits) code = static_cast<std::uint16_t>(code * 10 + (c - '0'));
  return code;
}

std::uint16_t calling_code_for_language(std::string_view tag) {
  struct Home {
    std::string_view language, region;
    std::uint16_t calling_code;
  };
  static constexpr std::array<Home, 6> homes{{{"nb", "no", 47},
                                              {"nn", "no", 47},
                                              {"no", "no", 47},
                                              {"sv", "se", 46},
                                              {"da", "dk", 45},
                                              {"fi", "fi", 358}}};
  std::string lower = ascii_lower(tag);
  std::ranges::replace(lower, '_', '-');
  const std::string_view language = std::string_view(lower).substr(0, lower.find('-'));
  // The region says more than the language: Swedish is at home in Finland too.
  for (const Home& home : homes) {
    if (lower.ends_with(std::string("-").append(home.region))) return home.calling_code;
  }
  const auto* home = std::ranges::find(homes, language, &Home::language);
  return home == homes.end() ? std::uint16_t{0} : home->calling_code;
}

std::vector<Invitee> split_invitees(std::string_view text) {
  std::vector<Invitee> invitees;
  bool quoted = false;
  std::size_t start = 0;
  const auto take = [&](std::size_t end) {
    const std::string_view part = trim(text.substr(start, end - start));
    start = end + 1;
    quoted = false;
    if (part.empty()) return;
    Invitee invitee;
    if (!split_display_name(part, invitee)) invitee.contact = part;
    invitees.push_back(std::move(invitee));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    // A quotation mark that is never closed must not swallow the list: it ends with its line.
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\n' || text[i] == '\r' || (!quoted && (text[i] == ',' || text[i] == ';')))
      take(i);
  }
  take(text.size());
  return invitees;
}

std::string suggest_contact(const Contact& contact) {
  // Domains of mailboxes that many people have; a suggestion is made only where one edit separates
  // them.
  static constexpr std::array<std::string_view, 14> common{
      "gmail.com", "hotmail.com", "hotmail.no", "outlook.com", "icloud.com",
      "online.no", "yahoo.com",   "yahoo.no",   "live.no",     "live.com",
      "telia.com", "live.se",     "msn.com",    "me.com"};
  // Real ones that are one edit from those.
  static constexpr std::array<std::string_view, 6> others{"mail.com",   "ymail.com", "email.com",
                                                          "hotmail.nl", "yahoo.nl",  "online.nl"};
  if (contact.type != ContactType::email) return {};
  const std::size_t at = contact.value.find('@');
  const std::string_view domain = std::string_view(contact.value).substr(at + 1);
  if (std::ranges::find(common, domain) != common.end() ||
      std::ranges::find(others, domain) != others.end())
    return {};
  const auto one_edit_apart = [](std::string_view a, std::string_view b) {
    if (a.size() < b.size()) std::swap(a, b);
    if (a.size() - b.size() > 1) return false;
    std::size_t i = 0;
    while (i < b.size() && a[i] == b[i]) ++i;
    if (a.size() != b.size()) return a.substr(i + 1) == b.substr(i);  // one letter too many
    if (i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
        a.substr(i + 2) == b.substr(i + 2))
      return true;
    return a.substr(i + 1) == b.substr(i + 1);  // one letter another
  };
  for (const std::string_view candidate : common) {
    // Short domains are one edit from many real ones.
    if (candidate.size() > 7 && one_edit_apart(domain, candidate)) {
      return contact.value.substr(0, at + 1) + std::string(candidate);
    }
  }
  return {};
}

}  // namespace subshare
