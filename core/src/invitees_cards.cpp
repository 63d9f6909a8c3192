#include "invitees_cards.hpp"

#include <algorithm>
#include <utility>

#include "characters.hpp"
#include "contact_parts.hpp"
#include "invitee_names.hpp"
#include "invitees_coded.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::string_view begin = "begin:vcard", end = "end:vcard", entry = "dn:";

// Fields that nobody is reached by: pictures, keys, dates, and what programs know a card by.
constexpr std::string_view passed_over =
    " photo logo sound key jpegphoto thumbnailphoto usercertificate usersmimecertificate uid rev "
    "bday anniversary deathdate geo tz prodid version objectclass modifytimestamp createtimestamp "
    "entryuuid uidnumber gidnumber x-abuid ";

std::string_view next_line(std::string_view text, std::size_t& at) {
  const std::size_t stop = std::min(text.find('\n', at), text.size());
  const std::string_view line = text.substr(at, stop - at);
  at = std::min(stop + 1, text.size());
  return line;
}

// "\," and "\;" are the marks themselves, "\n" is a space.
std::string unescaped(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool escape = value[i] == '\\' && i + 1 < value.size();
    if (escape) ++i;
    text += escape && (value[i] == 'n' || value[i] == 'N') ? ' ' : value[i];
  }
  return std::string(trim(text));
}

// N: family; given; further given names; …
void set_parts(Invitee& invitee, std::string_view value) {
  std::string parts[2];
  std::size_t part = 0;
  for (std::size_t i = 0; i < value.size() && part < 2; ++i) {
    if (value[i] == ';') {
      ++part;
    } else {
      if (value[i] == '\\' && i + 1 < value.size()) parts[part] += value[i++];
      parts[part] += value[i];
    }
  }
  invitee.last_name = tidy_name(unescaped(parts[0]));
  invitee.first_name = tidy_name(unescaped(parts[1]));
}

// One field of a card, as it is meant.
struct Field {
  std::string name;   // lower case, without its group
  std::string value;  // decoded
};

// "item1.EMAIL;TYPE=home:kari@x.no", "cn:: S8OlcmU=", "FN;ENCODING=QUOTED-PRINTABLE:K=C3=A5re".
Field read_field(std::string_view line) {
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string before = ascii_lower(line.substr(0, colon));
  std::string_view value = line.substr(std::min(colon + 1, line.size()));
  Field field{.name = before.substr(0, before.find(';')), .value = {}};
  if (const std::size_t group = field.name.find('.'); group != std::string::npos)
    field.name.erase(0, group + 1);
  const bool quoted = before.contains("quoted-printable");
  const std::string_view code = value.substr(value.starts_with(':') ? 1 : 0);
  const bool coded = (value.starts_with(':') || before.contains("encoding=b")) &&
                     code.find_first_not_of(base64_characters) == std::string_view::npos;
  if (coded) value = code;
  if (!quoted && !coded) {
    field.value = value;
    return field;
  }
  field.value = plain_text(coded ? from_base64(trim(value)) : from_quoted_printable(value));
  // A line's end that was coded parts nothing.
  std::ranges::replace_if(
      field.value, [](char c) { return is_ascii(c) && c < ' '; }, ' ');
  return field;
}

bool is_passed_over(const Field& field) {
  return passed_over.contains(std::string(" ").append(field.name).append(" ")) ||
         has_scheme(field.value, "data:");
}

}  // namespace

bool begins_card(std::string_view text, std::size_t at) {
  const std::string_view line = trim(next_line(text, at));
  return ascii_lower(line) == begin ||
         (has_scheme(line, entry) &&
          (line.contains('=') || line.substr(entry.size()).starts_with(':')));
}

std::string read_card(std::string_view text, std::size_t& at, std::vector<Invitee>& invitees) {
  const bool is_vcard = has_scheme(text.substr(at), begin);
  Invitee invitee;
  std::vector<std::string> addresses, numbers, members, others;
  std::string whole;
  std::string first(trim(next_line(text, at)));
  if (!is_vcard) first = "dn:" + read_field(first).value;
  std::string card(first);
  while (at < text.size()) {
    const std::size_t start = at;
    std::string line(next_line(text, at));
    // A card that was never closed swallows nobody who stands behind it.
    if (begins_card(text, start) || (line.contains('@') && !line.contains(':'))) {
      at = start;
      break;
    }
    // A line that goes on begins with white space, or has ended with "=".
    const bool quoted = ascii_lower(line).contains("quoted-printable");
    while (at < text.size()) {
      if (quoted && line.ends_with('=')) {
        line.pop_back();
        line += next_line(text, at);
      } else if (text[at] == ' ' || text[at] == '\t') {
        line += next_line(text, at).substr(1);
      } else {
        break;
      }
    }
    if (has_scheme(line, end) || (!is_vcard && trim(line).empty())) break;
    Field field = read_field(line);
    if (is_passed_over(field)) continue;
    auto& [name, value] = field;
    // No field is called so: it is somebody.
    const std::string_view before = std::string_view(line).substr(0, line.find(':'));
    if (before.contains('@') || std::ranges::count_if(before, is_digit) > 6)
      value = std::move(line);
    card.append("\n").append(name).append(":").append(value);
    if (name == "email" || name == "mail") {
      addresses.push_back(unescaped(value));
    } else if (name == "tel" || name == "mobile" || name == "telephonenumber") {
      numbers.push_back(unescaped(value));
    } else if (name == "member" && value.contains('@')) {
      members.push_back(unescaped(value));
    } else if (name == "n") {
      set_parts(invitee, value);
    } else if (name == "sn") {
      invitee.last_name = tidy_name(value);
    } else if (name == "givenname") {
      invitee.first_name = tidy_name(value);
    } else if (name == "fn" || name == "cn") {
      whole = tidy_name(unescaped(value));
    } else if (value.contains('@') || std::ranges::count_if(value, is_digit) > 6) {
      others.push_back(unescaped(value));
    }
  }
  // A distinguished name repeats what follows it; if not, it is told.
  if (first.contains('@') && (addresses.empty() || !first.contains(addresses.front())))
    others.push_back(std::move(first));
  if (invitee.first_name.empty() && invitee.last_name.empty()) set_name(invitee, whole);
  for (auto* all : {&addresses, &numbers, &others}) {
    for (std::string& one : *all) {
      if (one.empty()) continue;
      if (invitee.contact.empty() && all != &others) {
        invitee.contact = std::move(one);
      } else {
        if (!invitee.rest.empty()) invitee.rest += ", ";
        invitee.rest += one;
      }
    }
  }
  if (invitee.contact.empty()) {
    // A person who cannot be reached is not left out either.
    const bool named = !invitee.first_name.empty() && !invitee.last_name.empty();
    invitee.contact = invitee.first_name + (named ? " " : "") + invitee.last_name;
    invitee.first_name = invitee.last_name = "";
  }
  if (invitee.contact.empty()) std::swap(invitee.contact, invitee.rest);
  // A group (RFC 6350, 6.6.5) is who is in it.
  if (!members.empty() && addresses.empty() && numbers.empty())
    invitee.rest = std::exchange(invitee.contact, {});
  if (!invitee.contact.empty()) invitees.push_back(std::move(invitee));
  for (std::string& member : members)
    invitees.push_back({.contact = std::move(member),
                        .first_name = {},
                        .last_name = {},
                        .rest = std::exchange(invitee.rest, {})});
  return card;
}

}  // namespace subshare
