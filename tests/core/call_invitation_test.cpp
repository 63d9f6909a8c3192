// Sending an invitation: never repeated blindly. After an unclear outcome the list is read; if the
// person is there it was sent; if not it is sent again, once.
#include "call_script.hpp"
#include "subshare/session.hpp"

namespace subshare::test {
namespace {

constexpr std::string_view sends_it = "send sendInvitation";
constexpr std::string_view looks_it_up = "send listSharedSubscribers";

// Ways an outcome can be unclear; each leads to the token for the look-up.
using Trouble = std::string (*)(Script&);
constexpr Trouble troubles[] = {
    [](Script& run) { return run.paused(run.fails(Failure::lost)); },
    [](Script& run) { return run.paused(run.fails(Failure::timed_out)); },
    [](Script& run) { return run.paused(run.answer(500)); },
    [](Script& run) { return run.paused(run.answer(503, "<html>")); },
    [](Script& run) { return run.paused(run.answer(408)); },
    [](Script& run) { return run.paused(run.fails(Failure::too_large)); },
    [](Script& run) { return run.paused(run.answer(200, "")); },
    [](Script& run) { return run.paused(run.answer(200, "<html>")); },
    [](Script& run) { return run.paused(run.answer(200, "{}")); },
    [](Script& run) { return run.paused(run.answer(200, R"({"status":[5]})")); },
    [](Script& run) {
      EXPECT_EQ(run.fails(Failure::offline).substr(0, 12), "wait offline");
      return run.paused(run.online());
    },
};

TEST(CallInvitation, AClearOutcomeIsNotLookedUp) {
  Script run(Operation::send_invitation);
  EXPECT_EQ(run.sent(), sends_it);
  EXPECT_EQ(run.answer(200, status_body("SHARE_OK")), "done");
  EXPECT_EQ(run.outcome(), "done SHARE_OK");
  EXPECT_EQ(run.sends(), 1);
}

TEST(CallInvitation, FoundInTheListItWasSent) {
  for (const Trouble trouble : troubles) {
    for (const std::string_view status : {"SHARE_REQUEST_SENT", "REQUEST_ACCEPTED", "4"}) {
      Script run(Operation::send_invitation);
      run.sent();
      EXPECT_EQ(trouble(run), "token user");
      EXPECT_EQ(run.token(), looks_it_up);
      EXPECT_EQ(run.step.request.method, Method::get);
      EXPECT_EQ(run.step.request.body, "");
      EXPECT_TRUE(
          run.step.request.url.starts_with("https://api.example/capi/v1/subscription/share?_="));
      // As the server writes the address: with other letters' case.
      EXPECT_EQ(run.answer(200, list_with("KARI@Example.com", status)), "done");
      EXPECT_EQ(run.outcome(), "done SHARE_OK");
      EXPECT_EQ(run.sends(), 2);
      EXPECT_EQ(run.session.list().rows().size(), 1u) << "the list that was read is shown";
    }
  }
}

TEST(CallInvitation, NotFoundItIsSentOnceMore) {
  const std::string not_there[] = {
      nobody,
      list_with("ola@example.com", "SHARE_REQUEST_SENT"),
      list_with("kari@example.com", "SHARE_REQUEST_SENT", "FAM"),
  };
  for (const Trouble trouble : troubles) {
    for (const std::string& list : not_there) {
      Script run(Operation::send_invitation);
      run.sent();
      trouble(run);
      EXPECT_EQ(run.looks(list), "token user");
      EXPECT_EQ(run.token(), sends_it);
      EXPECT_EQ(run.step.request.body, write_request_body(run.intent()));
      EXPECT_EQ(run.answer(200, status_body("SHARE_OK")), "done");
      EXPECT_EQ(run.outcome(), "done SHARE_OK");
      EXPECT_EQ(run.sends(), 2 + run.looks_taken());
      EXPECT_GE(run.looks_taken(), 2) << "and looked for more than once before";
      EXPECT_FALSE(run.result().unclear);
    }
  }
}

std::string row_of_kari(std::string_view code, std::string_view status) {
  return R"({"sharedUserInformationList":[{"shareContact":"kari@example.com","productCode":"NAT",)"
         R"("shareStatus":")" +
         std::string(status) + R"(","shareCode":")" + std::string(code) + R"("}]})";
}

// A row of this person that is neither pending nor accepted: whether it is this invitation's,
// answered meanwhile, or an older one's, what was listed before tells, if anything does.
TEST(CallInvitation, AnAnsweredRowIsThisOnesIfItIsNew) {
  const std::string sent_again = "token user";
  const std::string unclear = "failed outcome_unclear unclear";
  const struct {
    std::string_view listed_before, found_code, found_status;
    std::string expected;
  } table[] = {
      // Nothing was listed before: it is new, whatever its state.
      {"{}", "NEW", "REQUEST_DECLINED", "done SHARE_OK"},
      {"{}", "NEW", "SHARING_ENDED", "done SHARE_OK"},
      {"{}", "NEW", "SHARE_PAUSED", "done SHARE_OK"},
      // It was listed before: an old one.
      {"OLD", "OLD", "REQUEST_DECLINED", sent_again},
      {"OLD", "OLD", "SHARING_ENDED", sent_again},
      {"OLD", "OLD", "SHARE_PAUSED", sent_again},
      // Another one was.
      {"OLD", "NEW", "REQUEST_DECLINED", "done SHARE_OK"},
      // Without a code it cannot be told, nor without a list from just before.
      {"{}", "", "REQUEST_DECLINED", unclear},
      {"", "NEW", "REQUEST_DECLINED", unclear},
      {"", "NEW", "SHARING_ENDED", unclear},
      {"", "NEW", "SHARE_PAUSED", unclear},
      {"", "", "SHARE_PAUSED", unclear},
      // Pending and accepted ones are there in any case, but another device may have made them.
      {"{}", "NEW", "SHARE_REQUEST_SENT", "done SHARE_OK"},
      {"", "NEW", "SHARE_REQUEST_SENT", "already ALREADY_IN_USE"},
      {"", "NEW", "REQUEST_ACCEPTED", "already ALREADY_IN_USE"},
  };
  for (const auto& row : table) {
    SCOPED_TRACE(std::string(row.listed_before) + ' ' + std::string(row.found_code) + ' ' +
                 std::string(row.found_status));
    Script run(Operation::send_invitation);
    if (row.listed_before.empty()) {
      // It could not be read.
      run.now += 60'000;
      run.sent();
      run.answer(404);
      run.token();
    } else {
      if (row.listed_before != "{}")
        run.read_list(row_of_kari(row.listed_before, row.found_status));
      run.sent();
    }
    run.lost();
    const std::string next = run.looks(row_of_kari(row.found_code, row.found_status));
    EXPECT_EQ(next == "done" ? run.outcome() : next, row.expected);
  }
}

// The look-up showed a row whose state we do not know, and "already in use" may be about that one.
TEST(CallInvitation, AlreadyInUseBesideAnUnknownRowIsNotTakenForThisOne) {
  Script run(Operation::send_invitation);
  run.read_list(row_of_kari("OLD", "SHARE_PAUSED"));
  run.sent();
  run.lost();
  run.looks(row_of_kari("OLD", "SHARE_PAUSED"));
  run.token();
  EXPECT_EQ(run.answer(200, status_body("ALREADY_IN_USE")), "done");
  EXPECT_EQ(run.outcome(), "already ALREADY_IN_USE");
}

// What ended unclear and is begun again is looked for before anything is sent.
TEST(CallInvitation, AfterAnEarlierUnclearOneTheListIsReadFirst) {
  const auto unclear = [](Script& run) {
    run.sent();
    run.abort();
    EXPECT_EQ(run.outcome(), "failed aborted unclear");
    run.now += 3'600'000;
    EXPECT_EQ(run.start(), "token user");
  };
  Script found(Operation::send_invitation);
  unclear(found);
  EXPECT_EQ(found.looks(row_of_kari("NEW", "SHARE_REQUEST_SENT")), "done");
  EXPECT_EQ(found.outcome(), "done SHARE_OK");
  EXPECT_EQ(found.sends(), 1);

  Script sent(Operation::send_invitation);
  unclear(sent);
  EXPECT_EQ(sent.looks(nobody), "token user");
  EXPECT_EQ(sent.token(), sends_it);
  EXPECT_EQ(sent.answer(200, status_body("1")), "done");
  EXPECT_EQ(sent.outcome(), "done SHARE_OK");

  Script in_vain(Operation::send_invitation);
  unclear(in_vain);
  in_vain.token();
  EXPECT_EQ(in_vain.answer(403), "done");
  EXPECT_EQ(in_vain.outcome(), "failed outcome_unclear unclear");

  Script logged_out(Operation::send_invitation);
  unclear(logged_out);
  EXPECT_EQ(logged_out.token(TokenAnswer::login_required), "done");
  EXPECT_EQ(logged_out.outcome(), "failed login_required unclear") << "it still is";
}

TEST(CallInvitation, UnclearTwiceAndNotFoundTwiceItFailed) {
  for (const Trouble trouble : troubles) {
    Script run(Operation::send_invitation);
    run.sent();
    trouble(run);
    run.looks(nobody);
    run.token();
    EXPECT_EQ(trouble(run), "token user") << "the repetition is looked up too";
    EXPECT_EQ(run.looks(nobody), "done");
    EXPECT_EQ(run.outcome().substr(0, 7), "failed ");
    EXPECT_FALSE(run.result().unclear) << "the list says that it was not sent";
    EXPECT_EQ(run.sends(), 2 + run.looks_taken());
  }
}

TEST(CallInvitation, UnclearTwiceAndFoundThenItWasSent) {
  for (const Trouble trouble : troubles) {
    Script run(Operation::send_invitation);
    run.sent();
    trouble(run);
    run.looks(nobody);
    run.token();
    trouble(run);
    run.token();
    EXPECT_EQ(run.answer(200, list_with("kari@example.com", "SHARE_REQUEST_SENT")), "done");
    EXPECT_EQ(run.outcome(), "done SHARE_OK");
  }
}

// The first one arrived late, after the list was read.
TEST(CallInvitation, AlreadyInUseAfterAnUnclearOutcomeIsSuccess) {
  Script run(Operation::send_invitation);
  run.sent();
  run.paused(run.fails(Failure::timed_out));
  run.looks(nobody);
  run.token();
  EXPECT_EQ(run.answer(200, status_body("ALREADY_IN_USE")), "done");
  EXPECT_EQ(run.outcome(), "done ALREADY_IN_USE");

  Script alone(Operation::send_invitation);
  alone.sent();
  alone.answer(200, status_body("ALREADY_IN_USE"));
  EXPECT_EQ(alone.outcome(), "already ALREADY_IN_USE");
}

// The pool may be exhausted because the first one, late, took the last of it.
TEST(CallInvitation, ARefusalOfTheRepetitionIsARefusal) {
  Script run(Operation::send_invitation);
  run.sent();
  run.lost();
  run.looks(nobody);
  run.token();
  EXPECT_EQ(run.answer(200, status_body("INVITATIONS_POOL_EXHAUSTED")), "done");
  EXPECT_EQ(run.outcome(), "refused INVITATIONS_POOL_EXHAUSTED");
}

TEST(CallInvitation, TheLookUpIsRepeatedWithBackoff) {
  constexpr Trouble unanswered[] = {
      [](Script& run) { return run.fails(Failure::lost); },
      [](Script& run) { return run.fails(Failure::timed_out); },
      [](Script& run) { return run.answer(500); },
      [](Script& run) { return run.fails(Failure::too_large); },
  };
  for (const Trouble trouble : unanswered) {
    Script run(Operation::send_invitation);
    run.sent();
    run.lost();
    EXPECT_EQ(run.token(), looks_it_up);
    EXPECT_EQ(trouble(run), "wait backoff 251");
    EXPECT_EQ(run.timer_and_sent(), looks_it_up);
    EXPECT_EQ(trouble(run), "wait backoff 501");
    EXPECT_EQ(run.timer_and_sent(), looks_it_up);
    EXPECT_EQ(trouble(run), "wait backoff 1001");
    EXPECT_EQ(run.timer_and_sent(), looks_it_up);
    EXPECT_EQ(trouble(run), "done");
    EXPECT_EQ(run.outcome(), "failed outcome_unclear unclear");
    EXPECT_EQ(run.sends(), 5);
  }
}

// A look-up that was refused once ended as "refused" with the reason of the look-up, as if the
// server had refused the invitation.
TEST(CallInvitation, ARefusedLookUpLeavesTheOutcomeUnclear) {
  for (const int status : {400, 403, 404, 405, 409, 302}) {
    Script run(Operation::send_invitation);
    run.sent();
    run.lost();
    run.token();
    EXPECT_EQ(run.answer(status, R"({"errorMessage":"no"})"), "done");
    EXPECT_EQ(run.outcome(), "failed outcome_unclear unclear") << status;
  }
}

TEST(CallInvitation, ALookUpOfAWrongShapeLeavesTheOutcomeUnclear) {
  Script run(Operation::send_invitation);
  run.sent();
  run.lost();
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(run.token(), looks_it_up);
    run.answer(200, R"({"sharedUserInformationList":{}})");
    if (i < 3) run.timer();
  }
  EXPECT_EQ(run.outcome(), "failed outcome_unclear unclear");
}

TEST(CallInvitation, ALogInNeededForTheLookUpLeavesTheOutcomeUnclear) {
  Script run(Operation::send_invitation);
  run.sent();
  run.lost();
  EXPECT_EQ(run.token(TokenAnswer::login_required), "done");
  EXPECT_EQ(run.outcome(), "failed login_required unclear");

  Script refused(Operation::send_invitation);
  refused.sent();
  refused.lost();
  refused.token();
  EXPECT_EQ(refused.answer(401), "token user fresh");
  EXPECT_EQ(refused.token(), looks_it_up);
  EXPECT_EQ(refused.answer(401), "done");
  EXPECT_EQ(refused.outcome(), "failed login_required unclear");
}

TEST(CallInvitation, OneFreshTokenForTheWholeCall) {
  Script run(Operation::send_invitation);
  run.sent();
  EXPECT_EQ(run.answer(401), "token user fresh");
  EXPECT_EQ(run.token(), sends_it) << "a 401 says that nothing happened";
  run.lost();
  run.token();
  EXPECT_EQ(run.answer(401), "done");
  EXPECT_EQ(run.outcome(), "failed login_required unclear");
}

TEST(CallInvitation, ATokenThatCannotBeFetchedForTheLookUpLeavesTheOutcomeUnclear) {
  Script run(Operation::send_invitation);
  run.sent();
  run.lost();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(run.token(TokenAnswer::failed).substr(0, 12), "wait backoff");
    run.timer();
  }
  EXPECT_EQ(run.token(TokenAnswer::failed), "done");
  EXPECT_EQ(run.outcome(), "failed outcome_unclear unclear");
}

TEST(CallInvitation, TheLookUpWaitsForTheRateLimit) {
  Script run(Operation::send_invitation);
  run.sent();
  run.lost();
  run.token();
  EXPECT_EQ(run.answer({.status = 429, .reset = 7}), "wait rate_limited 8000");
  EXPECT_EQ(run.timer_and_sent(), looks_it_up);
  EXPECT_EQ(run.answer(200, list_with("kari@example.com", "SHARE_REQUEST_SENT")), "done");
  EXPECT_EQ(run.outcome(), "done SHARE_OK");
}

TEST(CallInvitation, A429OfTheInvitationIsNotUnclear) {
  Script run(Operation::send_invitation);
  run.sent();
  EXPECT_EQ(run.answer({.status = 429, .reset = 1}), "wait rate_limited 2000");
  EXPECT_EQ(run.timer_and_sent(), sends_it);
  EXPECT_EQ(run.answer(200, status_body("1")), "done");
  EXPECT_EQ(run.outcome(), "done SHARE_OK");
}

TEST(CallInvitation, AbortSaysWhetherItMayHaveBeenSent) {
  Script before(Operation::send_invitation);
  before.start();
  before.abort();
  EXPECT_EQ(before.outcome(), "failed aborted");

  Script under_way(Operation::send_invitation);
  under_way.sent();
  under_way.abort();
  EXPECT_EQ(under_way.outcome(), "failed aborted unclear");

  Script looking(Operation::send_invitation);
  looking.sent();
  looking.lost();
  looking.token();
  looking.abort();
  EXPECT_EQ(looking.outcome(), "failed aborted unclear");

  Script looked(Operation::send_invitation);
  looked.sent();
  looked.lost();
  looked.token();
  looked.answer(200, nobody);
  looked.abort();
  EXPECT_EQ(looked.outcome(), "failed aborted unclear") << "it may still be at work";

  Script proved(Operation::send_invitation);
  proved.sent();
  proved.lost();
  proved.looks(nobody);
  proved.abort();
  EXPECT_EQ(proved.outcome(), "failed aborted") << "the list says that it was not sent";
}

TEST(CallInvitation, OfflineForTooLongLeavesTheOutcomeUnclear) {
  Script run(Operation::send_invitation);
  run.sent();
  EXPECT_EQ(run.fails(Failure::offline), "wait offline 600000");
  EXPECT_EQ(run.timer(), "done");
  EXPECT_EQ(run.outcome(), "failed offline unclear");
}

// A request that was given up may still be at work, and its row come after the first look.
TEST(CallInvitation, ItIsNotSentAgainWhileTheFirstMayBeAtWork) {
  const CallOptions options;
  const struct {
    Trouble trouble;
    Milliseconds at_work;
  } table[] = {{[](Script& run) { return run.fails(Failure::timed_out); }, options.at_work},
               {[](Script& run) { return run.answer(503); }, options.at_work},
               {[](Script& run) { return run.answer(408); }, options.at_work},
               {[](Script& run) { return run.fails(Failure::lost); }, options.at_work_lost}};
  for (const auto& row : table) {
    Script run(Operation::send_invitation);
    run.sent();
    const Milliseconds given_up = run.now;
    EXPECT_EQ(row.trouble(run), "wait backoff 2000") << "it is waited before the first look";
    run.timer();
    EXPECT_EQ(run.looks(nobody), "token user");
    EXPECT_GE(run.now, given_up + row.at_work);
  }
}

// A page that slept for a day wakes up when nothing can be at work any more, and looks twice still.
TEST(CallInvitation, OneLookIsNotEnoughHoweverLateItIs) {
  Script run(Operation::send_invitation);
  run.sent();
  run.fails(Failure::timed_out);
  run.now += 86'400'000;
  run.timer();
  EXPECT_EQ(run.looks(nobody), "token user");
  EXPECT_EQ(run.looks_taken(), 2);
}

TEST(CallInvitation, WhatIsNoListOfPeopleCannotTell) {
  Script run(Operation::send_invitation);
  run.sent();
  run.lost();
  run.token();
  EXPECT_EQ(run.answer(200, "{}"), "done");
  EXPECT_EQ(run.outcome(), "failed outcome_unclear unclear");
}

}  // namespace
}  // namespace subshare::test
