// What must be true of steps and pages, whatever the network did. The server model is the witness
// for what happened, the evidence in Tab and Live for what the page can know of it.
#include <algorithm>
#include <tuple>

#include "world.hpp"

namespace simulation {

using subshare::Operation;
using subshare::Outcome;
using subshare::StepKind;
using subshare::WaitReason;

namespace {

// The stated bounds: sends of a read or an idempotent change; of an invitation two, with the list
// read before and, until nothing can be at work any more, after each, and twice more where that is
// long ago; the repetition after a 401, and what a rate limit or the network held up.
int most_sends(const subshare::CallOptions& options, const Live& live) {
  const bool invitation = live.intent.operation == Operation::send_invitation;
  return (invitation ? 2 + 9 * options.max_attempts : options.max_attempts) + 1 + live.held_up;
}

// Nothing new after a day, and what has begun then has its own bounds.
Milliseconds longest(const subshare::CallOptions& options) {
  return options.call_limit + 62 * options.rate_limit_longest + options.longest_answer +
         options.token_timeout + 10 * options.backoff_limit;
}

// The state that a row of a page stands for: the server's own word, or the one that the page puts
// there when it has ended a share itself.
std::optional<Held> shows(const Server& server, std::string_view word) {
  for (const Held state : {Held::pending, Held::accepted, Held::declined, Held::ended}) {
    if (word == server.word(state)) return state;
  }
  if (word == "SHARING_ENDED") return Held::ended;
  return std::nullopt;
}

// Whether the words of this server tell who has the product.
bool tells_accepted(const Facts& facts) { return facts.accepted_word != "IN_USE"; }

bool is_open(const Share& share) {
  return share.state == Held::pending || share.state == Held::accepted;
}

struct Row {
  std::size_t person;
  std::optional<Held> state;
  std::string first_name, last_name;
  auto operator<=>(const Row&) const = default;
};

}  // namespace

void World::check_begun(std::size_t tab, std::string_view key, const subshare::Intent& intent) {
  if (!changes(intent.operation)) return;
  const subshare::Session& session = *tabs_[tab].session;
  // Whose seats the list does not have yet.
  const auto is_listed = [&](const subshare::Intent& of) {
    return std::ranges::any_of(session.list().rows(), [&](const subshare::SharedUser& row) {
      const auto state = subshare::state_of_share_status(row.share_status);
      return person_of(row.share_contact) == person_of(of.contact.value) &&
             (state == subshare::InvitationState::pending ||
              state == subshare::InvitationState::accepted);
    });
  };
  int inviting = 1, without_seat = 1;
  for (const Live& live : live_) {
    if (live.over || live.tab != tab || live.user != tabs_[tab].user) continue;
    if (live.key == key) violate("page %zu began twice what call %d is doing", tab, live.id);
    if (live.intent.operation != Operation::send_invitation) continue;
    ++inviting;
    without_seat += is_listed(live.intent) ? 0 : 1;
  }
  // Whoever is being invited takes a seat. Nobody can say so while a list that is fresh has some of
  // them already.
  // What ended unclear may have its seat already.
  if (std::ranges::any_of(live_, [&](const Live& earlier) {
        return earlier.says == Says::unclear && earlier.tab == tab &&
               earlier.user == tabs_[tab].user && earlier.key == key;
      }))
    return;
  const bool list_is_known = now_ - tabs_[tab].list_asked_at <= session.options().just_before &&
                             tabs_[tab].list_asked_at > tabs_[tab].doubtful_at;
  if (intent.operation != Operation::send_invitation || !list_is_known ||
      !session.rules_are_fresh(product, now_))
    return;
  const subshare::Seats seats = session.seats(product);
  if (seats.allowed && without_seat > std::max(0, *seats.allowed - seats.in_use))
    violate("page %zu invites %d people, and has no seats for them", tab, inviting);
  if (inviting < seats.inviting)
    violate("page %zu counts %d who are being invited, not %d", tab, seats.inviting, inviting);
}

// Only what is fresh refuses.
void World::check_not_begun(std::size_t tab_index, std::string_view key,
                            const subshare::Error& error) {
  using subshare::ErrorCode;
  const Tab& tab = tabs_[tab_index];
  const Milliseconds fresh = tab.session->options().fresh_for;
  const auto is_old = [&](Milliseconds came_at) { return came_at < 0 || now_ - came_at > fresh; };
  switch (error.code) {
    case ErrorCode::under_way:
      for (const Live& live : live_) {
        if (!live.over && live.tab == tab_index && live.key == key) return;
      }
      return violate("page %zu refuses as under way what is not", tab_index);
    case ErrorCode::seats_full:
    case ErrorCode::seats_too_few:
      if (is_old(tab.list_came_at))
        violate("page %zu refuses a seat by a list that is not fresh", tab_index);
      [[fallthrough]];
    case ErrorCode::rule_missing:
    case ErrorCode::rule_not_for_users:
    case ErrorCode::first_name_required:
    case ErrorCode::last_name_required:
      if (is_old(tab.rules_came_at))
        violate("page %zu refuses by a rule that is not fresh", tab_index);
      return;
    case ErrorCode::invitation_pending:
    case ErrorCode::invitation_accepted:
    case ErrorCode::invitation_declined:
    case ErrorCode::invitation_ended:
    case ErrorCode::invitation_missing:
      if (is_old(tab.list_came_at))
        violate("page %zu refuses by a row that is not fresh", tab_index);
      return;
    default:
      return violate("page %zu refuses what is in order: %s", tab_index,
                     subshare::error_name(error.code).data());
  }
}

void World::check_first_step(const Live& live) {
  const Tab& tab = tabs_[live.tab];
  if (tab.remaining != 0 || now_ >= tab.resets_at) return;
  // Where a request of before may be at work that is waited for first, and the limit after it.
  const bool is_first_wait =
      live.step.kind == StepKind::wait &&
      (live.step.reason == WaitReason::backoff || now_ + live.step.wait >= tab.resets_at);
  if (!is_first_wait)
    violate("call %d does not wait although nothing is left of the rate limit", live.id);
}

void World::check_step(const Live& live) {
  const subshare::CallOptions& options = tabs_[live.tab].session->options().call;
  const subshare::Step& step = live.step;
  if (step.kind == StepKind::send &&
      (step.timeout != options.timeout || step.longest != options.longest_answer))
    violate("call %d sends with another time-out than the one set", live.id);
  if (step.kind == StepKind::get_token && step.timeout != options.token_timeout)
    violate("call %d gets a token without a bound", live.id);
  if (step.kind != StepKind::wait) return;
  // A request that was given up is waited for until it cannot be at work any more.
  Milliseconds most = std::max(options.backoff_limit, options.at_work) + 1;
  most = std::max(most, live.not_before - now_ + 10'000);
  // The reset, as much again at random, and the patience of a long wait.
  if (step.reason == WaitReason::rate_limited)
    most = std::max(most, options.rate_limit_longest * 62);
  if (step.reason == WaitReason::pacing) most = std::max(most, options.rate_limit_longest + 1'000);
  if (step.reason == WaitReason::offline) most = options.offline_limit;
  if (step.wait < 0 || step.wait > most)
    violate("call %d waits %lld ms, more than its reason allows", live.id,
            static_cast<long long>(step.wait));
}

void World::check_request(const Live& live, const subshare::HttpRequest& request) {
  check_no_token(request.url, "a URL");
  check_no_token(request.body, "a body");
  if (now_ < live.not_before)
    violate("call %d is sent %lld ms before it may be", live.id,
            static_cast<long long>(live.not_before - now_));
  const subshare::CallOptions& options = tabs_[live.tab].session->options().call;
  if (now_ - live.started > options.call_limit)
    violate("call %d sends something new after its limit", live.id);
  if (live.refusals > 1) violate("call %d is sent again after a second 401", live.id);
  if (request.needs_token && !live.has_token) violate("call %d is sent without a token", live.id);
  if (request.needs_token && request.mode == subshare::Mode::user &&
      live.token.account != live.account)
    violate("call %d is sent with another user's token", live.id);
  if (request.mode == subshare::Mode::client && !request.needs_token &&
      request.url != decline_route)
    violate("call %d goes to the API without a token", live.id);
  if (request.operation == Operation::change_nets) check_nets(live, request.body);
  check_bounds(live);
}

// What was read, all of it, and what the page does not know as well.
void World::check_nets(const Live& live, std::string_view body) {
  for (const HeldNet& net : server_->nets(live.nets_told)) {
    if (!body.contains('"' + net.domain + '"'))
      violate("call %d sends a list of nets without %s", live.id, net.domain.c_str());
    if (!body.contains(net.unknown))
      violate("call %d sends a net without what it has besides: %s", live.id, net.unknown.c_str());
  }
}

void World::check_bounds(const Live& live) {
  const subshare::CallOptions& options = tabs_[live.tab].session->options().call;
  if (live.sends > most_sends(options, live))
    violate("call %d has been sent %d times", live.id, live.sends);
  if (live.waits > options.max_waits + 12 * options.max_attempts)
    violate("call %d has waited %d times", live.id, live.waits);
  const Milliseconds down = down_total_ + (network_up_ ? 0 : now_ - down_since_) - live.down_before;
  if (live.offline_waited > down + live.slept)
    violate("call %d waited for the network %lld ms after it was back", live.id,
            static_cast<long long>(live.offline_waited - down));
  if (now_ - live.started - live.slept > longest(options))
    violate("call %d takes longer than its bound", live.id);
}

void World::check_no_token(std::string_view text, const char* where) {
  if (text.find(token_mark) != std::string_view::npos) violate("a token stands in %s", where);
}

// Whether the page can be expected to show exactly what is known.
bool World::shown_is_exact(const Tab& tab) const {
  if (!tab.list_shown || habits_(Habit::other_page)) return false;
  // Who a row is about, and so whether it is what was done here, these do not tell.
  if (habits_(Habit::omits_contact) || habits_(Habit::omits_product) ||
      habits_(Habit::masks_contacts))
    return false;
  // Pressed twice where the server lets it and the list could not be read: one row stands for both.
  // Nor is somebody else's told from ours, where it came after the list of just before, or the rate
  // limit left none.
  const auto& shares = server_->shares();
  const auto is_a_guess = [&](const Share& others, const Share& own) {
    if (others.created_by != other_device || own.created_by == other_device) return false;
    const Live& live = live_[static_cast<std::size_t>(own.created_by)];
    return !live.listed_before ||
           others.created_at >= live.sent_at - tab.session->options().just_before;
  };
  // Nor is ours told from somebody else's, or from an old one, where it was over already (or
  // accepted, in a word that nobody knows) in a list that had been asked for before it left, or in
  // the first that came.
  const auto was_over = [&](const Share& own) {
    const Milliseconds over_at =
        own.accepted_at < 0 || tells_accepted(facts_) ? own.left_at : own.accepted_at;
    if (own.created_by == other_device || over_at < 0 || over_at > tab.shown_at) return false;
    const Live& live = live_[static_cast<std::size_t>(own.created_by)];
    return !live.knew_list || (!live.listed_before && tab.shown_left_at <= live.sent_at);
  };
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (was_over(shares[i])) return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (shares[i].owner == tab.account && shares[j].owner == tab.account &&
          person_of(shares[i].contact) == person_of(shares[j].contact) &&
          (!habits_(Habit::refuses_doubles) || (is_open(shares[j]) && is_open(shares[i])) ||
           is_a_guess(shares[i], shares[j]) || is_a_guess(shares[j], shares[i])))
        return false;
    }
  }
  // What arrived long after it was given up, nobody knows of before the next list; and an
  // invitation that came so is not told from the one that was asked for.
  const auto& all = server_->changes();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].late && (i >= tab.shown_seen || all[i].state == Held::pending)) return false;
  }
  // A list that was asked for later and answered before has taken away a row that the page has just
  // changed: whether the row that stands for it is known by its code hangs on which came first.
  std::size_t told = 0;
  for (std::uint32_t i = 0; i < tab.shown_seen; ++i) told = std::max(told, all[i].share + 1);
  for (const auto& [i, call] : tab.own_changes) {
    const bool is_new = !all[i].names && all[i].state == Held::pending;
    if (!is_new && all[i].share >= told) return false;
    // What was done here after the list was asked for is done once more on top of it, also where
    // somebody else has changed the same since.
    if (tab.shown_asked > live_[static_cast<std::size_t>(call)].ended_asked) continue;
    for (std::uint32_t since = i + 1; since < tab.shown_seen; ++since) {
      if (all[since].share == all[i].share && all[since].call != call) return false;
    }
  }
  return (!tab.was_unclear || tab.shown_asked > tab.unclear_asked) &&
         (tab.others_pass_until == 0 || tab.shown_asked > tab.others_pass_until);
}

void World::check_shown(std::size_t tab_index, bool after_fresh_list) {
  const Tab& tab = tabs_[tab_index];
  struct Known {
    bool listed = false;
    Held state = Held::pending;
    std::string first_name, last_name;
  };
  std::vector<Known> known(server_->shares().size());
  const auto& changes = server_->changes();
  const auto apply = [&](std::uint32_t i, bool is_own) {
    const Change& change = changes[i];
    Known& share = known[change.share];
    const bool is_new = !change.names && change.state == Held::pending;
    // What a page has changed itself is no row of it where the list on show lacks the share.
    if (is_own && !is_new && !share.listed) return;
    share.listed = true;
    // Of its own rename a page knows the names that it has sent, and not what became of the other.
    if (is_new || (change.names && (change.first_given || !is_own)))
      share.first_name = change.first_name;
    if (is_new || (change.names && (change.last_given || !is_own)))
      share.last_name = change.last_name;
    if (!change.names) share.state = change.state;
  };
  // The list on show, and on top of it what this page has done since.
  const auto seen = after_fresh_list ? static_cast<std::uint32_t>(changes.size()) : tab.shown_seen;
  for (std::uint32_t i = 0; i < seen; ++i) apply(i, false);
  for (const auto& [i, call] : tab.own_changes) {
    if (i >= seen) apply(i, true);
  }
  for (const std::size_t share : tab.ended) {
    if (known[share].listed) known[share].state = Held::ended;
  }
  // Shares that the list had, in its spelling.
  std::size_t told = 0;
  for (std::uint32_t i = 0; i < tab.shown_seen; ++i) told = std::max(told, changes[i].share + 1);
  std::vector<Row> expected, shown;
  int active = 0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const Share& share = server_->shares()[i];
    if (!known[i].listed || share.owner != tab.account) continue;
    const std::size_t person =
        i < told ? person_of(server_->echoed_contact(i, tab.shown_at)) : person_of(share.contact);
    expected.push_back({person, known[i].state, known[i].first_name, known[i].last_name});
    if (known[i].state == Held::pending || known[i].state == Held::accepted) ++active;
  }
  for (const subshare::SharedUser& row : tab.session->list().rows()) {
    check_no_token(row.share_status, "a row");
    shown.push_back({person_of(row.share_contact), shows(*server_, row.share_status),
                     row.first_name, row.last_name});
  }
  std::ranges::sort(expected);
  std::ranges::sort(shown);
  if (shown != expected) {
    for (const Row& row : expected)
      trace("  holds %s %d %s %s", contact_of(row.person).data(),
            row.state ? static_cast<int>(*row.state) : -1, row.first_name.c_str(),
            row.last_name.c_str());
    for (const Row& row : shown)
      trace("  shows %s %d %s %s", row.person < person_count ? contact_of(row.person).data() : "?",
            row.state ? static_cast<int>(*row.state) : -1, row.first_name.c_str(),
            row.last_name.c_str());
    return violate("page %zu does not show what the server holds%s", tab_index,
                   after_fresh_list ? ", even after a fresh list" : "");
  }
  check_seats(tab_index, active, after_fresh_list);
}

void World::check_seats(std::size_t tab_index, int held, bool after_fresh_list) {
  // Where the server does not count, the rows do, unless nobody can tell what they mean.
  const bool summary = habits_(Habit::gives_summary);
  const bool tells = tells_accepted(facts_) && !habits_(Habit::omits_product);
  // Then an unknown word is a share in use.
  const bool only_accepted_is_unknown = facts_.declined_word != "TURNED_DOWN" &&
                                        facts_.ended_word != "OVER" &&
                                        !habits_(Habit::omits_product);
  if (!summary && !tells) return;
  const Tab& tab = tabs_[tab_index];
  const int in_use = tab.session->seats(product).in_use;
  if (summary && after_fresh_list) {
    held = server_->in_use(tab.account);
  } else if (summary && !(habits_(Habit::pending_counts) && only_accepted_is_unknown)) {
    return;
  }
  if (in_use != held) violate("page %zu shows %d seats in use, not %d", tab_index, in_use, held);
}

}  // namespace simulation
