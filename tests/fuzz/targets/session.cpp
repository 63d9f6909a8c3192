// A session under any sequence of events, told in any order and to any number: several calls at
// once, another user in the middle, numbers that have ended, a close. Its calls end within their
// bounds, none is told twice, none lives on, and no invitation is repeated blindly.
#include <algorithm>
#include <string>
#include <vector>

#include "../fuzzing.hpp"
#include "subshare/session.hpp"

using namespace fuzzing;
using subshare::CallId;
using subshare::Failure;
using subshare::Operation;
using subshare::Outcome;
using subshare::Session;
using subshare::Step;
using subshare::StepKind;

namespace {

constexpr const char* bodies[] = {
    R"({"status":"SHARE_OK"})",
    R"({"status":"ALREADY_IN_USE"})",
    R"({"status":"4"})",
    R"({"status":"SHARING_ENDED"})",
    R"({"status":"LATER"})",
    R"({"status":""})",
    R"({"success":true})",
    R"({"success":false})",
    R"({})",
    R"({"status":1})",
    R"([])",
    R"(<html>)",
    R"({"exceptionType":"X","errorMessage":"Y"})",
    R"({"sharedUserInformationList":[]})",
    R"({"sharedUserInformationList":[{"shareStatus":"SHARE_REQUEST_SENT","shareContact":"kari@example.com","productCode":"NAT","shareCode":"1"}]})",
    R"({"sharedUserInformationList":[{"shareStatus":"REQUEST_DECLINED","shareContact":"Kari@example.com","productCode":"NAT","shareCode":"2"}]})",
    R"({"sharedUserInformationList":[null,{"shareStatus":"SHARE_REQUEST_SENT","shareContact":"4741234567","productCode":"nat","shareCode":"3"}]})",
    R"({"sharedUserInformationList":[{"shareStatus":"SHARE_REQUEST_SENT","shareContact":"k**@example.com","shareCode":"4"}]})",
    R"({"sharedUserInformationList":[{"shareStatus":"ODD","shareContact":"kari@example.com","productCode":"NAT"}],"sharedSubscriptionSummary":[{"productCode":"NAT","sharesInUseCount":2}]})",
    R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A","shareCount":3}]})",
    R"({"nets":[]})",
};
constexpr int statuses[] = {200, 200, 200, 200, 204, 302, 400, 401,
                            403, 404, 408, 429, 500, 503, 0};
constexpr std::size_t most_calls = 12;
constexpr int most_steps = 2'000;  // of all calls together, before they are brought to their ends

struct Running {
  CallId id = 0;
  Operation operation{};
  std::size_t person = 0;
  std::uint64_t user = 0;
  Step step;
  std::string body;  // of the last answer: it may be read in pieces
  int sends = 0;
  int waits = 0;
  bool over = false;
  bool reads_list = false;
  // An invitation has been sent, and neither a refusal to carry it out nor a list was seen since.
  bool out = false;
};

struct Runner {
  Bytes& bytes;
  Session session;
  subshare::Milliseconds now = 1'000;
  std::uint64_t user = 0;
  std::vector<Running> calls;
  bool closed = false;

  double random() { return static_cast<double>(bytes.byte()) / 256; }

  subshare::HttpResponse response(Running& call) {
    subshare::HttpResponse made;
    made.status = statuses[bytes.below(std::size(statuses))];
    const std::size_t which = bytes.below(std::size(bodies) + 1);
    call.body = which < std::size(bodies) ? std::string(bodies[which]) : std::string(bytes.piece());
    made.body = call.body;
    const auto limits = bytes.byte();
    if ((limits & 1) != 0) made.rate_limit_remaining = static_cast<std::int8_t>(bytes.byte());
    if ((limits & 2) != 0)
      made.rate_limit_reset = (limits & 4) != 0 ? static_cast<std::int8_t>(bytes.byte())
                                                : std::int64_t{1} << (limits >> 2);
    if ((limits & 8) != 0) made.retry_after = std::int64_t{bytes.byte()} * 1'000;
    return made;
  }

  bool is_under_way(Operation operation, std::size_t person) const {
    return std::ranges::any_of(calls, [&](const Running& call) {
      return !call.over && call.operation == operation && call.person == person;
    });
  }

  void begin() {
    if (calls.size() >= most_calls) return;
    subshare::Intent intent;
    intent.operation = subshare::endpoint_table[bytes.below(subshare::operation_count)].operation;
    const std::size_t person = bytes.below(2);
    intent.product_code = "NAT";
    intent.share_code = person == 0 ? "1" : "2";
    intent.first_name = "Kari";
    intent.distribution_level = "N";
    intent.contact.value = person == 0 ? "kari@example.com" : "+4741234567";
    intent.nets = std::vector{subshare::Net{.domains = {{"example.com"}}}};
    const Operation operation = intent.operation;
    const bool changes = subshare::endpoint(operation).repeat != subshare::Repeat::safe;
    const bool by_code =
        operation == Operation::accept_invitation || operation == Operation::decline_invitation ||
        operation == Operation::cancel_sharing || operation == Operation::change_invitation_details;
    const std::size_t whom = by_code || operation == Operation::send_invitation ? person : 0;
    auto begun = session.begin(std::move(intent), now, random());
    if (!begun) return check_error(begun.error());
    CHECK(!closed);
    if (changes) CHECK(!is_under_way(operation, whom));
    for (const Running& call : calls) CHECK(call.id != begun->id);
    Running& call = calls.emplace_back();
    call.id = begun->id;
    call.operation = operation;
    call.person = whom;
    call.user = user;
    take(call, std::move(begun->step));
  }

  void take(Running& call, Step step) {
    CHECK(!call.over);
    CHECK(step.kind != StepKind::none);
    call.step = std::move(step);
    const subshare::CallOptions& options = session.options().call;
    switch (call.step.kind) {
      case StepKind::send: {
        const subshare::HttpRequest& request = call.step.request;
        ++call.sends;
        CHECK(call.step.timeout == options.timeout && call.step.longest == options.longest_answer);
        CHECK(request.url.starts_with("https://api.example.com/"));
        CHECK(request.body.empty() == (request.method == subshare::Method::get));
        if (request.operation == Operation::send_invitation) {
          CHECK(!call.out);
          call.out = true;
        }
        break;
      }
      case StepKind::get_token:
        CHECK(call.step.timeout == options.token_timeout);
        break;
      case StepKind::wait:
        ++call.waits;
        CHECK(call.step.wait >= 0);
        break;
      case StepKind::read_on:
        CHECK(call.reads_list);
        break;
      case StepKind::done:
        CHECK(call.step.outcome.has_value());
        return finish(call, *call.step.outcome);
      case StepKind::none:
        break;
    }
    const bool invites = call.operation == Operation::send_invitation;
    CHECK(call.sends <=
          (invites ? 2 + 7 * options.max_attempts : options.max_attempts) + 1 + options.max_waits);
    CHECK(call.waits <= options.max_waits + 12 * options.max_attempts);
    call.reads_list = (call.step.kind == StepKind::send &&
                       call.step.request.operation == Operation::list_shared_subscribers) ||
                      call.step.kind == StepKind::read_on;
  }

  void finish(Running& call, const Outcome& outcome) {
    CHECK(!call.over);
    call.over = true;
    if (outcome.kind == Outcome::Kind::done) CHECK(!outcome.unclear);
    if (subshare::endpoint(call.operation).repeat == subshare::Repeat::safe)
      CHECK(!outcome.unclear);
    const bool by_status = !outcome.status.text.empty();
    const bool is_wrong = outcome.kind == Outcome::Kind::failed ||
                          (outcome.kind == Outcome::Kind::refused && !by_status);
    if (is_wrong || outcome.error.code != subshare::ErrorCode::none) check_error(outcome.error);
    const auto seats = session.seats("NAT");
    CHECK(seats.in_use >= 0 && seats.pending >= 0);
  }

  void end(const std::vector<Session::Ended>& ended) {
    for (const Session::Ended& each : ended) {
      const auto found = std::ranges::find(calls, each.id, &Running::id);
      CHECK(found != calls.end());
      finish(*found, each.outcome);
    }
    for (const Running& call : calls) CHECK(call.over);
    CHECK(!session.list().known() && session.list().rows().empty());
  }

  // One event, whether it fits or not.
  Step event(Running& call, unsigned which) {
    switch (which) {
      case 0:
        return session.on_token(call.id, static_cast<subshare::TokenAnswer>(bytes.below(3)), now,
                                random());
      case 1: {
        // A reader may still be at the last body, where the event does not fit.
        if (call.step.kind == StepKind::send && !call.over) {
          const auto made = response(call);
          if (made.status == 401 || made.status == 429) {
            if (call.step.request.operation == Operation::send_invitation) call.out = false;
          } else if (call.step.request.operation == Operation::list_shared_subscribers) {
            call.out &= !subshare::read_shared_subscribers(call.body).has_value();
          }
          return session.on_response(call.id, made, now, random());
        }
        return session.on_response(call.id, {.status = 200, .body = bodies[0]}, now, random());
      }
      case 2:
        return session.on_failure(call.id, static_cast<Failure>(bytes.below(4)), now, random());
      case 3:
        return session.on_turn(call.id, now, random());
      case 4:
        return session.on_online(call.id, now, random());
      case 5:
        return session.abort(call.id, now);
      default:
        return session.on_timer(call.id, now, random());
    }
  }

  static bool may_fit(const Running& call, unsigned which) {
    const StepKind kind = call.step.kind;
    switch (which) {
      case 0:
        return kind == StepKind::get_token;
      case 1:
        return kind == StepKind::send;
      case 2:
        return kind == StepKind::send || kind == StepKind::get_token;
      case 3:
        return kind == StepKind::read_on;
      case 4:
        return kind == StepKind::wait && call.step.reason == subshare::WaitReason::offline;
      case 5:
        return true;
      default:
        return kind == StepKind::wait;
    }
  }

  void tell(Running& call, unsigned which) {
    const std::uint64_t version = session.list().version();
    const bool fits = !call.over && may_fit(call, which);
    if (which > 5 && fits) now += call.step.wait;
    Step step = event(call, which);
    if (fits) return take(call, std::move(step));
    CHECK(step.kind == StepKind::none);
    CHECK(session.list().version() == version);
  }

  // The event that the step asks for.
  void go_on(Running& call) {
    switch (call.step.kind) {
      case StepKind::get_token:
        return tell(call, 0);
      case StepKind::send:
        return tell(call, bytes.byte() >= 230 ? 2u : 1u);
      case StepKind::read_on:
        return tell(call, 3);
      default:
        return tell(call, 6);
    }
  }

  void run() {
    for (int steps = 0; steps < most_steps && !bytes.empty(); ++steps) {
      const auto deed = bytes.byte();
      if (deed < 30 || calls.empty()) {
        begin();
        continue;
      }
      if (deed >= 252) {
        now += 86'400'000;
      } else if (deed >= 250) {
        ++user;
        end(session.change_user(now));
      } else if (deed == 249) {
        closed = true;
        end(session.close(now));
      } else {
        Running& call = calls[deed % calls.size()];
        if (deed >= 200 || call.over) {
          tell(call, bytes.byte() % 7);
        } else {
          go_on(call);
        }
      }
    }
    // What is left comes to its end by itself: all bytes are zero now.
    for (Running& call : calls) {
      for (int steps = 0; !call.over; ++steps) {
        CHECK(steps < 1'000);
        go_on(call);
      }
    }
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  // Lists are read in pieces that are smaller than any of them.
  Runner runner{.bytes = bytes,
                .session = Session(*subshare::Endpoints::create("https://api.example.com"),
                                   {.call = {.piece = 16}})};
  runner.run();
  return 0;
}
