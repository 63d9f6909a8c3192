#include "subshare/invitation.hpp"

#include <set>

#include "testing.hpp"

namespace subshare::test {
namespace {

using S = InvitationState;
using E = InvitationEvent;

constexpr S states[] = {S::not_invited, S::pending, S::accepted, S::declined, S::ended, S::unknown};
constexpr E events[] = {E::invite, E::accept, E::decline, E::cancel, E::rename};
static_assert(std::size(states) == invitation_state_count);
static_assert(std::size(events) == invitation_event_count);

// The whole table once more: the next state's name, or the reason's after an exclamation mark.
// Written from the drawing, not from the code.
constexpr std::string_view table[invitation_state_count][invitation_event_count] = {
    // clang-format off
    //                invite                  accept                  decline                 cancel                  rename
    /* not_invited */ {"pending",             "!invitation_missing",  "!invitation_missing",  "!invitation_missing",  "!invitation_missing"},
    /* pending     */ {"!invitation_pending", "accepted",             "declined",             "ended",                "pending"},
    /* accepted    */ {"!invitation_accepted","!invitation_accepted", "!invitation_accepted", "ended",                "accepted"},
    /* declined    */ {"pending",             "!invitation_declined", "!invitation_declined", "!invitation_declined", "!invitation_declined"},
    /* ended       */ {"pending",             "!invitation_ended",    "!invitation_ended",    "!invitation_ended",    "!invitation_ended"},
    /* unknown     */ {"pending",             "accepted",             "declined",             "ended",                "unknown"},
    // clang-format on
};

TEST(Invitation, EveryStateAndEvent) {
  for (std::size_t s = 0; s < invitation_state_count; ++s) {
    for (std::size_t e = 0; e < invitation_event_count; ++e) {
      const std::string_view expected = table[s][e];
      const auto next = next_state(states[s], events[e]);
      const std::string where = std::string(state_name(states[s])) + " event " + std::to_string(e);
      EXPECT_EQ(may(states[s], events[e]), next.has_value()) << where;
      if (expected.starts_with('!')) {
        ASSERT_FALSE(next) << where;
        EXPECT_EQ(error_name(next.error().code), expected.substr(1)) << where;
        EXPECT_EQ(next.error().field, "shareStatus") << where;
        EXPECT_EQ(next.error().fragment, state_name(states[s])) << where;
      } else {
        ASSERT_TRUE(next) << where;
        EXPECT_EQ(state_name(*next), expected) << where;
      }
    }
  }
}

TEST(Invitation, StatesHaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const S state : states) names.insert(state_name(state));
  EXPECT_EQ(names, (std::set<std::string_view>{"not_invited", "pending", "accepted", "declined",
                                               "ended", "unknown"}));
}

TEST(Invitation, ShareStatusOfAListRow) {
  constexpr struct {
    std::string_view word;
    S expected;
  } words[] = {
      {"SHARE_REQUEST_SENT", S::pending},  // [D]
      // The outcome words, and their digits [I].
      {"SHARE_OK", S::accepted},
      {"1", S::accepted},
      {"REQUEST_ACCEPTED", S::accepted},
      {"4", S::accepted},
      {"REQUEST_DECLINED", S::declined},
      {"5", S::declined},
      {"SHARING_ENDED", S::ended},
      {"6", S::ended},
      // Words that say nothing about a share, and words that we do not know [U].
      {"NO_SUBSCRIPTION", S::unknown},
      {"SHARE_LIMIT", S::unknown},
      {"2", S::unknown},
      {"", S::unknown},
      {"share_request_sent", S::unknown},
      {"SHARE_PAUSED", S::unknown},
  };
  for (const auto& row : words)
    EXPECT_EQ(state_of_share_status(ExactText(row.word)), row.expected) << row.word;
}

}  // namespace
}  // namespace subshare::test
