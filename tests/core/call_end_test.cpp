// How calls end: given up, after another user has come, and at all.
#include <random>

#include "call_script.hpp"
#include "subshare/session.hpp"

namespace subshare::test {
namespace {

constexpr Operation idempotent[] = {Operation::accept_invitation,
                                    Operation::decline_invitation,
                                    Operation::change_invitation_details,
                                    Operation::cancel_sharing,
                                    Operation::change_nets,
                                    Operation::change_distribution_level};

// The next token would be another person's.
TEST(Call, EndsWhereAnotherUserComes) {
  for (const Endpoint& row : endpoint_table) {
    SCOPED_TRACE(row.name);
    const auto ends = [](Script& run, bool unclear) {
      const auto ended = run.session.change_user(run.now);
      ASSERT_EQ(ended.size(), 1u);
      EXPECT_EQ(ended[0].id, run.id());
      EXPECT_EQ(ended[0].outcome.error.code, ErrorCode::aborted);
      EXPECT_EQ(ended[0].outcome.unclear, unclear);
      for (const std::string& next : {run.token(), run.timer(), run.online(), run.abort(),
                                      run.answer(200, "{}"), run.fails(Failure::lost)})
        EXPECT_EQ(next, "nothing") << "and asks for no token";
    };
    Script with_token(row.operation);
    with_token.start();
    ends(with_token, false);

    Script on_its_way(row.operation);
    on_its_way.sent();
    ends(on_its_way, row.repeat != Repeat::safe);

    Script waiting(row.operation);
    waiting.sent();
    waiting.answer(429);
    ends(waiting, false);
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
    const int sends = run.sends();
    EXPECT_EQ(run.token(), "nothing");
    EXPECT_EQ(run.token(TokenAnswer::login_required), "nothing");
    EXPECT_EQ(run.answer(200, status_body("7")), "nothing");
    EXPECT_EQ(run.answer(500), "nothing");
    EXPECT_EQ(run.fails(Failure::lost), "nothing");
    EXPECT_EQ(run.fails(Failure::offline), "nothing");
    EXPECT_EQ(run.timer(), "nothing");
    EXPECT_EQ(run.online(), "nothing");
    EXPECT_EQ(run.abort(), "nothing");
    EXPECT_EQ(run.outcome(), outcome);
    EXPECT_EQ(run.sends(), sends);
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
  // The list before it; two sends; after each of them at most five looks, each of which may use up
  // its attempts; one repetition after a 401; and one send for each wait.
  const int most_sends_of_invitation = 1 + 2 + 10 * defaults.max_attempts + 1 + defaults.max_waits;
  const int most_sends_of_others = defaults.max_attempts + 1 + defaults.max_waits;
  int longest = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Endpoint& row = endpoint_table[random() % operation_count];
    Session session(test_endpoints());
    Milliseconds now = 0;
    const auto chance = [&] { return static_cast<double>(random() % 1000) / 1000.0; };
    auto begun = session.begin(intent_of(row.operation), now, chance());
    ASSERT_TRUE(begun);
    const CallId id = begun->id;
    Step step = std::move(begun->step);
    int sends = 0;
    bool may_have_been_sent = false;
    int steps = 0;
    // Some rounds are of one kind of trouble only, so that its bound is reached.
    const auto bias = random() % 4 == 0 ? std::optional(random() % 13) : std::nullopt;
    for (; step.kind != StepKind::done; ++steps) {
      ASSERT_LT(steps, 800) << row.name << ", round " << round << ", seed " << seed;
      if (step.kind == StepKind::get_token) {
        const auto what = random() % 16;
        if (what < 2) {
          step = session.on_token(id, TokenAnswer::failed, now, chance());
        } else if (what < 4) {
          step = session.on_failure(id, static_cast<Failure>(what), now, chance());
        } else {
          step = session.on_token(id, TokenAnswer::available, now, chance());
        }
        continue;
      }
      if (step.kind == StepKind::wait) {
        ASSERT_GT(step.wait, 0);
        ASSERT_LE(step.wait, step.reason == WaitReason::offline ? 600'000 : 62 * 60'000);
        if (step.reason == WaitReason::offline && random() % 8 != 0) {
          now += static_cast<Milliseconds>(random() % 1000);
          step = session.on_online(id, now, chance());
        } else {
          now += step.wait;
          step = session.on_timer(id, now, chance());
        }
        continue;
      }
      ASSERT_EQ(step.kind, StepKind::send);
      ++sends;
      now += static_cast<Milliseconds>(random() % 20'000);
      const bool is_invitation = step.request.operation == Operation::send_invitation;
      if (is_invitation) {
        ASSERT_FALSE(may_have_been_sent)
            << "sent again blindly, round " << round << ", seed " << seed;
      }
      const bool is_list = step.request.operation == Operation::list_shared_subscribers;
      HttpResponse response{.status = 200,
                            .body = is_list ? std::string_view(nobody) : std::string_view("{}")};
      if (random() % 3 == 0) response.rate_limit_remaining = random() % 30;
      if (random() % 3 == 0) response.rate_limit_reset = random() % 70;
      if (is_invitation) may_have_been_sent = true;
      const auto what = bias.value_or(random() % 13);
      switch (what) {
        case 0:
        case 1:
        case 2:
        case 3:
          step = session.on_failure(id, static_cast<Failure>(what), now, chance());
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
      if (is_list && response.status == 200 && response.body == nobody) may_have_been_sent = false;
      step = session.on_response(id, response, now, chance());
    }
    ASSERT_EQ(session.abort(id, now).kind, StepKind::none);
    ASSERT_LE(sends,
              row.repeat == Repeat::look_first ? most_sends_of_invitation : most_sends_of_others)
        << row.name << ", round " << round << ", seed " << seed;
    longest = std::max(longest, steps);
  }
  EXPECT_GT(longest, 60) << "the rounds were too easy";
}

}  // namespace
}  // namespace subshare::test
