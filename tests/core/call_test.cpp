// The paths that all calls share. Invitations have their own file, and so have the limits.
#include "subshare/session.hpp"

#include "call_script.hpp"

namespace subshare::test {
namespace {

bool reads(Operation operation) { return endpoint(operation).repeat == Repeat::safe; }

TEST(Call, TheStraightPathOfEveryOperation) {
  for (const Endpoint& row : endpoint_table) {
    SCOPED_TRACE(row.name);
    Script run(row.operation);
    EXPECT_EQ(run.intent().operation, row.operation);
    EXPECT_EQ(run.start(), row.mode == Mode::client ? "token client" : "token user");
    EXPECT_EQ(run.outcome(), "under way");
    EXPECT_EQ(run.token(), "send " + std::string(row.name));
    const HttpRequest& request = run.step.request;
    EXPECT_EQ(request.method, row.method);
    EXPECT_EQ(request.mode, row.mode);
    EXPECT_TRUE(request.needs_token);
    const std::string url = test_endpoints().url(row.operation, "NAT");
    if (row.method == Method::get) {
      EXPECT_TRUE(request.url.starts_with(url + "?_=")) << "no cache has an answer to it";
    } else {
      EXPECT_EQ(request.url, url);
    }
    EXPECT_EQ(request.body, write_request_body(run.intent()));
    EXPECT_EQ(run.answer(200, good_answer(row.operation)), "done");
    EXPECT_EQ(run.outcome().substr(0, 4), "done");
    EXPECT_FALSE(run.result().unclear);
    EXPECT_EQ(run.result().http_status, 200);
    EXPECT_EQ(run.sends(), 1);
  }
}

TEST(Call, ReadsHandOutWhatTheyRead) {
  const auto answer_of = [](Operation operation, std::string body) {
    Script run(operation);
    run.sent();
    EXPECT_EQ(run.answer(200, std::move(body)), "done");
    return run.result().answer;
  };
  EXPECT_EQ(
      std::get<std::vector<ShareRule>>(
          answer_of(Operation::list_share_rules,
                    R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A"}]})"))
          .size(),
      1u);
  EXPECT_EQ(std::get<std::vector<DistributionLevel>>(
                answer_of(Operation::list_distribution_levels,
                          R"({"distributionLevels":[{"distributionLevel":"N"}]})"))
                .size(),
            1u);
  EXPECT_EQ(std::get<std::vector<Net>>(answer_of(Operation::list_nets, R"({"nets":[{}]})")).size(),
            1u);
}

TEST(Call, TheDeclineRouteNeedsNoToken) {
  Script run(intent_of(Operation::decline_invitation), {}, true);
  EXPECT_EQ(run.start(), "send declineInvitation");
  EXPECT_FALSE(run.step.request.needs_token);
  EXPECT_EQ(run.step.request.url, "https://paper.example/decline");
  EXPECT_EQ(run.answer(200, status_body("5")), "done");
  EXPECT_EQ(run.outcome(), "done REQUEST_DECLINED");
}

// All eleven words and an unknown one, for the four operations that are answered with one.
TEST(Call, EveryStatusMeansWhatTheTableSays) {
  for (const Operation operation : {Operation::send_invitation, Operation::accept_invitation,
                                    Operation::decline_invitation, Operation::cancel_sharing}) {
    for (std::size_t i = 1; i <= known_statuses + 1; ++i) {
      const auto status = static_cast<ShareStatus>(i);
      const std::string word =
          status == ShareStatus::unknown ? "SHARE_PAUSED" : std::string(status_word(status));
      Script run(operation);
      run.sent();
      EXPECT_EQ(run.answer(200, status_body(word)), "done");
      constexpr std::string_view kinds[] = {"done", "already", "refused", "unknown"};
      const auto meaning = static_cast<std::size_t>(status_meaning(operation, status));
      EXPECT_EQ(run.outcome(), std::string(kinds[meaning]) + ' ' + word)
          << endpoint(operation).name;
      EXPECT_EQ(run.result().status.value, status);
    }
  }
}

TEST(Call, SuccessAbsentIsDoneAndFalseIsRefused) {
  for (const Operation operation : {Operation::change_invitation_details, Operation::change_nets,
                                    Operation::change_distribution_level}) {
    const auto outcome_of = [&](std::string body) {
      Script run(operation);
      run.sent();
      EXPECT_EQ(run.answer(200, std::move(body)), "done");
      return run.outcome();
    };
    EXPECT_EQ(outcome_of(R"({"success":true})"), "done");
    EXPECT_EQ(outcome_of("{}"), "done");
    EXPECT_EQ(outcome_of(R"({"success":null})"), "done");
    EXPECT_EQ(outcome_of(R"({"success":false})"), "refused change_refused");
  }
}

TEST(Call, OtherSuccessCodesAreRead) {
  Script run(Operation::cancel_sharing);
  run.sent();
  EXPECT_EQ(run.answer(201, status_body("6")), "done");
  EXPECT_EQ(run.outcome(), "done SHARING_ENDED");
}

TEST(Call, A400IsRefusedWithTheServersWords) {
  for (const Endpoint& row : endpoint_table) {
    Script run(row.operation);
    run.sent();
    EXPECT_EQ(run.answer(400, R"({"exceptionType":"T","errorMessage":"<b>no</b>"})"), "done");
    EXPECT_EQ(run.outcome(), "refused request_refused") << row.name;
    EXPECT_EQ(run.result().server_message, "<b>no</b>");
    EXPECT_EQ(run.result().http_status, 400);
    EXPECT_EQ(run.sends(), 1);
  }
  for (const std::string_view body : {"", "Bad Request", R"({"errorMessage":5})"}) {
    Script run(Operation::cancel_sharing);
    run.sent();
    EXPECT_EQ(run.answer(400, std::string(body)), "done");
    EXPECT_EQ(run.outcome(), "refused request_refused");
    EXPECT_EQ(run.result().server_message, "");
  }
}

TEST(Call, OtherRefusalsAndAnswersThatNoEndpointGives) {
  constexpr struct {
    int status;
    std::string_view outcome;
  } table[] = {
      {403, "refused forbidden"},        {409, "refused request_refused"},
      {422, "refused request_refused"},  {404, "failed unexpected_answer"},
      {405, "failed unexpected_answer"}, {302, "failed unexpected_answer"},
      {304, "failed unexpected_answer"}, {101, "failed unexpected_answer"},
      {0, "failed unexpected_answer"},
  };
  for (const auto& row : table) {
    for (const Operation operation :
         {Operation::list_nets, Operation::accept_invitation, Operation::send_invitation}) {
      Script run(operation);
      run.sent();
      EXPECT_EQ(run.answer(row.status, status_body("1")), "done");
      EXPECT_EQ(run.outcome(), row.outcome) << row.status;
      EXPECT_EQ(run.result().http_status, row.status);
    }
  }
}

TEST(Call, ReadsAndIdempotentChangesAreRepeatedWithBackoff) {
  for (const Endpoint& row : endpoint_table) {
    if (row.repeat == Repeat::look_first) continue;
    for (const int trouble : {0, 1, 2, 3, 4}) {
      SCOPED_TRACE(std::string(row.name) + ' ' + std::to_string(trouble));
      const auto goes_wrong = [&](Script& run) {
        switch (trouble) {
          case 0:
            return run.fails(Failure::lost);
          case 1:
            return run.fails(Failure::timed_out);
          case 2:
            return run.answer(500);
          case 3:
            return run.answer(408);
          default:
            return run.answer(200, "<html>a portal</html>");
        }
      };
      constexpr std::string_view errors[] = {"network_failed", "timed_out", "server_failed",
                                             "server_failed", "answer_not_json"};
      Script run(row.operation);
      const std::string send = run.sent();
      EXPECT_EQ(goes_wrong(run), "wait backoff 251");
      EXPECT_EQ(run.timer_and_sent(), send);
      EXPECT_EQ(goes_wrong(run), "wait backoff 501");
      EXPECT_EQ(run.timer_and_sent(), send);
      EXPECT_EQ(goes_wrong(run), "wait backoff 1001");
      EXPECT_EQ(run.timer_and_sent(), send);
      EXPECT_EQ(goes_wrong(run), "done");
      EXPECT_EQ(run.sends(), 4);
      EXPECT_EQ(run.outcome(), "failed " + std::string(errors[trouble]) +
                                   (reads(row.operation) ? "" : " unclear"));
    }
  }
}

TEST(Call, ALateSuccessIsASuccess) {
  for (const Endpoint& row : endpoint_table) {
    if (row.repeat == Repeat::look_first) continue;
    Script run(row.operation);
    run.sent();
    run.fails(Failure::lost);
    run.timer_and_sent();
    EXPECT_EQ(run.answer(200, good_answer(row.operation)), "done");
    EXPECT_EQ(run.outcome().substr(0, 4), "done");
    EXPECT_FALSE(run.result().unclear);
    EXPECT_EQ(run.sends(), 2);
  }
}

// The first try did it, and the repetition is told that it is so already.
TEST(Call, AlreadySoAfterAnUnclearOutcomeIsSuccess) {
  constexpr struct {
    Operation operation;
    std::string_view status, alone, after_unclear;
  } table[] = {
      {Operation::accept_invitation, "4", "already REQUEST_ACCEPTED", "done REQUEST_ACCEPTED"},
      {Operation::decline_invitation, "5", "done REQUEST_DECLINED", "done REQUEST_DECLINED"},
      {Operation::cancel_sharing, "6", "done SHARING_ENDED", "done SHARING_ENDED"},
      // A status that says something else is still a refusal, and does not say what the first did.
      {Operation::accept_invitation, "6", "refused SHARING_ENDED", "refused SHARING_ENDED unclear"},
      {Operation::decline_invitation, "4", "refused REQUEST_ACCEPTED",
       "refused REQUEST_ACCEPTED unclear"},
  };
  for (const auto& row : table) {
    Script alone(row.operation);
    alone.sent();
    alone.answer(200, status_body(row.status));
    EXPECT_EQ(alone.outcome(), row.alone);
    for (const Failure failure : {Failure::lost, Failure::timed_out, Failure::offline}) {
      Script run(row.operation);
      run.sent();
      run.fails(failure);
      failure == Failure::offline ? run.online() : run.timer();
      run.token();
      run.answer(200, status_body(row.status));
      EXPECT_EQ(run.outcome(), row.after_unclear);
    }
  }
}

// A wrong shape will be the same next time.
TEST(Call, AnAnswerOfAWrongShapeIsNotAskedForAgain) {
  for (const Endpoint& row : endpoint_table) {
    if (row.repeat == Repeat::look_first) continue;
    Script run(row.operation);
    run.sent();
    EXPECT_EQ(run.answer(200, "[]"), "done");
    EXPECT_EQ(run.outcome(), reads(row.operation) ? "failed answer_wrong_type"
                                                  : "failed answer_wrong_type unclear");
    EXPECT_EQ(run.sends(), 1);
  }
  Script missing(Operation::accept_invitation);
  missing.sent();
  EXPECT_EQ(missing.answer(200, "{}"), "done");
  EXPECT_EQ(missing.result().error, (Error{ErrorCode::answer_missing_member, "status", {}}));
}

// The carrier stops reading at max_answer_bytes; the answer will be as large the next time.
TEST(Call, AnAnswerThatIsTooLargeIsNotAskedForAgain) {
  for (const Endpoint& row : endpoint_table) {
    if (row.repeat == Repeat::look_first) continue;
    Script run(row.operation);
    run.sent();
    EXPECT_EQ(run.fails(Failure::too_large), "done");
    EXPECT_EQ(run.outcome(),
              reads(row.operation) ? "failed answer_too_large" : "failed answer_too_large unclear");
    EXPECT_EQ(run.sends(), 1);
  }
}

TEST(Call, A401AsksForOneFreshTokenAndRepeatsOnce) {
  for (const Endpoint& row : endpoint_table) {
    SCOPED_TRACE(row.name);
    const std::string mode = row.mode == Mode::client ? "client" : "user";
    Script run(row.operation);
    const std::string send = run.sent();
    EXPECT_EQ(run.answer(401), "token " + mode + " fresh");
    EXPECT_EQ(run.token(), send);
    EXPECT_EQ(run.answer(200, good_answer(row.operation)), "done");
    EXPECT_EQ(run.outcome().substr(0, 4), "done");
    EXPECT_EQ(run.sends(), 2);

    Script again(row.operation);
    again.sent();
    again.answer(401);
    again.token();
    EXPECT_EQ(again.answer(401), "done");
    EXPECT_EQ(again.outcome(), "failed login_required");
    EXPECT_EQ(again.sends(), 2);
  }
}

TEST(Call, A401DoesNotCountAsAnAttempt) {
  Script run(Operation::list_nets);
  run.sent();
  run.answer(401);
  run.token();
  EXPECT_EQ(run.answer(500), "wait backoff 251");
  EXPECT_EQ(run.timer(), "token user") << "the fresh one is held by now";
  run.token();
  run.answer(500);
  run.timer_and_sent();
  run.answer(500);
  run.timer_and_sent();
  EXPECT_EQ(run.answer(500), "done");
  EXPECT_EQ(run.sends(), 5);
}

// The token route failed once after a 401, and the next try then took the refused token again.
TEST(Call, AFreshTokenIsAskedForUntilItIsThere) {
  Script run(Operation::list_nets);
  run.sent();
  EXPECT_EQ(run.answer(401), "token user fresh");
  EXPECT_EQ(run.token(TokenAnswer::failed), "wait backoff 251");
  EXPECT_EQ(run.timer(), "token user fresh");
  EXPECT_EQ(run.token(), "send listNets");
  EXPECT_EQ(run.answer(200, good_answer(Operation::list_nets)), "done");
}

TEST(Call, A401OfTheDeclineRouteAsksForALogin) {
  Script run(intent_of(Operation::decline_invitation), {}, true);
  run.start();
  EXPECT_EQ(run.answer(401), "done");
  EXPECT_EQ(run.outcome(), "failed login_required") << "the publisher's route asks for a login";
}

TEST(Call, NoTokenMeansLogIn) {
  for (const Endpoint& row : endpoint_table) {
    Script run(row.operation);
    run.start();
    EXPECT_EQ(run.token(TokenAnswer::login_required), "done");
    EXPECT_EQ(run.outcome(), "failed login_required");
    EXPECT_EQ(run.sends(), 0);
  }
}

TEST(Call, ABrokenTokenRouteIsAskedABoundedNumberOfTimes) {
  for (const Endpoint& row : endpoint_table) {
    Script run(row.operation);
    run.start();
    EXPECT_EQ(run.token(TokenAnswer::failed), "wait backoff 251");
    run.timer();
    EXPECT_EQ(run.token(TokenAnswer::failed), "wait backoff 501");
    run.timer();
    EXPECT_EQ(run.token(TokenAnswer::failed), "wait backoff 1001");
    run.timer();
    EXPECT_EQ(run.token(TokenAnswer::failed), "done");
    EXPECT_EQ(run.outcome(), "failed network_failed") << "nothing was sent: nothing is unclear";
    EXPECT_EQ(run.sends(), 0);
  }
}

// The carrier reports a failure while it fetches a token: nothing has been sent.
TEST(Call, NoNetworkForATokenIsNotUnclear) {
  for (const Endpoint& row : endpoint_table) {
    SCOPED_TRACE(row.name);
    Script run(row.operation);
    const std::string token = run.start();
    EXPECT_EQ(run.fails(Failure::offline), "wait offline 600000");
    EXPECT_EQ(run.online(), token);
    EXPECT_EQ(run.fails(Failure::lost), "wait backoff 251");
    EXPECT_EQ(run.timer(), token);
    EXPECT_EQ(run.fails(Failure::timed_out), "wait backoff 501");
    EXPECT_EQ(run.timer(), token);
    EXPECT_EQ(run.token(), "send " + std::string(row.name)) << "not a look-up";
    run.answer(400);
    EXPECT_EQ(run.outcome(), "refused request_refused");

    Script given_up(row.operation);
    given_up.start();
    given_up.fails(Failure::offline);
    EXPECT_EQ(given_up.timer(), "done");
    EXPECT_EQ(given_up.outcome(), "failed offline");
  }
}

TEST(Call, AnExceptionWith200IsARefusal) {
  for (const Endpoint& row : endpoint_table) {
    if (row.repeat == Repeat::safe) continue;
    Script run(row.operation);
    run.sent();
    EXPECT_EQ(run.answer(200, R"({"exceptionType":"T","errorMessage":"no"})"), "done") << row.name;
    EXPECT_EQ(run.outcome(), "refused request_refused") << row.name;
    EXPECT_EQ(run.result().server_message, "no");
  }
}

TEST(Call, NoContentIsDoneWhereNothingIsRequiredOrItSaysSo) {
  for (const Endpoint& row : endpoint_table) {
    if (row.repeat != Repeat::idempotent) continue;
    Script run(row.operation);
    run.sent();
    EXPECT_EQ(run.answer(204, ""), "done") << row.name;
    EXPECT_EQ(run.outcome(), "done") << row.name;
  }
}

}  // namespace
}  // namespace subshare::test
