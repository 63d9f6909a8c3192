#include "subshare/session.hpp"

#include "session_script.hpp"
#include "subshare/subshare.hpp"

namespace subshare::test {
namespace {

TEST_F(SessionTest, AnIntentIsCheckedBeforeItBegins) {
  EXPECT_EQ(code_of(session.begin(invite("kari"), 0, 0)), ErrorCode::contact_unreadable);
  EXPECT_EQ(code_of(session.begin(invite("kari@x.no", ""), 0, 0)), ErrorCode::required);
  read_list(nobody);
  Begun begun = begin(invite(" Kari@X.no ", " NAT "));
  send(begun);
  EXPECT_EQ(begun.step.request.body,
            R"({"contact":"Kari@x.no","contactType":"A","productCode":"NAT",)"
            R"("firstName":"Kari","lastName":"Nordmann"})");
}

TEST_F(SessionTest, TheOptionsReachTheCallAndTheContact) {
  SessionOptions options;
  options.contact.calling_code = 47;
  options.call.timeout = 1'234;
  Session other(test_endpoints(), options);
  auto begun = other.begin(invite("412 34 567"), 0, 0);
  ASSERT_TRUE(begun);
  EXPECT_EQ(other.on_token(begun->id, TokenAnswer::available, 0, 0).timeout, 1'234);
}

TEST_F(SessionTest, WhatIsUnderWayIsNotBegunTwice) {
  read_list(nobody);
  Begun first = begin(invite("kari@x.no"));
  EXPECT_EQ(code_of(session.begin(invite("kari@x.no"), 0, 0)), ErrorCode::under_way);
  EXPECT_EQ(code_of(session.begin(invite("kari@X.NO"), 0, 0)), ErrorCode::under_way);
  // The same person, with other letters' case before the @, was once invited twice at a time.
  EXPECT_EQ(code_of(session.begin(invite("KARI@x.no"), 0, 0)), ErrorCode::under_way);
  // Somebody else, and another product, are something else.
  begin(invite("ola@x.no"));
  begin(invite("kari@x.no", "FAM"));
  answer(first, 400, "");
  begin(invite("kari@x.no"));
}

TEST_F(SessionTest, EveryChangeIsGuardedAndNoReadIs) {
  for (const Endpoint& row : endpoint_table) {
    Intent intent = change(row.operation, "CODE");
    intent.distribution_level = "N";
    begin(intent);
    const auto again = session.begin(intent, 0, 0);
    if (row.repeat == Repeat::safe) {
      EXPECT_TRUE(again) << row.name;
    } else {
      EXPECT_EQ(error_of(again), (Error{ErrorCode::under_way, {}, {}})) << row.name;
    }
  }
}

// Two of them were under way at once where a member that neither sends was another: the fuzzer's
// find.
TEST_F(SessionTest, WhatIsNotSentMakesNoOtherChange) {
  for (const Operation operation : {Operation::accept_invitation, Operation::decline_invitation,
                                    Operation::cancel_sharing, Operation::change_invitation_details,
                                    Operation::change_nets, Operation::change_distribution_level}) {
    Intent intent = change(operation, "CODE");
    intent.distribution_level = "N";
    begin(intent);
    intent.contact.value = "+4741234567";
    if (operation != Operation::change_distribution_level) intent.product_code = "FAM";
    if (operation == Operation::change_nets || operation == Operation::change_distribution_level)
      intent.share_code = "ANOTHER";
    EXPECT_EQ(code_of(session.begin(intent, 0, 0)), ErrorCode::under_way)
        << endpoint(operation).name;
  }
}

TEST_F(SessionTest, ChangesOfDifferentSharesRunSideBySide) {
  begin(change(Operation::cancel_sharing, "A"));
  begin(change(Operation::cancel_sharing, "B"));
  begin(change(Operation::change_invitation_details, "A"));
  EXPECT_EQ(code_of(session.begin(change(Operation::cancel_sharing, " A "), 0, 0)),
            ErrorCode::under_way);
}

TEST_F(SessionTest, OutcomesChangeThePictureWithoutReadingTheList) {
  read_rules();
  read_list(list_of_three);
  EXPECT_EQ(session.seats("NAT"), (Seats{.allowed = 3, .in_use = 2, .pending = 1}));

  EXPECT_EQ(run(invite("kari@x.no"), status_body("SHARE_OK")).kind, Outcome::Kind::done);
  EXPECT_EQ(session.seats("NAT"), (Seats{.allowed = 3, .in_use = 3, .pending = 2}));
  ASSERT_NE(session.list().find_active("kari@x.no", "NAT"), nullptr);
  EXPECT_EQ(session.list().find_active("kari@x.no", "NAT")->first_name, "Kari");

  EXPECT_EQ(run(change(Operation::cancel_sharing, "ACC"), status_body("SHARING_ENDED")).kind,
            Outcome::Kind::done);
  EXPECT_EQ(session.list().find_code("ACC")->share_status, "SHARING_ENDED");
  EXPECT_EQ(session.seats("NAT"), (Seats{.allowed = 3, .in_use = 2, .pending = 2}));

  EXPECT_EQ(run(change(Operation::change_invitation_details, "PEND"), R"({"success":true})").kind,
            Outcome::Kind::done);
  EXPECT_EQ(session.list().find_code("PEND")->last_name, "Nordmann");
  EXPECT_TRUE(session.list_is_fresh(59'999)) << "we know what changed";
}

TEST_F(SessionTest, RefusedAndFailedCallsChangeNothingButTheTrustInTheList) {
  const auto outcomes = [&](const Intent& intent, int status, std::string_view body) {
    read_list(list_of_three);
    const std::vector<SharedUser> before(session.list().rows().begin(),
                                         session.list().rows().end());
    run(intent, body, 0, status);
    EXPECT_TRUE(std::ranges::equal(session.list().rows(), before));
    EXPECT_FALSE(session.list_is_fresh(0)) << "the server's picture is another than ours";
  };
  outcomes(invite("kari@x.no"), 200, status_body("INVITATIONS_POOL_EXHAUSTED"));
  outcomes(invite("kari@x.no"), 200, status_body("ALREADY_IN_USE"));
  outcomes(invite("kari@x.no"), 200, status_body("SHARE_PAUSED"));
  outcomes(invite("kari@x.no"), 400, "");
  outcomes(change(Operation::cancel_sharing, "ACC"), 200, status_body("SHARE_CODE_NOT_FOUND"));
  outcomes(change(Operation::change_invitation_details, "ACC"), 200, R"({"success":false})");
}

TEST_F(SessionTest, AListAskedForBeforeADoubtfulOutcomeIsNotFresh) {
  Begun list = begin(change(Operation::list_shared_subscribers, "X"));
  send(list);
  Begun cancel = begin(change(Operation::cancel_sharing, "ACC"));
  answer(cancel, 200, status_body("SHARE_CODE_NOT_FOUND"));
  answer(list, 200, list_of_three);
  EXPECT_EQ(session.list().rows().size(), 5u) << "it is shown";
  EXPECT_FALSE(session.list_is_fresh(0)) << "and not trusted";
  read_list(list_of_three);
  EXPECT_TRUE(session.list_is_fresh(0));
}

// The list of a look-up is as late as its own request, not as the invitation that it is for.
TEST_F(SessionTest, ALookedUpListIsTheServersWordAboutWhatHappenedBefore) {
  read_list(list_of_three);
  Begun begun = begin(invite("kari@x.no"));
  send(begun);
  run(change(Operation::cancel_sharing, "ACC"), status_body("SHARING_ENDED"));
  EXPECT_EQ(session.on_failure(begun.id, Failure::lost, 0, 0).kind, StepKind::wait);
  EXPECT_EQ(session.on_timer(begun.id, 2'000, 0).kind, StepKind::get_token);
  EXPECT_EQ(session.on_token(begun.id, TokenAnswer::available, 2'000, 0).kind, StepKind::send);
  run(change(Operation::cancel_sharing, "PEND"), status_body("SHARING_ENDED"));
  const std::string list = list_with("kari@x.no", "SHARE_REQUEST_SENT");
  std::string both(list_of_three);
  both.insert(both.find('[') + 1,
              list.substr(list.find('[') + 1, list.rfind(']') - list.find('[') - 1) + ",");
  EXPECT_EQ(session.on_response(begun.id, {.status = 200, .body = both}, 2'000, 0).kind,
            StepKind::done);
  EXPECT_NE(session.list().find_active("kari@x.no", "NAT"), nullptr);
  EXPECT_EQ(session.list().find_code("ACC")->share_status, "REQUEST_ACCEPTED");
  EXPECT_EQ(session.list().find_code("PEND")->share_status, "SHARING_ENDED");
}

TEST_F(SessionTest, ALateListDoesNotHideWhatHappenedSince) {
  read_list(list_of_three);
  Begun late = begin(change(Operation::list_shared_subscribers, "X"));
  send(late);
  EXPECT_EQ(run(change(Operation::cancel_sharing, "ACC"), status_body("SHARING_ENDED")).kind,
            Outcome::Kind::done);
  EXPECT_EQ(run(invite("kari@x.no"), status_body("SHARE_OK")).kind, Outcome::Kind::done);
  answer(late, 200, list_of_three);
  EXPECT_EQ(session.list().find_code("ACC")->share_status, "SHARING_ENDED");
  EXPECT_NE(session.list().find_active("kari@x.no", "NAT"), nullptr);
}

TEST_F(SessionTest, AnOlderListDoesNotReplaceANewerOne) {
  Begun old = begin(change(Operation::list_shared_subscribers, "X"));
  send(old);
  read_list(list_with("new@x.no", "SHARE_REQUEST_SENT"), 5'000);
  answer(old, 200, list_of_three, 70'000);
  EXPECT_EQ(session.list().rows().size(), 1u);
  EXPECT_FALSE(session.list_is_fresh(70'000)) << "nor does it make it look fresher";
}

TEST_F(SessionTest, AnswersAreFreshForAMinute) {
  EXPECT_FALSE(session.list_is_fresh(0));
  EXPECT_FALSE(session.rules_are_fresh("NAT", 0));
  EXPECT_EQ(session.rules("NAT"), nullptr);
  read_list(list_of_three, 1'000);
  read_rules(nat_rule, "NAT", 2'000);
  EXPECT_TRUE(session.list_is_fresh(60'999));
  EXPECT_FALSE(session.list_is_fresh(61'000));
  EXPECT_TRUE(session.rules_are_fresh("NAT", 61'999));
  EXPECT_FALSE(session.rules_are_fresh("NAT", 62'000));
  EXPECT_FALSE(session.rules_are_fresh("FAM", 2'000));
  ASSERT_NE(session.rules("NAT"), nullptr) << "old, but known";
  read_rules("{}", "NAT", 90'000);
  EXPECT_TRUE(session.rules("NAT")->empty()) << "a new answer replaces the old one";
  EXPECT_TRUE(session.rules_are_fresh("NAT", 90'000));
}

TEST_F(SessionTest, AFailedReadKeepsWhatIsKnown) {
  read_list(list_of_three);
  read_rules();
  Begun list = begin(change(Operation::list_shared_subscribers, "X"));
  answer(list, 400, "");
  Intent wanted = invite("kari@x.no");
  wanted.operation = Operation::list_share_rules;
  Begun rules = begin(wanted);
  answer(rules, 404, "");
  EXPECT_EQ(session.list().rows().size(), 5u);
  EXPECT_TRUE(session.list_is_fresh(0));
  EXPECT_EQ(session.rules("NAT")->size(), 1u);
}

TEST_F(SessionTest, AnotherUserSeesNothingOfTheFirst) {
  read_rules();
  read_list(list_of_three);
  Begun invitation = begin(invite("kari@x.no"));
  Begun list = begin(change(Operation::list_shared_subscribers, "X"));
  Begun cancel = begin(change(Operation::cancel_sharing, "ACC"));
  for (Begun* begun : {&invitation, &list, &cancel}) send(*begun);
  EXPECT_EQ(session.change_user(0).size(), 3u);
  EXPECT_FALSE(session.list().known());
  EXPECT_TRUE(session.list().rows().empty());
  EXPECT_FALSE(session.list_is_fresh(0));
  EXPECT_EQ(session.rules("NAT"), nullptr);
  EXPECT_EQ(session.seats("NAT"), Seats{});

  // What the first one began is answered afterwards.
  begin(invite("kari@x.no"));
  for (const Begun* begun : {&invitation, &list, &cancel}) {
    EXPECT_EQ(session.on_response(begun->id, {.status = 200, .body = list_of_three}, 0, 0).kind,
              StepKind::none);
  }
  EXPECT_FALSE(session.list().known());
  EXPECT_TRUE(session.list().rows().empty());
  EXPECT_EQ(code_of(session.begin(invite("kari@x.no"), 0, 0)), ErrorCode::under_way)
      << "the second user's own is still under way";
}

TEST_F(SessionTest, KnownRulesRefuse) {
  read_rules("{}");
  EXPECT_EQ(code_of(session.begin(invite("kari@x.no"), 0, 0)), ErrorCode::rule_missing);
  EXPECT_EQ(code_of(session.may_invite("NAT")), ErrorCode::rule_missing);
  read_rules(R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"D"}]})");
  EXPECT_EQ(code_of(session.begin(invite("kari@x.no"), 0, 0)), ErrorCode::rule_not_for_users);
  EXPECT_EQ(code_of(session.may_invite("NAT")), ErrorCode::rule_not_for_users);
  read_rules(R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A",
      "isCustomerNameRequired":true}]})");
  Intent nameless = invite("kari@x.no");
  nameless.last_name.clear();
  EXPECT_EQ(code_of(session.begin(nameless, 0, 0)), ErrorCode::last_name_required);
  EXPECT_TRUE(session.begin(invite("kari@x.no"), 0, 0));
  // Of another product nothing is known: the server decides.
  EXPECT_TRUE(session.begin(invite("kari@x.no", "FAM"), 0, 0));
}

TEST_F(SessionTest, KnownSeatsRefuse) {
  read_rules();
  EXPECT_TRUE(session.may_invite("NAT", 3));
  EXPECT_EQ(code_of(session.may_invite("NAT", 4)), ErrorCode::seats_too_few);
  read_list(list_of_three);
  EXPECT_TRUE(session.may_invite("NAT"));
  EXPECT_EQ(code_of(session.may_invite("NAT", 2)), ErrorCode::seats_too_few);
  EXPECT_EQ(run(invite("kari@x.no"), status_body("SHARE_OK")).kind, Outcome::Kind::done);
  EXPECT_EQ(code_of(session.may_invite("NAT")), ErrorCode::seats_full);
  EXPECT_EQ(error_of(session.begin(invite("liv@x.no"), 0, 0)),
            (Error{ErrorCode::seats_full, "shareCount", "3"}));
  EXPECT_EQ(run(change(Operation::cancel_sharing, "PEND"), status_body("SHARING_ENDED")).kind,
            Outcome::Kind::done);
  EXPECT_TRUE(session.begin(invite("liv@x.no"), 0, 0));
}

TEST_F(SessionTest, NoStatedLimitIsNoLimit) {
  read_rules(R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A"}]})");
  read_list(list_of_three);
  EXPECT_TRUE(session.may_invite("NAT", 1'000));
  EXPECT_EQ(session.seats("NAT").left(), std::nullopt);
}

// Whom the list shows, and whether they may be invited.
TEST_F(SessionTest, KnownPeopleAreNotInvitedAgainWhileTheyHaveIt) {
  read_list(list_of_three);
  EXPECT_EQ(error_of(session.begin(invite("P@x.no"), 0, 0)),
            (Error{ErrorCode::invitation_pending, "contact", "P@x.no"}));
  EXPECT_EQ(code_of(session.begin(invite("a@x.no"), 0, 0)), ErrorCode::invitation_accepted);
  EXPECT_TRUE(session.begin(invite("d@x.no"), 0, 0));
  EXPECT_TRUE(session.begin(invite("e@x.no"), 0, 0));
  EXPECT_TRUE(session.begin(invite("n@x.no"), 0, 0)) << "an unknown state: the server decides";
  EXPECT_TRUE(session.begin(invite("a@x.no", "FAM"), 0, 0));
}

TEST_F(SessionTest, KnownStatesRefuseChangesThatMakeNoSense) {
  read_list(list_of_three);
  constexpr struct {
    std::string_view code;
    ErrorCode refused;
  } table[] = {{"PEND", ErrorCode::none},
               {"ACC", ErrorCode::none},
               {"DECL", ErrorCode::invitation_declined},
               {"END", ErrorCode::invitation_ended},
               {"NEW", ErrorCode::none},
               {"NOT_LISTED", ErrorCode::none}};
  for (const auto& row : table) {
    for (const Operation operation :
         {Operation::cancel_sharing, Operation::change_invitation_details}) {
      EXPECT_EQ(code_of(session.begin(change(operation, row.code), 0, 0)), row.refused) << row.code;
    }
    // The list is the owner's; what a recipient may do the server decides.
    EXPECT_TRUE(session.begin(change(Operation::accept_invitation, row.code), 0, 0));
    EXPECT_TRUE(session.begin(change(Operation::decline_invitation, row.code), 0, 0));
  }
}

TEST_F(SessionTest, ARefusedBeginIsNotUnderWay) {
  read_rules("{}");
  EXPECT_EQ(code_of(session.begin(invite("kari@x.no"), 0, 0)), ErrorCode::rule_missing);
  read_rules(nat_rule);
  EXPECT_TRUE(session.begin(invite("kari@x.no"), 0, 0));
}

// One answer about the rate limit slows all calls of the session down, and outlives a change of
// user: the limit is the client's.
TEST_F(SessionTest, CallsShareOnePacer) {
  Begun first = begin(change(Operation::list_nets, "X"));
  session.on_token(first.id, TokenAnswer::available, 0, 0);
  session.on_response(
      first.id, {.status = 200, .body = "{}", .rate_limit_remaining = 0, .rate_limit_reset = 30}, 0,
      0);
  session.change_user(0);
  const Begun second = begin(change(Operation::list_nets, "X"));
  EXPECT_EQ(second.step.kind, StepKind::wait);
  EXPECT_EQ(second.step.wait, 30'000);
}

TEST_F(SessionTest, OldListsDoNotRefuseAndAreReadAnew) {
  read_rules();
  read_list(list_of_three);
  // Later somebody who was pending is gone, on another device.
  Begun begun = begin(invite("p@x.no"), 30'000);
  send(begun, 30'000);
  EXPECT_EQ(begun.step.request.operation, Operation::list_shared_subscribers);
  begun.step = session.on_response(begun.id, {.status = 200, .body = nobody}, 30'000, 0);
  send(begun, 30'000);
  EXPECT_EQ(begun.step.request.operation, Operation::send_invitation);
  answer(begun, 200, status_body("SHARE_OK"), 30'000);
  // And what is read anew does refuse.
  Begun other = begin(invite("ola@x.no"), 55'000);
  send(other, 55'000);
  const Outcome refused = answer(other, 200, list_with("ola@x.no", "SHARE_REQUEST_SENT"), 55'000);
  EXPECT_EQ(refused.kind, Outcome::Kind::refused);
  EXPECT_EQ(refused.error.code, ErrorCode::invitation_pending);
}

TEST_F(SessionTest, OldRulesDoNotRefuseAndAreReadAnew) {
  read_rules("{}");
  Begun begun = begin(invite("kari@x.no"), 61'000);
  send(begun, 61'000);
  EXPECT_EQ(begun.step.request.operation, Operation::list_share_rules);
  begun.step = session.on_response(begun.id, {.status = 200, .body = nat_rule}, 61'000, 0);
  send(begun, 61'000);
  EXPECT_EQ(begun.step.request.operation, Operation::list_shared_subscribers);
  begun.step = session.on_response(begun.id, {.status = 200, .body = nobody}, 61'000, 0);
  send(begun, 61'000);
  EXPECT_EQ(begun.step.request.operation, Operation::send_invitation);
}

TEST_F(SessionTest, SeatsThatAreBeingInvitedIntoAreTaken) {
  read_rules();
  read_list(list_of_three);
  Begun first = begin(invite("kari@x.no"));
  EXPECT_EQ(session.seats("NAT").left(), 0);
  EXPECT_EQ(code_of(session.begin(invite("ola@x.no"), 0, 0)), ErrorCode::seats_full);
  session.abort(first.id, 0);
  EXPECT_EQ(session.seats("NAT").left(), 1);
  EXPECT_TRUE(session.begin(invite("ola@x.no"), 0, 0));
}

// The list that it must leave on is not waited for, nor is it tried twice.
TEST_F(SessionTest, AnInvitationGoesWithoutAListThatIsNotToBeHad) {
  const auto sends_next = [&](const HttpResponse& response) {
    Begun begun = begin(invite("kari@x.no"));
    send(begun);
    EXPECT_EQ(begun.step.request.operation, Operation::list_shared_subscribers);
    Step step = session.on_response(begun.id, response, 0, 0);
    if (step.kind == StepKind::wait) step = session.on_timer(begun.id, step.wait, 0);
    step = session.on_token(begun.id, TokenAnswer::available, 0, 0);
    EXPECT_EQ(step.request.operation, Operation::send_invitation);
    session.change_user(0);
  };
  for (const int status : {403, 404, 429, 500, 302}) sends_next({.status = status});
  for (const std::string_view body : {"", "<html>", "[]", R"({"another":"page"})"})
    sends_next({.status = 200, .body = body});
}

TEST_F(SessionTest, ClosedItBeginsNothing) {
  Begun begun = begin(change(Operation::cancel_sharing, "ACC"));
  EXPECT_EQ(session.close(0).size(), 1u);
  EXPECT_EQ(session.on_token(begun.id, TokenAnswer::available, 0, 0).kind, StepKind::none);
  EXPECT_EQ(code_of(session.begin(invite("kari@x.no"), 0, 0)), ErrorCode::aborted);
  EXPECT_TRUE(session.close(0).empty());
}

}  // namespace
}  // namespace subshare::test
