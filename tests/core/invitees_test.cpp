// Lists that people paste. tests/contract/pasted.json has them, with whom each means; the browser
// tests read the same file.
#include "subshare/invitees.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>

#include "subshare/contact.hpp"
#include "testing.hpp"

namespace subshare::test {
namespace {

using nlohmann::json;

json as_json(const Invitee& invitee, std::uint16_t calling_code) {
  json person;
  const auto contact = parse_contact(invitee.contact, {.calling_code = calling_code});
  if (contact) {
    person["value"] = contact->value;
  } else {
    person["typed"] = invitee.contact;
    person["error"] = error_name(contact.error().code);
  }
  if (!invitee.first_name.empty()) person["firstName"] = invitee.first_name;
  if (!invitee.last_name.empty()) person["lastName"] = invitee.last_name;
  if (!invitee.rest.empty()) person["rest"] = invitee.rest;
  if (invitee.error) person["tooLong"] = invitee.error->field;
  return person;
}

json pasted() { return json::parse(std::ifstream(SUBSHARE_PASTED)); }

// The normal form of a list: a table with a header, its cells quoted.
std::string as_table(const std::vector<Invitee>& invitees) {
  std::string table = "First name\tLast name\tE-mail\n";
  for (const Invitee& invitee : invitees)
    table += invitee.first_name + '\t' + invitee.last_name + '\t' + invitee.contact + '\n';
  return table;
}

TEST(SplitInvitees, ReadsWhatPeoplePaste) {
  const json rows = pasted();
  EXPECT_GE(rows.size(), 480u);
  for (const json& row : rows) {
    json people = json::array();
    const std::string text = row["text"];
    for (const Invitee& invitee : split_invitees(ExactText(text)))
      people.push_back(as_json(invitee, row["callingCode"]));
    EXPECT_EQ(people, row["people"]) << row["kind"] << ": " << row["text"];
  }
}

// The same people, by the same names, when what was read is written down and read again.
TEST(SplitInvitees, ReadingTwiceChangesNothing) {
  for (const json& row : pasted()) {
    const auto once = split_invitees(row["text"].get<std::string>());
    const auto again = split_invitees(as_table(once));
    ASSERT_EQ(again.size(), once.size()) << row["text"];
    for (std::size_t i = 0; i < once.size(); ++i) {
      EXPECT_EQ(again[i].contact, once[i].contact) << row["text"];
      EXPECT_EQ(again[i].first_name, once[i].first_name) << row["text"];
      EXPECT_EQ(again[i].last_name, once[i].last_name) << row["text"];
    }
  }
}

// Who makes way for others after each line reads the same.
TEST(InviteeReader, ReadsTheSameLineByLine) {
  for (const json& row : pasted()) {
    const std::string text = row["text"];
    InviteeReader reader{ExactText(text)};
    while (reader.read_on(1)) continue;
    EXPECT_EQ(reader.take(), split_invitees(text)) << row["text"];
  }
}

TEST(SplitInvitees, ManyLinesAreReadInOneGo) {
  EXPECT_EQ(split_invitees(repeat("Kari Nordmann <kari@x.no>\n", 10'000)).size(), 10'000u);
  EXPECT_EQ(split_invitees(repeat("Kari\tNordmann\tkari@x.no\n", 10'000)).size(), 10'000u);
  EXPECT_EQ(split_invitees(repeat("kari@x.no, ", 10'000)).size(), 10'000u);
}

// "412 34" was taken for the number of a row, and left out without a word.
TEST(SplitInvitees, WhatCannotBeReadStaysAsTyped) {
  const struct {
    std::string_view text;
    std::vector<std::string> contacts;
  } cases[] = {
      {"n9@x.no\n412 34\nn11@x.no", {"n9@x.no", "412 34", "n11@x.no"}},
      {"412 34", {"412 34"}},
      {"12345", {"12345"}},
      {"(12345678a)", {"(12345678a)"}},
      {"@", {"@"}},
      {"kari@x.no (412 34)", {"kari@x.no"}},  // in `rest`
      // A card that is not closed, and one that is of nobody.
      {"BEGIN:VCARD\nFN:Kari\nEMAIL:k@x.no\nBEGIN:VCARD\nFN:Ola\nEMAIL:o@x.no\nEND:VCARD",
       {"k@x.no", "o@x.no"}},
      {"BEGIN:VCARD\nEMAIL:k@x.no\nOla <o@x.no>\np@x.no", {"k@x.no", "o@x.no", "p@x.no"}},
      {"BEGIN:VCARD\nNOTE:1234567\nEND:VCARD", {"1234567"}},
      {"dn: mail=k@x.no\nmail: k@x.no\ndn: mail=o@x.no\nmail: o@x.no", {"k@x.no", "o@x.no"}},
      // In a row of the table, where its columns have no place for it.
      {"Name\tE-mail\nKari\tk@x.no\n412 34\nOla\to@x.no", {"k@x.no", "412 34", "o@x.no"}},
  };
  for (const auto& [text, contacts] : cases) {
    std::vector<std::string> read;
    for (const Invitee& invitee : split_invitees(ExactText(text))) read.push_back(invitee.contact);
    EXPECT_EQ(read, contacts) << text;
  }
}

// Every address and number of a text is told in some row, whatever stands around it.
TEST(SplitInvitees, NothingThatCouldReachSomebodyIsLost) {
  constexpr std::string_view pieces[] = {"kari@x.no",
                                         "OLA@x.no",
                                         "41234567",
                                         "+47 900 00 000",
                                         "412 34",
                                         "@",
                                         "Kari",
                                         "Nordmann, Kari",
                                         "van",
                                         " ",
                                         " ",
                                         "\n",
                                         "\n",
                                         "\t",
                                         ";",
                                         ",",
                                         "|",
                                         "\"",
                                         "'",
                                         "(",
                                         ")",
                                         "<",
                                         ">",
                                         "[",
                                         "]",
                                         ":",
                                         "E-post:",
                                         "Name\tE-mail\n",
                                         "Fornavn;E-post\n",
                                         "BEGIN:VCARD\n",
                                         "EMAIL:",
                                         "TEL;TYPE=cell:",
                                         "\n END:VCARD\n",
                                         "N:a;b\n",
                                         "NOTE:",
                                         "item1.",
                                         "\\",
                                         "dn: mail=",
                                         "mail: ",
                                         "mailto:",
                                         "tel:",
                                         "?cc=",
                                         "&to=",
                                         "/",
                                         "1. ",
                                         "#2 ",
                                         "[26.11.2026, 18:40] ",
                                         "og",
                                         "<p>",
                                         "<a href=\"",
                                         "ext. 12",
                                         "2026-11-26",
                                         "\xE2\x80\xA2",
                                         "\xC3\xA5",
                                         "\xFF",
                                         "x"};
  std::mt19937 random(12);
  std::uniform_int_distribution<std::size_t> any(0, std::size(pieces) - 1), length(1, 14);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t left = length(random); left > 0; --left) text += pieces[any(random)];
    std::string told;
    for (const Invitee& invitee : split_invitees(text))
      told += invitee.contact + '\n' + invitee.first_name + '\n' + invitee.last_name + '\n' +
              invitee.rest + '\n';
    // What touches a number is another number, or none.
    const auto stands_alone = [&](std::string_view each) {
      const std::size_t at = text.find(each), end = at + each.size();
      const auto is_word = [](char c) { return !std::string_view(" \n\t;,|").contains(c); };
      return at != std::string::npos && (at == 0 || !is_word(text[at - 1])) &&
             (end == text.size() || !is_word(text[end]));
    };
    // A part of a number may stand in each of two names.
    const auto digits_of = [](std::string_view from) {
      std::string digits;
      std::ranges::copy_if(from, std::back_inserter(digits),
                           [](char c) { return c >= '0' && c <= '9'; });
      return digits;
    };
    for (const std::string_view each : {"41234567", "900 00 000"}) {
      EXPECT_TRUE(!stands_alone(each) || digits_of(told).contains(digits_of(each)))
          << testing::PrintToString(text);
    }
    EXPECT_TRUE(!text.contains("@x") || told.contains("@x")) << testing::PrintToString(text);
    EXPECT_TRUE(!text.contains('@') || told.contains('@')) << testing::PrintToString(text);
    if (HasFailure()) return;
  }
}

// Each of them once took time that grows with the square of its length.
TEST(SplitInvitees, NoShapeOfTextTakesForever) {
  for (const std::string_view piece : {"(((",
                                       "\"",
                                       "\"\"a",
                                       "a\"\"",
                                       "<",
                                       "a.",
                                       "a-",
                                       "1 ",
                                       "1 1a",
                                       "1-",
                                       "+",
                                       "mailto:",
                                       "mailto:a%40",
                                       "a@x?",
                                       "?a@x&",
                                       "\"a\n",
                                       "(1",
                                       "og ",
                                       "1. ",
                                       "# ",
                                       "a@x.no <",
                                       "a@x.no (",
                                       "tel:",
                                       "tel:1;",
                                       "\n",
                                       " \n",
                                       "Email\n",
                                       "Email\t",
                                       "BEGIN:VCARD\n",
                                       "dn: a=b\n",
                                       "N:a\n ",
                                       "[1:2] ",
                                       "a, ",
                                       "@",
                                       "@a ",
                                       "1a",
                                       "a@x.no b, ",
                                       "Kari <",
                                       "\xE2\x80\xA2",
                                       "\\",
                                       "'",
                                       "/a@x",
                                       "a@x/",
                                       "&",
                                       "=a@x"}) {
    for (const std::string_view end : {"", "x", "a@x.no", "                   "}) {
      const std::string text = repeat(piece, 5'000) + std::string(end);
      split_invitees(text);
    }
  }
}

// A page has the reader of lists only once something does not stand alone: what does must mean the
// same without it.
TEST(StandsAlone, IsWhatTheReaderOfListsHasNothingToAddTo) {
  for (const std::string_view text :
       {"", "k", "Kari Nordmann", "kari@", "kari.nordmann+avis@x.no", "4", "412 34", "412 34 567",
        "+47 412 34 567", "(070) 123 45 67", "+46 (0)70-123 45 67", "004741234567", "kari@x.no,",
        "412 34 567; "})
    EXPECT_TRUE(stands_alone(text)) << text;
  constexpr std::string_view pieces[] = {
      "kari",       "k",          "@",      "x.no", ".",   "-",    "_",      "+",    "41234567",
      "412 34 567", "+47",        " ",      "  ",   "00",  "0047", "(",      ")",    "0",
      "46",         "12",         "1.",     "1)",   "(0)", "og",   "E-post", "Kari", "\u00e5",
      "26.11.2026", ",",          ";",      "|",    "\"",  "'",    "[",      "]",    "?",
      "/",          "=",          "&",      "%40",  "tel", "#",    "x12",    "ext",  "*",
      "\u2022",     "\U0001F44D", "\uff11", "~",    "<"};
  std::mt19937 random(12);
  std::uniform_int_distribution<std::size_t> any(0, std::size(pieces) - 1), length(1, 8);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t left = length(random); left > 0; --left) text += pieces[any(random)];
    if (!stands_alone(text)) continue;
    const auto people = split_invitees(text);
    ASSERT_LE(people.size(), 1u) << text;
    for (const std::uint16_t code : {std::uint16_t{0}, std::uint16_t{47}, std::uint16_t{1}}) {
      json whole = as_json({.contact = text, .first_name = {}, .last_name = {}}, code);
      json read = people.empty() ? json{{"error", "none"}} : as_json(people[0], code);
      whole.erase("typed");
      read.erase("typed");
      ASSERT_TRUE(read == whole || (people.empty() && whole.contains("error")))
          << text << ": " << read << " " << whole;
    }
  }
}

TEST(SplitInvitees, TheSamePersonTwiceIsThereTwice) {
  const auto people = split_invitees("kari@x.no, Kari <KARI@x.no>");
  ASSERT_EQ(people.size(), 2u);
  EXPECT_TRUE(same_contact(people[0].contact, people[1].contact));
}

}  // namespace
}  // namespace subshare::test
