#include "invitee_names.hpp"

#include <algorithm>
#include <vector>

#include "characters.hpp"
#include "subshare/search.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

// Lists of words stand in one text each, which costs a fraction of an array's bytes.
constexpr std::size_t longest_word = 30;

bool is_one_of(std::string_view word, std::string_view list) {
  if (word.empty() || word.contains(' ')) return false;
  // The word is looked for without its spaces, which would fit behind every other one.
  for (std::size_t at = list.find(word); at != list.npos; at = list.find(word, at + 1)) {
    if (list[at - 1] == ' ' && list[at + word.size()] == ' ') return true;
  }
  return false;
}

constexpr std::string_view labels =
    " E-POST EPOST E-MAIL EMAIL MAIL MEJL E-POSTADRESSE EPOSTADRESSE E-MAILADRESSE E-POSTADRESS "
    "SÄHKÖPOSTI SÄHKÖPOSTIOSOITE TEL TLF TEL.NR TLF.NR TELEFON TELEFONNR TELEFONNUMMER MOB MOBIL "
    "MOBILE MOBILNR MOBILNUMMER MOBILTELEFON PUH PUHELIN PUHELINNUMERO MATKAPUHELIN GSM PHONE CELL "
    "FAX FAKS TELEFAX TELEFAKS FAKSI ";
// With a colon only: without one they could be a name or its beginning.
constexpr std::string_view labels_with_colon =
    " TO CC BCC TIL TILL KOPI FRA FROM FRÅN NAVN NAMN NIMI NAME KONTAKT M T E P SMS CALLTO SMTP "
    "SIP "
    "XMPP ";
// By itself, without a colon: "M 412 34 567". And what ends a list that is not told to its end.
constexpr std::string_view no_names = " M T E P M.FL MFL OSV ETC M.M YM JNE ";
// Answers, which people note beside a contact: told, and no name.
constexpr std::string_view answers =
    " JA NEI NEJ EI YES OK KOMMER TULEE BEKREFTET VENTER KANSKJE KANSKE ";
// What follows one of these in a mail's head or in a table's first line names nobody.
constexpr std::string_view heads =
    " EMNE ÄMNE AIHE SUBJECT SENDT SKICKAT LÄHETETTY SENT DATO DATUM PÄIVÄYS DATE VERSION "
    "PRIORITET "
    "VIKTIGHET VIKTIGHETSGRAD PRIORITEETTI PRIORITY IMPORTANCE VEDLEGG BILAGOR VEDHÆFTEDE LIITTEET "
    "ATTACHMENTS MESSAGE-ID IN-REPLY-TO REFERENCES ";
constexpr std::string_view heads_of_dates =
    " SENDT SKICKAT LÄHETETTY SENT DATO DATUM PÄIVÄYS DATE ";
// In lower case beside a name these make it a sentence.
constexpr std::string_view words_of_sentences =
    " til till er är on har med för som heter min mitt din kan skal vil på från via i is are has "
    "with for my the to his her hennes hans jeg jag eg vi du ja nummeret numret nummer kommer ikke "
    "inte of skrev wrote left forlot lämnade forlod poistui added "
    "ble blev ";
constexpr std::string_view kinds_of_number =
    " JOBB PRIVAT HJEM HEM ARBEID ARBETE ARBEJDE WORK HOME TYÖ KOTI ";
constexpr std::string_view particles =
    " van von der den de del della di da do dos das du la le af av bin ibn ben al el ter ten te zu "
    "zur"
    " zum vom y e st. ";
// A firm, whose name is not taken apart. As they are written: "As" can be a family's name.
constexpr std::string_view firms =
    " AS ASA A/S AB OY Oy OYJ Oyj ApS APS HF ehf. ANS GmbH Ltd Ltd. Inc Inc. LLC ";
constexpr std::string_view endings = " jr jr. sr sr. ii iii iv phd ph.d. md m.d. mba dds esq ";

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

// Whether a name begins or ends with this and is not meant to.
bool is_around(const CodePoint& c, bool at_end) {
  return c.length > 0 && (is_space(c.value) || is_quotation_mark(c.value) || is_dash(c.value) ||
                          (c.value < 0x80 && std::string_view(at_end ? ",;:|/*_<>()[]{}'=&+"
                                                                     : ",;:|/*_<>()[]{}'=&+.#")
                                                 .contains(static_cast<char>(c.value))) ||
                          c.value == 0xB7 || is_symbol(c.value));
}

// "1.", "2)", "a)", "ii)", "#3": the number of a row.
bool is_numbering(std::string_view word) {
  if (word.starts_with('#') || word.starts_with('(')) word.remove_prefix(1);
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  const std::string_view rest = word.substr(digits);
  if (digits > 0) return digits < 4 && rest.find_first_not_of(".):") == std::string_view::npos;
  const bool roman = rest.size() < 6 && rest.find_first_not_of("ivx") == rest.size() - 1;
  return rest.size() > 1 && rest.back() == ')' &&
         (roman || (rest.size() == 2 && is_letter(rest.front())));
}

// As they are written, or with a capital where they are no given name too ("Van der Berg").
bool is_particle(std::string_view word) {
  return is_one_of(word, particles) || is_one_of(word, " Van Von Der Den De La ");
}

}  // namespace

Column column_of(std::string_view heading) {
  // Nobody heads a column with marks or a sentence.
  if (heading.size() > longest_word ||
      heading.find_first_of("=<>@?!:\\") != std::string_view::npos || heading.contains("//"))
    return Column::none;
  std::string key = search_key(heading);
  std::erase_if(key, [](char c) { return static_cast<unsigned char>(c) < 0x80 && !is_letter(c); });
  struct Stem {
    std::string_view text;
    Column column;
  };
  static constexpr Stem stems[] = {{"FORNA", Column::given},       {"FÖRNAMN", Column::given},
                                   {"FØRENAMN", Column::given},    {"FIRST", Column::given},
                                   {"GIVEN", Column::given},       {"ETUNIM", Column::given},
                                   {"TILLTALSN", Column::given},   {"MELLOMN", Column::middle},
                                   {"MELLEMN", Column::middle},    {"MELLANN", Column::middle},
                                   {"MIDDLE", Column::middle},     {"ADDITIONALN", Column::middle},
                                   {"ETTERNA", Column::family},    {"EFTERNA", Column::family},
                                   {"SUKUNIM", Column::family},    {"LAST", Column::family},
                                   {"SURNAME", Column::family},    {"FAMILY", Column::family},
                                   {"FAMILIEN", Column::family},   {"FAMILJEN", Column::family},
                                   {"SLEKTSN", Column::family},    {"SLÄKTN", Column::family},
                                   {"TILLNAMN", Column::family},   {"TILNAVN", Column::family},
                                   {"VORNAME", Column::given},     {"NACHNAME", Column::family},
                                   {"FNAME", Column::given},       {"LNAME", Column::family},
                                   {"OVDANAM", Column::given},     {"GOARGU", Column::family},
                                   {"TOINENNIMI", Column::middle}, {"TOINENETUN", Column::middle},
                                   {"DISPLAYN", Column::name},     {"VISNINGSN", Column::name},
                                   {"DITTNA", Column::name},       {"YOURNAME", Column::name},
                                   {"FULDENAVN", Column::name},    {"DELTAKERNA", Column::name},
                                   {"NAFN", Column::name},         {"KONTAKTNA", Column::name},
                                   {"MEJL", Column::email},        {"SPOSTI", Column::email},
                                   {"NETFANG", Column::email},     {"EBOASTA", Column::email},
                                   {"SÍMI", Column::phone},        {"FARSÍMI", Column::phone},
                                   {"KONTAKTPER", Column::name},   {"YHTEYSHENK", Column::name},
                                   {"CONTACTN", Column::name},     {"NAVN", Column::name},
                                   {"NAMN", Column::name},         {"NAME", Column::name},
                                   {"NIMI", Column::name},         {"FULL", Column::name},
                                   {"KOKONIM", Column::name},      {"EPOST", Column::email},
                                   {"EMAIL", Column::email},       {"MAIL", Column::email},
                                   {"SÄHKÖPOSTI", Column::email},  {"TEL", Column::phone},
                                   {"TLF", Column::phone},         {"MOB", Column::phone},
                                   {"PUH", Column::phone},         {"MATKAPUH", Column::phone},
                                   {"GSM", Column::phone},         {"PHONE", Column::phone},
                                   {"CELL", Column::phone}};
  // "E-mail 1 - Type" says what the next column is.
  if (key.ends_with("TYPE") || key.ends_with("LABEL")) return Column::none;
  const auto begins =
      std::ranges::find_if(stems, [&](const Stem& stem) { return key.starts_with(stem.text); });
  if (begins == std::end(stems)) {
    // "Din e-post", "Primary Email", "Jobbmobil".
    const auto inside = std::ranges::find_if(stems, [&](const Stem& stem) {
      const bool way = stem.column == Column::email || stem.column == Column::phone;
      return way && stem.text.size() > 3 && key.contains(stem.text);
    });
    return inside == std::end(stems) ? Column::none : inside->column;
  }
  // "Fornavn Etternavn", and "Etternavn, fornavn".
  if (begins->column == Column::given || begins->column == Column::family) {
    const Column other = begins->column == Column::given ? Column::family : Column::given;
    const bool both = std::ranges::any_of(stems, [&](const Stem& stem) {
      return stem.column == other && key.find(stem.text, 1) != std::string::npos;
    });
    if (both) return other == Column::family ? Column::name : Column::reversed_name;
  }
  return begins->column;
}

bool is_label(std::string_view word) {
  if (word.size() > longest_word) return false;
  const bool colon = word.ends_with(':');
  while (word.ends_with(':') || word.ends_with('.')) word.remove_suffix(1);
  const std::string key = search_key(word);
  return is_one_of(key, labels) || (colon && is_one_of(key, labels_with_colon));
}

bool is_joining_word(std::string_view word) {
  return word.size() <= longest_word &&
         is_one_of(search_key(word),
                   " OG OCH AND JA SAMT ELLER EL. OR TAI SEKÄ OG/ELLER OCH/ELLER AND/OR & + ");
}

bool is_oneself(std::string_view word) {
  return word.size() <= longest_word && is_one_of(search_key(word), " DU DIG DEG YOU SINÄ MINÄ ");
}

bool is_ending(std::string_view word) {
  return word.size() <= longest_word && is_one_of(ascii_lower(word), endings);
}

bool is_firm(std::string_view name) {
  const std::size_t space = name.rfind(' ');
  return space != std::string_view::npos && name.size() - space <= longest_word &&
         is_one_of(name.substr(space + 1), firms);
}

bool is_symbol(std::uint32_t c) {
  return (c >= 0x2020 && c <= 0x2023) || c == 0x2026 || c == 0x20E3 ||
         (c >= 0x2460 && c <= 0x24FF) || c == 0x2116 || (c >= 0x2190 && c <= 0x21FF) ||
         (c >= 0x25A0 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) ||
         (c >= 0x1F000 && c <= 0x1FAFF);
}

std::string tidy_name(std::string_view text) {
  std::string spaced;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    const std::size_t length = std::max<std::size_t>(c.length, 1);
    if (c.length > 0 && (is_space(c.value) || is_control(c.value))) {
      if (!spaced.ends_with(' ')) spaced += ' ';
    } else {
      spaced.append(text.substr(at, length));
    }
    at += length;
  }
  std::string_view name = spaced;
  // "Kari Nordmann SMTP:".
  if (const std::size_t space = name.find_last_of(" ["); name.ends_with(':') && space != name.npos)
    if (is_label(name.substr(space + 1))) name = name.substr(0, space);
  // No name has more around it, and a text that has is gone through once for each.
  constexpr int max_rounds = 50;
  for (int round = 0; round < max_rounds; ++round) {
    const std::size_t before = name.size();
    const std::string_view first = name.substr(0, name.find(' '));
    if (first.size() < name.size() || is_label(first) || first.ends_with(')')) {
      // "412 34" has no numbering, and "1. 412 34" has one.
      const bool of_number = std::ranges::all_of(first, is_digit) &&
                             first.size() + 1 < name.size() && is_digit(name[first.size() + 1]);
      if ((is_numbering(first) && !of_number) || is_label(first) || is_joining_word(first))
        name.remove_prefix(first.size());
    }
    // As many as there are at once: looking for words again after each would take forever.
    while (!name.empty()) {
      const CodePoint c = decode_utf8(name, 0);
      if (!is_around(c, false)) break;
      name.remove_prefix(c.length);
    }
    // "Kari Nordmann ....... ", to lead the eye; one stop can be an initial's.
    if (name.ends_with("..")) name = name.substr(0, name.find_last_not_of('.') + 1);
    while (!name.empty()) {
      std::size_t start = name.size() - 1;
      while (start > 0 && name.size() - start < 4 &&
             (static_cast<unsigned char>(name[start]) & 0xC0) == 0x80)
        --start;
      const CodePoint c = decode_utf8(name, start);
      if (!is_around(c, true) || c.length != name.size() - start) break;
      name.remove_suffix(c.length);
    }
    if (const std::size_t space = name.rfind(' ');
        space != std::string_view::npos &&
        (is_joining_word(name.substr(space + 1)) || is_label(name.substr(space + 1))))
      name = name.substr(0, space);
    if (name.size() == before) break;
  }
  if (name.size() > longest_word) return std::string(name);
  const std::string key = search_key(name.substr(0, name.size() - name.ends_with('.')));
  const bool no_name = is_one_of(key, kinds_of_number) || is_one_of(key, no_names) ||
                       is_label(name) || is_joining_word(name);
  return no_name ? "" : std::string(name);
}

bool is_head(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon > longest_word) return false;
  return is_one_of(search_key(trim(line.substr(0, colon))), heads);
}

bool is_head_of_date(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon > longest_word) return false;
  return is_one_of(search_key(trim(line.substr(0, colon))), heads_of_dates);
}

bool is_name(std::string_view text) {
  const auto is_part = [](char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; };
  const auto is_of_sentence = [](std::string_view word) {
    return is_one_of(word, words_of_sentences);
  };
  const auto words = words_of(text);
  return std::ranges::any_of(text, is_part) && std::ranges::none_of(text, is_digit) &&
         text.find_first_of("?!=@<>{}\\:") == std::string_view::npos && !text.contains("//") &&
         words.size() <= 6 &&
         (words.size() < 2 ? !is_one_of(search_key(text), answers)
                           : std::ranges::none_of(words, is_of_sentence));
}

// What stands before `word` of a name, and from there on. Each is as a cell of its own would be
// read.
static void set_parts(std::string& before, std::string& after, std::string_view name,
                      std::string_view word) {
  const auto start = static_cast<std::size_t>(word.data() - name.data());
  before = tidy_name(name.substr(0, start));
  after = tidy_name(name.substr(start));
}

void set_name(Invitee& invitee, std::string_view name) {
  if (const std::size_t comma = name.find(','); comma != std::string_view::npos) {
    std::string_view behind = name.substr(comma + 1);
    // "Nordmann, Kari, PhD".
    if (const std::size_t last = behind.rfind(','); last != std::string_view::npos)
      if (is_ending(trim(behind.substr(last + 1)))) behind = behind.substr(0, last);
    const std::string given = tidy_name(behind);
    if (is_ending(given)) return set_name(invitee, name.substr(0, comma));
    invitee.last_name = tidy_name(name.substr(0, comma));
    invitee.first_name = given;
    return;
  }
  const auto words = words_of(name);
  // "Kari & Ola", whom one address is of, and "Avisen AS".
  const bool whole =
      (words.size() > 1 && is_joining_word(words[words.size() - 2])) || is_firm(name);
  std::size_t family = words.empty() || whole ? 0 : words.size() - 1;
  if (family > 1 && is_ending(words[family])) --family;
  while (family > 1 && is_particle(words[family - 1])) --family;
  if (family == 0) {
    invitee.first_name = name;
    return;
  }
  set_parts(invitee.first_name, invitee.last_name, name, words[family]);
}

void set_reversed_name(Invitee& invitee, std::string_view name) {
  const auto words = words_of(name);
  std::size_t given = 0;
  while (given + 2 < words.size() && is_particle(words[given])) ++given;
  if (name.contains(',') || ++given >= words.size()) return set_name(invitee, name);
  set_parts(invitee.last_name, invitee.first_name, name, words[given]);
}

}  // namespace subshare
