// Waiting: for the rate limit, for its pacing, for the network.
#include "call_script.hpp"
#include "pacer.hpp"
#include "subshare/session.hpp"

namespace subshare::test {
namespace {

TEST(CallRateLimit, WaitsForTheResetThatIsStated) {
  constexpr struct {
    std::optional<std::int64_t> reset;
    std::string_view expected;  // with half of the spread of 2 s
  } table[] = {
      {5, "wait rate_limited 6000"},
      {1, "wait rate_limited 2000"},
      {60, "wait rate_limited 61000"},
      // The limit renews every 60 s; more is a clock or a unit that is wrong.
      {61, "wait rate_limited 61000"},
      {1'700'000'000, "wait rate_limited 61000"},
      {INT64_MAX, "wait rate_limited 61000"},
      {0, "wait rate_limited 2000"},
      {-5, "wait rate_limited 2000"},
      {INT64_MIN, "wait rate_limited 2000"},
      {std::nullopt, "wait rate_limited 6000"},  // not stated: 5 s
  };
  for (const auto& row : table) {
    for (const Endpoint& each : endpoint_table) {
      Script run(each.operation);
      const std::string send = run.sent();
      EXPECT_EQ(run.answer({.status = 429, .reset = row.reset}), row.expected);
      EXPECT_EQ(run.timer_and_sent(), send) << "a 429 says that nothing happened";
    }
  }
}

TEST(CallRateLimit, TheSpreadGrowsWithEachWaitUpToALimit) {
  const auto waits = [](double random) {
    Script run(Operation::list_nets);
    run.random = random;
    run.sent();
    std::vector<Milliseconds> spread;
    for (int i = 0; i < 8; ++i) {
      run.answer({.status = 429, .reset = 1});
      const Milliseconds waited = run.step.wait;
      spread.push_back(run.step.wait - 1'000);
      run.timer_and_sent();
      run.now -= waited;  // how long it has waited is another test's
    }
    return spread;
  };
  EXPECT_THAT(waits(0), ::testing::Each(0));
  EXPECT_THAT(waits(0.5),
              ::testing::ElementsAre(1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000, 30'000));
  for (const Milliseconds wait : waits(0.999999)) EXPECT_LE(wait, 60'000);
}

constexpr Milliseconds minutes = 60'000;

// What a call that was first turned away `waited` before waits beyond the reset.
Milliseconds patience(Milliseconds waited, std::int64_t reset, Operation operation,
                      std::optional<std::int64_t> remaining = 0) {
  Script run(operation);
  run.random = 0;
  run.sent();
  run.answer({.status = 429, .remaining = remaining, .reset = reset});
  run.now += waited - run.step.wait;
  run.timer_and_sent();
  run.answer({.status = 429, .remaining = remaining, .reset = reset});
  return run.step.wait - reset * 1'000;
}

TEST(CallRateLimit, TheLongerItHasWaitedTheMoreSeldomItAsks) {
  constexpr struct {
    Milliseconds waited, expected;  // where the limit was used up at the end of the minute
  } table[] = {
      {0, 0},
      {1 * minutes, 3'102},
      {5 * minutes, 15'512},
      {30 * minutes, 93'076},
      {60 * minutes, 180'000},  // three minutes at most,
      {120 * minutes, 180'000},
      {121 * minutes, 375'409},      // and after two hours,
      {1'200 * minutes, 3'600'000},  // an hour
      {10'000 * minutes, 3'600'000},
  };
  for (const auto& row : table) {
    EXPECT_EQ(patience(row.waited, 1, Operation::list_nets), row.expected) << row.waited;
  }
}

TEST(CallRateLimit, TheSoonerTheMinuteIsUsedUpTheMoreSeldomItAsks) {
  constexpr struct {
    std::int64_t reset;
    Milliseconds after_5_minutes, after_3_hours;
  } table[] = {
      {1, 15'512, 558'460},    {15, 26'666, 960'000},    {20, 33'750, 1'215'000},
      {30, 60'000, 2'160'000}, {40, 135'000, 3'600'000}, {59, 135'000, 3'600'000},
  };
  for (const auto& row : table) {
    EXPECT_EQ(patience(5 * minutes, row.reset, Operation::list_nets), row.after_5_minutes)
        << row.reset;
    EXPECT_EQ(patience(180 * minutes, row.reset, Operation::list_nets), row.after_3_hours)
        << row.reset;
  }
}

// Then it was the second that had none left, which says nothing of the line.
TEST(CallRateLimit, WithCallsLeftInTheMinuteItDoesNotMatterHowSoon) {
  EXPECT_EQ(patience(5 * minutes, 50, Operation::list_nets, 1'200), 15'000);
}

TEST(CallRateLimit, AnInvitationWaitsHalfAsLong) {
  EXPECT_EQ(patience(5 * minutes, 30, Operation::send_invitation), 30'000);
}

TEST(CallRateLimit, TheOptionsBoundIt) {
  CallOptions options;
  options.rate_limit_default = 200;
  options.rate_limit_longest = 3'000;
  Script run(intent_of(Operation::list_nets), options);
  run.random = 0;
  run.sent();
  EXPECT_EQ(run.answer(429), "wait rate_limited 200");
  run.timer_and_sent();
  run.now -= 200;
  // The option was once used for the spread alone.
  EXPECT_EQ(run.answer({.status = 429, .reset = 60}), "wait rate_limited 3000");
  run.now += 500'000'000;
  run.timer_and_sent();
  run.random = 1;
  run.answer({.status = 429, .reset = 60});
  EXPECT_EQ(run.step.wait, 62 * 3'000);
}

TEST(CallRateLimit, IsNoAttemptAndEndsAfterSoManyWaits) {
  for (const Endpoint& row : endpoint_table) {
    Script run(row.operation);
    run.sent();
    for (int i = 0; i < CallOptions{}.max_waits; ++i) {
      ASSERT_EQ(run.answer(429).substr(0, 17), "wait rate_limited") << row.name << i;
      run.timer_and_sent();
    }
    EXPECT_EQ(run.answer(429), "done");
    EXPECT_EQ(run.outcome(), "failed rate_limited") << "turned away: nothing is unclear";
    EXPECT_EQ(run.sends(), CallOptions{}.max_waits + 1);
  }
  Script run(Operation::list_nets);
  run.sent();
  for (int i = 0; i < 5; ++i) {
    run.answer(429);
    run.timer_and_sent();
  }
  EXPECT_EQ(run.answer(500), "wait backoff 251") << "the first attempt that counts";
}

TEST(Pacer, DelaysOnlyWhenRequestsAreScarce) {
  constexpr Milliseconds now = 50'000;
  const auto delay = [&](std::optional<std::int64_t> remaining, std::optional<std::int64_t> reset,
                         double random, Milliseconds later = 0) {
    Pacer pacer;
    pacer.on_response(
        {.status = 200, .body = {}, .rate_limit_remaining = remaining, .rate_limit_reset = reset},
        now);
    return pacer.delay(now + later, random);
  };
  EXPECT_EQ(Pacer().delay(now, 0.5), 0);
  EXPECT_EQ(delay(100, 60, 0.999), 0);
  EXPECT_EQ(delay(20, 60, 0.999), 0);
  // Nothing can be told from half of it.
  EXPECT_EQ(delay({}, 60, 0.999), 0);
  EXPECT_EQ(delay(0, {}, 0.999), 0);
  // The fewer are left, the longer; spread over what is left of the time.
  EXPECT_EQ(delay(19, 60, 0.5), 1'500);
  EXPECT_EQ(delay(10, 60, 0.5), 15'000);
  EXPECT_EQ(delay(1, 60, 0.5), 28'500);
  EXPECT_EQ(delay(10, 60, 0), 0);
  EXPECT_EQ(delay(10, 60, 0.5, 30'000), 7'500);
  // None left: after the reset, not all at once.
  EXPECT_EQ(delay(0, 60, 0), 60'000);
  EXPECT_EQ(delay(0, 60, 0.5), 60'500);
  EXPECT_EQ(delay(0, 60, 0.5, 59'999), 501);
  // The reset is over.
  EXPECT_EQ(delay(0, 60, 0.5, 60'000), 0);
  EXPECT_EQ(delay(0, 0, 0.5), 0);
  // Numbers that cannot be right.
  EXPECT_EQ(delay(0, INT64_MAX, 0.5), 60'500);
  EXPECT_EQ(delay(0, INT64_MIN, 0.5), 0);
  EXPECT_EQ(delay(-5, 60, 0.5), 0);
  EXPECT_EQ(delay(INT64_MAX, 60, 0.5), 0);
}

TEST(Pacer, TheLastAnswerCounts) {
  Pacer pacer;
  pacer.on_response({.rate_limit_remaining = 0, .rate_limit_reset = 60}, 0);
  EXPECT_GT(pacer.delay(0, 0.5), 0);
  pacer.on_response({.status = 200}, 10);
  EXPECT_GT(pacer.delay(10, 0.5), 0) << "an answer without the headers says nothing";
  pacer.on_response({.rate_limit_remaining = 99, .rate_limit_reset = 50}, 20);
  EXPECT_EQ(pacer.delay(20, 0.5), 0);
}

// Two calls of one session; the first one's answer slows the second down before it is turned away.
class PacedCall : public ::testing::Test {
 protected:
  // Another call, answered with so much left of the limit.
  void told(std::int64_t remaining, Milliseconds now = 0) {
    const CallId other = session.begin(intent_of(Operation::list_share_rules), now, 0)->id;
    if (session.on_token(other, TokenAnswer::available, now, 0).kind != StepKind::send) {
      session.on_timer(other, now, 0);
      session.on_token(other, TokenAnswer::available, now, 0);
    }
    session.on_response(
        other,
        {.status = 200, .body = "{}", .rate_limit_remaining = remaining, .rate_limit_reset = 60},
        now, 0);
  }
  Session::Begun begin(Operation operation) { return *session.begin(intent_of(operation), 0, 0.5); }
  Session session{test_endpoints()};
};

TEST_F(PacedCall, WaitsBeforeItAsksForAToken) {
  told(0);
  const auto [id, step] = begin(Operation::list_nets);
  EXPECT_EQ(step.kind, StepKind::wait);
  EXPECT_EQ(step.reason, WaitReason::pacing);
  EXPECT_EQ(step.wait, 60'500);
  EXPECT_EQ(session.on_timer(id, 60'500, 0.5).kind, StepKind::get_token);
}

// After each pause a new one was once drawn from what was left of the time, so that a call waited
// for the reset in up to twenty small steps, and had then no wait left for a 429.
TEST_F(PacedCall, IsPacedOnceForEachRequest) {
  told(10);
  const auto [id, step] = begin(Operation::list_nets);
  EXPECT_EQ(step.wait, 15'000);
  EXPECT_EQ(session.on_timer(id, 15'000, 0.5).kind, StepKind::get_token);
  EXPECT_EQ(session.on_token(id, TokenAnswer::available, 15'000, 0.5).kind, StepKind::send);
  EXPECT_EQ(session.on_failure(id, Failure::lost, 16'000, 0.5).kind, StepKind::wait);
  const Step again = session.on_timer(id, 17'000, 0.5);
  EXPECT_EQ(again.kind, StepKind::wait);
  EXPECT_EQ(again.reason, WaitReason::pacing);
}

// Each has its own time after a 429. At the reset all those met who had been told of it meanwhile,
// by another call of their session.
TEST_F(PacedCall, IsNotPacedAfterA429) {
  const CallId id = begin(Operation::list_nets).id;
  session.on_token(id, TokenAnswer::available, 0, 0.5);
  session.on_response(id, {.status = 429, .rate_limit_remaining = 0, .rate_limit_reset = 1}, 0,
                      0.5);
  told(0, 4'000);
  EXPECT_EQ(session.on_timer(id, 5'000, 0.5).kind, StepKind::get_token);
}

TEST_F(PacedCall, CanBeAbortedWhileItWaits) {
  told(0);
  const CallId id = begin(Operation::cancel_sharing).id;
  const Step step = session.abort(id, 0);
  ASSERT_EQ(step.kind, StepKind::done);
  EXPECT_EQ(step.outcome->error.code, ErrorCode::aborted);
  EXPECT_FALSE(step.outcome->unclear);
}

TEST(CallBackoff, IsFullyJitteredAndBounded) {
  CallOptions options;
  options.max_attempts = 10;
  const auto waits = [&](double random) {
    Script run(intent_of(Operation::list_nets), options);
    run.random = random;
    run.sent();
    std::vector<Milliseconds> all;
    while (run.answer(500) != "done") {
      all.push_back(run.step.wait);
      run.timer_and_sent();
    }
    return all;
  };
  EXPECT_THAT(waits(0), ::testing::Each(1));
  EXPECT_THAT(waits(0.5),
              ::testing::ElementsAre(251, 501, 1'001, 2'001, 4'001, 5'001, 5'001, 5'001, 5'001));
}

// It was once made later by up to a minute, or not looked at.
TEST(CallRateLimit, RetryAfterIsKeptToExactly) {
  for (const Endpoint& each : endpoint_table) {
    SCOPED_TRACE(each.name);
    Script run(each.operation);
    const std::string send = run.sent();
    EXPECT_EQ(run.answer({.status = 429, .remaining = 0, .reset = 7, .retry_after = 90'000}),
              "wait rate_limited 90000")
        << "whatever the reset says";
    EXPECT_EQ(run.timer_and_sent(), send);
    EXPECT_EQ(run.answer({.status = 503, .retry_after = 45'000}), "wait backoff 45000");
    Script longer(each.operation);
    longer.sent();
    EXPECT_EQ(longer.answer({.status = 429, .retry_after = 1'000'000'000}), "done")
        << "longer than any call";
    EXPECT_EQ(longer.outcome(), "failed rate_limited");
  }
}

TEST(CallOffline, GoesOnWhenTheNetworkIsBack) {
  for (const Endpoint& row : endpoint_table) {
    SCOPED_TRACE(row.name);
    Script run(row.operation);
    const std::string send = run.sent();
    EXPECT_EQ(run.fails(Failure::offline), "wait offline 600000");
    EXPECT_EQ(run.paused(run.online()), row.mode == Mode::client ? "token client" : "token user");
    EXPECT_EQ(run.token(), row.repeat == Repeat::look_first ? "send listSharedSubscribers" : send);
    EXPECT_EQ(run.online(), "nothing") << "it does not wait for that any more";
  }
}

TEST(CallOffline, OnlineIsNoNewsToACallThatWaitsForSomethingElse) {
  Script run(Operation::list_nets);
  EXPECT_EQ(run.online(), "nothing");
  run.start();
  EXPECT_EQ(run.online(), "nothing");
  run.token();
  EXPECT_EQ(run.online(), "nothing");
  run.fails(Failure::lost);
  EXPECT_EQ(run.online(), "nothing") << "a backoff";
  run.timer_and_sent();
  run.answer(429);
  EXPECT_EQ(run.online(), "nothing") << "a rate limit";
}

TEST(CallOffline, IsWaitedOutForSoLongInAll) {
  Script run(Operation::list_nets);
  run.sent();
  EXPECT_EQ(run.fails(Failure::offline), "wait offline 600000");
  run.now += 400'000;
  run.online();
  run.token();
  EXPECT_EQ(run.fails(Failure::offline), "wait offline 200000") << "the same loss goes on";
  EXPECT_EQ(run.timer(), "done");
  EXPECT_EQ(run.outcome(), "failed offline");
}

TEST(CallOffline, AnAnswerStartsTheTimeAnew) {
  Script run(Operation::list_nets);
  run.sent();
  run.fails(Failure::offline);
  run.now += 400'000;
  run.online();
  run.token();
  EXPECT_EQ(run.answer(500), "wait backoff 251") << "being offline was no attempt";
  run.timer_and_sent();
  EXPECT_EQ(run.fails(Failure::offline), "wait offline 600000");
}

TEST(CallOffline, ANetworkThatComesAndGoesEndsTheCallAtLast) {
  for (const Endpoint& row : endpoint_table) {
    Script run(row.operation);
    run.sent();
    int times = 0;
    while (run.fails(Failure::offline) != "done") {
      ASSERT_LE(++times, CallOptions{}.max_waits);
      run.paused(run.online());
      run.token();
    }
    EXPECT_EQ(run.outcome(),
              row.repeat == Repeat::safe ? "failed offline" : "failed offline unclear");
  }
}

}  // namespace
}  // namespace subshare::test
