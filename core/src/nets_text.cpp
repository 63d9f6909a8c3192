// Ranges and domains as firewalls, spreadsheets and people write them. A field is taken apart into
// pieces, and a piece is put into the one form that the strict readers (nets.cpp) take.
#include <algorithm>
#include <array>

#include "characters.hpp"
#include "fail.hpp"
#include "subshare/nets.hpp"
#include "subshare/text.hpp"
#include "subshare/unicode.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

// Without what a person does not see, every dash as a hyphen and every space as one.
std::string tidy(std::string_view text) {
  std::string plain = plain_text(text), line;
  for (std::size_t at = 0; at < plain.size();) {
    const CodePoint c = decode_utf8(plain, at);
    const std::size_t length = std::max<std::size_t>(c.length, 1);
    if (c.length > 0 && is_dash(c.value))
      line += '-';
    else if (c.length > 0 && (is_space(c.value) || is_control(c.value)))
      line += ' ';
    else if (c.length == 0 || !is_quotation_mark(c.value))
      line.append(plain, at, length);
    at += length;
  }
  return line;
}

// "# office", "! office", "// office", "-- office" and "(office)" are about the piece; the // of a
// URL is not one, and neither is "(192.0.2.1)".
void drop_comment(std::string& line) {
  for (std::size_t at = 0; at < line.size(); ++at) {
    const bool start = at == 0 || line[at - 1] == ' ';
    const std::string_view here = std::string_view(line).substr(at);
    if (start && (here.starts_with('#') || here.starts_with('!') || here.starts_with("-- ") ||
                  here == "//" || here.starts_with("// ") || (at > 0 && here.starts_with("//")))) {
      line.erase(at);
    } else if (const std::size_t end = here.starts_with('(') ? here.find(')') : here.npos;
               end != here.npos) {
      const std::string inside(here.substr(1, end - 1));
      const bool piece = inside.find_first_of(".:") != std::string::npos && !inside.contains(' ');
      line.replace(at, end + 1, piece ? " " + inside + " " : " ");
    }
  }
}

// As a whole word of a list that stands in one text.
bool is_one_of(std::string_view word, std::string_view list) {
  return list.contains(std::string(" ").append(word).append(" "));
}

// What lists put before their lines, and labels: "- ", "2) ", "IP: "; a lone star is no bullet.
bool is_bullet(std::string_view word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  if (digits > 0 && digits < 4) return word.substr(digits) == "." || word.substr(digits) == ")";
  if (word == "-" || word == "*") return true;
  if (word.size() > 1 && word.ends_with(':')) {
    // Who is kept out is not let in, whatever the label's form.
    const std::string label = ascii_lower(word.substr(0, word.size() - 1));
    return std::ranges::all_of(label, is_letter) &&
           !is_one_of(label,
                      " deny block blocked drop reject except rem nekt nektet sperret "
                      "blokkert unntatt stengt avvist nekad blockerad utom afvist "
                      "blokeret undtagen estetty paitsi ");
  }
  return !word.empty() && decode_utf8(word, 0).length == word.size() && word.size() > 1;
}

// "and" in the six languages, and what firewalls write before a piece that they let in.
bool is_filler(std::string_view word) {
  return is_one_of(word,
                   " og och and ja samt or eller tai & + fra fr\u00e5n from host permit allow ip "
                   "network network-object address require set subnet object object-group ");
}

// The pieces of each line; `join` may make one of several words.
template <class Join, class Read>
std::vector<NetLine> read_lines(std::string_view text, Join join, Read read) {
  std::vector<NetLine> lines;
  std::size_t number = 1;
  for (std::size_t start = 0; start <= text.size(); ++number) {
    const std::size_t end = std::min(text.find_first_of("\r\n", start), text.size());
    std::string line = tidy(text.substr(start, end - start));
    start = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
    drop_comment(line);
    std::ranges::replace_if(
        line, [](char c) { return c == ',' || c == ';' || c == '|'; }, ' ');
    std::vector<std::string> words;
    for (std::size_t at = line.find_first_not_of(' '); at < line.size();
         at = line.find_first_not_of(' ', at)) {
      const std::size_t stop = std::min(line.find(' ', at), line.size());
      words.push_back(line.substr(at, stop - at));
      at = stop;
    }
    while (words.size() > 1 && is_bullet(words.front())) words.erase(words.begin());
    if (words.size() > 1)
      std::erase_if(words, [](const std::string& word) { return is_filler(ascii_lower(word)); });
    join(words);
    for (std::string& word : words) {
      NetLine piece{.line = number, .text = std::move(word), .range = {}};
      read(piece);
      lines.push_back(std::move(piece));
    }
  }
  return lines;
}

// "192.0.2.1 - 192.0.2.9", "192.0.2.1 to 192.0.2.9", "192.0.2.0 255.255.255.0": one range each.
void join_ranges(std::vector<std::string>& words) {
  std::vector<std::string> joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string& word = words[i];
    const std::string lower = ascii_lower(word);
    const bool inside = !joined.empty() && i + 1 < words.size();
    if (inside && is_one_of(lower, " to til till through t.o.m. t.o.m tom ~ .. ... -> => \u2192 "))
      word = "-";
    // "netmask", "nettmaske", "nätmask", "verkkopeite".
    if (inside && (lower.contains("mask") || lower == "verkkopeite" || lower == "wildcard"))
      word = "/";
    // "til og med", of which "og" is gone.
    if (lower == "med" && inside && joined.back().ends_with('-')) continue;
    // "range 192.0.2.10 192.0.2.20".
    if (lower == "range" && i + 2 < words.size() && parse_ip(words[i + 1]) &&
        parse_ip(words[i + 2])) {
      joined.push_back(words[i + 1] + '-' + words[i + 2]);
      i += 2;
      continue;
    }
    const auto meets = [](char c) { return c == '-' || c == '/'; };
    // "-j" of a command begins no part of an address.
    const bool goes_on = meets(word.front()) && (word.size() == 1 || is_digit(word[1]) ||
                                                 word.contains(':') || word[1] == ' ');
    bool joins = !joined.empty() && (goes_on || meets(joined.back().back()));
    if (!joined.empty() && !joins && !joined.back().contains('/') && parse_ip(joined.back()) &&
        (word.starts_with("255.") || word.starts_with("0.0.")) &&
        parse_ip_range(std::string("0.0.0.0/").append(word))) {
      joined.back() += '/';
      joins = true;
    }
    if (joins)
      joined.back() += word;
    else
      joined.push_back(std::move(word));
  }
  words = std::move(joined);
}

// Sixteen bytes' first four as a number, or the last four for IPv4.
std::uint32_t leading(const IpAddress& address) {
  std::uint32_t value = 0;
  for (std::size_t i = address.v6 ? 0 : 12, end = i + 4; i < end; ++i)
    value = value << 8 | address.bytes[i];
  return value;
}

struct Block {
  bool v6;
  std::uint32_t first, last;
};
// RFC 1918, loopback (RFC 1122), link-local (RFC 3927, 4291), carriers' shared space (RFC 6598) and
// unique local addresses (RFC 4193).
// Nor is anybody at "this network" (RFC 1122), in a multicast group or above (RFC 1112), where a
// mask that stands alone is too.
constexpr std::array<Block, 11> private_blocks{{{false, 0x00000000, 0x00FFFFFF},
                                                {false, 0xE0000000, 0xFFFFFFFF},
                                                {true, 0xFF000000, 0xFFFFFFFF},
                                                {false, 0x0A000000, 0x0AFFFFFF},
                                                {false, 0x64400000, 0x647FFFFF},
                                                {false, 0x7F000000, 0x7FFFFFFF},
                                                {false, 0xA9FE0000, 0xA9FEFFFF},
                                                {false, 0xAC100000, 0xAC1FFFFF},
                                                {false, 0xC0A80000, 0xC0A8FFFF},
                                                {true, 0xFC000000, 0xFDFFFFFF},
                                                {true, 0xFE800000, 0xFEBFFFFF}}};

// More than a /8, or a /16 of IPv6, is no company's.
std::optional<ErrorCode> question_of(const IpRange& range) {
  const auto start = parse_ip(range.ip_range_start), end = parse_ip(range.ip_range_end);
  if (!start || !end) return std::nullopt;
  const std::uint32_t first = leading(*start), last = leading(*end);
  if (last - first >= (start->v6 ? 0x10000u : 0x1000000u)) return ErrorCode::ip_whole_internet;
  const bool loopback = range.ip_range_start == "::1" || range.ip_range_start == "::";
  const bool overlaps = std::ranges::any_of(private_blocks, [&](const Block& block) {
    return block.v6 == start->v6 && first <= block.last && last >= block.first;
  });
  return loopback || overlaps ? std::optional(ErrorCode::ip_private) : std::nullopt;
}

std::optional<ErrorCode> question_of(std::string_view domain) {
  const std::size_t dot = domain.find('.');
  const std::string_view name = domain.substr(0, dot), ending = domain.substr(dot + 1);
  const bool two = !ending.contains('.') || is_one_of(ending, " co.uk com.br co.jp com.au ");
  const bool mail =
      (two && is_one_of(name,
                        " gmail googlemail hotmail outlook live yahoo ymail gmx icloud msn aol"
                        " protonmail ")) ||
      is_one_of(domain,
                " me.com mac.com mail.com proton.me pm.me fastmail.com hey.com zoho.com"
                " yandex.ru mail.ru web.de t-online.de online.no broadpark.no getmail.no"
                " telia.com tele2.se bredband.net comhem.se spray.se telia.dk mail.dk jubii.dk"
                " mail.tele.dk luukku.com suomi24.fi elisanet.fi kolumbus.fi pp.inet.fi ");
  if (mail) return ErrorCode::domain_public_mail;
  const bool suffix =
      (!ending.contains('.') && ending.size() == 2 &&
       is_one_of(name,
                 " co com org net gov edu ac or ne go gob gouv mil sch nhs ltd plc priv kommune"
                 " fylkesmannen dep stat folkebibl fhs vgs idrett museum herad pp ab fhsk fhv"
                 " komvux lanbib tm parti aland ")) ||
      is_one_of(domain,
                " github.io gitlab.io netlify.app vercel.app web.app pages.dev workers.dev"
                " herokuapp.com azurewebsites.net cloudfront.net amazonaws.com blogspot.com"
                " wordpress.com wixsite.com myshopify.com ");
  return suffix ? std::optional(ErrorCode::domain_public_suffix) : std::nullopt;
}

void ask(NetLine& piece, std::optional<ErrorCode> code, std::string_view field) {
  if (code) piece.question = fail(*code, field, piece.text).error();
}

// The host of what was copied from the browser's address bar, or of a mail domain's "@".
std::string host_of(std::string_view text) {
  const std::size_t scheme = text.find("://");
  const bool scheme_known = scheme != std::string_view::npos;
  if (scheme_known) text.remove_prefix(scheme + 3);
  constexpr std::string_view around = "[]<>{}'/";
  while (!text.empty() && around.contains(text.front())) text.remove_prefix(1);
  // "firma.no/firma.se" could be two.
  const std::size_t path = text.find_first_of("/?#");
  if (!scheme_known && path != text.npos &&
      text.substr(path + 1, text.find_first_of("/?#", path + 1) - path - 1).contains('.'))
    return std::string(text);
  text = text.substr(0, path);
  while (!text.empty() && around.contains(text.back())) text.remove_suffix(1);
  if (text.starts_with('@')) text.remove_prefix(1);
  if (text.starts_with("*.")) text.remove_prefix(2);
  if (text.starts_with('.')) text.remove_prefix(1);
  if (const std::size_t port = text.rfind(':');
      port != std::string_view::npos && port + 1 < text.size() &&
      std::ranges::all_of(text.substr(port + 1), is_digit))
    text = text.substr(0, port);
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  const auto fits = [&](char c) {
    return !is_ascii(c) || is_letter(c) || is_digit(c) || c == '-' || c == '.';
  };
  if (std::ranges::all_of(text, is_ascii) || !std::ranges::all_of(text, fits) ||
      !count_code_points(text))
    return std::string(text);
  std::string ascii = unicode::domain_to_ascii(text);
  return ascii.empty() ? std::string(text) : ascii;
}

}  // namespace

std::vector<NetLine> read_ip_ranges(std::string_view text) {
  return read_lines(text, join_ranges, [](NetLine& piece) {
    std::string plain = piece.text;
    // "[2001:db8::1]:443" would become another address.
    if (!plain.contains("]:"))
      std::erase_if(plain, [](char c) { return std::string_view("[]<>{}'").contains(c); });
    if (plain.ends_with('.')) plain.pop_back();
    // "ip4:" of a mail domain's SPF (RFC 7208), and a server that was copied from a browser.
    for (const std::string_view scheme : {"ip4:", "ip6:", "http://", "https://"}) {
      if (!ascii_lower(plain.substr(0, scheme.size())).starts_with(scheme)) continue;
      plain.erase(0, scheme.size());
      if (plain.ends_with('/')) plain.pop_back();
    }
    for (const std::string_view between : {"...", "..", "~"}) {
      if (const std::size_t at = plain.find(between); at != std::string::npos)
        plain.replace(at, between.size(), "-");
    }
    // "192.0.2.*" is all that begins so.
    if (plain.ends_with(".x") || plain.ends_with(".X")) plain.back() = '*';
    std::size_t stars = 0;
    while (plain.ends_with(".*")) {
      plain.resize(plain.size() - 2);
      ++stars;
    }
    for (std::size_t i = 0; i < stars; ++i) plain += ".0";
    if (stars > 0) plain += stars == 1 ? "/24" : stars == 2 ? "/16" : "/8";
    auto range = parse_ip_range(plain);
    if (!range) {
      piece.error = std::move(range.error());
      return;
    }
    piece.range = std::move(*range);
    ask(piece, question_of(piece.range), "ipRanges");
  });
}

std::vector<NetLine> read_domains(std::string_view text) {
  return read_lines(
      text, [](std::vector<std::string>&) {},
      [](NetLine& piece) {
        const auto domain = parse_domain(host_of(piece.text));
        if (!domain) {
          piece.error = domain.error();
          return;
        }
        piece.range = {*domain, *domain};
        ask(piece, question_of(*domain), "domains");
      });
}

}  // namespace subshare
