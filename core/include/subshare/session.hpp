// The session: one user's dealings with one API. It owns its calls and hands out numbers; what may
// have happened is known here and nowhere else.
//
//        begin(intent) ─▶ number, first step
//                             │
//              ┌──────────────┴───────── the next step ◀──────────────┐
//              ▼                                                      │
//   send ........ the request .......... on_response, or on_failure ──┤
//   get_token ... of the page .......... on_token, or on_failure ─────┤
//   wait ........ so long .............. on_timer, or on_online ──────┤
//   read_on ..... let others have a turn  on_turn ────────────────────┘
//   done ........ the outcome: the number has ended
//   none ........ nothing: the step before stands, or the number has ended
//
//   Session session(*Endpoints::create("https://api.mediaconnect.no/capi"));
//   auto begun = session.begin({.operation = Operation::send_invitation, .product_code = "NAT",
//                               .contact = {.value = "kari@example.com"}}, now(), random());
//   // Carry each step out and report what happened, until one is done; a whole carrier stands in
//   // tests/core/front_door_test.cpp.
//
// What it guarantees, however the network lies:
//   - reads and idempotent changes are sent at most `max_attempts` times, with backoff;
//   - an invitation is never repeated blindly. It leaves on a list asked for at most `just_before`
//     ago, and where there is none the call reads it first, so that a row which somebody else made
//     is told from ours. (The rate limit counts more: while it holds calls up the list is not read
//     first, and a row that is found later is `already`, not `done`.) After an unclear outcome the
//     list is read, after a pause, more than once, until the request cannot be at work any more
//     (`at_work`): found, it was sent; not found, it is sent again, once; if the list cannot tell,
//     nothing is sent again and the outcome stays unclear;
//   - every change that ended unclear is remembered. Begun again it is the same change: "already
//     so" is success, and a refusal does not clear the doubt about the first;
//   - old knowledge does not refuse: only lists and rules that are fresh do, others are read anew
//     by the call itself;
//   - where an invitation that was found absent cannot be sent again at once, it is looked for
//     again;
//   - a 401 asks for one fresh token and repeats once; a 429 waits for Retry-After exactly, or for
//     X-RateLimit-Reset, at most `max_waits` times;
//   - every call ends, also where a timer comes a day late.
// What it cannot know, since the API tells neither who made a row nor when:
//   - a request that takes effect later than `at_work` after it was given up;
//   - whether a row of the same person that somebody else made since the list that an invitation
//     left on (`just_before`) is ours: it passes for ours, and the next list shows what there is;
//   - whose a row is that is masked, or has no contact or product: such a one decides nothing;
//   - what two pages of one browser, or two devices, do in the same seconds: each has a session,
//     and the server decides between them.
// It never sees a token: a request says only whose token it needs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "subshare/contact.hpp"
#include "subshare/endpoint.hpp"
#include "subshare/error.hpp"
#include "subshare/export.hpp"
#include "subshare/rules.hpp"
#include "subshare/share_list.hpp"
#include "subshare/status.hpp"
#include "subshare/wire.hpp"

namespace subshare {

// A time, or how long something takes.
using Milliseconds = std::int64_t;

// How patient a call is. The figures suit a page that a person looks at.
struct CallOptions {
  Milliseconds timeout = 15'000;          // for silence: no byte of an answer for so long
  Milliseconds longest_answer = 300'000;  // for one request and its whole answer
  Milliseconds token_timeout = 30'000;    // for the page's token
  int max_attempts = 4;                   // sends of a read or an idempotent change
  Milliseconds backoff_base = 500;        // doubled for each further attempt, with full jitter
  Milliseconds backoff_limit = 10'000;    // no pause of a backoff is longer
  // For the rate limit or the network, which are no attempts. Enough for a day behind the limit.
  int max_waits = 150;
  Milliseconds rate_limit_default = 5'000;  // where a 429 does not say when the limit resets
  Milliseconds rate_limit_longest =
      60'000;  // the limit renews every 60 s [D]; no wait is longer than 62 times this
  Milliseconds offline_limit = 600'000;  // how long a lost connection is waited out
  // So long after it was given up (time-out, 408, 5xx, abort) a request may still take effect; and
  // one whose connection was lost, or that was answered with what cannot be read.
  Milliseconds at_work = 20'000;
  Milliseconds at_work_lost = 8'000;      // of lost connections and answers that cannot be read
  Milliseconds call_limit = 604'800'000;  // no call does anything new after a week
  std::size_t piece = 64u << 10;  // bytes of a list that are read in one go: some 200 people
};

// How a session works.
struct SessionOptions {
  CallOptions call;                   // of each call
  ContactOptions contact;             // how contacts are read and compared
  Milliseconds fresh_for = 60'000;    // how long an answer is reused
  Milliseconds just_before = 10'000;  // how old a list may be on which an invitation leaves
};

// What to send. The token, and its header, are the carrier's.
struct HttpRequest {
  Operation operation{};    // what it is for
  Method method{};          // as method_name writes it
  Mode mode{};              // whose token goes with it
  bool needs_token = true;  // false: send it without
  // Of a read with a parameter of our own, `_`, that is another each time: no cache between here
  // and the server has an answer to it.
  std::string url;
  std::string body;  // empty: no body
};

// What came back. Headers are absent where they were missing or could not be read.
struct HttpResponse {
  int status = 0;         // HTTP's
  std::string_view body;  // must stay until a step is another than read_on
  std::optional<std::int64_t> rate_limit_remaining;  // X-RateLimit-Remaining
  std::optional<std::int64_t> rate_limit_reset;      // X-RateLimit-Reset, seconds
  std::optional<Milliseconds> retry_after;           // Retry-After, from now on
};

// Why there is no answer.
enum class Failure : std::uint8_t {
  lost,       // no answer: connection refused, reset, blocked
  timed_out,  // none within the step's time-out
  offline,    // the browser says that there is no network
  too_large,  // the carrier stopped reading an answer at max_answer_bytes
};

// Whether the carrier holds a token now. `failed` is one that could not be had just now.
enum class TokenAnswer : std::uint8_t { available, login_required, failed };

// What to do next; the drawing above says what to report after each.
enum class StepKind : std::uint8_t { none, send, get_token, wait, read_on, done };
// Why a step waits, for a page that says so.
enum class WaitReason : std::uint8_t { pacing, backoff, rate_limited, offline };

// How a call ended.
struct Outcome {
  // done: it has happened. already: it was so before (somebody else may have done it). refused and
  // unknown: the server's status, or its `error` where it has no status. failed: no answer that
  // could be used.
  enum class Kind : std::uint8_t { done, already, refused, unknown, failed };
  Kind kind = Kind::failed;    // which of them
  Status status;               // operations 1, 2, 3, 8
  Error error;                 // refused without a status, and failed
  int http_status = 0;         // of the last answer; 0 where there was none
  std::string server_message;  // errorMessage of a 400: text from outside
  // This change, or an earlier one of the kind that it repeats, may have happened all the same.
  bool unclear = false;
  // Of reads. The list of people is in Session::list().
  std::variant<std::monostate, std::vector<ShareRule>, std::vector<DistributionLevel>,
               std::vector<Net>>
      answer;
};

// What to do next.
struct Step {
  StepKind kind = StepKind::none;  // what to do; it says which of the members below count
  HttpRequest request{};           // send
  Milliseconds timeout = 0;        // send: report Failure::timed_out after so long without a byte;
                                   // get_token: after so long without a token
  Milliseconds longest = 0;        // send: and after this in any case
  Mode mode = Mode::user;          // get_token
  bool fresh = false;              // get_token: the one that is held was refused
  Milliseconds wait = 0;           // wait: report on_timer after this
  WaitReason reason = WaitReason::backoff;  // wait: for whom
  std::optional<Outcome> outcome{};         // done: already taken into the session's picture
};

using CallId = std::uint32_t;  // counted from 1, never used again

// One user's dealings with one API. It cannot be copied, and belongs to one thread at a time.
class SUBSHARE_API Session {
 public:
  // Of a user who has just come: nothing is known, and nothing is asked before `begin`.
  explicit Session(Endpoints endpoints, SessionOptions options = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // A call that has begun.
  struct Begun {
    CallId id = 0;  // by which it is known from now on
    Step step;      // its first
  };
  // A call that somebody else's doing has ended.
  struct Ended {
    CallId id = 0;    // which of those that had begun
    Outcome outcome;  // aborted
  };

  // Checks the intent and says the first step, which may be `done`. `now` is any clock that does
  // not run backwards, in ms; `random` in [0, 1), a new one each time. Errors: those of
  // check_intent; under_way for an intent that has begun and not ended; what fresh rules, seats or
  // rows say against it; aborted where the session is closed.
  Result<Begun> begin(Intent intent, Milliseconds now, double random);

  // What happened to the step that stands. An event that does not fit it, or whose number has
  // ended, answers `none` and changes nothing.
  Step on_token(CallId id, TokenAnswer answer, Milliseconds now, double random);
  Step on_response(CallId id, const HttpResponse& response, Milliseconds now, double random);
  Step on_failure(CallId id, Failure failure, Milliseconds now, double random);
  Step on_timer(CallId id, Milliseconds now, double random);
  Step on_turn(CallId id, Milliseconds now, double random);
  Step on_online(CallId id, Milliseconds now, double random);  // the network is back
  // The person or the page gave up: `done`. `unclear` says whether a change may have happened.
  Step abort(CallId id, Milliseconds now);

  // Another user: every call ends (aborted), and lists, rules and doubts are dropped.
  std::vector<Ended> change_user(Milliseconds now);
  // The same, and nothing begins any more.
  std::vector<Ended> close(Milliseconds now);

  // What is known. References stay good as long as the session; what they show changes with its
  // calls.
  const ShareList& list() const;
  // Whether an answer was had at most `fresh_for` ago, so that no call reads it anew.
  bool list_is_fresh(Milliseconds now) const;
  bool rules_are_fresh(std::string_view product_code, Milliseconds now) const;
  // Null where no rules of this product have been read.
  const std::vector<ShareRule>* rules(std::string_view product_code) const;
  // Those being invited into are `inviting`.
  Seats seats(std::string_view product_code) const;
  // Whether so many more people may be invited to this product, as far as is known here.
  Result<void> may_invite(std::string_view product_code, std::int32_t how_many = 1) const;

  // As it was made.
  const SessionOptions& options() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace subshare
