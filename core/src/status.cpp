// What a status means depends on the operation it answers; the table below has one row for each
// status and one column for each operation that is answered with a status. Source: the ShareStatus
// table of the API [D]; the digits 1 to 7 and the meaning of SHARE_OK as the answer to Decline and
// Cancel are inferred [I].
#include "subshare/status.hpp"

#include <cstddef>

namespace subshare {
namespace {

struct Row {
  ShareStatus status;
  std::string_view word;
  Meaning send, accept, decline, cancel;
};

constexpr Meaning yes = Meaning::done;
constexpr Meaning was = Meaning::already;
constexpr Meaning no = Meaning::refused;

// clang-format off
constexpr std::array<Row, known_statuses> rows{{
    //                                                                                           send accept decline cancel
    {ShareStatus::share_ok,                        "SHARE_OK",                        yes, yes, yes, yes},
    {ShareStatus::no_subscription,                 "NO_SUBSCRIPTION",                 no,  no,  no,  no},
    {ShareStatus::subscription_stopped,            "SUBSCRIPTION_STOPPED",            no,  no,  no,  no},
    {ShareStatus::request_accepted,                "REQUEST_ACCEPTED",                no,  was, no,  no},
    {ShareStatus::request_declined,                "REQUEST_DECLINED",                no,  no,  yes, no},
    {ShareStatus::sharing_ended,                   "SHARING_ENDED",                   no,  no,  no,  yes},
    {ShareStatus::share_code_not_found,            "SHARE_CODE_NOT_FOUND",            no,  no,  no,  no},
    {ShareStatus::share_change_type_not_supported, "SHARE_CHANGE_TYPE_NOT_SUPPORTED", no,  no,  no,  no},
    {ShareStatus::already_in_use,                  "ALREADY_IN_USE",                  was, no,  no,  no},
    {ShareStatus::share_limit,                     "SHARE_LIMIT",                     no,  no,  no,  no},
    {ShareStatus::invitations_pool_exhausted,      "INVITATIONS_POOL_EXHAUSTED",      no,  no,  no,  no},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (static_cast<std::size_t>(rows[i].status) != i + 1) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

Status parse_status(std::string_view text) {
  if (text.size() == 1 && text[0] >= '1' && text[0] <= '7') {
    const Row& row = rows[static_cast<std::size_t>(text[0] - '1')];
    return {row.status, std::string(row.word)};
  }
  for (const Row& row : rows) {
    if (row.word == text) return {row.status, std::string(row.word)};
  }
  return {ShareStatus::unknown, std::string(text)};
}

std::string_view status_word(ShareStatus status) {
  return status == ShareStatus::unknown ? std::string_view{}
                                        : rows[static_cast<std::size_t>(status) - 1].word;
}

Meaning status_meaning(Operation operation, ShareStatus status) {
  if (status == ShareStatus::unknown) return Meaning::unknown;
  const Row& row = rows[static_cast<std::size_t>(status) - 1];
  switch (operation) {
    case Operation::send_invitation:
      return row.send;
    case Operation::accept_invitation:
      return row.accept;
    case Operation::decline_invitation:
      return row.decline;
    case Operation::cancel_sharing:
      return row.cancel;
    default:
      return Meaning::unknown;
  }
}

}  // namespace subshare
