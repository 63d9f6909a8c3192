#include "subshare/share_list.hpp"

#include "testing.hpp"

namespace subshare::test {
namespace {

SharedUser row(std::string_view code, std::string_view contact, std::string_view status,
               std::string_view product = "NAT") {
  SharedUser made;
  made.share_code = code;
  made.share_contact = contact;
  made.share_contact_type = "A";
  made.share_status = status;
  made.product_code = product;
  made.product_name = "Fjordposten";
  return made;
}

constexpr std::string_view pending = "SHARE_REQUEST_SENT";
constexpr std::string_view accepted = "REQUEST_ACCEPTED";
constexpr std::string_view declined = "REQUEST_DECLINED";
constexpr std::string_view ended = "SHARING_ENDED";

Contact mail(std::string_view address) { return {ContactType::email, std::string(address)}; }

TEST(ShareList, KnowsNothingAtFirst) {
  const ShareList list;
  EXPECT_FALSE(list.known());
  EXPECT_TRUE(list.rows().empty());
  EXPECT_EQ(list.find_code("X"), nullptr);
  EXPECT_EQ(list.find_active("kari@x.no", "NAT"), nullptr);
  EXPECT_EQ(list.seats("NAT", 3), (Seats{.allowed = 3}));
}

TEST(ShareList, AListReplacesEverything) {
  ShareList list;
  const auto version = list.version();
  ASSERT_TRUE(list.replace(list.begin_read(), {{row("A", "a@x.no", pending)}, {{"NAT", 1}}}));
  EXPECT_TRUE(list.known());
  EXPECT_GT(list.version(), version);
  ASSERT_TRUE(list.replace(list.begin_read(), {{row("B", "b@x.no", accepted)}, {}}));
  ASSERT_EQ(list.rows().size(), 1u);
  EXPECT_EQ(list.rows()[0].share_code, "B");
  EXPECT_EQ(list.seats("NAT", 3), (Seats{.allowed = 3, .in_use = 1, .pending = 0}));
}

TEST(ShareList, AListAskedForEarlierIsDropped) {
  ShareList list;
  const auto early = list.begin_read();
  const auto late = list.begin_read();
  ASSERT_TRUE(list.replace(late, {{row("NEW", "a@x.no", accepted)}, {}}));
  const auto version = list.version();
  EXPECT_FALSE(list.replace(early, {{row("OLD", "a@x.no", pending)}, {}}));
  EXPECT_FALSE(list.replace(late, {{}, {}})) << "nor is one list shown twice";
  ASSERT_EQ(list.rows().size(), 1u);
  EXPECT_EQ(list.rows()[0].share_code, "NEW");
  EXPECT_EQ(list.version(), version);
}

// Each kind of change once before the list was asked for (the server knew) and once after.
TEST(ShareList, ChangesSinceTheListWasAskedForStandOnTopOfIt) {
  ShareList list;
  list.replace(list.begin_read(), {{row("A", "a@x.no", pending), row("B", "b@x.no", accepted),
                                    row("C", "c@x.no", pending)},
                                   {{"NAT", 3}}});
  const auto ticket = list.begin_read();
  list.on_cancelled("A");
  list.on_renamed("B", "Bo", "Berg");
  list.on_invited(mail("d@x.no"), "NAT", "Dag", "Dahl");
  const SharedSubscribers old{
      {row("A", "a@x.no", pending), row("B", "b@x.no", accepted), row("C", "c@x.no", declined)},
      {{"NAT", 2}}};
  ASSERT_TRUE(list.replace(ticket, old));
  EXPECT_EQ(list.find_code("A")->share_status, ended);
  EXPECT_EQ(list.find_code("B")->first_name, "Bo");
  EXPECT_EQ(list.find_code("B")->last_name, "Berg");
  EXPECT_EQ(list.find_code("C")->share_status, declined) << "the server's word";
  ASSERT_NE(list.find_active("d@x.no", "NAT"), nullptr);
  EXPECT_EQ(list.seats("NAT", 5), (Seats{.allowed = 5, .in_use = 2, .pending = 1}));

  // The same list, asked for after the changes, wins over them.
  ASSERT_TRUE(list.replace(list.begin_read(), old));
  EXPECT_EQ(list.find_code("A")->share_status, pending);
  EXPECT_EQ(list.find_code("B")->first_name, "");
  EXPECT_EQ(list.find_active("d@x.no", "NAT"), nullptr);
}

TEST(ShareList, AChangeThatTheListHasAlreadyIsNotDoneTwice) {
  ShareList list;
  const auto ticket = list.begin_read();
  list.on_invited(mail("A@x.no"), "NAT", "", "");
  list.on_cancelled("B");
  list.replace(ticket, {{row("A", "a@x.no", pending), row("B", "b@x.no", ended)}, {{"NAT", 1}}});
  EXPECT_EQ(list.rows().size(), 2u);
  EXPECT_EQ(list.seats("NAT", 3).in_use, 1);
}

// A list that was on its way shows the invitation, and even its answer; or only an older one of the
// same person. Which of them it is, what was known before tells.
TEST(ShareList, AnAnswerThatTheListHasAlreadyIsNotUndone) {
  ShareList list;
  list.replace(list.begin_read(), {});
  const auto ticket = list.begin_read();
  KnownBefore nothing = list.known_before("kari@x.no", "NAT");
  nothing.just_before = true;
  list.on_invited(mail("kari@x.no"), "NAT", "", "", nothing);
  list.replace(ticket, {{row("NEW", "kari@x.no", declined)}, {}});
  ASSERT_EQ(list.rows().size(), 1u);
  EXPECT_EQ(list.rows()[0].share_status, declined);

  const auto later = list.begin_read();
  list.on_invited(mail("kari@x.no"), "NAT", "", "", list.known_before("Kari@x.no", "NAT"));
  EXPECT_EQ(list.rows().size(), 2u) << "asked again after a decline";
  list.replace(later, {{row("NEW", "kari@x.no", declined)}, {}});
  EXPECT_EQ(list.rows().size(), 2u) << "that row is the old one";
}

// --- Which row an invitation made, where nobody says so ---

// The list that was known when it left may be old (the rate limit); a row that is new since and in
// a state of no known word may be it, and is not shown twice.
TEST(ShareList, ANewRowInAWordThatNobodyKnowsIsTheInvitations) {
  ShareList list;
  list.replace(list.begin_read(), {});
  const auto ticket = list.begin_read();
  list.on_invited(mail("kari@x.no"), "NAT", "", "", list.known_before("kari@x.no", "NAT"));
  list.replace(ticket, {{row("NEW", "kari@x.no", "IN_USE")}, {}});
  EXPECT_EQ(list.rows().size(), 1u);
  // Where nothing was known, it may be an old one.
  ShareList unknown;
  const auto first = unknown.begin_read();
  unknown.on_invited(mail("kari@x.no"), "NAT", "", "", unknown.known_before("kari@x.no", "NAT"));
  unknown.replace(first, {{row("NEW", "kari@x.no", "IN_USE")}, {}});
  EXPECT_EQ(unknown.rows().size(), 2u);
}

// Asked for since it left, the list has it, answered or not; asked for before, what is over in it
// is another's.
TEST(ShareList, ANewRowThatIsOverIsTheInvitationsWhereTheListIsOfSince) {
  for (const bool since : {true, false}) {
    ShareList list;
    list.replace(list.begin_read(), {});
    auto ticket = list.begin_read();
    const KnownBefore before = list.known_before("kari@x.no", "NAT");
    if (since) ticket = list.begin_read();
    list.replace(ticket, {{row("NEW", "kari@x.no", declined)}, {}});
    list.on_invited(mail("kari@x.no"), "NAT", "", "", before);
    EXPECT_EQ(list.rows().size(), since ? 1u : 2u) << since;
  }
}

// A share that was over, and that an older list has open, is not what has been asked for since; in
// a later list it is (a server may use its row again).
TEST(ShareList, AnOldRowIsTheInvitationsOnlyWhereALaterListHasItOpen) {
  for (const bool since : {true, false}) {
    ShareList list;
    list.replace(list.begin_read(), {{row("OLD", "kari@x.no", declined)}, {}});
    KnownBefore before = list.known_before("kari@x.no", "NAT");
    const auto ticket = list.begin_read();
    before.left_at = since ? ticket : ticket + 1;
    list.on_invited(mail("kari@x.no"), "NAT", "", "", before);
    list.replace(ticket, {{row("OLD", "kari@x.no", pending)}, {}});
    EXPECT_EQ(list.rows().size(), since ? 1u : 2u) << since;
  }
}

TEST(ShareList, TwoInvitationsOfOnePersonHaveARowEach) {
  ShareList list;
  list.replace(list.begin_read(), {});
  list.on_invited(mail("kari@x.no"), "NAT", "", "", list.known_before("kari@x.no", "NAT"));
  // Declined meanwhile, and asked again; the page knows the first without its code.
  const auto between = list.begin_read();
  list.on_invited(mail("kari@x.no"), "NAT", "", "", list.known_before("kari@x.no", "NAT"));
  ASSERT_EQ(list.rows().size(), 2u);
  list.replace(between, {{row("FIRST", "kari@x.no", pending)}, {}});
  EXPECT_EQ(list.rows().size(), 2u) << "that row is the first one's";
  ShareList both;
  both.replace(both.begin_read(), {});
  const auto early = both.begin_read();
  both.on_invited(mail("kari@x.no"), "NAT", "", "", both.known_before("kari@x.no", "NAT"));
  both.on_invited(mail("kari@x.no"), "NAT", "", "", both.known_before("kari@x.no", "NAT"));
  both.replace(early,
               {{row("FIRST", "kari@x.no", accepted), row("SECOND", "kari@x.no", pending)}, {}});
  EXPECT_EQ(both.rows().size(), 2u);
}

// Answered one after the other in a word that nobody knows; a list from between has the first two.
TEST(ShareList, TheThirdInvitationOfOnePersonIsNoneOfTheTwoBefore) {
  ShareList list;
  list.replace(list.begin_read(), {});
  const auto invite = [&] {
    list.on_invited(mail("kari@x.no"), "NAT", "", "", list.known_before("kari@x.no", "NAT"));
  };
  invite();
  invite();
  const auto between = list.begin_read();
  invite();
  list.replace(
      between,
      {{row("FIRST", "kari@x.no", "TURNED_DOWN"), row("SECOND", "kari@x.no", "TURNED_DOWN")}, {}});
  ASSERT_EQ(list.rows().size(), 3u);
  EXPECT_EQ(list.rows()[2].share_code, "") << "it has no code yet";
}

TEST(ShareList, RowsThatMayBeAboutThePersonAreKnownFromBeforeToo) {
  ShareList list;
  list.replace(list.begin_read(),
               {{row("MASKED", "k**@x.no", pending), row("NOBODY", "", pending),
                 row("NO_PRODUCT", "a@x.no", pending, ""), row("OTHER", "b@x.no", pending)},
                {}});
  EXPECT_EQ(list.known_before("a@x.no", "NAT").share_codes,
            (std::vector<std::string>{"MASKED", "NOBODY", "NO_PRODUCT"}));
}

TEST(ShareList, EndingAShareInAnUnknownStateFreesItsSeat) {
  ShareList list;
  list.replace(list.begin_read(), {{row("A", "a@x.no", "SHARE_PAUSED")}, {{"NAT", 1}}});
  list.on_cancelled("A");
  EXPECT_EQ(list.seats("NAT", 3).in_use, 0);
}

// Neither the sum, which counts one that is part of the other twice, nor whichever comes last.
TEST(ShareList, OfTwoSummariesOfOneProductTheLargerCounts) {
  for (const auto& [a, b] : {std::pair{2, 5}, std::pair{5, 2}}) {
    ShareList list;
    list.replace(list.begin_read(), {{row("A", "a@x.no", accepted)}, {{"NAT", a}, {"NAT", b}}});
    EXPECT_EQ(list.seats("NAT", 9).in_use, 5);
    list.on_cancelled("A");
    EXPECT_EQ(list.seats("NAT", 9).in_use, 4);
  }
}

TEST(ShareList, AProductIsFoundAsTheServerSpellsIt) {
  ShareList list;
  list.replace(list.begin_read(), {{row("A", "a@x.no", pending, "nat")}, {{"nat", 4}}});
  EXPECT_EQ(list.spelling_of(" NAT "), "nat");
  EXPECT_EQ(list.seats(" NAT ", 9).in_use, 4);
  EXPECT_EQ(list.select("NAT").size(), 1u);
  EXPECT_NE(list.find_active("a@x.no", "NAT"), nullptr);
  EXPECT_EQ(list.spelling_of("FAM"), "FAM");
}

TEST(ShareList, KnowsWhoWasListedBefore) {
  ShareList list;
  EXPECT_FALSE(list.known_before("a@x.no", "NAT").list_known);
  EXPECT_FALSE(list.known_before("a@x.no", "NAT").surely_new(row("A", "a@x.no", declined)));
  EXPECT_TRUE(list.known_before("a@x.no", "NAT").maybe_new(row("A", "a@x.no", declined)));
  list.replace(list.begin_read(), {{row("A", "A@x.no", declined), row("B", "b@x.no", pending),
                                    row("C", "a@x.no", accepted, "FAM")},
                                   {}});
  ShareList provisional;
  provisional.replace(provisional.begin_read(), {}, true);
  EXPECT_TRUE(provisional.known());
  EXPECT_FALSE(provisional.known_before("a@x.no", "NAT").list_known);
  KnownBefore before = list.known_before("a@x.no", "NAT");
  EXPECT_TRUE(before.list_known);
  EXPECT_FALSE(before.surely_new(row("D", "a@x.no", ended))) << "another device's, maybe";
  before.just_before = true;
  EXPECT_EQ(before.share_codes, std::vector<std::string>{"A"});
  EXPECT_FALSE(before.maybe_new(row("A", "a@x.no", ended)));
  EXPECT_TRUE(before.surely_new(row("D", "a@x.no", ended)));
  EXPECT_FALSE(before.surely_new(row("", "a@x.no", ended))) << "without a code it cannot be told";
  EXPECT_TRUE(before.maybe_new(row("", "a@x.no", ended)));
}

TEST(ShareList, InvitedPeopleAreShownAtOnce) {
  ShareList list;
  list.replace(list.begin_read(), {{row("A", "a@x.no", declined)}, {}});
  const auto version = list.version();
  list.on_invited({ContactType::phone, "+4741234567"}, "NAT", "Kari", "Nordmann");
  EXPECT_GT(list.version(), version);
  ASSERT_EQ(list.rows().size(), 2u);
  const SharedUser& made = list.rows()[1];
  EXPECT_EQ(made.share_status, pending);
  EXPECT_EQ(made.share_contact, "+4741234567");
  EXPECT_EQ(made.share_contact_type, "B");
  EXPECT_EQ(made.first_name, "Kari");
  EXPECT_EQ(made.last_name, "Nordmann");
  EXPECT_EQ(made.product_code, "NAT");
  EXPECT_EQ(made.product_name, "Fjordposten");
  EXPECT_EQ(made.share_code, "") << "known only after the next list";
  EXPECT_EQ(list.find_code(""), nullptr) << "and it cannot be found by that";
  // Asked again after a decline: a new row beside the old one.
  list.on_invited(mail("a@x.no"), "NAT", "", "");
  EXPECT_EQ(list.rows().size(), 3u);
  EXPECT_EQ(list.seats("NAT", std::nullopt), (Seats{.in_use = 2, .pending = 2}));
}

TEST(ShareList, FindActiveIsByPersonProductAndState) {
  ShareList list;
  list.replace(list.begin_read(),
               {{row("A", "kari@x.no", ended), row("B", "kari@x.no", accepted, "FAM"),
                 row("C", "Kari@x.no", pending), row("D", "ola@x.no", "SHARE_PAUSED")},
                {}});
  EXPECT_EQ(list.find_active("KARI@x.no", "NAT")->share_code, "C");
  EXPECT_EQ(list.find_active("kari@x.no", "FAM")->share_code, "B");
  EXPECT_EQ(list.find_active("kari@x.no", "OPN"), nullptr);
  EXPECT_EQ(list.find_active("ola@x.no", "NAT"), nullptr);
}

TEST(ShareList, EndingAShareFreesItsSeatOnce) {
  ShareList list;
  list.replace(list.begin_read(),
               {{row("A", "a@x.no", accepted), row("B", "b@x.no", pending)}, {{"NAT", 2}}});
  list.on_cancelled("A");
  EXPECT_EQ(list.find_code("A")->share_status, ended) << "it stays in the list";
  EXPECT_EQ(list.seats("NAT", 2), (Seats{.allowed = 2, .in_use = 1, .pending = 1}));
  list.on_cancelled("A");
  EXPECT_EQ(list.seats("NAT", 2).in_use, 1);
  list.on_cancelled("B");
  list.on_cancelled("NOBODY");
  EXPECT_EQ(list.seats("NAT", 2), (Seats{.allowed = 2}));
}

TEST(ShareList, SeatsAreTheServersCountWhereItGivesOne) {
  ShareList list;
  const std::vector<SharedUser> users{
      row("A", "a@x.no", accepted),       row("B", "b@x.no", pending),
      row("C", "c@x.no", declined),       row("D", "d@x.no", ended),
      row("E", "e@x.no", "SHARE_PAUSED"), row("F", "f@x.no", accepted, "FAM")};
  list.replace(list.begin_read(), {users, {}});
  EXPECT_EQ(list.seats("NAT", 9), (Seats{.allowed = 9, .in_use = 2, .pending = 1}));
  EXPECT_EQ(list.seats("FAM", 9), (Seats{.allowed = 9, .in_use = 1}));
  // The server does not count pending ones: its count wins, and is carried forward.
  list.replace(list.begin_read(), {users, {{"NAT", 1}}});
  EXPECT_EQ(list.seats("NAT", 9), (Seats{.allowed = 9, .in_use = 1, .pending = 1}));
  EXPECT_EQ(list.seats("FAM", 9).in_use, 1) << "no count for this one";
  list.on_invited(mail("g@x.no"), "NAT", "", "");
  EXPECT_EQ(list.seats("NAT", 9), (Seats{.allowed = 9, .in_use = 2, .pending = 2}));
  // Never below zero, whatever the server counted.
  list.replace(list.begin_read(), {users, {{"NAT", 0}}});
  list.on_cancelled("A");
  EXPECT_EQ(list.seats("NAT", 9).in_use, 0);
}

TEST(ShareList, RenamingChangesNoSeat) {
  ShareList list;
  list.replace(list.begin_read(), {{row("A", "a@x.no", pending)}, {{"NAT", 1}}});
  list.on_renamed("A", "\u00c5se", "Berg");
  EXPECT_EQ(list.find_code("A")->first_name, "\u00c5se");
  // A name that is not given is not sent, and stays.
  list.on_renamed("A", "Bo", "");
  EXPECT_EQ(list.find_code("A")->first_name, "Bo");
  EXPECT_EQ(list.find_code("A")->last_name, "Berg");
  EXPECT_EQ(list.seats("NAT", 3), (Seats{.allowed = 3, .in_use = 1, .pending = 1}));
}

TEST(ShareList, AnotherUserStartsFromNothing) {
  ShareList list;
  const auto ticket = list.begin_read();
  list.replace(list.begin_read(), {{row("A", "a@x.no", pending)}, {{"NAT", 1}}});
  list.on_invited(mail("b@x.no"), "NAT", "", "");
  const auto before = list.begin_read();
  const auto version = list.version();
  list.clear();
  EXPECT_GT(list.version(), version);
  EXPECT_FALSE(list.known());
  EXPECT_TRUE(list.rows().empty());
  EXPECT_EQ(list.seats("NAT", 3), (Seats{.allowed = 3}));
  EXPECT_FALSE(list.replace(ticket, {{row("A", "a@x.no", pending)}, {}}));
  EXPECT_FALSE(list.replace(before, {{row("A", "a@x.no", pending)}, {}}));
  EXPECT_TRUE(list.rows().empty());
  ASSERT_TRUE(list.replace(list.begin_read(), {{row("Z", "z@x.no", pending)}, {}}));
  EXPECT_EQ(list.rows().size(), 1u) << "nothing of the other user's is done on top";
}

TEST(ShareList, SeatsThatWereCountedAreCountedAnewAfterEveryChange) {
  ShareList list;
  const auto both = [&list] {
    const auto once = std::pair(list.seats("NAT", 9), list.seats("FAM", 9).in_use);
    EXPECT_EQ(std::pair(list.seats("NAT", 9), list.seats("FAM", 9).in_use), once) << "remembered";
    return once;
  };
  using Both = std::pair<Seats, std::int32_t>;
  EXPECT_EQ(both(), Both(Seats{.allowed = 9}, 0));
  list.replace(list.begin_read(), {{row("A", "a@x.no", pending)}, {}});
  EXPECT_EQ(both(), Both((Seats{.allowed = 9, .in_use = 1, .pending = 1}), 0));
  list.on_invited(mail("b@x.no"), "FAM", "", "");
  EXPECT_EQ(both(), Both((Seats{.allowed = 9, .in_use = 1, .pending = 1}), 1));
  list.on_cancelled("A");
  EXPECT_EQ(both(), Both(Seats{.allowed = 9}, 1));
  list.replace(list.begin_read(), {{row("A", "a@x.no", accepted)}, {{"NAT", 4}}});
  EXPECT_EQ(both(), Both((Seats{.allowed = 9, .in_use = 4}), 0));
  EXPECT_EQ(list.seats("NAT", std::nullopt).allowed, std::nullopt) << "the limit is not remembered";
  list.clear();
  EXPECT_EQ(both(), Both(Seats{.allowed = 9}, 0));
}

std::string codes(const ShareList& list, std::string_view query, std::string_view product = "NAT") {
  std::string text;
  for (const auto i : list.select(product, ExactText(query))) text += list.rows()[i].share_code;
  return text;
}

TEST(ShareList, SelectsOneProductInTheOrderShown) {
  ShareList list;
  list.replace(
      list.begin_read(),
      {{row("e", "e@x.no", ended), row("p", "p@x.no", pending), row("u", "u@x.no", "NEW"),
        row("a", "a@x.no", accepted), row("F", "f@x.no", accepted, "FAM"),
        row("d", "d@x.no", declined), row("b", "b@x.no", accepted), row("q", "q@x.no", pending)},
       {}});
  EXPECT_EQ(codes(list, ""), "abpqued");
  EXPECT_EQ(codes(list, " \t"), "abpqued");
  EXPECT_EQ(codes(list, "", "FAM"), "F");
  EXPECT_EQ(codes(list, "", "NON"), "");
}

TEST(ShareList, SearchesNamesAndContactsWithoutRegardToCase) {
  ShareList list;
  SharedUser ase = row("1", "ase@x.no", accepted);
  ase.first_name = "\u00c5se";
  ase.last_name = "\u00d8deg\u00e5rd";
  SharedUser bjorn = row("2", "Bjorn@Y.no", accepted);
  bjorn.first_name = "Bj\u00f8rn";
  bjorn.last_name = "\u00c6gir \u00c4\u00d6\u00dc\u00de";
  SharedUser phone = row("3", "+4741234567", accepted);
  phone.last_name = "3\u00d74=12 \u00f7";
  list.replace(list.begin_read(), {{ase, bjorn, phone}, {}});
  constexpr Reads table[] = {
      {"\u00e5se", "1"},
      {"\u00c5SE", "1"},
      {"\u00f8DEG\u00c5RD", "1"},
      {"e \u00d8", "1"},  // across first and last name
      {"BJ\u00d8RN", "2"},
      {"\u00e6gir", "2"},
      {"\u00e4\u00f6\u00fc\u00fe", "2"},
      {"bjorn@y", "2"},
      {"4123", "3"},
      {"+47", "3"},
      {" \u00c5se ", "1"},
      {"x.no", "1"},
      {"o", "12"},
      {"Kari", ""},
      {"ase", "1"},
      // The signs for times and divided by are no pair of letters.
      {"3\u00d7", "3"},
      {"3\u00f7", ""},
      {"4=12 \u00f7", "3"},
      {"4=12\u00d7", ""},
      {"\xc3", ""},
  };
  for (const auto& entry : table) {
    if (entry.input == "\xc3") {
      codes(list, entry.input);  // half a letter must not crash; what it finds does not matter
    } else {
      EXPECT_EQ(codes(list, entry.input), entry.expected) << entry.input;
    }
  }
}

TEST(ShareList, ALongListIsSelectedAndSearched) {
  SharedSubscribers many;
  for (int i = 0; i < 32'767; ++i)
    many.users.push_back(row(std::to_string(i), "p" + std::to_string(i) + "@x.no", accepted));
  ShareList list;
  list.replace(list.begin_read(), std::move(many));
  EXPECT_EQ(list.select("NAT").size(), 32'767u);
  EXPECT_EQ(codes(list, "P32766@"), "32766");
  EXPECT_EQ(list.seats("NAT", 32'767), (Seats{.allowed = 32'767, .in_use = 32'767}));
}

}  // namespace
}  // namespace subshare::test
