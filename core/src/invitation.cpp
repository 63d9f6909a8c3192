// The table is the drawing in invitation.hpp, one row a state. A cell is either the next state or
// the reason why not.
#include "subshare/invitation.hpp"

#include "fail.hpp"
#include "subshare/status.hpp"

namespace subshare {
namespace {

using State = InvitationState;
using Code = ErrorCode;

struct Cell {
  State next = State::unknown;
  Code refused = Code::count_;  // count_: allowed
};

constexpr Cell to(State next) { return {next, Code::count_}; }
constexpr Cell no(Code reason) { return {State::unknown, reason}; }

using Row = std::array<Cell, invitation_event_count>;

// clang-format off
constexpr std::array<Row, invitation_state_count> transitions{{
    //             invite                          accept                          decline                         cancel                          rename
    /* not_inv. */ {{to(State::pending),           no(Code::invitation_missing),   no(Code::invitation_missing),   no(Code::invitation_missing),   no(Code::invitation_missing)}},
    /* pending  */ {{no(Code::invitation_pending), to(State::accepted),            to(State::declined),            to(State::ended),               to(State::pending)}},
    /* accepted */ {{no(Code::invitation_accepted),no(Code::invitation_accepted),  no(Code::invitation_accepted),  to(State::ended),               to(State::accepted)}},
    /* declined */ {{to(State::pending),           no(Code::invitation_declined),  no(Code::invitation_declined),  no(Code::invitation_declined),  no(Code::invitation_declined)}},
    /* ended    */ {{to(State::pending),           no(Code::invitation_ended),     no(Code::invitation_ended),     no(Code::invitation_ended),     no(Code::invitation_ended)}},
    /* unknown  */ {{to(State::pending),           to(State::accepted),            to(State::declined),            to(State::ended),               to(State::unknown)}},
}};
// clang-format on

const Cell& cell(State state, InvitationEvent event) {
  return transitions[static_cast<std::size_t>(state)][static_cast<std::size_t>(event)];
}

}  // namespace

std::string_view state_name(InvitationState state) {
  constexpr std::array<std::string_view, invitation_state_count> names{
      "not_invited", "pending", "accepted", "declined", "ended", "unknown"};
  return names[static_cast<std::size_t>(state)];
}

Result<InvitationState> next_state(InvitationState state, InvitationEvent event) {
  const Cell& found = cell(state, event);
  if (found.refused != Code::count_) return fail(found.refused, "shareStatus", state_name(state));
  return found.next;
}

bool may(InvitationState state, InvitationEvent event) {
  return cell(state, event).refused == Code::count_;
}

InvitationState state_of_share_status(std::string_view share_status) {
  if (share_status == "SHARE_REQUEST_SENT") return State::pending;
  switch (parse_status(share_status).value) {
    case ShareStatus::share_ok:
    case ShareStatus::request_accepted:
      return State::accepted;
    case ShareStatus::request_declined:
      return State::declined;
    case ShareStatus::sharing_ended:
      return State::ended;
    default:
      return State::unknown;
  }
}

}  // namespace subshare
