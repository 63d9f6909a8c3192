// Carries one call out by hand: a fake clock, fixed random numbers, and steps and outcomes as text,
// so that a test reads like the conversation it is about.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "subshare/session.hpp"
#include "testing.hpp"

namespace subshare::test {

struct Answer {
  int status = 200;
  std::string body{};
  std::optional<std::int64_t> remaining{};
  std::optional<std::int64_t> reset{};
  std::optional<Milliseconds> retry_after{};
};

inline Endpoints test_endpoints(bool decline_route = false) {
  auto endpoints = Endpoints::create("https://api.example/capi");
  if (decline_route) {
    EXPECT_TRUE(endpoints->set_decline_route("https://paper.example/decline"));
  }
  return *std::move(endpoints);
}

inline Intent checked(Intent intent) {
  auto result = check_intent(std::move(intent));
  EXPECT_TRUE(result) << describe(error_of(result));
  return *std::move(result);
}

inline Intent intent_of(Operation operation) {
  return checked({.operation = operation,
                  .product_code = "NAT",
                  .share_code = "XYZ",
                  .contact = {ContactType::email, "kari@example.com"},
                  .first_name = "Kari",
                  .last_name = "Nordmann",
                  .distribution_level = "N",
                  .nets = std::vector<Net>{}});
}

inline const std::string nobody = R"({"sharedUserInformationList":[]})";

class Script {
 public:
  explicit Script(Intent intent, CallOptions options = {}, bool decline_route = false)
      : intent_(std::move(intent)), session(test_endpoints(decline_route), {.call = options}) {
    // An invitation leaves at once where the list has been read just before.
    if (intent_.operation == Operation::send_invitation) read_list(nobody);
  }
  explicit Script(Operation operation, CallOptions options = {})
      : Script(intent_of(operation), options) {}
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  // Another call of the same session, from its beginning to its end.
  Outcome run(const Intent& intent, std::string_view body, int status = 200) {
    auto begun = session.begin(intent, now, random);
    if (!begun) return {.error = begun.error()};
    Step next = std::move(begun->step);
    if (next.kind == StepKind::get_token)
      next = session.on_token(begun->id, TokenAnswer::available, now, random);
    EXPECT_EQ(next.kind, StepKind::send);
    next = session.on_response(begun->id, {.status = status, .body = body}, now, random);
    while (next.kind == StepKind::read_on) next = session.on_turn(begun->id, now, random);
    EXPECT_EQ(next.kind, StepKind::done);
    return next.kind == StepKind::done ? *next.outcome : Outcome{};
  }
  void read_list(std::string_view body) {
    run(intent_of(Operation::list_shared_subscribers), body);
  }

  // The call itself; once more, when it has ended, and another of the same session.
  std::string start() {
    result_.reset();
    sends_ = 0;
    looks_ = 0;
    auto begun = session.begin(intent_, now, random);
    if (!begun) return "not begun: " + std::string(error_name(begun.error().code));
    id_ = begun->id;
    return say(std::move(begun->step));
  }
  std::string token(TokenAnswer answer = TokenAnswer::available) {
    return say(session.on_token(id_, answer, now, random));
  }
  std::string answer(const Answer& what) {
    // In a buffer of its own that is gone as soon as it may be.
    body_.emplace(what.body);
    return say(session.on_response(id_,
                                   {.status = what.status,
                                    .body = *body_,
                                    .rate_limit_remaining = what.remaining,
                                    .rate_limit_reset = what.reset,
                                    .retry_after = what.retry_after},
                                   now, random));
  }
  std::string answer(int status, std::string body = {}) {
    return answer(Answer{.status = status, .body = std::move(body)});
  }
  std::string fails(Failure failure) { return say(session.on_failure(id_, failure, now, random)); }
  // Lets the time of the last wait pass.
  std::string timer() {
    now += step.wait;
    return say(session.on_timer(id_, now, random));
  }
  std::string turn() { return say(session.on_turn(id_, now, random)); }
  std::string online() { return say(session.on_online(id_, now, random)); }
  std::string abort() { return say(session.abort(id_, now)); }

  // What `said` leads to once the pause before a look is over.
  std::string paused(const std::string& said) {
    return said.starts_with("wait backoff") ? timer() : said;
  }
  std::string lost() { return paused(fails(Failure::lost)); }
  // Looks, from the token on, for as long as it is looked for; each time `list` is what is there.
  std::string looks(const std::string& list) {
    EXPECT_EQ(token(), "send listSharedSubscribers");
    std::string said = answer(200, list);
    while (said.starts_with("wait backoff")) {
      timer();
      EXPECT_EQ(token(), "send listSharedSubscribers");
      said = answer(200, list);
    }
    return said;
  }

  // Up to the first request on its way.
  std::string sent() {
    start();
    return token();
  }
  // From a wait to the next request on its way.
  std::string timer_and_sent() {
    timer();
    return token();
  }

  // "done SHARE_OK", "refused request_refused 400", "failed timed_out unclear", …
  std::string outcome() const {
    if (!result_) return "under way";
    const Outcome& o = *result_;
    constexpr std::string_view kinds[] = {"done", "already", "refused", "unknown", "failed"};
    std::string text(kinds[static_cast<std::size_t>(o.kind)]);
    if (!o.status.text.empty()) text += ' ' + o.status.text;
    if (o.kind == Outcome::Kind::failed ||
        (o.kind == Outcome::Kind::refused && o.status.text.empty()))
      text += ' ' + std::string(error_name(o.error.code));
    if (o.unclear) text += " unclear";
    return text;
  }

  const Outcome& result() const { return *result_; }
  const Intent& intent() const { return intent_; }
  CallId id() const { return id_; }
  // How often a request of the call has been sent.
  int sends() const { return sends_; }
  int looks_taken() const { return looks_; }  // of them, for the list

  Milliseconds now = 1'000'000;
  double random = 0.5;
  Step step;  // the last one

 private:
  std::string say(Step next) {
    if (next.kind == StepKind::none) return "nothing";
    step = std::move(next);
    return said(step);
  }
  std::string said(const Step& next) {
    if (next.kind != StepKind::read_on) body_.reset();
    switch (next.kind) {
      case StepKind::get_token:
        return std::string("token ") + (next.mode == Mode::user ? "user" : "client") +
               (next.fresh ? " fresh" : "");
      case StepKind::send:
        ++sends_;
        looks_ += next.request.operation == Operation::list_shared_subscribers ? 1 : 0;
        EXPECT_EQ(next.timeout, 15'000);
        return "send " + std::string(endpoint(next.request.operation).name);
      case StepKind::wait: {
        constexpr std::string_view reasons[] = {"pacing", "backoff", "rate_limited", "offline"};
        return "wait " + std::string(reasons[static_cast<std::size_t>(next.reason)]) + ' ' +
               std::to_string(next.wait);
      }
      case StepKind::read_on:
        return "read on";
      case StepKind::done:
        result_ = next.outcome;
        return "done";
      case StepKind::none:
        break;
    }
    return "no step";
  }

  Intent intent_;
  CallId id_ = 0;
  std::optional<ExactText> body_;
  std::optional<Outcome> result_;
  int sends_ = 0;
  int looks_ = 0;

 public:
  Session session;
};

// An answer of endpoint 7 with one row.
inline std::string list_with(std::string_view contact, std::string_view status,
                             std::string_view product = "NAT") {
  return R"({"sharedUserInformationList":[{"shareContact":")" + std::string(contact) +
         R"(","shareStatus":")" + std::string(status) + R"(","productCode":")" +
         std::string(product) + R"("}]})";
}

inline std::string status_body(std::string_view status) {
  return R"({"status":")" + std::string(status) + "\"}";
}

// An answer that lets each operation succeed.
inline std::string good_answer(Operation operation) {
  switch (operation) {
    case Operation::send_invitation:
    case Operation::accept_invitation:
    case Operation::decline_invitation:
    case Operation::cancel_sharing:
      return status_body("SHARE_OK");
    case Operation::list_nets:
      return R"({"nets":[]})";
    default:
      return "{}";
  }
}

}  // namespace subshare::test
