// Carries one call out by hand: a fake clock, fixed random numbers, and steps and outcomes as text,
// so that a test reads like the conversation it is about.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "subshare/call.hpp"
#include "testing.hpp"

namespace subshare::test {

struct Answer {
  int status = 200;
  std::string body{};
  std::optional<std::int64_t> remaining{};
  std::optional<std::int64_t> reset{};
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
                  .nets = {}});
}

class Script {
 public:
  explicit Script(Intent intent, CallOptions options = {}, bool decline_route = false)
      : endpoints_(test_endpoints(decline_route)),
        call_(std::move(intent), endpoints_, pacer_, options) {}
  explicit Script(Operation operation, CallOptions options = {})
      : Script(intent_of(operation), options) {}
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  std::string start() { return say(call_.start(now, random)); }
  std::string token(TokenAnswer answer = TokenAnswer::available) {
    return say(call_.on_token(answer, now, random));
  }
  std::string answer(const Answer& what) {
    // In a buffer of its own that is gone as soon as it may be.
    body_.emplace(what.body);
    return say(call_.on_response({.status = what.status,
                                  .body = *body_,
                                  .rate_limit_remaining = what.remaining,
                                  .rate_limit_reset = what.reset},
                                 now, random));
  }
  std::string answer(int status, std::string body = {}) {
    return answer(Answer{.status = status, .body = std::move(body)});
  }
  std::string fails(Failure failure) { return say(call_.on_failure(failure, now, random)); }
  // Lets the time of the last wait pass.
  std::string timer() {
    now += step.wait;
    return say(call_.on_timer(now, random));
  }
  std::string turn() { return say(call_.on_turn(now, random)); }
  std::string online() {
    const auto next = call_.on_online(now, random);
    return next ? say(*next) : "nothing";
  }
  std::string abort() { return say(call_.on_abort()); }

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
    if (!call_.finished()) return "under way";
    const Outcome& o = call_.outcome();
    constexpr std::string_view kinds[] = {"done", "already", "refused", "unknown", "failed"};
    std::string text(kinds[static_cast<std::size_t>(o.kind)]);
    if (!o.status.text.empty()) text += ' ' + o.status.text;
    if (o.kind == Outcome::Kind::failed ||
        (o.kind == Outcome::Kind::refused && o.status.text.empty()))
      text += ' ' + std::string(error_name(o.error.code));
    if (o.unclear) text += " unclear";
    return text;
  }

  Call& call() { return call_; }

  Milliseconds now = 1'000'000;
  double random = 0.5;
  Step step;  // the last one

 private:
  std::string say(const Step& next) {
    step = next;
    if (next.kind != StepKind::read_on) body_.reset();
    switch (next.kind) {
      case StepKind::get_token:
        return std::string("token ") + (next.mode == Mode::user ? "user" : "client") +
               (next.fresh ? " fresh" : "");
      case StepKind::send:
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
        EXPECT_TRUE(call_.finished());
        return "done";
    }
    return "no step";
  }

  Endpoints endpoints_;
  Pacer pacer_;
  std::optional<ExactText> body_;
  Call call_;
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
    default:
      return "{}";
  }
}

}  // namespace subshare::test
