// The life of one invitation.
//
//                    invite                accept
//   not_invited ───────────────▶ pending ───────────▶ accepted
//        (also from declined       │  │ cancel           │ cancel
//         and ended)       decline │  └───────▶ ended ◀──┘
//                                  ▼
//                               declined
//
// `unknown` is an invitation of which only the code is known (a landing page: the API has no
// endpoint that reads one), or whose status is a word we do not know. Everything may be tried from
// there; the server decides.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "subshare/error.hpp"
#include "subshare/export.hpp"

namespace subshare {

// Where an invitation is; the drawing above has each.
enum class InvitationState : std::uint8_t {
  not_invited,
  pending,
  accepted,
  declined,
  ended,
  unknown
};
// What a person wants to do with it. A rename leaves the state as it is.
enum class InvitationEvent : std::uint8_t { invite, accept, decline, cancel, rename };

// How many states there are.
inline constexpr std::size_t invitation_state_count = 6;
// How many events there are.
inline constexpr std::size_t invitation_event_count = 5;

// Name of a state as the page sees it: "pending".
SUBSHARE_API std::string_view state_name(InvitationState state);

// The next state, or the reason why the event makes no sense in this state (invitation_missing,
// _pending, _accepted, _declined, _ended).
SUBSHARE_API Result<InvitationState> next_state(InvitationState state, InvitationEvent event);

// Which buttons make sense.
SUBSHARE_API bool may(InvitationState state, InvitationEvent event);

// State that a list row's `shareStatus` stands for. `SHARE_REQUEST_SENT` is documented [D]; that
// the outcome words of ShareStatus are used for the others is inferred [I]; any other word is
// unknown [U].
SUBSHARE_API InvitationState state_of_share_status(std::string_view share_status);

}  // namespace subshare
