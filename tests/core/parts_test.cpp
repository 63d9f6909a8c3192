// A build without what companies do: their operations are refused before anything is sent. This
// program is linked so.
#include "parts.hpp"
#include "call_script.hpp"

namespace subshare::test {
namespace {

TEST(WithoutCompanies, TheirOperationsAreRefused) {
  ASSERT_FALSE(has_companies);
  for (const Endpoint& each : endpoint_table) {
    const bool is_companies = each.operation == Operation::list_nets ||
                              each.operation == Operation::change_nets ||
                              each.operation == Operation::list_distribution_levels ||
                              each.operation == Operation::change_distribution_level;
    Intent intent{.operation = each.operation,
                  .product_code = "NAT",
                  .share_code = "XYZ",
                  .contact = {ContactType::email, "kari@example.com"},
                  .first_name = "Kari",
                  .distribution_level = "N",
                  .nets = std::vector{Net{.domains = {{"example.com"}}}}};
    const auto checked = check_intent(intent);
    EXPECT_EQ(checked.has_value(), !is_companies) << each.name;
    if (!is_companies) continue;
    EXPECT_EQ(error_of(checked), (Error{ErrorCode::path_invalid, std::string(each.name), {}}));
  }
}

TEST(WithoutCompanies, AllElseGoesItsWay) {
  Script script(Operation::send_invitation);
  script.sent();
  EXPECT_EQ(script.answer(200, status_body("SHARE_OK")), "done");
  EXPECT_EQ(script.outcome(), "done SHARE_OK");
}

}  // namespace
}  // namespace subshare::test
