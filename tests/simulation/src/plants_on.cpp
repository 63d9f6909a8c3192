// The core's decisions with a bug that can be planted in each. This file stands in the place of
// core/src/decisions.cpp, whose functions it has under another name: what no planted bug changes is
// decided by the very same lines.
#include "plants.hpp"

#include <algorithm>
#include <array>

// Of the core's sources, because it is no part of the core's interface.
#include "../../../core/src/decisions.hpp"
#define decisions honest
#include "../../../core/src/decisions.cpp"
#undef decisions

namespace {

enum class Plant : std::uint8_t {
  none,
  double_click,
  blind_repeat,
  looks_without_pause,
  one_look_is_enough,
  loop_on_401,
  ignore_rate_limit,
  ignore_retry_after,
  lost_wakeup_after_offline,
  goes_on_for_ever,
  answered_from_cache,
  leaves_on_old_list,
  status_without_operation,
  already_is_refusal,
  already_is_never_ours,
  already_is_always_ours,
  refusal_settles,
  unclear_forgotten,
  doubt_not_remembered,
  only_invitations_remembered,
  token_in_error,
  exception_is_doubt,
  empty_is_failure,
  empty_is_always_done,
  any_object_is_a_list,
  masked_is_somebody_else,
  spelling_is_identity,
  answered_is_absent,
  old_row_is_ours,
  stale_list_wins,
  change_undone,
  old_knowledge_refuses,
  unknown_keeps_its_seat,
  seats_given_twice,
  user_mixed_up,
  count_
};

constexpr std::array<simulation::PlantRow, static_cast<std::size_t>(Plant::count_) - 1> table{{
    {"double_click", "the same intent is begun twice"},
    {"blind_repeat", "an invitation whose outcome is unclear is sent again at once"},
    {"looks_without_pause", "the list is read again and again while a request may be at work"},
    {"one_look_is_enough", "what one look does not find has not happened"},
    {"loop_on_401", "a fresh token is asked for as long as it is refused"},
    {"ignore_rate_limit", "a 429 is repeated at once, and nothing is paced"},
    {"ignore_retry_after", "Retry-After is taken for a second"},
    {"lost_wakeup_after_offline", "nobody notices that the network is back"},
    {"goes_on_for_ever", "a call that sleeps for a day goes on"},
    {"answered_from_cache", "one read looks like another, and a cache knows its answer"},
    {"leaves_on_old_list", "an invitation does not read the list first"},
    {"status_without_operation", "every pleasant status counts as done, whatever it answers"},
    {"already_is_refusal", "\"already so\" after a lost answer is taken for a refusal"},
    {"already_is_never_ours", "or for somebody else's doing"},
    {"already_is_always_ours", "somebody else's doing is taken for ours"},
    {"refusal_settles", "a refused repetition clears the doubt about the first"},
    {"unclear_forgotten", "a change that may have happened is reported as failed"},
    {"doubt_not_remembered", "what ended unclear is forgotten"},
    {"only_invitations_remembered", "but for invitations"},
    {"token_in_error", "a refusal's body, which may quote the token, goes into the error"},
    {"exception_is_doubt", "an exceptionType with 200 leaves open what it refuses"},
    {"empty_is_failure", "an answer without a body is none"},
    {"empty_is_always_done", "an answer without a body says done, whatever it answers"},
    {"any_object_is_a_list", "another page's JSON passes for an empty list"},
    {"masked_is_somebody_else", "a contact that cannot be read is another person's"},
    {"spelling_is_identity", "a contact in another spelling is another person's"},
    {"answered_is_absent", "the look-up sees only people who have not answered"},
    {"old_row_is_ours", "the look-up takes every open row for ours"},
    {"stale_list_wins", "a list that was asked for earlier replaces a later one"},
    {"change_undone", "a list on its way takes back what has been done meanwhile"},
    {"old_knowledge_refuses", "what was read hours ago refuses"},
    {"unknown_keeps_its_seat", "ending a share in a state of no known word frees no seat"},
    {"seats_given_twice", "seats that are being invited into count as free"},
    {"user_mixed_up", "calls go on after a change of user"},
}};

Plant active = Plant::none;

bool planted(Plant plant) { return active == plant; }

}  // namespace

namespace simulation {

std::span<const PlantRow> plants() { return table; }

bool set_plant(std::string_view name) {
  const auto* found = std::ranges::find(table, name, &PlantRow::name);
  if (found == table.end()) return false;
  active = static_cast<Plant>(found - table.begin() + 1);
  return true;
}

}  // namespace simulation

namespace subshare::decisions {

bool keeps_back(Operation operation) {
  return !planted(Plant::double_click) && honest::keeps_back(operation);
}

bool looks_before_repeating(Operation operation) {
  return !planted(Plant::blind_repeat) && honest::looks_before_repeating(operation);
}

Milliseconds pause_before_look(int looks, Milliseconds now, Milliseconds at_work_until) {
  if (planted(Plant::looks_without_pause)) return 1;
  return honest::pause_before_look(looks, now, at_work_until);
}

bool absence_is_proof(int looks, Milliseconds now, Milliseconds at_work_until) {
  return planted(Plant::one_look_is_enough) || honest::absence_is_proof(looks, now, at_work_until);
}

bool asks_for_fresh_token(bool has_asked) {
  return planted(Plant::loop_on_401) || honest::asks_for_fresh_token(has_asked);
}

Milliseconds wait_for_limit(Milliseconds wait) {
  return planted(Plant::ignore_rate_limit) ? 1 : honest::wait_for_limit(wait);
}

Milliseconds wait_until_said(Milliseconds retry_after) {
  return planted(Plant::ignore_retry_after) ? 1'000 : honest::wait_until_said(retry_after);
}

bool wakes_up(WaitReason waits_for) {
  return !planted(Plant::lost_wakeup_after_offline) && honest::wakes_up(waits_for);
}

bool goes_on(Milliseconds age, Milliseconds call_limit) {
  return planted(Plant::goes_on_for_ever) || honest::goes_on(age, call_limit);
}

std::string unlike_others(double random, int sends) {
  return planted(Plant::answered_from_cache) ? "1" : honest::unlike_others(random, sends);
}

bool may_leave_on(Milliseconds list_age, Milliseconds just_before) {
  return planted(Plant::leaves_on_old_list) || honest::may_leave_on(list_age, just_before);
}

Meaning meaning_of(Operation operation, ShareStatus status) {
  if (planted(Plant::status_without_operation) &&
      (status == ShareStatus::share_ok || status == ShareStatus::request_accepted ||
       status == ShareStatus::request_declined || status == ShareStatus::sharing_ended))
    return Meaning::done;
  return honest::meaning_of(operation, status);
}

Outcome::Kind kind_of_already(bool doubted) {
  if (planted(Plant::already_is_refusal)) return Outcome::Kind::refused;
  if (planted(Plant::already_is_never_ours)) return Outcome::Kind::already;
  if (planted(Plant::already_is_always_ours)) return Outcome::Kind::done;
  return honest::kind_of_already(doubted);
}

bool refusal_settles() { return planted(Plant::refusal_settles) || honest::refusal_settles(); }

bool tells_doubt(bool doubted, Outcome::Kind kind) {
  return !planted(Plant::unclear_forgotten) && honest::tells_doubt(doubted, kind);
}

bool is_remembered(Operation operation) {
  if (planted(Plant::doubt_not_remembered)) return false;
  if (planted(Plant::only_invitations_remembered) && operation != Operation::send_invitation)
    return false;
  return honest::is_remembered(operation);
}

std::string shown_of_refusal(std::string_view body) {
  return planted(Plant::token_in_error) ? std::string(body) : honest::shown_of_refusal(body);
}

bool is_refusal(const Error& error) {
  return !planted(Plant::exception_is_doubt) && honest::is_refusal(error);
}

bool empty_is_done(Operation operation, int http_status) {
  if (planted(Plant::empty_is_failure)) return false;
  return planted(Plant::empty_is_always_done) || honest::empty_is_done(operation, http_status);
}

bool is_list_of_people(const SharedSubscribers& list) {
  return planted(Plant::any_object_is_a_list) || honest::is_list_of_people(list);
}

Likeness likeness_of(const SharedUser& row, std::string_view contact) {
  if (planted(Plant::spelling_is_identity))
    return row.share_contact == contact ? Likeness::same : Likeness::other;
  const Likeness likeness = honest::likeness_of(row, contact);
  return planted(Plant::masked_is_somebody_else) && likeness == Likeness::maybe ? Likeness::other
                                                                                : likeness;
}

Verdict verdict_on(const SharedUser& row, Likeness likeness, const KnownBefore& before) {
  const InvitationState state = state_of_share_status(row.share_status);
  const bool open = state == InvitationState::pending || state == InvitationState::accepted;
  if (planted(Plant::answered_is_absent) && !open) return Verdict::absent;
  if (planted(Plant::old_row_is_ours) && open) return Verdict::ours;
  return honest::verdict_on(row, likeness, before);
}

bool replaces(std::uint64_t ticket, std::uint64_t shown) {
  return planted(Plant::stale_list_wins) || honest::replaces(ticket, shown);
}

bool outlives(std::uint64_t change, std::uint64_t ticket) {
  return !planted(Plant::change_undone) && honest::outlives(change, ticket);
}

bool may_refuse(Milliseconds age, Milliseconds fresh_for) {
  return planted(Plant::old_knowledge_refuses) || honest::may_refuse(age, fresh_for);
}

bool frees_a_seat(InvitationState state) {
  if (planted(Plant::unknown_keeps_its_seat) && state == InvitationState::unknown) return false;
  return honest::frees_a_seat(state);
}

std::int32_t seats_of_invited(std::int32_t under_way) {
  return planted(Plant::seats_given_twice) ? 0 : honest::seats_of_invited(under_way);
}

bool ends_with_user() { return !planted(Plant::user_mixed_up) && honest::ends_with_user(); }

}  // namespace subshare::decisions
