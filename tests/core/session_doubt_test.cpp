// What may have happened is known in one place: an invitation or a change that ended unclear is
// remembered, and forgotten where it is known what came of it.
#include "session_script.hpp"
#include "subshare/subshare.hpp"

namespace subshare::test {
namespace {

// Pressed again after an unclear outcome, "already so" is success; a refusal does not say what came
// of the first.
TEST_F(SessionTest, EveryUnclearChangeIsRemembered) {
  constexpr struct {
    Operation operation;
    std::string_view already;
  } table[] = {{Operation::accept_invitation, "REQUEST_ACCEPTED"},
               {Operation::decline_invitation, "REQUEST_DECLINED"},
               {Operation::cancel_sharing, "SHARING_ENDED"}};
  for (const auto& row : table) {
    SCOPED_TRACE(endpoint(row.operation).name);
    const Intent intent = change(row.operation, "CODE");
    Begun first = begin(intent);
    send(first);
    EXPECT_TRUE(session.abort(first.id, 0).outcome->unclear);
    const Outcome refused = run(intent, status_body("SHARE_LIMIT"), 1'000);
    EXPECT_EQ(refused.kind, Outcome::Kind::refused);
    EXPECT_TRUE(refused.unclear);
    const Outcome again = run(intent, status_body(row.already), 3'600'000);
    EXPECT_EQ(again.kind, Outcome::Kind::done);
    EXPECT_FALSE(again.unclear);
  }
  EXPECT_EQ(run(change(Operation::accept_invitation, "CODE"), status_body("4")).kind,
            Outcome::Kind::already)
      << "and then it is settled";
}

TEST_F(SessionTest, ARenameALevelAndNetsAreRememberedToo) {
  for (const Operation operation : {Operation::change_invitation_details, Operation::change_nets,
                                    Operation::change_distribution_level}) {
    Intent intent = change(operation, "CODE");
    intent.distribution_level = "N";
    Begun first = begin(intent);
    send(first);
    session.abort(first.id, 0);
    EXPECT_TRUE(run(intent, "", 0, 400).unclear) << endpoint(operation).name;
    EXPECT_EQ(run(intent, "", 0, 204).kind, Outcome::Kind::done);
    EXPECT_FALSE(run(intent, "", 0, 400).unclear) << "what has been done is settled";
  }
}

TEST_F(SessionTest, WhatAListCannotTellIsNotSentAgain) {
  for (const std::string_view row : {
           R"({"shareCode":"N","shareContact":"k***@x.no","productCode":"NAT"})",
           R"({"shareCode":"N","shareContact":"+47 *** ** 567","productCode":"NAT"})",
           R"({"shareCode":"N","productCode":"NAT"})",
           R"({"shareCode":"N","shareContact":"kari@x.no"})",
       }) {
    session.change_user(0);
    read_list(nobody);
    Begun begun = begin(invite("kari@x.no"));
    send(begun);
    session.on_failure(begun.id, Failure::timed_out, 0, 0);
    session.on_timer(begun.id, 2'000, 0);
    session.on_token(begun.id, TokenAnswer::available, 2'000, 0);
    const std::string body = R"({"sharedUserInformationList":[)" + std::string(row) + "]}";
    const Step step = session.on_response(begun.id, {.status = 200, .body = body}, 2'000, 0);
    ASSERT_EQ(step.kind, StepKind::done) << row;
    EXPECT_EQ(step.outcome->error.code, ErrorCode::outcome_unclear);
    EXPECT_TRUE(step.outcome->unclear);
  }
}

// --- A share that is ended meanwhile ---

class DoubtTest : public SessionTest {
 protected:
  // Kari is invited on a list that was read just before, and nobody hears what came of it.
  void invite_unclearly(std::string_view known = nobody) {
    read_list(known);
    Begun begun = begin(invite("kari@x.no"));
    send(begun);
    EXPECT_EQ(begun.step.request.operation, Operation::send_invitation);
    EXPECT_TRUE(session.abort(begun.id, 0).outcome->unclear);
  }
  void end_share(std::string_view code, Milliseconds now) {
    EXPECT_EQ(run(change(Operation::cancel_sharing, code), status_body("SHARING_ENDED"), now).kind,
              Outcome::Kind::done);
  }
  // And on none, since the list refuses to be read: whatever is listed later may be older.
  void invite_unclearly_without_a_list() {
    Begun begun = begin(invite("kari@x.no"));
    send(begun);
    session.on_response(begun.id, {.status = 403}, 0, 0);
    send(begun);
    ASSERT_EQ(begun.step.request.operation, Operation::send_invitation);
    EXPECT_TRUE(session.abort(begun.id, 0).outcome->unclear);
  }
  // Whether the next press is a new wish, that leaves without looking for what the last one did.
  bool next_is_new(Milliseconds now) {
    Begun begun = begin(invite("kari@x.no"), now);
    if (begun.step.kind != StepKind::get_token) return false;
    send(begun, now);
    return begun.step.request.operation == Operation::send_invitation;
  }
  static std::string row(std::string_view code, std::string_view status,
                         std::string_view product = "NAT") {
    return R"({"shareCode":")" + std::string(code) + R"(","shareContact":"kari@x.no",)" +
           R"("productCode":")" + std::string(product) + R"(","shareStatus":")" +
           std::string(status) + R"("})";
  }
  static std::string list_of(std::string_view rows) {
    return R"({"sharedUserInformationList":[)" + std::string(rows) + "]}";
  }
};

TEST_F(DoubtTest, IsOverWhenTheShareThatCameOfItIsEndedHere) {
  invite_unclearly();
  read_list(list_of(row("NEW", "SHARE_REQUEST_SENT")), 30'000);
  end_share("NEW", 30'000);
  read_list(list_of(row("NEW", "SHARING_ENDED")), 30'000);
  EXPECT_TRUE(next_is_new(30'000));
}

// One that was there before is not what came of it.
TEST_F(DoubtTest, OutlivesTheEndOfAnOlderShare) {
  invite_unclearly(list_of(row("OLD", "REQUEST_DECLINED")));
  // The older one was not over for everybody: ended here, where another list has it open.
  read_list(list_of(row("OLD", "SHARE_PAUSED")), 30'000);
  end_share("OLD", 30'000);
  EXPECT_FALSE(next_is_new(30'000));
}

// Of two that are new, one may be another device's; the other one is open all the same.
TEST_F(DoubtTest, OutlivesTheEndOfOneOfTwo) {
  invite_unclearly();
  const std::string other = row("B", "SHARE_REQUEST_SENT", "");
  read_list(list_of(row("A", "SHARE_REQUEST_SENT") + "," + other), 30'000);
  end_share("A", 30'000);
  EXPECT_FALSE(next_is_new(30'000));
}

TEST_F(DoubtTest, IsOverWhenAListShowsThatItHasBeenAnswered) {
  invite_unclearly();
  read_list(list_of(row("NEW", "REQUEST_DECLINED")), 30'000);
  EXPECT_TRUE(next_is_new(30'000));
}

// An older one that is over says nothing of an invitation that left without a list.
TEST_F(DoubtTest, OutlivesAListInWhichAnOlderShareIsOver) {
  invite_unclearly_without_a_list();
  read_list(list_of(row("OLD", "REQUEST_DECLINED")), 1'000);
  EXPECT_FALSE(next_is_new(1'000));
}

// Nor does ending it here: ours may come yet, and would be a second one beside the next.
TEST_F(DoubtTest, OutlivesTheEndOfAShareThatMayBeAnothersMaking) {
  invite_unclearly_without_a_list();
  read_list(list_of(row("OLD", "SHARE_REQUEST_SENT")), 1'000);
  end_share("OLD", 1'000);
  EXPECT_FALSE(next_is_new(1'000));
}

// Pressed again, it looks for what the first press did; and while an older list is on its way the
// owner ends that very share. It was sent, it is over, and nobody shows it as open or asks again.
TEST_F(DoubtTest, OfAShareThatIsEndedDuringTheLookUpMakesNoSecondOne) {
  invite_unclearly();
  Begun again = begin(invite("kari@x.no"), 30'000);
  send(again, 30'000);
  ASSERT_EQ(again.step.request.operation, Operation::list_shared_subscribers);
  const std::string open = list_of(row("NEW", "SHARE_REQUEST_SENT"));
  read_list(open, 30'000);
  end_share("NEW", 30'000);
  EXPECT_EQ(answer(again, 200, open, 31'000).kind, Outcome::Kind::done);
  ASSERT_EQ(session.list().rows().size(), 1u);
  EXPECT_EQ(session.list().rows()[0].share_status, "SHARING_ENDED");
}

// Somebody else's invitation was there, and the person is told so; ours may be at work all the
// same, and would be a second one beside the next.
TEST_F(DoubtTest, OfOneThatMayBeAtWorkBesideAnothersIsWaitedFor) {
  Begun begun = begin(invite("kari@x.no"));
  send(begun);
  ASSERT_EQ(begun.step.request.operation, Operation::list_shared_subscribers);
  session.on_response(begun.id, {.status = 403}, 0, 0);
  send(begun);
  ASSERT_EQ(begun.step.request.operation, Operation::send_invitation);
  session.on_failure(begun.id, Failure::timed_out, 0, 0);
  session.on_timer(begun.id, 2'000, 0);
  send(begun, 2'000);
  const std::string others = list_of(row("OTHERS", "SHARE_REQUEST_SENT"));
  ASSERT_EQ(answer(begun, 200, others, 2'000).kind, Outcome::Kind::already);
  end_share("OTHERS", 3'000);
  const Begun next = begin(invite("kari@x.no"), 4'000);
  EXPECT_EQ(next.step.kind, StepKind::wait);
  EXPECT_EQ(next.step.wait, CallOptions{}.at_work - 4'000);
}

// What was found absent may have come while the repetition was held up.
TEST_F(DoubtTest, IsLookedAtAgainWhereTheRepetitionCouldNotLeaveAtOnce) {
  read_list(nobody);
  Begun begun = begin(invite("kari@x.no"));
  send(begun);
  session.on_failure(begun.id, Failure::timed_out, 0, 0);
  for (const Milliseconds now : {2'000, 30'000}) {
    session.on_timer(begun.id, now, 0);
    send(begun, now);
    ASSERT_EQ(begun.step.request.operation, Operation::list_shared_subscribers);
    begun.step = session.on_response(begun.id, {.status = 200, .body = nobody}, now, 0);
  }
  ASSERT_EQ(begun.step.kind, StepKind::get_token);
  send(begun, 3'600'000);
  EXPECT_EQ(begun.step.request.operation, Operation::list_shared_subscribers);
  const std::string came = list_of(row("NEW", "SHARE_REQUEST_SENT"));
  EXPECT_EQ(answer(begun, 200, came, 3'600'000).kind, Outcome::Kind::done);
}

// --- What may be no list ---

TEST_F(SessionTest, WhatDoesNotSpeakOfPeopleTakesTheirPlaceNowhere) {
  // A list that was asked for before it, and is read after it, is shown.
  const Intent read = change(Operation::list_shared_subscribers, "X");
  Begun list = begin(read);
  send(list);
  run(read, "{}");
  EXPECT_TRUE(session.list().known());
  EXPECT_FALSE(session.list_is_fresh(0));
  answer(list, 200, list_of_three);
  EXPECT_EQ(session.list().rows().size(), 5u);
  EXPECT_TRUE(session.list_is_fresh(0));
  // Where a list says that nobody is there, it stays as fresh as it was.
  read_list(nobody, 1'000);
  run(read, "{}", 2'000);
  EXPECT_TRUE(session.list_is_fresh(2'000));
}

}  // namespace
}  // namespace subshare::test
