// Telephone numbers follow ITU-T E.164. What a national number can look like is told by a table
// that is made of libphonenumber's metadata (phone_table.hpp).
//
// A text could mean several numbers; the choices are:
// - With a plus or 00 the first digits are the country's. A trunk prefix that somebody wrote behind
// it
//   ("+44 07911 123456", "+44 (0)7911 123456") is dropped where the country has one; Italy's zeros
//   are part of its numbers.
// - Without, it is a number of the page's country: as dialled there, or with that country's calling
//   code but no plus ("46701234567" at +46). Where it could be both, or another country's, the plus
//   is asked for: a guess would ask a stranger.
// - Nobody is reached through an extension by a text message, so one is refused and not left out.
#include <algorithm>
#include <array>

#include "characters.hpp"
#include "contact_parts.hpp"
#include "decimal.hpp"
#include "fail.hpp"
#include "phone_table.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::size_t min_phone_digits = 7;   // the shortest international numbers in use
constexpr std::size_t max_phone_digits = 15;  // E.164, 6.1

const PhonePlan* find_plan(std::uint16_t calling_code) {
  const auto* found = std::ranges::find(phone_plans, calling_code, &PhonePlan::code);
  return found == phone_plans.end() ? nullptr : found;
}

// The plan of an international number without its plus. No calling code begins with another.
const PhonePlan* plan_of(std::string_view digits) {
  const auto* found = std::ranges::find_if(
      phone_plans, [&](const PhonePlan& plan) { return digits.starts_with(decimal(plan.code)); });
  return found == phone_plans.end() ? nullptr : found;
}

bool is_possible(const PhonePlan& plan, std::string_view national) {
  if (national.size() < 2 || national.size() > max_phone_digits) return false;
  unsigned lengths = plan.lengths;
  if (plan.first_row != no_rows) {
    const PhoneRow* row = &phone_rows[plan.first_row];
    while ((national[0] - '0') * 10 + (national[1] - '0') > row->last) ++row;
    lengths = row->lengths;
  }
  return (lengths >> national.size() & 1u) != 0;
}

// The number as it is dialled from abroad, or empty where it cannot be one.
std::string_view national_number(const PhonePlan& plan, std::string_view digits) {
  std::string_view trunks = phone_trunks[plan.trunks];
  // No number begins with the zero that is dialled before it. Other prefixes could begin one, and a
  // number that is whole without taking them off is meant.
  const bool zero = trunks == "0";
  if (!zero && is_possible(plan, digits)) return digits;
  while (!trunks.empty()) {
    const std::string_view trunk = trunks.substr(0, trunks.find(' '));
    trunks.remove_prefix(std::min(trunk.size() + 1, trunks.size()));
    if (!digits.starts_with(trunk)) continue;
    const std::string_view rest = digits.substr(trunk.size());
    return !rest.starts_with('0') && is_possible(plan, rest) ? rest : std::string_view{};
  }
  return zero && is_possible(plan, digits) ? digits : std::string_view{};
}

// What people put between digits: spaces of any kind, dashes, dots, brackets, and a slash behind
// the area's ("070/123 45 67"). Two numbers with a slash between are too long for one.
bool is_phone_separator(std::uint32_t c) {
  return is_space(c) || is_dash(c) || c == '.' || c == '(' || c == ')' || c == '/';
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
      const bool extension = read.digits.size() > 3 && begins_extension(text.substr(at));
      return fail(extension ? ErrorCode::phone_extension : ErrorCode::phone_character,
                  contact_field, extension ? text.substr(at) : text.substr(at, c.length));
    }
    at += c.length;
  }
  return read;
}

// RFC 3966: what follows the number of a "tel:" is kept from it, but for a context that begins with
// a plus, which belongs before it.
Result<std::string> read_uri(std::string_view text) {
  std::string number(text.substr(0, text.find(';')));
  for (std::size_t at = text.find(';'); at < text.size();) {
    const std::size_t end = std::min(text.find(';', at + 1), text.size());
    const std::string parameter = ascii_lower(text.substr(at + 1, end - at - 1));
    constexpr std::string_view context = "phone-context=+";
    if (parameter.starts_with("ext=") || parameter.starts_with("isub="))
      return fail(ErrorCode::phone_extension, contact_field, parameter);
    if (parameter.starts_with(context) && !number.starts_with('+'))
      number.insert(0, '+' + parameter.substr(context.size()));
    at = end;
  }
  return number;
}

// Digits of an international number, its calling code first.
Result<std::string> read_international(std::string digits, std::size_t bracketed_zero,
                                       std::string_view text) {
  const auto refuse = [&](ErrorCode code) { return fail(code, contact_field, text); };
  if (digits.empty()) return refuse(ErrorCode::phone_too_short);
  if (digits.front() == '0') return refuse(ErrorCode::phone_calling_code_invalid);
  const PhonePlan* plan = plan_of(digits);
  const std::size_t code = plan == nullptr ? 0 : decimal(plan->code).size();
  if (bracketed_zero != std::string::npos) {
    // "+46 (0)70 …": the zero is dialled inside the country only.
    if (plan == nullptr || bracketed_zero != code) return refuse(ErrorCode::phone_trunk_zero);
    // Where none is dialled it is another country's habit ("+47 (0) 412 34 567"), unless it is part
    // of the number.
    const bool trunk = phone_trunks[plan->trunks].contains('0');
    const std::string_view national = std::string_view(digits).substr(code);
    if (trunk || !is_possible(*plan, national)) digits.erase(bracketed_zero, 1);
  }
  if (digits.size() < min_phone_digits) return refuse(ErrorCode::phone_too_short);
  if (plan == nullptr) {
    if (digits.size() > max_phone_digits) return refuse(ErrorCode::phone_too_long);
    return digits;
  }
  const std::string national(national_number(*plan, std::string_view(digits).substr(code)));
  if (national.empty() || national.size() + code > max_phone_digits) {
    return refuse(digits.size() > max_phone_digits ? ErrorCode::phone_too_long
                                                   : ErrorCode::phone_wrong_length);
  }
  return digits.substr(0, code) + national;
}

Result<std::string> read_national(const std::string& digits, std::uint16_t calling_code,
                                  std::string_view text) {
  const auto needs_code = [&] {
    return fail(ErrorCode::phone_calling_code_needed, contact_field, text);
  };
  if (calling_code == 0) return needs_code();
  const PhonePlan* plan = find_plan(calling_code);
  const std::string code = decimal(calling_code);
  if (plan == nullptr) {
    // Whether a leading zero belongs to the number differs by country.
    if (digits.starts_with('0')) return needs_code();
    return read_international(code + digits, std::string::npos, text);
  }
  const std::string_view national = national_number(*plan, digits);
  const auto with_code = read_international(digits, std::string::npos, text);
  if (with_code && plan_of(digits) != nullptr) {
    // Begins as a number of some country would, calling code and all.
    if (national.empty() && digits.starts_with(code)) return with_code;
    if (national.empty() || digits.starts_with(code)) return needs_code();
  }
  if (!national.empty()) return code + std::string(national);
  if (digits.size() + code.size() < min_phone_digits)
    return fail(ErrorCode::phone_too_short, contact_field, text);
  return read_international(code + digits, std::string::npos, text);
}

}  // namespace

bool begins_extension(std::string_view text) {
  const std::string lower = ascii_lower(text.substr(0, 24));  // as long as these get
  std::string_view rest = lower;
  if (rest.starts_with(';')) rest.remove_prefix(1);
  for (const std::string_view word :
       {"extension", "ext", "anknytning", "ankn", "lokal", "internnr", "intern", "int", "alanumero",
        "alanro", "linje", "x", "#", ","}) {
    if (!rest.starts_with(word)) continue;
    rest.remove_prefix(word.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(".:= "), rest.size()));
    return !rest.empty() && is_digit(rest.front());
  }
  return false;
}

bool has_scheme(std::string_view text, std::string_view scheme) {
  return ascii_lower(text.substr(0, scheme.size())) == scheme;
}

Result<Contact> parse_phone(std::string_view text, std::uint16_t calling_code) {
  std::string number(text);
  if (has_scheme(text, "tel:")) {
    auto uri = read_uri(trim(text.substr(4)));
    if (!uri) return std::unexpected(std::move(uri.error()));
    number = std::move(*uri);
  }
  auto read = read_digits(number);
  if (!read) return std::unexpected(std::move(read.error()));
  std::string& digits = read->digits;
  if (!read->plus && digits.starts_with("00")) {
    digits.erase(0, 2);
    if (read->bracketed_zero != std::string::npos)
      read->bracketed_zero -= std::min<std::size_t>(2, read->bracketed_zero);
    read->plus = true;
  }
  if (!read->plus && digits.empty()) return fail(ErrorCode::phone_too_short, contact_field, text);
  auto value = read->plus ? read_international(std::move(digits), read->bracketed_zero, text)
                          : read_national(digits, calling_code, text);
  if (!value) return std::unexpected(std::move(value.error()));
  return Contact{ContactType::phone, '+' + *value};
}

Result<std::uint16_t> parse_calling_code(std::string_view text) {
  const std::string plain = plain_text(text);
  std::string_view digits = trim(plain);
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
    std::string_view name;  // of a region or, shorter than that in no case, of a language
    std::uint16_t calling_code;
  };
  static constexpr std::array<Home, 9> regions{{{"no", 47},
                                                {"se", 46},
                                                {"dk", 45},
                                                {"fi", 358},
                                                {"is", 354},
                                                {"fo", 298},
                                                {"gl", 299},
                                                {"ax", 358},
                                                {"sj", 47}}};
  static constexpr std::array<Home, 9> languages{{{"nb", 47},
                                                  {"nn", 47},
                                                  {"no", 47},
                                                  {"sv", 46},
                                                  {"da", 45},
                                                  {"fi", 358},
                                                  {"is", 354},
                                                  {"fo", 298},
                                                  {"kl", 299}}};
  const auto look_up = [](const auto& homes, std::string_view name) {
    const auto* home = std::ranges::find(homes, name, &Home::name);
    return home == homes.end() ? std::uint16_t{0} : home->calling_code;
  };
  std::string lower = ascii_lower(trim(tag));
  std::ranges::replace(lower, '_', '-');
  std::string_view rest = lower;
  const auto next = [&] {
    const std::string_view subtag = rest.substr(0, rest.find('-'));
    rest.remove_prefix(std::min(subtag.size() + 1, rest.size()));
    return subtag;
  };
  const std::string_view language = next();
  if (language.size() < 2) return 0;  // private use, or nothing
  // RFC 5646, 2.1: language, up to three extended ones of three letters, script of four, region of
  // two. A single letter begins an extension or private use, of which nothing is a region.
  while (!rest.empty()) {
    const std::string_view subtag = next();
    if (subtag.size() == 2) return look_up(regions, subtag);
    if (subtag.size() < 3 || subtag.size() > 4 || is_digit(subtag.front())) break;
  }
  return look_up(languages, language);
}

}  // namespace subshare
