#include "decisions.hpp"

#include <algorithm>

#include "decimal.hpp"

namespace subshare::decisions {
namespace {

constexpr Milliseconds first_pause = 2'000;

// Whether nobody can tell whose contact it is: none, masked (n**@x.no, +47 *** ** 567), or a number
// that does not say its country.
bool is_veiled(std::string_view contact) {
  if (contact.empty()) return true;
  const std::size_t at = contact.find('@');
  const std::string_view mine = contact.substr(0, at);
  const auto odd = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || c == '*' || c == '#';
  };
  if (std::ranges::any_of(mine, odd) || mine.contains("..")) return true;
  if (at != std::string_view::npos) return contact.substr(at).contains('*');
  constexpr std::string_view of_numbers = "0123456789+()-./ ";
  return !(contact.starts_with('+') || contact.starts_with("00")) ||
         contact.find_first_not_of(of_numbers) != std::string_view::npos;
}

}  // namespace

bool keeps_back(Operation operation) { return endpoint(operation).repeat != Repeat::safe; }

bool looks_before_repeating(Operation operation) {
  return endpoint(operation).repeat == Repeat::look_first;
}

// Soon, where the answer alone was lost; then more seldom, and once more when it cannot be at work
// any more.
Milliseconds pause_before_look(int looks, Milliseconds now, Milliseconds at_work_until) {
  const Milliseconds pause = first_pause << std::min(looks * 2, 8);
  return std::min(pause, std::max(at_work_until - now, first_pause));
}

bool absence_is_proof(int looks, Milliseconds now, Milliseconds at_work_until) {
  return looks >= 2 && now >= at_work_until;
}

bool asks_for_fresh_token(bool has_asked) { return !has_asked; }

Milliseconds wait_for_limit(Milliseconds wait) { return wait; }

Milliseconds wait_until_said(Milliseconds retry_after) { return retry_after; }

bool wakes_up(WaitReason waits_for) { return waits_for == WaitReason::offline; }

bool goes_on(Milliseconds age, Milliseconds call_limit) { return age < call_limit; }

std::string unlike_others(double random, int sends) {
  constexpr double two_to_the_53 = 9007199254740992.0;
  return decimal(static_cast<std::int64_t>(random * two_to_the_53) + sends);
}

bool may_leave_on(Milliseconds list_age, Milliseconds just_before) {
  return list_age <= just_before;
}

Meaning meaning_of(Operation operation, ShareStatus status) {
  return status_meaning(operation, status);
}

Outcome::Kind kind_of_already(bool doubted) {
  return doubted ? Outcome::Kind::done : Outcome::Kind::already;
}

bool refusal_settles() { return false; }

bool tells_doubt(bool doubted, Outcome::Kind kind) {
  return doubted && kind != Outcome::Kind::done && kind != Outcome::Kind::already;
}

bool is_remembered(Operation operation) { return endpoint(operation).repeat != Repeat::safe; }

std::string shown_of_refusal(std::string_view) { return {}; }

bool is_refusal(const Error& error) { return error.code == ErrorCode::request_refused; }

// `success` may be absent [D]. A status may not; but 204 says in itself that it was done, and what
// is sent is idempotent.
bool empty_is_done(Operation operation, int http_status) {
  switch (operation) {
    case Operation::change_invitation_details:
    case Operation::change_nets:
    case Operation::change_distribution_level:
      return true;
    case Operation::accept_invitation:
    case Operation::decline_invitation:
    case Operation::cancel_sharing:
      return http_status == 204;
    default:
      return false;
  }
}

bool is_list_of_people(const SharedSubscribers& list) { return list.has_users; }

Likeness likeness_of(const SharedUser& row, std::string_view contact) {
  if (same_contact(row.share_contact, contact)) return Likeness::same;
  return is_veiled(row.share_contact) ? Likeness::maybe : Likeness::other;
}

Verdict verdict_on(const SharedUser& row, Likeness likeness, const KnownBefore& before) {
  if (likeness == Likeness::maybe)
    return before.maybe_new(row) ? Verdict::cannot_tell : Verdict::absent;
  // A row that is new has been sent, whatever the person has answered since and in whatever word.
  if (before.surely_new(row)) return Verdict::ours;
  const InvitationState state = state_of_share_status(row.share_status);
  // One that was there before and is open again: an invitation does not leave where it is known to
  // be.
  if (state == InvitationState::pending || state == InvitationState::accepted)
    return before.just_before && !before.maybe_there ? Verdict::ours : Verdict::there;
  // Declined or ended, but when? Sending it again could be a second invitation.
  return before.maybe_new(row) ? Verdict::cannot_tell : Verdict::absent;
}

bool replaces(std::uint64_t ticket, std::uint64_t shown) { return ticket > shown; }

bool outlives(std::uint64_t change, std::uint64_t ticket) { return change > ticket; }

bool may_refuse(Milliseconds age, Milliseconds fresh_for) { return age <= fresh_for; }

bool frees_a_seat(InvitationState state) {
  return state == InvitationState::pending || state == InvitationState::accepted ||
         state == InvitationState::unknown;
}

std::int32_t seats_of_invited(std::int32_t under_way) { return under_way; }

bool ends_with_user() { return true; }

}  // namespace subshare::decisions
