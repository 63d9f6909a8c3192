// Every visitor's page with a core of its own. It is there only while the visitor is.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "clients.hpp"
#include "subshare/subshare.hpp"
#include "timeline.hpp"

namespace simulation {
namespace {

using subshare::Intent;
using subshare::Operation;
using subshare::Session;
using subshare::Step;
using subshare::StepKind;

constexpr std::string_view product = "NAT";

struct Line {
  subshare::CallId call = 0;
  Operation wanted{};   // of the person
  Operation request{};  // of the step
  bool waits = false;   // the limit holds it up
  bool allowed = false;
  std::int64_t remaining = 0, reset = 0;  // of the answer on its way
};

struct Page {
  Page(const subshare::Endpoints& endpoints, const Visitor& visitor_)
      : session(endpoints), visitor(visitor_) {}

  Session session;
  Visitor visitor;
  std::array<Line, 2> lines;
  int invited = 0;
  int reads_left = 2;
};

enum class Happens : std::uint8_t { arrival, press, timer, asked, answer };

class Campaign {
 public:
  Campaign(const People& people, ClientLimit::Kind limit, std::uint64_t seed)
      : people_(people),
        limit_(limit),
        random_(seed),
        tally_(people.count()),
        pages_(people.count()) {}

  Figures run() {
    return play(people_, timeline_, tally_, now_,
                [&](const auto& event) { happen(event.what, event.who, event.slot); });
  }

 private:
  void happen(Happens what, std::uint32_t who, std::uint8_t slot) {
    switch (what) {
      case Happens::arrival:
        pages_[who] = std::make_unique<Page>(endpoints_, people_.visitor(who));
        if (pages_[who]->visitor.invites == 0) return begin(who, 0);
        begin(who, 0);
        return begin(who, 1);
      case Happens::press:
        return begin(who, slot);
      case Happens::timer:
        return carry(who, slot, session(who).on_timer(call(who, slot), now_, random_.fraction()));
      case Happens::asked:
        return ask(who, slot);
      case Happens::answer:
        return answer(who, slot);
    }
  }

  Session& session(std::uint32_t who) { return pages_[who]->session; }
  subshare::CallId call(std::uint32_t who, std::uint8_t slot) const {
    return pages_[who]->lines[slot].call;
  }

  Intent wanted(std::uint32_t who, std::uint8_t slot) const {
    const Page& page = *pages_[who];
    Intent intent;
    if (page.visitor.invites == 0) {
      intent.operation =
          page.visitor.declines ? Operation::decline_invitation : Operation::accept_invitation;
      intent.share_code = "c" + std::to_string(who);
    } else if (page.reads_left > 0) {
      intent.operation =
          slot == 0 ? Operation::list_share_rules : Operation::list_shared_subscribers;
      if (slot == 0) intent.product_code = product;
    } else {
      intent.operation = Operation::send_invitation;
      intent.product_code = product;
      intent.contact.value = "p" + std::to_string(page.invited) + "@example.com";
    }
    return intent;
  }

  [[noreturn]] static void give_up(const char* what, const subshare::Error& error) {
    std::fprintf(stderr, "subshare-sim: the core %s: %s\n", what,
                 subshare::describe(error).c_str());
    std::exit(3);
  }

  void begin(std::uint32_t who, std::uint8_t slot) {
    Intent intent = wanted(who, slot);
    Line& line = pages_[who]->lines[slot];
    line.wanted = intent.operation;
    auto begun = session(who).begin(std::move(intent), now_, random_.fraction());
    if (!begun) give_up("does not begin a call of the campaign", begun.error());
    line.call = begun->id;
    carry(who, slot, std::move(begun->step));
  }

  void carry(std::uint32_t who, std::uint8_t slot, Step step) {
    // The page has its token.
    while (step.kind == StepKind::get_token) {
      step = session(who).on_token(call(who, slot), subshare::TokenAnswer::available, now_,
                                   random_.fraction());
    }
    Line& line = pages_[who]->lines[slot];
    switch (step.kind) {
      case StepKind::send:
        line.request = step.request.operation;
        return timeline_.add(now_ + one_way(random_), Happens::asked, who, slot);
      case StepKind::wait:
        if (!line.waits) tally_.waits();
        line.waits = true;
        return timeline_.add(now_ + step.wait, Happens::timer, who, slot);
      case StepKind::done:
        return settle(who, slot, *step.outcome);
      case StepKind::none:
      case StepKind::get_token:
      case StepKind::read_on:  // no answer is that long
        break;
    }
  }

  void ask(std::uint32_t who, std::uint8_t slot) {
    Line& line = pages_[who]->lines[slot];
    const ClientLimit::Verdict verdict = limit_.ask(now_);
    line.allowed = verdict.allowed;
    line.remaining = verdict.remaining;
    line.reset = verdict.reset;
    if (verdict.allowed) {
      tally_.answered();
      if (line.waits) tally_.waits_no_more();
      line.waits = false;
    } else {
      tally_.refused();
    }
    timeline_.add(now_ + one_way(random_), Happens::answer, who, slot);
  }

  void answer(std::uint32_t who, std::uint8_t slot) {
    Line& line = pages_[who]->lines[slot];
    subshare::HttpResponse response{.status = line.allowed ? 200 : 429,
                                    .body = {},
                                    .rate_limit_remaining = line.remaining,
                                    .rate_limit_reset = line.reset};
    if (line.allowed) response.body = body_of(line.request);
    carry(who, slot, session(who).on_response(line.call, response, now_, random_.fraction()));
  }

  static std::string_view body_of(Operation operation) {
    switch (operation) {
      case Operation::list_share_rules:
        return R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A",)"
               R"("shareCount":5}]})";
      case Operation::list_shared_subscribers:
        return R"({"sharedUserInformationList":[],"sharedSubscriptionSummary":)"
               R"([{"productCode":"NAT","sharesInUseCount":0}]})";
      case Operation::decline_invitation:
        return R"({"status":"5"})";
      default:
        return R"({"status":"SHARE_OK"})";
    }
  }

  void settle(std::uint32_t who, std::uint8_t slot, const subshare::Outcome& outcome) {
    Page& page = *pages_[who];
    if (outcome.kind != subshare::Outcome::Kind::done) {
      if (outcome.error.code != subshare::ErrorCode::rate_limited)
        give_up("ends a call of the campaign otherwise than done", outcome.error);
      // The page says to try again in a while, and the person does.
      tally_.pressed_again();
      return timeline_.add(now_ + random_.between(10'000, 60'000), Happens::press, who, slot);
    }
    if (page.lines[slot].wanted == Operation::send_invitation) ++page.invited;
    if (page.visitor.invites > 0 && page.reads_left > 0 && --page.reads_left > 0) return;
    if (page.invited < page.visitor.invites)
      return timeline_.add(now_ + people_.thinks(who, page.invited), Happens::press, who, 0);
    tally_.finished(now_ - page.visitor.arrives);
    pages_[who].reset();
  }

  const People& people_;
  ClientLimit limit_;
  Random random_;
  Tally tally_;
  Timeline<Happens> timeline_;
  const subshare::Endpoints endpoints_ =
      *subshare::Endpoints::create("https://api.mediaconnect.no/capi");
  std::vector<std::unique_ptr<Page>> pages_;
  Milliseconds now_ = 0;
};

}  // namespace

Figures run_core(const People& people, ClientLimit::Kind limit, std::uint64_t seed) {
  return Campaign(people, limit, seed).run();
}

}  // namespace simulation
