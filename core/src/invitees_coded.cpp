#include "invitees_coded.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "characters.hpp"
#include "contact_parts.hpp"
#include "decimal.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {

// RFC 4648, 4.
std::string from_base64(std::string_view coded) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : coded) {
    const std::size_t value = base64_characters.find(c);
    if (value > 63) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

std::string from_quoted_printable(std::string_view coded) {
  std::string bytes;
  for (std::size_t i = 0; i < coded.size(); ++i) {
    const bool code = coded[i] == '=' && i + 2 < coded.size() && hex_digit(coded[i + 1]) >= 0 &&
                      hex_digit(coded[i + 2]) >= 0;
    bytes +=
        code ? static_cast<char>(hex_digit(coded[i + 1]) * 16 + hex_digit(coded[i + 2])) : coded[i];
    if (code) i += 2;
  }
  return bytes;
}

namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::size_t max_coded = 200;  // a word of RFC 2047 has 75

// What is decoded, and how long its code was.
struct Decoded {
  std::string text;
  std::size_t length = 0;
};

// Digits that could be a number are never taken for a code.
bool has_number(std::string_view text) {
  std::size_t run = 0;
  return std::ranges::any_of(text, [&](char c) { return (run = is_digit(c) ? run + 1 : 0) > 6; });
}

// "=?utf-8?Q?K=C3=A5re?=".
Decoded coded_word(std::string_view here) {
  const std::size_t first = here.find('?', 2);
  if (first == none || first > 20 || here.size() < first + 3 || here[first + 2] != '?') return {};
  const std::size_t end = here.find("?=", first + 3);
  if (end == none || end > max_coded || has_number(here.substr(0, end)) ||
      here.substr(0, end).contains('@'))
    return {};
  const std::string charset = ascii_lower(here.substr(2, first - 2));
  const char how = here[first + 1];
  const std::string coded(here.substr(first + 3, end - first - 3));
  std::string bytes;
  if (how == 'B' || how == 'b') {
    bytes = from_base64(coded);
  } else if (how == 'Q' || how == 'q') {
    bytes = from_quoted_printable(coded);
    std::ranges::replace(bytes, '_', ' ');
  } else {
    return {};
  }
  if (charset == "iso-8859-1" || charset == "windows-1252" || charset == "iso-8859-15") {
    std::string wide;
    for (const char c : bytes) append_utf8(wide, static_cast<unsigned char>(c));
    bytes = wide;
  }
  if (!count_code_points(bytes)) return {};
  // Its marks are the name's, and part nobody.
  std::ranges::replace_if(
      bytes, [](char c) { return (is_ascii(c) && c < ' ') || c == ';' || c == '<' || c == '>'; },
      ' ');
  return {std::move(bytes), end + 2};
}

// "&lt;", "&#64;", "&aring;".
Decoded character_of_html(std::string_view here) {
  const std::size_t end = here.substr(0, 10).find(';');
  if (end == none || end < 3 || has_number(here.substr(0, end))) return {};
  const std::string_view name = here.substr(1, end - 1);
  if (name.front() == '#') {
    const bool hex = name[1] == 'x' || name[1] == 'X';
    std::uint32_t c = 0;
    const std::string_view digits = name.substr(hex ? 2 : 1);
    for (const char digit : digits) {
      const int value = hex_digit(digit);
      if (value < 0 || (value > 9 && !hex)) return {};
      c = c * (hex ? 16u : 10u) + static_cast<std::uint32_t>(value);
    }
    if (digits.empty() || c < ' ' || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return {};
    Decoded decoded{.text = {}, .length = end + 1};
    append_utf8(decoded.text, c);
    return decoded;
  }
  struct Named {
    std::string_view name, text;
  };
  static constexpr std::array<Named, 18> all{{{"lt", "<"},
                                              {"gt", ">"},
                                              {"amp", "&"},
                                              {"quot", "\""},
                                              {"apos", "'"},
                                              {"nbsp", " "},
                                              {"aring", "å"},
                                              {"Aring", "Å"},
                                              {"aelig", "æ"},
                                              {"AElig", "Æ"},
                                              {"oslash", "ø"},
                                              {"Oslash", "Ø"},
                                              {"auml", "ä"},
                                              {"Auml", "Ä"},
                                              {"ouml", "ö"},
                                              {"Ouml", "Ö"},
                                              {"eacute", "é"},
                                              {"uuml", "ü"}}};
  const auto* found = std::ranges::find(all, name, &Named::name);
  return found == all.end() ? Decoded{} : Decoded{std::string(found->text), end + 1};
}

// "mailto:kari@x.no%2Cola@x.no", "mailto:Kari%20%3Ckari@x.no%3E", up to its header fields.
Decoded link_of_mail(std::string_view here) {
  const std::size_t end = std::min(here.find_first_of(" \t\r\n?<>\"')"), here.size());
  const std::string_view link = here.substr(0, end);
  // "%40" alone is parse_contact's to read.
  const auto has = [&](std::string_view code) { return link.contains(code); };
  if (end == max_coded || has_number(link) ||
      !(has("%2C") || has("%2c") || has("%3B") || has("%3b") || has("%3C") || has("%3c")))
    return {};
  std::string text;
  for (std::size_t i = 0; i < link.size(); ++i) {
    const bool code = link[i] == '%' && i + 2 < link.size() && hex_digit(link[i + 1]) >= 0 &&
                      hex_digit(link[i + 2]) >= 0;
    text +=
        code ? static_cast<char>(hex_digit(link[i + 1]) * 16 + hex_digit(link[i + 2])) : link[i];
    if (code) i += 2;
  }
  std::ranges::replace_if(
      text, [](char c) { return is_ascii(c) && c < ' '; }, ' ');
  // A name behind the scheme would be taken for a part of it.
  if (text.contains('<')) text.erase(0, 7);
  return {std::move(text), end};
}

std::string decoded(std::string_view text) {
  std::string all;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view here = text.substr(at, max_coded);
    Decoded found;
    if (here.starts_with("=?")) {
      found = coded_word(here);
    } else if (here.front() == '&') {
      found = character_of_html(here);
    } else if ((here.front() | 0x20) == 'm' && has_scheme(here, "mailto:")) {
      found = link_of_mail(here);
    }
    if (found.length > 0) {
      all += found.text;
      at += found.length;
    } else {
      all += text[at++];
    }
  }
  return all;
}

// Stops and strokes that lead the eye from a name to its contact.
bool is_leader(std::string_view text, std::size_t at, std::size_t end) {
  const bool apart = at == 0 || end == text.size() || text[at - 1] == ' ' || text[end] == ' ';
  return end - at > 4 || (end - at > 2 && apart);
}

std::string in_lines(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    const std::size_t length = std::max<std::size_t>(c.length, 1);
    const bool ends_line =
        c.length > 0 && (c.value == '\r' || c.value == 0x0B || c.value == 0x0C || c.value == 0x85 ||
                         c.value == 0x2028 || c.value == 0x2029);
    if (c.value == '_' || (c.value == '.' && c.length == 1)) {
      const std::size_t end = std::min(text.find_first_not_of(text[at], at), text.size());
      if (is_leader(text, at, end))
        plain += ' ';
      else
        plain.append(text, at, end - at);
      at = end;
      continue;
    }
    if (!ends_line) {
      plain.append(text, at, length);
    } else if (c.value != '\r' || at + 1 == text.size() || text[at + 1] != '\n') {
      plain += '\n';
    }
    at += length;
  }
  return plain;
}

std::string_view line_at(std::string_view text, std::size_t at) {
  return text.substr(at, text.find('\n', at) - at);
}

// "Kari Nordmann↵<kari@x.no>".
void unfold(std::string& text) {
  for (std::size_t end = text.find("\n<"); end != none; end = text.find("\n<", end + 1)) {
    const std::size_t start = end == 0 ? 0 : text.rfind('\n', end - 1) + 1;
    std::string_view before = trim(std::string_view(text).substr(start, end - start));
    before = before.substr(before.find_last_of(",;") + 1);
    const std::string_view line = line_at(text, end + 1);
    const std::size_t close = line.find('>');
    if (close != none && line.substr(0, close).contains('@') && !trim(before).empty() &&
        before.find_first_of("@<>:") == none && std::ranges::none_of(before, is_digit))
      text[end] = ' ';
  }
}

// The mark that line `line` begins with where its lines are numbered so: "3", "c", "C", "iii".
std::string number_of(int line, char kind) {
  if (kind == '1') return decimal(line);
  if (kind == 'a' || kind == 'A')
    return line > 26 ? "" : std::string(1, static_cast<char>(kind + line - 1));
  std::string roman;
  for (const auto& [value, text] : {std::pair(10, "x"), {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}}) {
    for (; line >= value; line -= value) roman += text;
  }
  if (kind == 'I')
    std::ranges::transform(roman, roman.begin(),
                           [](char c) { return static_cast<char>(c - 0x20); });
  return roman;
}

// "1.kari@x.no" could be an address, "1 412 34 567" a number and "A. <a@x.no>" somebody's initial.
// Where each line begins so, with the next of them, it is none.
std::optional<std::string> without_numbers(std::string_view text, char kind) {
  std::string without;
  int line = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = trim(line_at(text, at));
    at = std::min(text.find('\n', at), text.size() - 1) + 1;
    if (rest.empty()) {
      without += '\n';
      continue;
    }
    const std::string number = number_of(++line, kind);
    if (number.empty() || !rest.starts_with(number) || rest.size() < number.size() + 2) return {};
    const std::string_view behind = rest.substr(number.size());
    const bool spaced = behind[0] == ' ' && kind == '1' && is_digit(behind[1]);
    const bool marked = std::string_view(".)").contains(behind[0]) &&
                        (behind[1] == ' ' || (kind == '1' && is_letter(behind[1])));
    if (!spaced && !marked) return {};
    without.append(behind.substr(1)).append("\n");
  }
  return line > 1 ? std::optional(std::move(without)) : std::nullopt;
}

}  // namespace

std::string as_seen(std::string_view text) {
  // What cannot be seen goes first, so that it parts nothing.
  std::string plain = in_lines(decoded(plain_text(text)));
  unfold(plain);
  for (const char kind : {'1', 'a', 'A', 'i', 'I'}) {
    if (auto without = without_numbers(plain, kind)) return std::move(*without);
  }
  return plain;
}

}  // namespace subshare
