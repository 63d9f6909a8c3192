#include "subshare/status.hpp"

#include <map>
#include <set>

#include "testing.hpp"

namespace subshare::test {
namespace {

constexpr struct {
  ShareStatus status;
  std::string_view word;
  std::string_view digit;
} table[] = {
    {ShareStatus::share_ok, "SHARE_OK", "1"},
    {ShareStatus::no_subscription, "NO_SUBSCRIPTION", "2"},
    {ShareStatus::subscription_stopped, "SUBSCRIPTION_STOPPED", "3"},
    {ShareStatus::request_accepted, "REQUEST_ACCEPTED", "4"},
    {ShareStatus::request_declined, "REQUEST_DECLINED", "5"},
    {ShareStatus::sharing_ended, "SHARING_ENDED", "6"},
    {ShareStatus::share_code_not_found, "SHARE_CODE_NOT_FOUND", "7"},
    {ShareStatus::share_change_type_not_supported, "SHARE_CHANGE_TYPE_NOT_SUPPORTED", ""},
    {ShareStatus::already_in_use, "ALREADY_IN_USE", ""},
    {ShareStatus::share_limit, "SHARE_LIMIT", ""},
    {ShareStatus::invitations_pool_exhausted, "INVITATIONS_POOL_EXHAUSTED", ""},
};
static_assert(std::size(table) == known_statuses);

TEST(Status, ReadsEveryWordAndDigit) {
  for (const auto& row : table) {
    const Status expected{row.status, std::string(row.word)};
    EXPECT_EQ(parse_status(ExactText(row.word)), expected) << row.word;
    EXPECT_EQ(status_word(row.status), row.word);
    // What is written back to the application is the word.
    if (!row.digit.empty()) {
      EXPECT_EQ(parse_status(ExactText(row.digit)), expected) << row.digit;
    }
  }
}

TEST(Status, KeepsWhatItDoesNotKnow) {
  for (const std::string_view text : {"", "0", "8", "9", "01", "11", "1 ", " SHARE_OK", "share_ok",
                                      "SHARE_OKAY", "SHARE_O", "SHARE_PAUSED", "\u00e5", "<b>"}) {
    EXPECT_EQ(parse_status(ExactText(text)), (Status{ShareStatus::unknown, std::string(text)}));
  }
  EXPECT_EQ(status_word(ShareStatus::unknown), "");
}

// Which statuses are not refusals, for each operation; all others are.
const std::map<Operation, std::map<ShareStatus, Meaning>> good_news{
    {Operation::send_invitation,
     {{ShareStatus::share_ok, Meaning::done}, {ShareStatus::already_in_use, Meaning::already}}},
    {Operation::accept_invitation,
     {{ShareStatus::share_ok, Meaning::done}, {ShareStatus::request_accepted, Meaning::already}}},
    {Operation::decline_invitation,
     {{ShareStatus::share_ok, Meaning::done}, {ShareStatus::request_declined, Meaning::done}}},
    {Operation::cancel_sharing,
     {{ShareStatus::share_ok, Meaning::done}, {ShareStatus::sharing_ended, Meaning::done}}},
};

TEST(Status, MeansWhatItMeansToTheOperation) {
  for (const auto& [operation, good] : good_news) {
    for (const auto& row : table) {
      const auto found = good.find(row.status);
      EXPECT_EQ(status_meaning(operation, row.status),
                found == good.end() ? Meaning::refused : found->second)
          << endpoint(operation).name << ' ' << row.word;
    }
    EXPECT_EQ(status_meaning(operation, ShareStatus::unknown), Meaning::unknown);
  }
}

TEST(Status, OtherOperationsHaveNone) {
  for (const Endpoint& row : endpoint_table) {
    if (good_news.contains(row.operation)) continue;
    for (const auto& status : table)
      EXPECT_EQ(status_meaning(row.operation, status.status), Meaning::unknown) << row.name;
  }
}

}  // namespace
}  // namespace subshare::test
