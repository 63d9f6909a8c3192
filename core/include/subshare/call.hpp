// One API call, from intent to outcome, as a state machine without I/O, clock or randomness.
//
//   Call call(intent, endpoints, options);
//   Step step = call.start(now, random);
//   while (step.kind != StepKind::done) step = /* carry out the step, report what happened */;
//   call.outcome();
//
// The carrier does what a step says and reports exactly one of on_token, on_response, on_failure,
// on_timer or on_turn back; on_failure also where fetching a token failed because there is no
// network.
//
// What the machine guarantees, however the network lies:
//   - reads and idempotent changes are sent at most `max_attempts` times, with backoff;
//   - an invitation is never repeated blindly: after an unclear outcome the list is read; if the
//     person is there it was sent, also where the answer has been given meanwhile; if not it is
//     sent again, once; if the list does not tell, the outcome stays unclear;
//   - a 401 asks for one fresh token and repeats once;
//   - a 429 waits for X-RateLimit-Reset, at most `max_waits` times; the longer it has waited, and
//     the sooner the minute's calls are used up, the more seldom it tries;
//   - a status that says "already so" after an unclear outcome is success;
//   - it ends: every path to `done` is bounded by the options.
// It never sees a token: a request says only whose token it needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "subshare/endpoint.hpp"
#include "subshare/error.hpp"
#include "subshare/share_list.hpp"
#include "subshare/status.hpp"
#include "subshare/wire.hpp"

namespace subshare {

using Milliseconds = std::int64_t;

struct CallOptions {
  Milliseconds timeout = 15'000;    // for one request
  int max_attempts = 4;             // sends of a read or an idempotent change
  Milliseconds backoff_base = 500;  // doubled for each further attempt, with full jitter
  Milliseconds backoff_limit = 10'000;
  // For the rate limit or the network, which are no attempts. Enough for a day behind the limit.
  int max_waits = 150;
  Milliseconds rate_limit_default = 5'000;  // where a 429 does not say when the limit resets
  Milliseconds rate_limit_longest =
      60'000;  // the limit renews every 60 s [D]; no wait is longer than 62 times this
  Milliseconds offline_limit = 600'000;  // how long a lost connection is waited out
  std::size_t piece = 64u << 10;         // bytes of a list that are read in one go: some 200 people
};

struct HttpRequest {
  Operation operation{};
  Method method{};
  Mode mode{};
  bool needs_token = true;
  std::string url;
  std::string body;  // empty: no body
};

struct HttpResponse {
  int status = 0;
  std::string_view body;  // must stay until a step is another than read_on
  std::optional<std::int64_t> rate_limit_remaining;  // X-RateLimit-Remaining
  std::optional<std::int64_t> rate_limit_reset;      // X-RateLimit-Reset, seconds
};

enum class Failure : std::uint8_t {
  lost,       // no answer: connection refused, reset, blocked
  timed_out,  // none within the step's time-out
  offline,    // the browser says that there is no network
  too_large,  // the carrier stopped reading an answer at max_answer_bytes
};

enum class TokenAnswer : std::uint8_t { available, login_required, failed };

enum class StepKind : std::uint8_t { send, get_token, wait, read_on, done };
enum class WaitReason : std::uint8_t { pacing, backoff, rate_limited, offline };

// read_on: the answer is long and has been read in part; report on_turn when others have had
// theirs.
struct Step {
  StepKind kind = StepKind::done;
  HttpRequest request{};     // send
  Milliseconds timeout = 0;  // send: report Failure::timed_out after this
  Mode mode = Mode::user;    // get_token
  bool fresh = false;        // get_token: the one that is held was refused
  Milliseconds wait = 0;     // wait: report on_timer after this
  WaitReason reason = WaitReason::backoff;
};

struct Outcome {
  // done: it has happened. already: it was so before (somebody else may have done it). refused and
  // unknown: the server's status, or its `error` where it has no status. failed: no answer that
  // could be used.
  enum class Kind : std::uint8_t { done, already, refused, unknown, failed };
  Kind kind = Kind::failed;
  Status status;               // operations 1, 2, 3, 8
  Error error;                 // refused without a status, and failed
  int http_status = 0;         // of the last answer; 0 where there was none
  std::string server_message;  // errorMessage of a 400: text from outside
  // The change may have happened although the call failed (a request was under way when it was
  // given up).
  bool unclear = false;
  std::variant<std::monostate, std::vector<ShareRule>, std::vector<DistributionLevel>,
               SharedSubscribers, std::vector<Net>>
      answer;
  // For an invitation whose outcome had to be looked up: the list that was read.
  std::optional<SharedSubscribers> list;
};

// Shares what one answer says about the rate limit with all calls of a session, so that they slow
// down before a 429.
class Pacer {
 public:
  void on_response(const HttpResponse& response, Milliseconds now);
  // How long a request should wait from now on; `random` in [0, 1).
  Milliseconds delay(Milliseconds now, double random) const;

 private:
  Milliseconds resets_at_ = 0;
  std::int64_t remaining_ = -1;  // -1: not known
};

class Call {
 public:
  // `intent` must have been checked. `endpoints` and `pacer` must outlive the call.
  Call(Intent intent, const Endpoints& endpoints, Pacer& pacer, CallOptions options = {});

  // Makes it a call of the session that `list` belongs to, before it is started: it notes when it
  // asks for the list, knows who was listed before, and ends (aborted) instead of asking for a
  // token once another user has come. `list` must outlive the call.
  void belong_to(ShareList& list);
  // For an invitation, before it is started: an earlier one of the same person ended unclear, so
  // the list is read before anything is sent.
  void look_first();

  // `now` is any clock that does not run backwards, in ms; `random` in [0, 1), a new one each time.
  // Once the call is done, all of these answer `done` and change nothing.
  Step start(Milliseconds now, double random);
  Step on_token(TokenAnswer answer, Milliseconds now, double random);
  Step on_response(const HttpResponse& response, Milliseconds now, double random);
  Step on_failure(Failure failure, Milliseconds now, double random);
  Step on_timer(Milliseconds now, double random);
  Step on_turn(Milliseconds now, double random);
  // The network is back: the next step where that is what was waited for, else nothing, and the
  // step before stands.
  std::optional<Step> on_online(Milliseconds now, double random);
  // The person or the page gave up. `unclear` in the outcome says whether a change was under way.
  Step on_abort();

  const Intent& intent() const { return intent_; }
  bool finished() const { return finished_; }
  const Outcome& outcome() const { return outcome_; }
  Outcome take_outcome() { return std::move(outcome_); }
  // When the list that the outcome brings was asked for (where the call belongs to a session), and
  // what was known before.
  ShareList::Ticket list_ticket() const { return list_ticket_; }
  const KnownBefore& known_before() const { return before_; }
  // How often a request has been sent, lookups included; for tests and simulations.
  int sends() const { return sends_; }

 private:
  enum class Phase : std::uint8_t { change, look_up };

  Step go(Milliseconds now, double random, bool paced = false);
  Step send();
  Step wait(Milliseconds ms, WaitReason reason);
  Step wait_out_rate_limit(const HttpResponse& response, Milliseconds now, double random);
  Milliseconds patience(std::int64_t gone, Milliseconds now);
  Step wait_out_offline(Milliseconds now);
  Step again_or_fail(ErrorCode code, Milliseconds now, double random);
  bool note_unclear(ErrorCode code);
  Step after_unclear(ErrorCode code, Milliseconds now, double random);
  Step on_success(const HttpResponse& response, Milliseconds now, double random);
  Step on_listed(Result<SharedSubscribers> list, Milliseconds now, double random);
  Step on_looked_up(SharedSubscribers list, Milliseconds now, double random);
  Step on_unreadable(Error error, Milliseconds now, double random);
  Step finish_status(Status status);
  Step finish_failed(ErrorCode code, Outcome::Kind kind = Outcome::Kind::failed);
  Step finish_failed(Error error, Outcome::Kind kind = Outcome::Kind::failed);
  Step finish(Outcome::Kind kind);
  bool user_has_changed() const;
  Operation current() const;
  bool reads_only() const;

  Intent intent_;
  const Endpoints* endpoints_;
  Pacer* pacer_;
  ShareList* list_ = nullptr;
  std::uint64_t user_ = 0;
  ShareList::Ticket asked_at_ = 0;     // the last list that was asked for
  ShareList::Ticket list_ticket_ = 0;  // the last that came
  KnownBefore before_;
  std::optional<SharedSubscribersReader> reading_;  // while an answer is read
  CallOptions options_;
  Phase phase_ = Phase::change;
  Outcome outcome_;
  std::optional<Milliseconds> offline_since_;
  std::optional<Milliseconds> turned_away_since_;  // the first 429
  WaitReason waiting_for_ = WaitReason::backoff;
  ErrorCode last_problem_ = ErrorCode::network_failed;
  int sends_ = 0;
  int attempts_ = 0;  // in this phase, since something else than a limit or the network held it up
  int waits_ = 0;
  int unclear_sends_ = 0;  // of the change: it may have taken effect
  bool waiting_ = false;
  bool in_flight_ = false;
  bool refreshed_ = false;  // the one fresh token after a 401 has been asked for
  bool fresh_ = false;      // and is not there yet
  bool unclear_ = false;    // whether the change has happened is not known
  bool hidden_ = false;     // the look-up saw the person, in a state that has no known word
  bool finished_ = false;
};

}  // namespace subshare
