// What must be true of outcomes: each says what the server holds, or that it does not know.
#include <algorithm>

#include "world.hpp"

namespace simulation {

using subshare::Operation;
using subshare::Outcome;

namespace {

bool overlaps(const Share& share, Milliseconds from) {
  return share.left_at < 0 || share.left_at >= from;
}

bool is_active(const Share& share) {
  return share.state == Held::pending || share.state == Held::accepted;
}

}  // namespace

// Whether one page was asked for the same thing twice, and can remember it.
bool World::same_wish(const Live& live, const Live& earlier) const {
  return earlier.tab == live.tab && earlier.user == live.user && earlier.key == live.key;
}

// Whether what that call changed is this call's doing: its own, or that of the same wish, which
// ended unclear before and has not been settled since.
bool World::is_ours(const Live& live, int changed_by) const {
  if (changed_by == live.id) return true;
  if (changed_by == other_device) return false;
  const Live& earlier = live_[static_cast<std::size_t>(changed_by)];
  if (earlier.says != Says::unclear || !same_wish(live, earlier)) return false;
  const auto& shares = server_->shares();
  const auto made = std::ranges::find(shares, changed_by, &Share::created_by);
  return std::ranges::none_of(live_, [&](const Live& between) {
    if (between.id <= earlier.id || between.id >= live.id) return false;
    if (between.says != Says::done && between.says != Says::already) return false;
    // Done after all, or ended here since.
    return same_wish(live, between) ||
           (made != shares.end() && between.tab == live.tab && between.user == live.user &&
            between.intent.operation == Operation::cancel_sharing &&
            between.intent.share_code == made->code);
  });
}

// Whether somebody else's share passes for what came of that invitation, and is over: one that was
// made since the list on which the invitation left. With it the doubt is over.
bool World::has_passed_for(const Live& invitation) const {
  const Milliseconds listed_at =
      invitation.sent_at - tabs_[invitation.tab].session->options().just_before;
  return std::ranges::any_of(server_->shares(), [&](const Share& share) {
    const bool is_elsewhere =
        share.created_by == other_device ||
        live_[static_cast<std::size_t>(share.created_by)].tab != invitation.tab;
    return is_elsewhere && share.owner == invitation.account && share.left_at >= 0 &&
           share.created_at >= listed_at &&
           person_of(share.contact) == person_of(invitation.intent.contact.value);
  });
}

void World::check_outcome(const Live& live, const Outcome& outcome) {
  const subshare::CallOptions& options = tabs_[live.tab].session->options().call;
  check_no_token(outcome.error.field, "an error's field");
  check_no_token(outcome.error.fragment, "an error's fragment");
  check_no_token(outcome.server_message, "a server message");
  check_no_token(outcome.status.text, "a status");
  const bool is_done = outcome.kind == Outcome::Kind::done;
  if (is_done && outcome.unclear) violate("call %d is done and unclear at once", live.id);
  if (outcome.unclear && !live.may_be_unclear)
    violate("call %d calls itself unclear without a reason", live.id);
  if (!is_done && live.must_be_done && outcome.error.code != subshare::ErrorCode::aborted)
    violate("call %d is not done, and the server said so", live.id);
  if (live.is_so && live.says != Says::done && live.says != Says::already)
    violate("call %d does not say that it is so, and the server said it", live.id);
  if (outcome.error.code == subshare::ErrorCode::offline && outcome.kind == Outcome::Kind::failed &&
      network_up_ && now_ != down_since_ && live.waits <= options.max_waits &&
      live.offline_waited > 0 && live.offline_waited < options.offline_limit)
    violate("call %d says offline although the network is back", live.id);
  switch (live.intent.operation) {
    case Operation::send_invitation:
      return check_invitation(live);
    case Operation::accept_invitation:
    case Operation::decline_invitation:
    case Operation::cancel_sharing:
    case Operation::change_invitation_details:
      return check_change(live);
    case Operation::change_nets:
    case Operation::change_distribution_level:
      return check_uncounted_change(live);
    default:
      return;
  }
}

void World::check_invitation(const Live& live) {
  const subshare::SessionOptions& options = tabs_[live.tab].session->options();
  const std::size_t person = person_of(live.intent.contact.value);
  // When the wish was sent for the first time since it was last done: whoever came to be listed
  // since may be ours. (A row that was ended here meanwhile need not have been it.)
  Milliseconds sent_at = -1;
  for (const Live& each : live_) {
    if (each.id > live.id || each.sent_at < 0 || !same_wish(live, each)) continue;
    if (each.id != live.id && (each.says == Says::done || each.says == Says::already)) {
      sent_at = -1;
    } else if (sent_at < 0 && (each.id == live.id || each.says == Says::unclear)) {
      sent_at = each.sent_at;
    }
  }
  int own = 0;               // made by this call
  bool ours = false;         // by this wish
  bool lately = false;       // by somebody else, since a list could tell
  bool overlapping = false;  // there while this call ran
  for (const Share& share : server_->shares()) {
    if (share.owner != live.account || person_of(share.contact) != person) continue;
    own += share.created_by == live.id && !share.created_very_late ? 1 : 0;
    ours |= is_ours(live, share.created_by);
    lately |= sent_at >= 0 && share.created_at >= sent_at - options.just_before;
    overlapping |= overlaps(share, live.started);
  }
  switch (live.says) {
    case Says::done:
      if (!ours && !lately)
        violate(overlapping ? "call %d says done, and the invitation is somebody else's"
                            : "call %d says done, and the server has nothing",
                live.id);
      return;
    case Says::already:
      if (!overlapping && !ours)
        violate("call %d says already, and the server has nothing", live.id);
      if (own > 0 && live.listed_before && facts_.accepted_word != "IN_USE" &&
          !habits_(Habit::omits_contact) && !habits_(Habit::omits_product) &&
          !habits_(Habit::masks_contacts) && !habits_(Habit::hooks_throw))
        violate("call %d says already, and has done it itself", live.id);
      return;
    case Says::not_done:
      if (own > 0) violate("call %d says not done, and the server has done it", live.id);
      // A doubt of an earlier press is no less for this one's being refused.
      for (const Live& earlier : live_) {
        if (!is_ours(live, earlier.id) || earlier.id == live.id ||
            tabs_[live.tab].shown_asked > earlier.ended_asked ||
            live.list.asked > earlier.ended_asked)
          continue;
        if (has_passed_for(earlier)) continue;
        for (const Share& share : server_->shares()) {
          const bool is_seen_over = share.left_at >= 0 && share.left_at <= tabs_[live.tab].shown_at;
          if (share.created_by == earlier.id && !is_seen_over)
            violate("call %d says not done, and call %d, the same, has done it", live.id,
                    earlier.id);
        }
      }
      return;
    default:
      return;
  }
}

void World::check_change(const Live& live) {
  const auto found = server_->find(live.intent.share_code);
  if (!found) return violate("call %d is about a share that nobody has", live.id);
  const Share& share = server_->shares()[*found];
  bool own = false, ours = false, in_doubt = false;
  for (const Change& change : server_->changes()) {
    own |= change.call == live.id && !change.very_late;
    if (change.call == live.id || !is_ours(live, change.call)) continue;
    ours = true;
    in_doubt |= !change.very_late;
  }
  ours |= own || std::ranges::any_of(server_->changes(),
                                     [&](const Change& change) { return change.call == live.id; });
  bool holds = false;
  bool undone = false;  // by somebody else, since
  switch (live.intent.operation) {
    case Operation::accept_invitation:
      holds = share.accepted_at >= 0 && overlaps(share, live.started);
      undone = share.state == Held::ended;
      break;
    case Operation::decline_invitation:
      holds = share.state == Held::declined;
      break;
    case Operation::cancel_sharing:
      holds = share.state == Held::ended;
      break;
    default:
      holds = ours;
  }
  const bool says_so = live.says == Says::done || live.says == Says::already;
  if (says_so && !holds && !ours)
    violate("call %d says done, and the server does not hold it", live.id);
  if (live.says == Says::already && own)
    violate("call %d says already, and has done it itself", live.id);
  if (live.says == Says::already && in_doubt)
    violate("call %d says already, and an earlier press of it has done it", live.id);
  if (live.says == Says::not_done && own && !undone)
    violate("call %d says not done, and the server has done it", live.id);
  if (live.says == Says::not_done && in_doubt && !undone)
    violate("call %d says not done, and an earlier press of it has done it", live.id);
}

void World::check_uncounted_change(const Live& live) {
  if (live.says == Says::done && live.effects == 0)
    violate("call %d says done, and nothing has happened", live.id);
  if (live.says == Says::not_done && live.effects > 0)
    violate("call %d says not done, and the server has done it", live.id);
}

// What a request has done just now must not belie what its call has said already.
void World::check_commit(const Flight& flight, std::size_t changes_before) {
  Live& live = live_[static_cast<std::size_t>(flight.call)];
  const bool carried_out = uncounted_changes_ != server_->nets_changes() + server_->level_changes();
  uncounted_changes_ = server_->nets_changes() + server_->level_changes();
  if (carried_out) ++live.effects;
  if (flight.very_late || live.says != Says::not_done) return;
  if (carried_out || server_->changes().size() > changes_before)
    violate("call %d said not done, and then it was", live.id);
}

// One press, one invitation; and no second press makes another as long as what came of the first is
// not known.
void World::check_doubles(std::size_t index) {
  const Share& share = server_->shares()[index];
  if (share.created_by == other_device || share.created_very_late) return;
  const Live& live = live_[static_cast<std::size_t>(share.created_by)];
  for (std::size_t i = 0; i < index; ++i) {
    const Share& other = server_->shares()[i];
    if (other.created_by == other_device || other.owner != share.owner ||
        person_of(other.contact) != person_of(share.contact))
      continue;
    const Live& first = live_[static_cast<std::size_t>(other.created_by)];
    if (&first == &live)
      return violate("call %d has invited %s twice", live.id, other.contact.c_str());
    if (!is_active(other) || !same_wish(live, first)) continue;
    if (has_passed_for(live) || has_passed_for(first)) continue;
    if (!first.over || is_ours(live, first.id))
      return violate("call %d invites %s, whom call %d may have invited, and has", live.id,
                     other.contact.c_str(), first.id);
  }
}

}  // namespace simulation
