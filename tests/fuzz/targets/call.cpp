// Calls under any sequence of events: they end within their bounds, repeat no invitation blindly
// and contradict themselves nowhere.
#include <algorithm>

#include "../fuzzing.hpp"
#include "subshare/sharing.hpp"

using namespace fuzzing;
using subshare::Call;
using subshare::Failure;
using subshare::Operation;
using subshare::Outcome;
using subshare::Step;
using subshare::StepKind;

namespace {

constexpr const char* bodies[] = {
    R"({"status":"SHARE_OK"})",
    R"({"status":"ALREADY_IN_USE"})",
    R"({"status":"4"})",
    R"({"status":"SHARING_ENDED"})",
    R"({"status":"LATER"})",
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
    R"({"sharedUserInformationList":[{"shareStatus":"ODD","shareContact":"kari@example.com","productCode":"NAT"}],"sharedSubscriptionSummary":[{"productCode":"NAT","sharesInUseCount":2}]})",
    R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A","shareCount":3}]})",
    R"({"nets":[]})",
};
constexpr int statuses[] = {200, 200, 200, 200, 204, 302, 400, 401,
                            403, 404, 408, 429, 500, 503, 0};

struct Runner {
  Bytes& bytes;
  subshare::Sharing& sharing;
  subshare::Milliseconds now = 1'000;
  int steps = 0;
  std::string body;         // of the last answer: it may be read in pieces
  bool reads_list = false;  // the step before asked for a list, or was reading it
  // An invitation has been sent, and neither a refusal to carry it out nor a list was seen since.
  bool out = false;

  double random() { return static_cast<double>(bytes.byte()) / 256; }

  subshare::HttpResponse response() {
    subshare::HttpResponse made;
    made.status = statuses[bytes.below(std::size(statuses))];
    const std::size_t which = bytes.below(std::size(bodies) + 1);
    body = which < std::size(bodies) ? std::string(bodies[which]) : std::string(bytes.piece());
    made.body = body;
    const auto limits = bytes.byte();
    if ((limits & 1) != 0) made.rate_limit_remaining = static_cast<std::int8_t>(bytes.byte());
    if ((limits & 2) != 0)
      made.rate_limit_reset = (limits & 4) != 0 ? static_cast<std::int8_t>(bytes.byte())
                                                : std::int64_t{1} << (limits >> 2);
    return made;
  }

  Step next(Call& call, const Step& step) {
    // The page may give up, and the network come back, at any moment.
    const auto event = bytes.byte();
    if (event == 255) return call.on_abort();
    if (event >= 250) {
      if (auto woken = call.on_online(now, random())) {
        CHECK(step.kind == StepKind::wait && step.reason == subshare::WaitReason::offline);
        return *woken;
      }
    }
    if (step.kind == StepKind::wait) {
      now += step.wait;
      return call.on_timer(now, random());
    }
    if (step.kind == StepKind::read_on) return call.on_turn(now, random());
    now += event;
    if (event >= 230) return call.on_failure(static_cast<Failure>(event % 4), now, random());
    if (step.kind == StepKind::get_token) {
      const auto answer = event < 200   ? subshare::TokenAnswer::available
                          : event < 210 ? subshare::TokenAnswer::login_required
                                        : subshare::TokenAnswer::failed;
      return call.on_token(answer, now, random());
    }
    const auto made = response();
    if (made.status == 401 || made.status == 429) {
      if (step.request.operation == Operation::send_invitation) out = false;
    } else if (made.status / 100 == 2 &&
               step.request.operation == Operation::list_shared_subscribers) {
      out &= !subshare::read_shared_subscribers(body).has_value();
    }
    return call.on_response(made, now, random());
  }

  void check_step(const Call& call, const Step& step) {
    const auto& options = sharing.options().call;
    CHECK(++steps < 800);
    const bool invites = call.intent().operation == Operation::send_invitation;
    CHECK(call.sends() <=
          (invites ? 2 + 2 * options.max_attempts : options.max_attempts) + 1 + options.max_waits);
    CHECK(call.finished() == (step.kind == StepKind::done));
    switch (step.kind) {
      case StepKind::send:
        CHECK(step.timeout == options.timeout);
        CHECK(step.request.url.starts_with("https://api.example.com/"));
        CHECK(step.request.body.empty() == (step.request.method == subshare::Method::get));
        break;
      case StepKind::wait: {
        CHECK(step.wait >= 0);
        CHECK(step.wait <= std::max(options.offline_limit, options.rate_limit_longest * 62));
        break;
      }
      case StepKind::get_token:
        CHECK(step.mode == subshare::endpoint(call.intent().operation).mode);
        break;
      case StepKind::read_on:
        CHECK(reads_list);
        break;
      case StepKind::done:
        break;
    }
    reads_list = (step.kind == StepKind::send &&
                  step.request.operation == Operation::list_shared_subscribers) ||
                 step.kind == StepKind::read_on;
  }

  void run(const subshare::Intent& intent) {
    auto begun = sharing.begin(intent);
    if (!begun) return check_error(begun.error());
    const bool changes = subshare::endpoint(intent.operation).repeat != subshare::Repeat::safe;
    if (changes) CHECK(!sharing.begin(intent));
    Call& call = begun->call;
    steps = 0;
    out = false;
    Step step = call.start(now, random());
    while (true) {
      check_step(call, step);
      if (step.kind == StepKind::done) break;
      const bool invites =
          step.kind == StepKind::send && step.request.operation == Operation::send_invitation;
      if (invites) {
        CHECK(!out);
        out = true;
      }
      step = next(call, step);
    }
    finish(*begun);
  }

  void finish(subshare::Sharing::Begun& begun) {
    Call& call = begun.call;
    CHECK(call.on_abort().kind == StepKind::done);
    CHECK(call.on_timer(now, 0).kind == StepKind::done);
    CHECK(!call.on_online(now, 0));
    Outcome outcome = call.take_outcome();
    if (outcome.kind == Outcome::Kind::done) CHECK(!outcome.unclear);
    const bool reads = subshare::endpoint(call.intent().operation).repeat == subshare::Repeat::safe;
    if (reads) CHECK(!outcome.unclear);
    check_error(outcome.error);
    if (bytes.byte() == 77) {
      sharing.change_user();
      CHECK(!sharing.settle(begun, outcome, now));
      CHECK(!sharing.list().known() && sharing.list().rows().empty());
      return;
    }
    CHECK(sharing.settle(begun, outcome, now));
    const auto seats = sharing.seats("NAT");
    CHECK(seats.in_use >= 0 && seats.pending >= 0);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  // Lists are read in pieces that are smaller than any of them.
  subshare::Sharing sharing(*subshare::Endpoints::create("https://api.example.com"),
                            {.call = {.piece = 16}});
  Runner runner{.bytes = bytes, .sharing = sharing};
  // Several calls after one another on one page; what the bytes do not say is zero.
  for (int i = 0; i < 4 && !bytes.empty(); ++i) {
    subshare::Intent intent;
    intent.operation = subshare::endpoint_table[bytes.below(subshare::operation_count)].operation;
    intent.product_code = "NAT";
    intent.share_code = "1";
    intent.first_name = "Kari";
    intent.distribution_level = "N";
    intent.contact.value = bytes.flag() ? "kari@example.com" : "+4741234567";
    intent.nets = {{.domains = {"example.com"}}};
    runner.run(intent);
  }
  return 0;
}
