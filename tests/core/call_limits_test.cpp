// Waiting: for the rate limit, for its pacing, for the network; and that every path ends.
#include <random>

#include "call_script.hpp"
#include "subshare/call.hpp"

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
      spread.push_back(run.step.wait - 1'000);
      run.timer_and_sent();
    }
    return spread;
  };
  EXPECT_THAT(waits(0), ::testing::Each(0));
  EXPECT_THAT(waits(0.5),
              ::testing::ElementsAre(1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000, 30'000));
  for (const Milliseconds wait : waits(0.999999)) EXPECT_LE(wait, 60'000);
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
  // The option was once used for the spread alone.
  EXPECT_EQ(run.answer({.status = 429, .reset = 60}), "wait rate_limited 3000");
}

TEST(CallRateLimit, IsNoAttemptAndEndsAfterSoManyWaits) {
  for (const Endpoint& row : endpoint_table) {
    Script run(row.operation);
    run.sent();
    for (int i = 0; i < 20; ++i) {
      ASSERT_EQ(run.answer(429).substr(0, 17), "wait rate_limited") << row.name << i;
      run.timer_and_sent();
    }
    EXPECT_EQ(run.answer(429), "done");
    EXPECT_EQ(run.outcome(), "failed rate_limited") << "turned away: nothing is unclear";
    EXPECT_EQ(run.call().sends(), 21);
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
  static Step start_after(Call& call, Pacer& pacer, std::int64_t remaining, double random) {
    pacer.on_response({.rate_limit_remaining = remaining, .rate_limit_reset = 60}, 0);
    return call.start(0, random);
  }
  Endpoints endpoints = test_endpoints();
  Pacer pacer;
};

TEST_F(PacedCall, WaitsBeforeItAsksForAToken) {
  Call call(intent_of(Operation::list_nets), endpoints, pacer);
  const Step step = start_after(call, pacer, 0, 0.5);
  EXPECT_EQ(step.kind, StepKind::wait);
  EXPECT_EQ(step.reason, WaitReason::pacing);
  EXPECT_EQ(step.wait, 60'500);
  EXPECT_EQ(call.on_timer(60'500, 0.5).kind, StepKind::get_token);
}

// After each pause a new one was once drawn from what was left of the time, so that a call waited
// for the reset in up to twenty small steps, and had then no wait left for a 429.
TEST_F(PacedCall, IsPacedOnceForEachRequest) {
  Call call(intent_of(Operation::list_nets), endpoints, pacer);
  const Step step = start_after(call, pacer, 10, 0.5);
  EXPECT_EQ(step.wait, 15'000);
  EXPECT_EQ(call.on_timer(15'000, 0.5).kind, StepKind::get_token);
  EXPECT_EQ(call.on_token(TokenAnswer::available, 15'000, 0.5).kind, StepKind::send);
  EXPECT_EQ(call.on_failure(Failure::lost, 16'000, 0.5).kind, StepKind::wait);
  const Step again = call.on_timer(17'000, 0.5);
  EXPECT_EQ(again.kind, StepKind::wait);
  EXPECT_EQ(again.reason, WaitReason::pacing);
}

TEST_F(PacedCall, CanBeAbortedWhileItWaits) {
  Call call(intent_of(Operation::cancel_sharing), endpoints, pacer);
  start_after(call, pacer, 0, 0.5);
  EXPECT_EQ(call.on_abort().kind, StepKind::done);
  EXPECT_EQ(call.outcome().error.code, ErrorCode::aborted);
  EXPECT_FALSE(call.outcome().unclear);
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

TEST(CallOffline, GoesOnWhenTheNetworkIsBack) {
  for (const Endpoint& row : endpoint_table) {
    SCOPED_TRACE(row.name);
    Script run(row.operation);
    const std::string send = run.sent();
    EXPECT_EQ(run.fails(Failure::offline), "wait offline 600000");
    EXPECT_EQ(run.online(), row.mode == Mode::client ? "token client" : "token user");
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
      ASSERT_LT(++times, 21);
      run.online();
      run.token();
    }
    EXPECT_EQ(run.outcome(),
              row.repeat == Repeat::safe ? "failed offline" : "failed offline unclear");
  }
}

// Anything may happen at any step; whatever does, the call ends within its bounds, and an
// invitation is not sent again before the list has shown that it is not there.
TEST(Call, EveryPathEnds) {
  constexpr std::uint32_t seed = 40'000;
  std::mt19937 random(seed);
  const CallOptions defaults;
  // Each of at most four phases (two sends, two look-ups) may use up its attempts; one repetition
  // after a 401; and one send for each wait.
  const int most_sends_of_invitation = 2 + 2 * defaults.max_attempts + 1 + defaults.max_waits;
  const int most_sends_of_others = defaults.max_attempts + 1 + defaults.max_waits;
  int longest = 0;
  for (int round = 0; round < 40'000; ++round) {
    const Endpoint& row = endpoint_table[random() % operation_count];
    Endpoints endpoints = test_endpoints();
    Pacer pacer;
    Call call(intent_of(row.operation), endpoints, pacer);
    Milliseconds now = 0;
    const auto chance = [&] { return static_cast<double>(random() % 1000) / 1000.0; };
    Step step = call.start(now, chance());
    bool may_have_been_sent = false;
    int steps = 0;
    // Some rounds are of one kind of trouble only, so that its bound is reached.
    const auto bias = random() % 4 == 0 ? std::optional(random() % 13) : std::nullopt;
    for (; step.kind != StepKind::done; ++steps) {
      ASSERT_LT(steps, 400) << row.name << ", round " << round << ", seed " << seed;
      ASSERT_FALSE(call.finished());
      if (step.kind == StepKind::get_token) {
        const auto what = random() % 16;
        if (what < 2) {
          step = call.on_token(TokenAnswer::failed, now, chance());
        } else if (what < 4) {
          step = call.on_failure(static_cast<Failure>(what), now, chance());
        } else {
          step = call.on_token(TokenAnswer::available, now, chance());
        }
        continue;
      }
      if (step.kind == StepKind::wait) {
        ASSERT_GT(step.wait, 0);
        ASSERT_LE(step.wait, step.reason == WaitReason::offline ? 600'000 : 120'000);
        if (step.reason == WaitReason::offline && random() % 8 != 0) {
          now += static_cast<Milliseconds>(random() % 1000);
          step = *call.on_online(now, chance());
        } else {
          now += step.wait;
          step = call.on_timer(now, chance());
        }
        continue;
      }
      now += static_cast<Milliseconds>(random() % 20'000);
      const bool is_invitation = step.request.operation == Operation::send_invitation;
      if (is_invitation) {
        ASSERT_FALSE(may_have_been_sent)
            << "sent again blindly, round " << round << ", seed " << seed;
      }
      HttpResponse response{.status = 200, .body = "{}"};
      if (random() % 3 == 0) response.rate_limit_remaining = random() % 30;
      if (random() % 3 == 0) response.rate_limit_reset = random() % 70;
      if (is_invitation) may_have_been_sent = true;
      const auto what = bias.value_or(random() % 13);
      switch (what) {
        case 0:
        case 1:
        case 2:
        case 3:
          step = call.on_failure(static_cast<Failure>(what), now, chance());
          continue;
        case 10:
          response.status = 401;
          break;
        case 4:
        case 5:
          response.status = 429;
          break;
        case 6:
          response.status = 503;
          break;
        case 7:
          response.body = "<html>";
          break;
        case 8:
          response.body = "[]";
          break;
        case 9:
          response.status = random() % 2 == 0 ? 400 : 404;
          break;
        default:
          break;  // "{}": no status, an empty list
      }
      const bool turned_away = response.status >= 400 && response.status < 500;
      if (is_invitation && turned_away) may_have_been_sent = false;
      if (!is_invitation && response.status == 200 && response.body == "{}")
        may_have_been_sent = false;
      step = call.on_response(response, now, chance());
    }
    ASSERT_TRUE(call.finished());
    ASSERT_LE(call.sends(),
              row.repeat == Repeat::look_first ? most_sends_of_invitation : most_sends_of_others)
        << row.name << ", round " << round << ", seed " << seed;
    longest = std::max(longest, steps);
  }
  EXPECT_GT(longest, 60) << "the rounds were too easy";
}

}  // namespace
}  // namespace subshare::test
