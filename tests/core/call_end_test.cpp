// How calls end: given up, after another user has come, and at all.
#include <random>

#include "call_script.hpp"
#include "subshare/call.hpp"

namespace subshare::test {
namespace {

constexpr Operation idempotent[] = {Operation::accept_invitation,
                                    Operation::decline_invitation,
                                    Operation::change_invitation_details,
                                    Operation::cancel_sharing,
                                    Operation::change_nets,
                                    Operation::change_distribution_level};

// The next token would be another person's.
TEST(Call, EndsWhereAnotherUserHasCome) {
  for (const Endpoint& row : endpoint_table) {
    SCOPED_TRACE(row.name);
    ShareList list;
    Script before(row.operation);
    before.call().belong_to(list);
    list.clear();
    EXPECT_EQ(before.start(), "done");
    EXPECT_EQ(before.outcome(), "failed aborted");
    EXPECT_EQ(before.call().sends(), 0);

    Script with_token(row.operation);
    with_token.call().belong_to(list);
    with_token.start();
    list.clear();
    EXPECT_EQ(with_token.token(), "done");
    EXPECT_EQ(with_token.outcome(), "failed aborted");
    EXPECT_EQ(with_token.call().sends(), 0);

    Script waiting(row.operation);
    waiting.call().belong_to(list);
    waiting.sent();
    waiting.answer(429);
    list.clear();
    EXPECT_EQ(waiting.timer(), "done");
    EXPECT_EQ(waiting.outcome(), "failed aborted");

    Script same(row.operation);
    same.call().belong_to(list);
    EXPECT_EQ(same.start().substr(0, 5), "token");
  }
}

TEST(Call, AbortAtEachStep) {
  for (const Operation operation : idempotent) {
    SCOPED_TRACE(endpoint(operation).name);
    {
      Script run(operation);
      run.start();
      EXPECT_EQ(run.abort(), "done");
      EXPECT_EQ(run.outcome(), "failed aborted") << "before anything was sent";
    }
    {
      Script run(operation);
      run.sent();
      EXPECT_EQ(run.abort(), "done");
      EXPECT_EQ(run.outcome(), "failed aborted unclear") << "while it was under way";
    }
    {
      Script run(operation);
      run.sent();
      run.answer(429);
      EXPECT_EQ(run.abort(), "done");
      EXPECT_EQ(run.outcome(), "failed aborted") << "the server turned it away";
    }
    {
      Script run(operation);
      run.sent();
      run.answer(401);
      EXPECT_EQ(run.abort(), "done");
      EXPECT_EQ(run.outcome(), "failed aborted");
    }
    {
      Script run(operation);
      run.sent();
      run.fails(Failure::lost);
      EXPECT_EQ(run.abort(), "done");
      EXPECT_EQ(run.outcome(), "failed aborted unclear") << "between two tries";
    }
    {
      Script run(operation);
      run.sent();
      run.fails(Failure::offline);
      EXPECT_EQ(run.abort(), "done");
      EXPECT_EQ(run.outcome(), "failed aborted unclear");
    }
  }
  Script read(Operation::list_nets);
  read.sent();
  EXPECT_EQ(read.abort(), "done");
  EXPECT_EQ(read.outcome(), "failed aborted") << "a read changes nothing";
}

// An answer, a timer or an abort that comes too late once turned a finished call into another one.
TEST(Call, NothingBringsAFinishedCallBack) {
  const auto too_late = [](Script& run) {
    const std::string outcome = run.outcome();
    const int sends = run.call().sends();
    EXPECT_EQ(run.token(), "done");
    EXPECT_EQ(run.token(TokenAnswer::login_required), "done");
    EXPECT_EQ(run.answer(200, status_body("7")), "done");
    EXPECT_EQ(run.answer(500), "done");
    EXPECT_EQ(run.fails(Failure::lost), "done");
    EXPECT_EQ(run.fails(Failure::offline), "done");
    EXPECT_EQ(run.timer(), "done");
    EXPECT_EQ(run.online(), "nothing");
    EXPECT_EQ(run.abort(), "done");
    EXPECT_EQ(run.outcome(), outcome);
    EXPECT_EQ(run.call().sends(), sends);
  };
  for (const Endpoint& row : endpoint_table) {
    Script done(row.operation);
    done.sent();
    done.answer(200, good_answer(row.operation));
    too_late(done);
    Script aborted(row.operation);
    aborted.sent();
    aborted.abort();
    too_late(aborted);
    Script offline(row.operation);
    offline.sent();
    offline.fails(Failure::offline);
    offline.abort();
    too_late(offline);
  }
}

// Anything may happen at any step; whatever does, the call ends within its bounds, and an
// invitation is not sent again before the list has shown that it is not there.
TEST(Call, EveryPathEnds) {
  constexpr std::uint32_t seed = 20'000;
  std::mt19937 random(seed);
  const CallOptions defaults;
  // Each of at most four phases (two sends, two look-ups) may use up its attempts; one repetition
  // after a 401; and one send for each wait.
  const int most_sends_of_invitation = 2 + 2 * defaults.max_attempts + 1 + defaults.max_waits;
  const int most_sends_of_others = defaults.max_attempts + 1 + defaults.max_waits;
  int longest = 0;
  for (int round = 0; round < 20'000; ++round) {
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
      ASSERT_LT(steps, 800) << row.name << ", round " << round << ", seed " << seed;
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
        ASSERT_LE(step.wait, step.reason == WaitReason::offline ? 600'000 : 62 * 60'000);
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
