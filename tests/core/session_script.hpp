// A session whose calls are carried out by hand, with a clock that the test sets.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "call_script.hpp"
#include "subshare/session.hpp"

namespace subshare::test {

inline constexpr std::string_view nat_rule =
    R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A","shareCount":3}]})";
inline constexpr std::string_view list_of_three = R"({"sharedUserInformationList":[
    {"shareCode":"PEND","shareContact":"p@x.no","shareStatus":"SHARE_REQUEST_SENT","productCode":"NAT"},
    {"shareCode":"ACC","shareContact":"a@x.no","shareStatus":"REQUEST_ACCEPTED","productCode":"NAT"},
    {"shareCode":"DECL","shareContact":"d@x.no","shareStatus":"REQUEST_DECLINED","productCode":"NAT"},
    {"shareCode":"END","shareContact":"e@x.no","shareStatus":"SHARING_ENDED","productCode":"NAT"},
    {"shareCode":"NEW","shareContact":"n@x.no","shareStatus":"SHARE_PAUSED","productCode":"NAT"}],
    "sharedSubscriptionSummary":[{"productCode":"NAT","sharesInUseCount":2}]})";

class SessionTest : public ::testing::Test {
 protected:
  using Begun = Session::Begun;

  static Intent invite(std::string_view contact, std::string_view product = "NAT") {
    return {.operation = Operation::send_invitation,
            .product_code = std::string(product),
            .share_code = {},
            .contact = {ContactType::email, std::string(contact)},
            .first_name = "Kari",
            .last_name = "Nordmann",
            .distribution_level = {},
            .nets = std::vector<Net>{}};
  }
  static Intent change(Operation operation, std::string_view code) {
    Intent intent = invite("kari@x.no");
    intent.operation = operation;
    intent.share_code = code;
    return intent;
  }

  Begun begin(const Intent& intent, Milliseconds now = 0) {
    auto begun = session.begin(intent, now, 0);
    EXPECT_TRUE(begun) << describe(error_of(begun));
    return begun ? *std::move(begun) : Begun{};
  }
  // Brings a call to its first request. An invitation whose list is not of just now reads it first.
  void send(Begun& begun, Milliseconds now = 0) {
    begun.step = session.on_token(begun.id, TokenAnswer::available, now, 0);
    EXPECT_EQ(begun.step.kind, StepKind::send);
  }
  // Carries a call to its end with one answer, sending the request unless that has been done.
  Outcome answer(Begun& begun, int status, std::string_view body, Milliseconds now = 0) {
    if (begun.step.kind == StepKind::get_token) send(begun, now);
    begun.step = session.on_response(begun.id, {.status = status, .body = body}, now, 0);
    EXPECT_EQ(begun.step.kind, StepKind::done);
    return begun.step.kind == StepKind::done ? *begun.step.outcome : Outcome{};
  }
  Outcome run(const Intent& intent, std::string_view body, Milliseconds now = 0, int status = 200) {
    Begun begun = begin(intent, now);
    return answer(begun, status, body, now);
  }
  void read_list(std::string_view body, Milliseconds now = 0) {
    run(change(Operation::list_shared_subscribers, "X"), body, now);
  }
  void read_rules(std::string_view body = nat_rule, std::string_view product = "NAT",
                  Milliseconds now = 0) {
    Intent intent = invite("kari@x.no", product);
    intent.operation = Operation::list_share_rules;
    run(intent, body, now);
  }

  Session session{test_endpoints()};
};

}  // namespace subshare::test
