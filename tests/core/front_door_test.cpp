// The sample at the front door (subshare.hpp) as a program: a carrier in thirty lines, which is all
// that a user of the library writes.
#include "call_script.hpp"
#include "subshare/subshare.hpp"

namespace subshare::test {
namespace {

// The reader's own parts: a clock, random numbers, a token, and HTTP.
Milliseconds now() { return 1'000'000; }
double random_number() { return 0.5; }
std::string http(const HttpRequest& request) {
  return request.operation == Operation::send_invitation ? status_body("SHARE_OK")
                                                         : R"({"sharedUserInformationList":[]})";
}

Outcome carry_out(Session& session, Session::Begun begun) {
  std::string body;
  Step step = std::move(begun.step);
  while (step.kind != StepKind::done) {
    switch (step.kind) {
      case StepKind::get_token:
        step = session.on_token(begun.id, TokenAnswer::available, now(), random_number());
        break;
      case StepKind::send:
        body = http(step.request);
        step = session.on_response(begun.id, {.status = 200, .body = body}, now(), random_number());
        break;
      case StepKind::wait:  // sleep for step.wait
        step = session.on_timer(begun.id, now(), random_number());
        break;
      case StepKind::read_on:
        step = session.on_turn(begun.id, now(), random_number());
        break;
      case StepKind::none:
      case StepKind::done:
        return {};
    }
  }
  return *std::move(step.outcome);
}

TEST(FrontDoor, TheSampleInvitesAPerson) {
  Session session(*Endpoints::create("https://api.mediaconnect.no/capi"));
  auto begun = session.begin({.operation = Operation::send_invitation,
                              .product_code = "NAT",
                              .contact = {.value = "kari@example.com"}},
                             now(), random_number());
  ASSERT_TRUE(begun) << describe(error_of(begun));
  EXPECT_EQ(carry_out(session, *std::move(begun)).kind, Outcome::Kind::done);
  EXPECT_NE(session.list().find_active("kari@example.com", "NAT"), nullptr);
}

}  // namespace
}  // namespace subshare::test
