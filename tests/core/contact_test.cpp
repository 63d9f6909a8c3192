#include "subshare/contact.hpp"

#include <random>
#include <regex>

#include "testing.hpp"

namespace subshare::test {
namespace {

// "A kari@example.com" or "B +4741234567"; the error's name where there is none.
std::string read(std::string_view text, std::uint16_t calling_code = 0) {
  const auto contact = parse_contact(ExactText(text), {.calling_code = calling_code});
  if (!contact) return std::string(error_name(contact.error().code));
  return std::string(1, static_cast<char>(contact->type)) + ' ' + contact->value;
}

TEST(Contact, ReadsEmailAddresses) {
  const std::string label63(63, 'd');
  const std::string local64(64, 'l');
  const Reads table[] = {
      {"kari@example.com", "A kari@example.com"},
      {"kari.nordmann@gmail.com", "A kari.nordmann@gmail.com"},
      // The domain is lower-cased, the local part is its owner's.
      {"Kari@Example.COM", "A Kari@example.com"},
      {" \t\u00a0kari@example.com\r\n", "A kari@example.com"},
      // All that WHATWG HTML allows in a local part; dots anywhere.
      {"!#$%&'*+/=?^_`{|}~-@example.com", "A !#$%&'*+/=?^_`{|}~-@example.com"},
      {".a..b.@example.com", "A .a..b.@example.com"},
      {"0@1.no", "A 0@1.no"},
      // Domains: hyphens inside, punycode, digits, many labels.
      {"a@b-c--d.no", "A a@b-c--d.no"},
      {"a@xn--bcher-kva.example", "A a@xn--bcher-kva.example"},
      {"a@1.2.3.4", "A a@1.2.3.4"},
      {"a@a.b.c.d.e.f.no", "A a@a.b.c.d.e.f.no"},
      {"a@b.c", "A a@b.c"},
  };
  for (const auto& row : table) EXPECT_EQ(read(row.input), row.expected) << row.input;
  EXPECT_EQ(read(local64 + "@example.com"), "A " + local64 + "@example.com");
  EXPECT_EQ(read("a@" + label63 + ".no"), "A a@" + label63 + ".no");
}

TEST(Contact, RefusesBrokenEmailAddresses) {
  constexpr Refuses table[] = {
      {"@example.com", ErrorCode::email_local_part_missing, "@example.com"},
      {"@", ErrorCode::email_local_part_missing, "@"},
      {"kari@", ErrorCode::email_domain_missing, "kari@"},
      // The first character that cannot stand there.
      {"kari nordmann@example.com", ErrorCode::email_local_part_invalid, " "},
      {"\u00e5se@example.com", ErrorCode::email_local_part_foreign, "\u00e5"},
      {"\"kari\"@example.com", ErrorCode::email_local_part_invalid, "\""},
      {"a(b)@example.com", ErrorCode::email_local_part_invalid, "("},
      {"a,b@example.com", ErrorCode::email_local_part_invalid, ","},
      {"a\x01@example.com", ErrorCode::email_local_part_invalid, "\x01"},
      {"\xff@example.com", ErrorCode::email_local_part_invalid, ""},
      {"a@b@c.no", ErrorCode::email_domain_invalid, "@"},
      {"a@b c.no", ErrorCode::email_domain_invalid, " "},
      // Of other letters only what UTS 46 allows, and nothing of ASCII that a name has not.
      {"a@\u0378.no", ErrorCode::email_domain_invalid, "\u0378"},
      {"a@bl\u00e5_.no", ErrorCode::email_domain_invalid, "\u00e5"},
      {"a@bl\u00e5.no/x", ErrorCode::email_domain_invalid, "\u00e5"},
      {"a@bl\u00e5.1", ErrorCode::email_domain_invalid, "\u00e5"},
      {"a@b_c.no", ErrorCode::email_domain_invalid, "_"},
      {"a@[192.0.2.1]", ErrorCode::email_domain_invalid, "["},
      {"a@b.no:25", ErrorCode::email_domain_invalid, ":"},
      {"a@b.\xc3", ErrorCode::email_domain_invalid, ""},
      // Labels.
      {"a@-b.no", ErrorCode::email_domain_invalid, "-b"},
      {"a@b-.no", ErrorCode::email_domain_invalid, "b-"},
      {"a@b.-", ErrorCode::email_domain_invalid, "-"},
      {"a@.no", ErrorCode::email_domain_invalid, ".no"},
      {"a@b..no", ErrorCode::email_domain_invalid, "b..no"},
      // The ending is not there yet: what a person sees while typing.
      {"kari@example", ErrorCode::email_domain_incomplete, "example"},
      {"kari@example.", ErrorCode::email_domain_incomplete, "example"},
      {"kari@.", ErrorCode::email_domain_missing, "kari@"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(error_of(parse_contact(ExactText(row.input))),
              (Error{row.code, "contact", std::string(row.fragment)}))
        << row.input;
  }
}

TEST(Contact, DamagedBytesAreNeverShown) {
  for (const std::string_view text : {"@\xff", "\xff@", "a@b.\xff", "a@\xff.", "+47\xff", "\xff"}) {
    const auto contact = parse_contact(ExactText(text));
    ASSERT_FALSE(contact);
    EXPECT_EQ(contact.error().fragment, "") << ::testing::PrintToString(text);
  }
}

// RFC 5321: 64 for the local part, 254 for the whole; RFC 1035: 63 for a label.
TEST(Contact, EmailLengthLimits) {
  const auto address = [](std::size_t local, std::size_t whole) {
    std::string text(local, 'l');
    text += '@';
    while (whole - text.size() > 66) text += std::string(60, 'd') + '.';
    text += std::string(whole - text.size() - 3, 'e') + ".no";
    return text;
  };
  EXPECT_EQ(address(64, 254).size(), 254u);
  EXPECT_EQ(read(address(64, 254)), "A " + address(64, 254));
  EXPECT_EQ(read(address(64, 255)), "email_too_long");
  EXPECT_EQ(read(address(65, 254)), "email_local_part_too_long");
  EXPECT_EQ(read("a@" + std::string(64, 'd') + ".no"), "email_domain_invalid");
  EXPECT_EQ(error_of(parse_contact(address(64, 255))).fragment.size(), 80u);
  EXPECT_EQ(error_of(parse_contact(std::string(65, 'l') + "@b.no")).fragment, std::string(65, 'l'));
}

TEST(Contact, ReadsInternationalNumbers) {
  constexpr Reads table[] = {
      {"+4741234567", "B +4741234567"},
      {"+47 412 34 567", "B +4741234567"},
      {"+47-412-34-567", "B +4741234567"},
      {"+47.412.34.567", "B +4741234567"},
      {"+47 (412) 34567", "B +4741234567"},
      // The brackets may stand around the calling code too; this was once refused for its plus.
      {"(+47) 412 34 567", "B +4741234567"},
      {" (+46) (0)70-123 45 67", "B +46701234567"},
      // No-break, narrow and figure spaces; dashes as word processors make them; a minus sign.
      {"+47\u00a0412\u202f34\u2007567", "B +4741234567"},
      {"+47\u2010412\u201134\u2013567", "B +4741234567"},
      {"+47\u2212412\u201434\u2015567", "B +4741234567"},
      // 00 instead of the plus.
      {"004741234567", "B +4741234567"},
      {"00 47 412 34 567", "B +4741234567"},
      {"(00) 47 412 34 567", "B +4741234567"},
      // The bracketed zero is dialled inside the country only.
      {"+46 (0)70-123 45 67", "B +46701234567"},
      {"0046 (0)70-123 45 67", "B +46701234567"},
      {"+358(0)401234567", "B +358401234567"},
      // Countries that we know nothing of.
      {"+1 (212) 555-0100", "B +12125550100"},
      {"+442079460123", "B +442079460123"},
      {"+12 (30) 45678", "B +123045678"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(read(row.input), row.expected) << row.input;
    EXPECT_EQ(read(row.input, 46), row.expected) << "the page's country does not matter";
  }
}

TEST(Contact, ReadsNationalNumbersWithThePagesCallingCode) {
  constexpr struct {
    std::string_view input;
    std::uint16_t calling_code;
    std::string_view expected;
  } table[] = {
      {"412 34 567", 47, "B +4741234567"},
      {"(412) 34 567", 47, "B +4741234567"},
      {"20 12 34 56", 45, "B +4520123456"},
      // Sweden and Finland have a trunk zero; Norway and Denmark have none.
      {"070-123 45 67", 46, "B +46701234567"},
      {"(0)70-123 45 67", 46, "B +46701234567"},
      {"(070) 123 45 67", 46, "B +46701234567"},
      {"70-123 45 67", 46, "B +46701234567"},
      {"040 1234567", 358, "B +358401234567"},
      {"2125550100", 1, "B +12125550100"},
      {"02123", 47, "B +4702123"},
  };
  for (const auto& row : table)
    EXPECT_EQ(read(row.input, row.calling_code), row.expected) << row.input;
}

TEST(Contact, RefusesBrokenNumbers) {
  struct Row {
    std::string_view input;
    std::uint16_t calling_code;
    ErrorCode code;
    std::string_view fragment;
  };
  constexpr Row table[] = {
      {"412 34 567", 0, ErrorCode::phone_calling_code_needed, "412 34 567"},
      // Characters.
      {"+47 412 34 56x", 0, ErrorCode::phone_character, "x"},
      {"+47 412 34 567 \u00e5", 0, ErrorCode::phone_character, "\u00e5"},
      {"+47_41234567", 0, ErrorCode::phone_character, "_"},
      {"++4741234567", 0, ErrorCode::phone_character, "+"},
      {"47+41234567", 0, ErrorCode::phone_character, "+"},
      {"+47\xff", 0, ErrorCode::not_utf8, ""},
      {"4\xe2\x80", 47, ErrorCode::not_utf8, ""},
      // Lengths.
      {"+", 0, ErrorCode::phone_too_short, "+"},
      {"(", 47, ErrorCode::phone_too_short, "("},
      {"+123456", 0, ErrorCode::phone_too_short, "+123456"},
      {"0", 46, ErrorCode::phone_too_short, "0"},
      {"+1234567890123456", 0, ErrorCode::phone_too_long, "+1234567890123456"},
      {"+47 412 34 56", 0, ErrorCode::phone_wrong_length, "+47 412 34 56"},
      {"412 34 5678", 47, ErrorCode::phone_wrong_length, "412 34 5678"},
      {"+45 1234567", 0, ErrorCode::phone_wrong_length, "+45 1234567"},
      {"+45 123456789", 0, ErrorCode::phone_wrong_length, "+45 123456789"},
      // Calling codes never begin with a zero.
      {"+0741234567", 0, ErrorCode::phone_calling_code_invalid, "+0741234567"},
      {"000741234567", 0, ErrorCode::phone_calling_code_invalid, "000741234567"},
      // A trunk zero in the midst of a number.
      {"+46 70 (0)1234567", 0, ErrorCode::phone_trunk_zero, "+46 70 (0)1234567"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(error_of(parse_contact(ExactText(row.input), {.calling_code = row.calling_code})),
              (Error{row.code, "contact", std::string(row.fragment)}))
        << row.input;
  }
}

// All of them were once taken as they stood, or refused: "+46 070 …" as +46070….
TEST(Contact, TrunkPrefixesAreNotTakenForDigits) {
  constexpr Reads table[] = {
      {"+46 070-123 45 67", "B +46701234567"},
      {"00358 040 1234567", "B +358401234567"},
      {"+44 07911 123456", "B +447911123456"},
      {"+44 (0)7911 123456", "B +447911123456"},
      {"0044 (0)7911 123456", "B +447911123456"},
      {"+36 06 30 123 4567", "B +36301234567"},
      // Italy's zero is part of the number, wherever it stands.
      {"+39 06 6982 1234", "B +390669821234"},
      {"+39 (0)6 6982 1234", "B +390669821234"},
      {"+46 0070 123 45 67", "phone_wrong_length"},
  };
  for (const auto& row : table) EXPECT_EQ(read(row.input), row.expected) << row.input;
  EXPECT_EQ(read("020 7946 0123", 44), "B +442079460123");
  EXPECT_EQ(read("06 6982 1234", 39), "B +390669821234");
}

TEST(Contact, ACallingCodeWithoutItsPlus) {
  EXPECT_EQ(read("46701234567", 46), "B +46701234567");
  EXPECT_EQ(read("358401234567", 358), "B +358401234567");
  EXPECT_EQ(read("47 412 34 567", 47), "B +4741234567");
  // Another country's, or this one's in two ways: a guess would ask a stranger.
  EXPECT_EQ(read("46701234567", 47), "phone_calling_code_needed");
  EXPECT_EQ(read("46 123 45 67", 46), "phone_calling_code_needed");
  EXPECT_EQ(read("046-123 45 67", 46), "B +46461234567");
}

TEST(Contact, LinksAndExtensions) {
  constexpr Reads table[] = {
      {"tel:+47-412-34-567", "B +4741234567"},
      {"TEL:+4741234567;isdn=1", "B +4741234567"},
      {"tel:412-34-567;phone-context=+47", "B +4741234567"},
      {"tel:412-34-567;phone-context=example.com", "phone_calling_code_needed"},
      {"tel:+4721234567;ext=12", "phone_extension"},
      {"tel:+4721234567;isub=12", "phone_extension"},
      {"+47 21 23 45 67 ext. 12", "phone_extension"},
      {"+47 21 23 45 67 x12", "phone_extension"},
      {"+46 8 123 456 78 anknytning 12", "phone_extension"},
      {"+47 21 23 45 67 #12", "phone_extension"},
      {"mailto:a@x.no?subject=Hei", "A a@x.no"},
      {"MailTo:a%40x.no", "A a@x.no"},
      {"<mailto:a@x.no>", "A a@x.no"},
  };
  for (const auto& row : table) EXPECT_EQ(read(row.input), row.expected) << row.input;
}

TEST(Contact, WhatStandsAroundIsNotPartOfIt) {
  constexpr Reads table[] = {
      {"kari@x.no.", "A kari@x.no"},
      {"(ola@x.no)", "A ola@x.no"},
      {"<ola@x.no>,", "A ola@x.no"},
      {"\u201ckari@x.no\u201d", "A kari@x.no"},
      {"\u00abkari@x.no\u00bb", "A kari@x.no"},
      {"\u201ekari@x.no\u201c", "A kari@x.no"},
      {"'kari@x.no'", "A kari@x.no"},
      {"\"kari@x.no\"", "A kari@x.no"},
      {"'kari@x.no", "A 'kari@x.no"},  // an apostrophe may begin an address
      {"+47 412 34 567,", "B +4741234567"},
      {"(+47 412 34 567)", "B +4741234567"},
      {"[+4741234567]", "B +4741234567"},
      // What cannot be seen: marks of direction, joiners, soft hyphens, selectors, tags.
      {"\u202a+47 412 34 567\u202c", "B +4741234567"},
      {"a@x.no\u200b", "A a@x.no"},
      {"\ufeffb\u00ad@x.\u2060no\ufe0f", "A b@x.no"},
      {"a\U000e0061@x.no", "A a@x.no"},
      // Full width, and other scripts' digits.
      {"\uff0b\uff14\uff17 \uff14\uff11\uff12\uff13\uff14\uff15\uff16\uff17", "B +4741234567"},
      {"\uff4b\uff41\uff52\uff49\uff20x.no", "A kari@x.no"},
      {"+\u0664\u0667 \u0664\u0661\u0662 \u0663\u0664 \u0665\u0666\u0667", "B +4741234567"},
  };
  for (const auto& row : table) EXPECT_EQ(read(row.input), row.expected) << row.input;
}

// UTS 46, nontransitional, as browsers have it.
TEST(Contact, DomainsInOtherLettersBecomePunycode) {
  constexpr Reads table[] = {
      {"kari@bl\u00e5b\u00e6r.no", "A kari@xn--blbr-roah.no"},
      {"kari@bla\u030ab\u00e6r.no", "A kari@xn--blbr-roah.no"},  // decomposed
      {"kari@BL\u00c5B\u00c6R.no", "A kari@xn--blbr-roah.no"},
      {"kari@fa\u00df.de", "A kari@xn--fa-hia.de"},
      {"kari@\u4f8b\u3048\u3002jp", "A kari@xn--r8jz45g.jp"},
      {"kari@m\u00fcnchen.xn--fiqs8s", "A kari@xn--mnchen-3ya.xn--fiqs8s"},
  };
  for (const auto& row : table) EXPECT_EQ(read(row.input), row.expected) << row.input;
}

TEST(Contact, PhoneLengthLimits) {
  EXPECT_EQ(read("+1234567"), "B +1234567");
  EXPECT_EQ(read("+123456789012345"), "B +123456789012345");
  EXPECT_EQ(read("+1 2 3 4 5 6 7 8 9 0 1 2 3 4 5"), "B +123456789012345");
}

TEST(Contact, RefusesWhatIsNeither) {
  constexpr Refuses table[] = {
      {"", ErrorCode::required, ""},
      {" \t\u00a0", ErrorCode::required, ""},
      {"kari", ErrorCode::contact_unreadable, "kari"},
      {"\u00e5se", ErrorCode::contact_unreadable, "\u00e5se"},
      {"\"\"", ErrorCode::contact_unreadable, "\"\""},
      {"-41234567", ErrorCode::contact_unreadable, "-41234567"},
      {"\xff", ErrorCode::contact_unreadable, ""},
  };
  for (const auto& row : table) {
    EXPECT_EQ(error_of(parse_contact(ExactText(row.input), {.calling_code = 47})),
              (Error{row.code, "contact", std::string(row.fragment)}))
        << row.input;
  }
}

// Random texts of the characters that matter: whatever is accepted is valid by rules written down
// independently, and is read again as itself.
TEST(Contact, AcceptedContactsAreValidAndNormaliseToThemselves) {
  constexpr std::uint32_t seed = 20260101;
  std::mt19937 random(seed);
  const std::regex email(
      R"(^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$)");
  const std::regex phone(R"(^\+[1-9][0-9]{6,14}$)");
  constexpr std::string_view pieces[] = {"a", "Z",  "@",  ".",      "-",      "+", "(0)",
                                         "0", "00", "47", "46",     "358",    "1", "412",
                                         " ", "(",  ")",  "\u00a0", "\u00e5", "_", "@a.no"};
  int accepted[2] = {0, 0};
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (auto length = random() % 12; length > 0; --length)
      text += pieces[random() % std::size(pieces)];
    const ContactOptions options{.calling_code = static_cast<std::uint16_t>(random() % 2 * 46)};
    const auto contact = parse_contact(ExactText(text), options);
    if (!contact) continue;
    const bool is_phone = contact->type == ContactType::phone;
    ++accepted[is_phone];
    ASSERT_TRUE(std::regex_match(contact->value, is_phone ? phone : email))
        << text << " -> " << contact->value << ", seed " << seed;
    ASSERT_EQ(parse_contact(contact->value, options), *contact) << text << ", seed " << seed;
  }
  EXPECT_GT(accepted[0], 100);
  EXPECT_GT(accepted[1], 100);
}

TEST(Contact, TheSamePersonByMeaning) {
  constexpr std::string_view same[][4] = {
      {"Kari@Example.com", "kari@example.COM", " <KARI@example.com>", "mailto:kari@example.com"},
      {"+4741234567", "4741234567", "+47 412 34 567", "00 47 412 34 567"},
      {"k@bl\u00e5b\u00e6r.no", "K@xn--blbr-roah.no", "k@bla\u030ab\u00e6r.no",
       "k@BL\u00c5B\u00c6R.NO"},
      {"\u00c5se", "\u00e5se", "A\u030aSE", " a\u030ase "},  // neither, but the same text
  };
  for (const auto& group : same) {
    for (const std::string_view one : group)
      EXPECT_TRUE(same_contact(group[0], ExactText(one))) << group[0] << ' ' << one;
  }
  EXPECT_TRUE(same_contact("412 34 567", "+4741234567", {.calling_code = 47}));
  EXPECT_FALSE(same_contact("412 34 567", "+4741234567", {.calling_code = 46}));
  EXPECT_FALSE(same_contact("kari@example.com", "kari@example.no"));
  EXPECT_FALSE(same_contact("kari@example.com", "kari@example.co"));
  EXPECT_FALSE(same_contact("+4741234567", "+4641234567"));
}

// Most of a long list is told apart without being read: that must not tell apart what means the
// same.
TEST(SameContact, IsWhetherTheKeysAreTheSame) {
  constexpr std::string_view all[] = {"kari@x.no",
                                      "KARI@x.no",
                                      "Kari@X.NO",
                                      "kari.@x.no",
                                      "<kari@x.no>",
                                      "mailto:kari@x.no",
                                      "kari@x.no.",
                                      "kari@bl\u00e5b\u00e6r.no",
                                      "kari@xn--blbr-roah.no",
                                      "kari@x",
                                      "KARI@X",
                                      "ola@x.no",
                                      "k\u00e5ri@x.no",
                                      "kari@@x.no",
                                      "41234567",
                                      "+4741234567",
                                      "4741234567",
                                      "004741234567",
                                      "+47 412 34 567",
                                      "tel:+4741234567",
                                      "+447911123456",
                                      "+4407911123456",
                                      "+44 (0)7911 123456",
                                      "1234567@x.no",
                                      "a41234567@x.no",
                                      "",
                                      "+",
                                      "kari"};
  for (const std::string_view a : all) {
    for (const std::string_view b : all) {
      for (const std::uint16_t code : {std::uint16_t{0}, std::uint16_t{47}}) {
        const ContactOptions options{.calling_code = code};
        EXPECT_EQ(same_contact(a, b, options),
                  a == b || contact_key(a, options) == contact_key(b, options))
            << a << ' ' << b << ' ' << code;
      }
    }
  }
}

TEST(CallingCode, ReadsEveryWayItIsWritten) {
  for (const std::string_view text : {"47", "+47", "0047", " +47 "})
    EXPECT_EQ(parse_calling_code(ExactText(text)), std::uint16_t{47}) << text;
  EXPECT_EQ(parse_calling_code("1"), std::uint16_t{1});
  EXPECT_EQ(parse_calling_code("999"), std::uint16_t{999});
  for (const std::string_view text :
       {"", "+", "00", "0", "047", "+0", "000", "1000", "+47 4", "4x", "x", "++47", "-47"}) {
    EXPECT_EQ(error_of(parse_calling_code(ExactText(text))),
              (Error{ErrorCode::phone_calling_code_invalid, "callingCode", std::string(text)}))
        << text;
  }
}

TEST(CallingCode, FollowsTheRegionAndElseTheLanguage) {
  constexpr struct {
    std::string_view tag;
    std::uint16_t expected;
  } table[] = {
      {"nb", 47},
      {"nn", 47},
      {"no", 47},
      {"sv", 46},
      {"da", 45},
      {"fi", 358},
      {"NB", 47},
      {"nb-NO", 47},
      {"nn_NO", 47},
      {"sv-SE", 46},
      {"da-DK", 45},
      {"fi-FI", 358},
      // Swedish is at home in Finland too, and English pages are read in Norway.
      {"sv-FI", 358},
      {"en-NO", 47},
      {"se-no", 47},
      {"sv-Latn-FI", 358},
      {"sv-AX", 358},
      {"da-FO", 298},
      {"fo", 298},
      {"da-GL", 299},
      {"kl", 299},
      {"nb-SJ", 47},
      {"is-IS", 354},
      // Of a region that is not one of these nothing is guessed.
      {"sv-US", 0},
      {"nb-GB", 0},
      // Extensions and private use name no region; extended languages and scripts stand before it.
      {"sv-x-no", 46},
      {"fi-u-ca-se", 358},
      {"x-no", 0},
      {"i-no", 0},
      {"zh-yue-Hant-NO", 47},
      {"sv-Latn", 46},
      {"en", 0},
      {"en-GB", 0},
      {"nob", 0},
      {"nobody", 0},
      {"", 0},
      {"-", 0},
      {"-no-x", 0},
      {"\xff", 0},
  };
  for (const auto& row : table)
    EXPECT_EQ(calling_code_for_language(ExactText(row.tag)), row.expected) << row.tag;
}

}  // namespace
}  // namespace subshare::test
