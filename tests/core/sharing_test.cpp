#include "subshare/sharing.hpp"

#include "call_script.hpp"
#include "subshare/subshare.hpp"

namespace subshare::test {
namespace {

constexpr std::string_view nat_rule =
    R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A","shareCount":3}]})";
constexpr std::string_view list_of_three = R"({"sharedUserInformationList":[
    {"shareCode":"PEND","shareContact":"p@x.no","shareStatus":"SHARE_REQUEST_SENT","productCode":"NAT"},
    {"shareCode":"ACC","shareContact":"a@x.no","shareStatus":"REQUEST_ACCEPTED","productCode":"NAT"},
    {"shareCode":"DECL","shareContact":"d@x.no","shareStatus":"REQUEST_DECLINED","productCode":"NAT"},
    {"shareCode":"END","shareContact":"e@x.no","shareStatus":"SHARING_ENDED","productCode":"NAT"},
    {"shareCode":"NEW","shareContact":"n@x.no","shareStatus":"SHARE_PAUSED","productCode":"NAT"}],
    "sharedSubscriptionSummary":[{"productCode":"NAT","sharesInUseCount":2}]})";

class SharingTest : public ::testing::Test {
 protected:
  using Begun = Sharing::Begun;

  static Intent invite(std::string_view contact, std::string_view product = "NAT") {
    return {.operation = Operation::send_invitation,
            .product_code = std::string(product),
            .share_code = {},
            .contact = {ContactType::email, std::string(contact)},
            .first_name = "Kari",
            .last_name = "Nordmann",
            .distribution_level = {},
            .nets = {}};
  }
  static Intent change(Operation operation, std::string_view code) {
    Intent intent = invite("kari@x.no");
    intent.operation = operation;
    intent.share_code = code;
    return intent;
  }

  Begun begin(const Intent& intent) {
    auto begun = sharing.begin(intent);
    EXPECT_TRUE(begun) << describe(error_of(begun));
    return *std::move(begun);
  }
  // Brings a call to its first request.
  static void send(Begun& begun, Milliseconds now = 0) {
    begun.call.start(now, 0);
    EXPECT_EQ(begun.call.on_token(TokenAnswer::available, now, 0).kind, StepKind::send);
  }
  // Carries a call to its end with one answer, sending the request unless that has been done.
  static void answer(Begun& begun, int status, std::string_view body, Milliseconds now = 0) {
    if (begun.call.sends() == 0) send(begun, now);
    begun.call.on_response({.status = status, .body = body}, now, 0);
    EXPECT_TRUE(begun.call.finished());
  }
  bool settle(Begun& begun, Milliseconds now = 0) {
    Outcome outcome = begun.call.take_outcome();
    return sharing.settle(begun, outcome, now);
  }
  bool run(const Intent& intent, std::string_view body, Milliseconds now = 0) {
    Begun begun = begin(intent);
    answer(begun, 200, body, now);
    return settle(begun, now);
  }
  void read_list(std::string_view body, Milliseconds now = 0) {
    EXPECT_TRUE(run(change(Operation::list_shared_subscribers, "X"), body, now));
  }
  void read_rules(std::string_view body = nat_rule, std::string_view product = "NAT",
                  Milliseconds now = 0) {
    Intent intent = invite("kari@x.no", product);
    intent.operation = Operation::list_share_rules;
    EXPECT_TRUE(run(intent, body, now));
  }

  Sharing sharing{test_endpoints()};
};

TEST_F(SharingTest, AnIntentIsCheckedBeforeItBegins) {
  EXPECT_EQ(code_of(sharing.begin(invite("kari"))), ErrorCode::contact_unreadable);
  EXPECT_EQ(code_of(sharing.begin(invite("kari@x.no", ""))), ErrorCode::required);
  const Begun begun = begin(invite(" Kari@X.no "));
  EXPECT_EQ(begun.call.intent().contact, (Contact{ContactType::email, "Kari@x.no"}));
}

TEST_F(SharingTest, TheOptionsReachTheCallAndTheContact) {
  SharingOptions options;
  options.contact.calling_code = 47;
  options.call.timeout = 1'234;
  Sharing other(test_endpoints(), options);
  auto begun = other.begin(invite("412 34 567"));
  ASSERT_TRUE(begun);
  EXPECT_EQ(begun->call.intent().contact.value, "+4741234567");
  begun->call.start(0, 0);
  EXPECT_EQ(begun->call.on_token(TokenAnswer::available, 0, 0).timeout, 1'234);
}

TEST_F(SharingTest, WhatIsUnderWayIsNotBegunTwice) {
  Begun first = begin(invite("kari@x.no"));
  EXPECT_EQ(code_of(sharing.begin(invite("kari@x.no"))), ErrorCode::under_way);
  EXPECT_EQ(code_of(sharing.begin(invite("kari@X.NO"))), ErrorCode::under_way);
  // The same person, with other letters' case before the @, was once invited twice at a time.
  EXPECT_EQ(code_of(sharing.begin(invite("KARI@x.no"))), ErrorCode::under_way);
  // Somebody else, and another product, are something else.
  begin(invite("ola@x.no"));
  begin(invite("kari@x.no", "FAM"));
  answer(first, 400, "");
  EXPECT_TRUE(settle(first));
  begin(invite("kari@x.no"));
}

TEST_F(SharingTest, EveryChangeIsGuardedAndNoReadIs) {
  for (const Endpoint& row : endpoint_table) {
    Intent intent = change(row.operation, "CODE");
    intent.distribution_level = "N";
    begin(intent);
    const auto again = sharing.begin(intent);
    if (row.repeat == Repeat::safe) {
      EXPECT_TRUE(again) << row.name;
    } else {
      EXPECT_EQ(error_of(again), (Error{ErrorCode::under_way, {}, {}})) << row.name;
    }
  }
}

TEST_F(SharingTest, ChangesOfDifferentSharesRunSideBySide) {
  begin(change(Operation::cancel_sharing, "A"));
  begin(change(Operation::cancel_sharing, "B"));
  begin(change(Operation::change_invitation_details, "A"));
  EXPECT_EQ(code_of(sharing.begin(change(Operation::cancel_sharing, " A "))), ErrorCode::under_way);
}

TEST_F(SharingTest, OutcomesChangeThePictureWithoutReadingTheList) {
  read_rules();
  read_list(list_of_three);
  EXPECT_EQ(sharing.seats("NAT"), (Seats{.allowed = 3, .in_use = 2, .pending = 1}));

  EXPECT_TRUE(run(invite("kari@x.no"), status_body("SHARE_OK")));
  EXPECT_EQ(sharing.seats("NAT"), (Seats{.allowed = 3, .in_use = 3, .pending = 2}));
  ASSERT_NE(sharing.list().find_active("kari@x.no", "NAT"), nullptr);
  EXPECT_EQ(sharing.list().find_active("kari@x.no", "NAT")->first_name, "Kari");

  EXPECT_TRUE(run(change(Operation::cancel_sharing, "ACC"), status_body("SHARING_ENDED")));
  EXPECT_EQ(sharing.list().find_code("ACC")->share_status, "SHARING_ENDED");
  EXPECT_EQ(sharing.seats("NAT"), (Seats{.allowed = 3, .in_use = 2, .pending = 2}));

  EXPECT_TRUE(run(change(Operation::change_invitation_details, "PEND"), R"({"success":true})"));
  EXPECT_EQ(sharing.list().find_code("PEND")->last_name, "Nordmann");
  EXPECT_TRUE(sharing.list_is_fresh(59'999)) << "we know what changed";
}

TEST_F(SharingTest, RefusedAndFailedCallsChangeNothingButTheTrustInTheList) {
  const auto outcomes = [&](const Intent& intent, int status, std::string_view body) {
    read_list(list_of_three);
    const std::vector<SharedUser> before(sharing.list().rows().begin(),
                                         sharing.list().rows().end());
    Begun begun = begin(intent);
    answer(begun, status, body);
    EXPECT_TRUE(settle(begun));
    EXPECT_TRUE(std::ranges::equal(sharing.list().rows(), before));
    EXPECT_FALSE(sharing.list_is_fresh(0)) << "the server's picture is another than ours";
  };
  outcomes(invite("kari@x.no"), 200, status_body("INVITATIONS_POOL_EXHAUSTED"));
  outcomes(invite("kari@x.no"), 200, status_body("ALREADY_IN_USE"));
  outcomes(invite("kari@x.no"), 200, status_body("SHARE_PAUSED"));
  outcomes(invite("kari@x.no"), 400, "");
  outcomes(change(Operation::cancel_sharing, "ACC"), 200, status_body("SHARE_CODE_NOT_FOUND"));
  outcomes(change(Operation::change_invitation_details, "ACC"), 200, R"({"success":false})");
}

TEST_F(SharingTest, AListThatWasLookedUpIsShown) {
  Begun begun = begin(invite("kari@x.no"));
  Call& call = begun.call;
  call.start(0, 0);
  call.on_token(TokenAnswer::available, 0, 0);
  call.on_failure(Failure::lost, 0, 0);
  call.on_token(TokenAnswer::available, 0, 0);
  call.on_response({.status = 200, .body = list_with("kari@x.no", "SHARE_REQUEST_SENT")}, 0, 0);
  ASSERT_TRUE(call.finished());
  EXPECT_TRUE(settle(begun));
  EXPECT_TRUE(sharing.list().known());
  ASSERT_EQ(sharing.list().rows().size(), 1u) << "the person is there once";
  EXPECT_EQ(sharing.seats("NAT").in_use, 1);
}

// Begun again after an unclear outcome, it is looked up first; a list that was asked for since has
// the answer.
TEST_F(SharingTest, AnUnclearInvitationIsLookedUpBeforeItIsSentAgain) {
  const auto first_request = [&](std::string_view contact) {
    Begun begun = begin(invite(contact));
    begun.call.start(0, 0);
    const Step step = begun.call.on_token(TokenAnswer::available, 0, 0);
    begun.call.on_abort();
    EXPECT_TRUE(settle(begun));
    return step.request.operation;
  };
  Begun begun = begin(invite("kari@x.no"));
  send(begun);
  begun.call.on_abort();
  Begun before = begin(change(Operation::list_shared_subscribers, "X"));
  send(before);
  EXPECT_TRUE(settle(begun));
  EXPECT_EQ(first_request("ola@x.no"), Operation::send_invitation) << "somebody else";
  EXPECT_EQ(first_request("KARI@x.no"), Operation::list_shared_subscribers);
  answer(before, 200, "{}");
  EXPECT_TRUE(settle(before));
  EXPECT_EQ(first_request("kari@x.no"), Operation::list_shared_subscribers)
      << "that list was asked for before";
  read_list("{}");
  EXPECT_EQ(first_request("kari@x.no"), Operation::send_invitation);
  // Another user has nothing to do with it.
  sharing.change_user();
  EXPECT_EQ(first_request("kari@x.no"), Operation::send_invitation);
}

TEST_F(SharingTest, AListAskedForBeforeADoubtfulOutcomeIsNotFresh) {
  Begun list = begin(change(Operation::list_shared_subscribers, "X"));
  send(list);
  Begun cancel = begin(change(Operation::cancel_sharing, "ACC"));
  answer(cancel, 200, status_body("SHARE_CODE_NOT_FOUND"));
  EXPECT_TRUE(settle(cancel));
  answer(list, 200, list_of_three);
  EXPECT_TRUE(settle(list));
  EXPECT_EQ(sharing.list().rows().size(), 5u) << "it is shown";
  EXPECT_FALSE(sharing.list_is_fresh(0)) << "and not trusted";
  read_list(list_of_three);
  EXPECT_TRUE(sharing.list_is_fresh(0));
}

// The list of a look-up is as late as its own request, not as the invitation that it is for.
TEST_F(SharingTest, ALookedUpListIsTheServersWordAboutWhatHappenedBefore) {
  read_list(list_of_three);
  Begun begun = begin(invite("kari@x.no"));
  send(begun);
  EXPECT_TRUE(run(change(Operation::cancel_sharing, "ACC"), status_body("SHARING_ENDED")));
  begun.call.on_failure(Failure::lost, 0, 0);
  EXPECT_EQ(begun.call.on_token(TokenAnswer::available, 0, 0).kind, StepKind::send);
  EXPECT_TRUE(run(change(Operation::cancel_sharing, "PEND"), status_body("SHARING_ENDED")));
  const std::string list = list_with("kari@x.no", "SHARE_REQUEST_SENT");
  std::string both(list_of_three);
  both.insert(both.find('[') + 1,
              list.substr(list.find('[') + 1, list.rfind(']') - list.find('[') - 1) + ",");
  begun.call.on_response({.status = 200, .body = both}, 0, 0);
  ASSERT_TRUE(begun.call.finished());
  EXPECT_TRUE(settle(begun));
  EXPECT_NE(sharing.list().find_active("kari@x.no", "NAT"), nullptr);
  EXPECT_EQ(sharing.list().find_code("ACC")->share_status, "REQUEST_ACCEPTED");
  EXPECT_EQ(sharing.list().find_code("PEND")->share_status, "SHARING_ENDED");
}

TEST_F(SharingTest, ALateListDoesNotHideWhatHappenedSince) {
  read_list(list_of_three);
  Begun late = begin(change(Operation::list_shared_subscribers, "X"));
  send(late);
  EXPECT_TRUE(run(change(Operation::cancel_sharing, "ACC"), status_body("SHARING_ENDED")));
  EXPECT_TRUE(run(invite("kari@x.no"), status_body("SHARE_OK")));
  answer(late, 200, list_of_three);
  EXPECT_TRUE(settle(late));
  EXPECT_EQ(sharing.list().find_code("ACC")->share_status, "SHARING_ENDED");
  EXPECT_NE(sharing.list().find_active("kari@x.no", "NAT"), nullptr);
}

TEST_F(SharingTest, AnOlderListDoesNotReplaceANewerOne) {
  Begun old = begin(change(Operation::list_shared_subscribers, "X"));
  send(old);
  read_list(list_with("new@x.no", "SHARE_REQUEST_SENT"), 5'000);
  answer(old, 200, list_of_three, 70'000);
  EXPECT_TRUE(settle(old, 70'000));
  EXPECT_EQ(sharing.list().rows().size(), 1u);
  EXPECT_FALSE(sharing.list_is_fresh(70'000)) << "nor does it make it look fresher";
}

TEST_F(SharingTest, AnswersAreFreshForAMinute) {
  EXPECT_FALSE(sharing.list_is_fresh(0));
  EXPECT_FALSE(sharing.rules_are_fresh("NAT", 0));
  EXPECT_EQ(sharing.rules("NAT"), nullptr);
  read_list(list_of_three, 1'000);
  read_rules(nat_rule, "NAT", 2'000);
  EXPECT_TRUE(sharing.list_is_fresh(60'999));
  EXPECT_FALSE(sharing.list_is_fresh(61'000));
  EXPECT_TRUE(sharing.rules_are_fresh("NAT", 61'999));
  EXPECT_FALSE(sharing.rules_are_fresh("NAT", 62'000));
  EXPECT_FALSE(sharing.rules_are_fresh("FAM", 2'000));
  ASSERT_NE(sharing.rules("NAT"), nullptr) << "old, but known";
  read_rules("{}", "NAT", 90'000);
  EXPECT_TRUE(sharing.rules("NAT")->empty()) << "a new answer replaces the old one";
  EXPECT_TRUE(sharing.rules_are_fresh("NAT", 90'000));
}

TEST_F(SharingTest, AFailedReadKeepsWhatIsKnown) {
  read_list(list_of_three);
  read_rules();
  Begun list = begin(change(Operation::list_shared_subscribers, "X"));
  answer(list, 400, "");
  EXPECT_TRUE(settle(list));
  Intent wanted = invite("kari@x.no");
  wanted.operation = Operation::list_share_rules;
  Begun rules = begin(wanted);
  answer(rules, 404, "");
  EXPECT_TRUE(settle(rules));
  EXPECT_EQ(sharing.list().rows().size(), 5u);
  EXPECT_TRUE(sharing.list_is_fresh(0));
  EXPECT_EQ(sharing.rules("NAT")->size(), 1u);
}

TEST_F(SharingTest, AnotherUserSeesNothingOfTheFirst) {
  read_rules();
  read_list(list_of_three);
  Begun invitation = begin(invite("kari@x.no"));
  Begun list = begin(change(Operation::list_shared_subscribers, "X"));
  Begun cancel = begin(change(Operation::cancel_sharing, "ACC"));
  for (Begun* begun : {&invitation, &list, &cancel}) send(*begun);
  sharing.change_user();
  EXPECT_FALSE(sharing.list().known());
  EXPECT_TRUE(sharing.list().rows().empty());
  EXPECT_FALSE(sharing.list_is_fresh(0));
  EXPECT_EQ(sharing.rules("NAT"), nullptr);
  EXPECT_EQ(sharing.seats("NAT"), Seats{});

  // What the first one began comes to its end afterwards.
  const Begun same = begin(invite("kari@x.no"));
  answer(invitation, 200, status_body("SHARE_OK"));
  answer(list, 200, list_of_three);
  answer(cancel, 200, status_body("SHARING_ENDED"));
  EXPECT_FALSE(settle(invitation));
  EXPECT_FALSE(settle(list));
  EXPECT_FALSE(settle(cancel));
  EXPECT_FALSE(sharing.list().known());
  EXPECT_TRUE(sharing.list().rows().empty());
  EXPECT_EQ(code_of(sharing.begin(invite("kari@x.no"))), ErrorCode::under_way)
      << "the second user's own is still under way";
}

TEST_F(SharingTest, KnownRulesRefuse) {
  read_rules("{}");
  EXPECT_EQ(code_of(sharing.begin(invite("kari@x.no"))), ErrorCode::rule_missing);
  EXPECT_EQ(code_of(sharing.may_invite("NAT")), ErrorCode::rule_missing);
  read_rules(R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"D"}]})");
  EXPECT_EQ(code_of(sharing.begin(invite("kari@x.no"))), ErrorCode::rule_not_for_users);
  EXPECT_EQ(code_of(sharing.may_invite("NAT")), ErrorCode::rule_not_for_users);
  read_rules(R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A",
      "isCustomerNameRequired":true}]})");
  Intent nameless = invite("kari@x.no");
  nameless.last_name.clear();
  EXPECT_EQ(code_of(sharing.begin(nameless)), ErrorCode::last_name_required);
  EXPECT_TRUE(sharing.begin(invite("kari@x.no")));
  // Of another product nothing is known: the server decides.
  EXPECT_TRUE(sharing.begin(invite("kari@x.no", "FAM")));
}

TEST_F(SharingTest, KnownSeatsRefuse) {
  read_rules();
  EXPECT_TRUE(sharing.may_invite("NAT", 3));
  EXPECT_EQ(code_of(sharing.may_invite("NAT", 4)), ErrorCode::seats_too_few);
  read_list(list_of_three);
  EXPECT_TRUE(sharing.may_invite("NAT"));
  EXPECT_EQ(code_of(sharing.may_invite("NAT", 2)), ErrorCode::seats_too_few);
  EXPECT_TRUE(run(invite("kari@x.no"), status_body("SHARE_OK")));
  EXPECT_EQ(code_of(sharing.may_invite("NAT")), ErrorCode::seats_full);
  EXPECT_EQ(error_of(sharing.begin(invite("liv@x.no"))),
            (Error{ErrorCode::seats_full, "shareCount", "3"}));
  EXPECT_TRUE(run(change(Operation::cancel_sharing, "PEND"), status_body("SHARING_ENDED")));
  EXPECT_TRUE(sharing.begin(invite("liv@x.no")));
}

TEST_F(SharingTest, NoStatedLimitIsNoLimit) {
  read_rules(R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A"}]})");
  read_list(list_of_three);
  EXPECT_TRUE(sharing.may_invite("NAT", 1'000));
  EXPECT_EQ(sharing.seats("NAT").left(), std::nullopt);
}

// Whom the list shows, and whether they may be invited.
TEST_F(SharingTest, KnownPeopleAreNotInvitedAgainWhileTheyHaveIt) {
  read_list(list_of_three);
  EXPECT_EQ(error_of(sharing.begin(invite("P@x.no"))),
            (Error{ErrorCode::invitation_pending, "contact", "P@x.no"}));
  EXPECT_EQ(code_of(sharing.begin(invite("a@x.no"))), ErrorCode::invitation_accepted);
  EXPECT_TRUE(sharing.begin(invite("d@x.no")));
  EXPECT_TRUE(sharing.begin(invite("e@x.no")));
  EXPECT_TRUE(sharing.begin(invite("n@x.no"))) << "an unknown state: the server decides";
  EXPECT_TRUE(sharing.begin(invite("a@x.no", "FAM")));
}

TEST_F(SharingTest, KnownStatesRefuseChangesThatMakeNoSense) {
  read_list(list_of_three);
  constexpr struct {
    std::string_view code;
    ErrorCode refused;
  } table[] = {{"PEND", ErrorCode::count_},
               {"ACC", ErrorCode::count_},
               {"DECL", ErrorCode::invitation_declined},
               {"END", ErrorCode::invitation_ended},
               {"NEW", ErrorCode::count_},
               {"NOT_LISTED", ErrorCode::count_}};
  for (const auto& row : table) {
    for (const Operation operation :
         {Operation::cancel_sharing, Operation::change_invitation_details}) {
      EXPECT_EQ(code_of(sharing.begin(change(operation, row.code))), row.refused) << row.code;
    }
    // The list is the owner's; what a recipient may do the server decides.
    EXPECT_TRUE(sharing.begin(change(Operation::accept_invitation, row.code)));
    EXPECT_TRUE(sharing.begin(change(Operation::decline_invitation, row.code)));
  }
}

TEST_F(SharingTest, ARefusedBeginIsNotUnderWay) {
  read_rules("{}");
  EXPECT_EQ(code_of(sharing.begin(invite("kari@x.no"))), ErrorCode::rule_missing);
  read_rules(nat_rule);
  EXPECT_TRUE(sharing.begin(invite("kari@x.no")));
}

// One answer about the rate limit slows all calls of the session down, and outlives a change of
// user: the limit is the client's.
TEST_F(SharingTest, CallsShareOnePacer) {
  Begun first = begin(change(Operation::list_nets, "X"));
  first.call.start(0, 0);
  first.call.on_token(TokenAnswer::available, 0, 0);
  first.call.on_response(
      {.status = 200, .body = "{}", .rate_limit_remaining = 0, .rate_limit_reset = 30}, 0, 0);
  sharing.change_user();
  Begun second = begin(change(Operation::list_nets, "X"));
  const Step step = second.call.start(0, 0);
  EXPECT_EQ(step.kind, StepKind::wait);
  EXPECT_EQ(step.wait, 30'000);
}

TEST_F(SharingTest, PathsCanBeOverriddenAfterwards) {
  ASSERT_TRUE(sharing.endpoints().override_path("listNets", "/v9/nets"));
  Begun begun = begin(change(Operation::list_nets, "X"));
  begun.call.start(0, 0);
  EXPECT_EQ(begun.call.on_token(TokenAnswer::available, 0, 0).request.url,
            "https://api.example/capi/v9/nets");
}

}  // namespace
}  // namespace subshare::test
