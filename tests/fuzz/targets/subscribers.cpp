// The answer of endpoint 7, and the list that a page shows of it.
#include "../json_witness.hpp"
#include "subshare/share_list.hpp"
#include "subshare/wire.hpp"

using namespace fuzzing;

namespace {

void compare(const subshare::SharedSubscribers& answer, const Json& tree) {
  const Json& users = items(tree, "sharedUserInformationList");
  CHECK(users.is_array() && users.size() == answer.users.size());
  for (std::size_t i = 0; i < answer.users.size(); ++i) {
    const subshare::SharedUser& user = answer.users[i];
    check_number(users[i], "userId", user.user_id);
    check_number(users[i], "customerNumber", user.customer_number);
    check_number(users[i], "startTime", user.start_time);
    check_number(users[i], "endTime", user.end_time);
    check_text(users[i], "shareStatus", user.share_status);
    check_text(users[i], "shareContact", user.share_contact);
    check_text(users[i], "shareContactType", user.share_contact_type);
    check_text(users[i], "firstName", user.first_name);
    check_text(users[i], "lastName", user.last_name);
    check_text(users[i], "productName", user.product_name);
    check_text(users[i], "productCode", user.product_code);
    check_text(users[i], "shareCode", user.share_code);
  }
  const Json& summaries = items(tree, "sharedSubscriptionSummary");
  CHECK(summaries.is_array() && summaries.size() == answer.summaries.size());
  for (std::size_t i = 0; i < answer.summaries.size(); ++i) {
    check_text(summaries[i], "productCode", answer.summaries[i].product_code);
    check_number(summaries[i], "sharesInUseCount",
                 std::optional(answer.summaries[i].shares_in_use_count));
  }
}

// Whatever came, the page's list stands: each row of a product once, and what is done to it seen.
void check_list(const subshare::SharedSubscribers& answer) {
  subshare::ShareList list;
  const auto early = list.begin_read();
  const auto ticket = list.begin_read();
  CHECK(list.replace(ticket, answer));
  CHECK(!list.replace(early, {}));
  CHECK(list.rows().size() == answer.users.size());
  for (const subshare::SharedUser& user : answer.users) {
    const auto selected = list.select(user.product_code);
    std::vector<bool> seen(list.rows().size());
    for (const auto index : selected) {
      CHECK(index < seen.size() && !seen[index]);
      seen[index] = true;
      CHECK(list.rows()[index].product_code == user.product_code);
    }
    CHECK(list.select(user.product_code, user.first_name).size() <= selected.size());
    const auto seats = list.seats(user.product_code, 3);
    CHECK(seats.in_use >= 0 && seats.pending >= 0 && *seats.left() >= 0 && *seats.left() <= 3);
    if (user.share_code.empty()) continue;
    list.on_cancelled(user.share_code);
    const auto* row = list.find_code(user.share_code);
    CHECK(row != nullptr);
    CHECK(subshare::state_of_share_status(row->share_status) == subshare::InvitationState::ended);
    break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  check_answer(body, subshare::read_shared_subscribers, compare);
  if (const auto answer = subshare::read_shared_subscribers(body)) check_list(*answer);
  return 0;
}
