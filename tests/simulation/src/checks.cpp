// What must be true, whatever the network did. The server model is the witness for what happened,
// the evidence in Tab and Live for what the page can know of it.
#include <algorithm>
#include <tuple>

#include "world.hpp"

namespace simulation {

using subshare::Operation;
using subshare::Outcome;
using subshare::StepKind;
using subshare::WaitReason;

namespace {

// The stated bounds: sends of a read or an idempotent change, and of an invitation (two sends, two
// look-ups), the repetition after a 401, and what a rate limit or the network held up.
int most_sends(const subshare::CallOptions& options, bool invitation) {
  return (invitation ? 2 + 2 * options.max_attempts : options.max_attempts) + 1 + options.max_waits;
}

// Waiting and waiting for answers, without the time without a network.
Milliseconds longest(const subshare::CallOptions& options, bool invitation) {
  const int sends = most_sends(options, invitation);
  const Milliseconds token = 200;
  return sends * (options.timeout + token) +
         3 * options.max_attempts * (options.backoff_limit + token) +
         (options.max_waits + 1) * (options.rate_limit_longest * 62 + 2'000);
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
bool tells_accepted(const Habits& habits) { return habits.accepted_word != "IN_USE"; }

struct Row {
  std::size_t person;
  std::optional<Held> state;
  std::string first_name, last_name;
  auto operator<=>(const Row&) const = default;
};

bool overlaps(const Share& share, Milliseconds from) {
  return share.left_at < 0 || share.left_at >= from;
}

}  // namespace

void World::check_begun(std::size_t tab, const subshare::Intent& intent, std::string_view key) {
  if (subshare::endpoint(intent.operation).repeat == subshare::Repeat::safe) return;
  for (const Live& live : live_) {
    if (!live.over && live.tab == tab && live.user_since == tabs_[tab].user_since &&
        live.begun.key == key)
      violate("page %zu began twice what call %d is doing", tab, live.id);
  }
}

void World::check_first_step(const Live& live) {
  const Tab& tab = tabs_[live.tab];
  if (tab.remaining != 0 || now_ >= tab.resets_at) return;
  if (live.step.kind != StepKind::wait || now_ + live.step.wait < tab.resets_at)
    violate("call %d does not wait although nothing is left of the rate limit", live.id);
}

void World::check_step(const Live& live) {
  const subshare::CallOptions& options = tabs_[live.tab].sharing->options().call;
  const subshare::Step& step = live.step;
  if (step.kind == StepKind::send && step.timeout != options.timeout)
    violate("call %d sends with another time-out than the one set", live.id);
  if (step.kind != StepKind::wait) return;
  Milliseconds most = options.backoff_limit + 1;
  // The reset, as much again at random, and the patience of a long wait.
  if (step.reason == WaitReason::rate_limited) most = options.rate_limit_longest * 62;
  if (step.reason == WaitReason::pacing) most = options.rate_limit_longest + 1'000;
  if (step.reason == WaitReason::offline) most = options.offline_limit;
  if (step.wait < 0 || step.wait > most)
    violate("call %d waits %lld ms, more than its reason allows", live.id,
            static_cast<long long>(step.wait));
}

void World::check_request(const Live& live, const subshare::HttpRequest& request) {
  check_no_token(request.url, "a URL");
  check_no_token(request.body, "a body");
  if (now_ < live.not_before)
    violate("call %d is sent %lld ms before the rate limit resets", live.id,
            static_cast<long long>(live.not_before - now_));
  if (live.refusals > 1) violate("call %d is sent again after a second 401", live.id);
  if (request.needs_token && !live.has_token) violate("call %d is sent without a token", live.id);
  if (request.needs_token && request.mode == subshare::Mode::user &&
      live.token.account != live.account)
    violate("call %d is sent with another user's token", live.id);
  if (request.mode == subshare::Mode::client && !request.needs_token &&
      request.url != decline_route)
    violate("call %d goes to the API without a token", live.id);
  check_bounds(live);
}

void World::check_bounds(const Live& live) {
  const subshare::CallOptions& options = tabs_[live.tab].sharing->options().call;
  const bool invitation = live.begun.call.intent().operation == Operation::send_invitation;
  if (live.begun.call.sends() > most_sends(options, invitation))
    violate("call %d has been sent %d times", live.id, live.begun.call.sends());
  const Milliseconds down = down_total_ + (network_up_ ? 0 : now_ - down_since_) - live.down_before;
  if (live.offline_waited > down)
    violate("call %d waited for the network %lld ms after it was back", live.id,
            static_cast<long long>(live.offline_waited - down));
  if (now_ - live.started - live.offline_waited > longest(options, invitation))
    violate("call %d takes longer than its bound", live.id);
}

void World::check_no_token(std::string_view text, const char* where) {
  if (text.find(token_mark) != std::string_view::npos) violate("a token stands in %s", where);
}

void World::check_outcome(const Live& live, const Outcome& outcome) {
  check_no_token(outcome.error.field, "an error's field");
  check_no_token(outcome.error.fragment, "an error's fragment");
  check_no_token(outcome.server_message, "a server message");
  check_no_token(outcome.status.text, "a status");
  if (outcome.kind == Outcome::Kind::done && outcome.unclear)
    violate("call %d is done and unclear at once", live.id);
  if (outcome.unclear && !live.may_be_unclear)
    violate("call %d calls itself unclear without a reason", live.id);
  if (outcome.error.code == subshare::ErrorCode::offline && outcome.kind == Outcome::Kind::failed &&
      network_up_ && now_ != down_since_ &&
      live.waits <= tabs_[live.tab].sharing->options().call.max_waits && live.offline_waited > 0 &&
      live.offline_waited < tabs_[live.tab].sharing->options().call.offline_limit)
    violate("call %d says offline although the network is back", live.id);
  switch (live.begun.call.intent().operation) {
    case Operation::send_invitation:
      return check_invitation(live, outcome);
    case Operation::accept_invitation:
    case Operation::decline_invitation:
    case Operation::cancel_sharing:
    case Operation::change_invitation_details:
      return check_change(live, outcome);
    default:
      return;
  }
}

void World::check_invitation(const Live& live, const Outcome& outcome) {
  const subshare::Intent& intent = live.begun.call.intent();
  int created = 0;
  bool there = false;
  for (const Share& share : server_->shares()) {
    if (share.created_by == live.id && !share.created_late) ++created;
    if (share.owner != live.account || !same_person(share.contact, intent.contact.value)) continue;
    // A look-up may find one that was asked and has answered since the list was read last.
    there |= share.created_by == live.id || live.looks_up || overlaps(share, live.started);
  }
  if (created > 1) violate("call %d made %d invitations", live.id, created);
  const bool says_there =
      outcome.kind == Outcome::Kind::done || outcome.kind == Outcome::Kind::already;
  if (says_there && !there) violate("call %d says done, and the server has nothing", live.id);
  if (outcome.kind == Outcome::Kind::already && created > 0)
    violate("call %d says already, and has done it itself", live.id);
  if (!says_there && !outcome.unclear && created > 0)
    violate("call %d says not done, and the server has done it", live.id);
}

void World::check_change(const Live& live, const Outcome& outcome) {
  const subshare::Intent& intent = live.begun.call.intent();
  const auto found = server_->find(intent.share_code);
  if (!found) return violate("call %d is about a share that nobody has", live.id);
  const Share& share = server_->shares()[*found];
  const auto& all = server_->changes();
  const bool in_time = std::ranges::any_of(
      all, [&](const Change& change) { return change.call == live.id && !change.late; });
  const bool ever =
      std::ranges::any_of(all, [&](const Change& change) { return change.call == live.id; });
  bool holds = false;
  bool undone = false;  // by somebody else, since
  switch (intent.operation) {
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
      holds = ever;
  }
  const bool says_so =
      outcome.kind == Outcome::Kind::done || outcome.kind == Outcome::Kind::already;
  if (says_so && !holds) violate("call %d says done, and the server does not hold it", live.id);
  if (outcome.kind == Outcome::Kind::already && in_time)
    violate("call %d says already, and has done it itself", live.id);
  if (!says_so && !outcome.unclear && in_time && !undone)
    violate("call %d says not done, and the server has done it", live.id);
}

void World::check_one_each(int account) {
  // Two pages can both invite where the server lets them; a word that nobody knows hides who has
  // it.
  if (owners_share_ || habits_.late || !tells_accepted(habits_)) return;
  for (std::size_t person = 0; person < person_count; ++person) {
    const auto active = std::ranges::count_if(server_->shares(), [&](const Share& share) {
      return share.owner == account && person_of(share.contact) == person &&
             (share.state == Held::pending || share.state == Held::accepted);
    });
    if (active > 1)
      violate("%s has %d invitations of account %d", contact_of(person).data(),
              static_cast<int>(active), account);
  }
}

// Whether the page can be expected to show exactly what is known.
bool World::shown_is_exact(const Tab& tab) const {
  if (!tab.list_shown || owners_share_) return false;
  // What arrived long after it was given up, nobody knows of before the next list; and an
  // invitation that came so is not told from the one that was asked for.
  const auto& all = server_->changes();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].late && (i >= tab.shown_seen || all[i].state == Held::pending)) return false;
  }
  return !tab.was_unclear || tab.shown_asked > tab.unclear_asked;
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
  const auto apply = [&](std::uint32_t i) {
    const Change& change = changes[i];
    Known& share = known[change.share];
    share.listed = true;
    if (change.state == Held::pending || change.names) {
      share.first_name = change.first_name;
      share.last_name = change.last_name;
    }
    if (!change.names) share.state = change.state;
  };
  // The list on show, and on top of it what this page has done since.
  const auto seen = after_fresh_list ? static_cast<std::uint32_t>(changes.size()) : tab.shown_seen;
  for (std::uint32_t i = 0; i < seen; ++i) apply(i);
  for (const auto& [i, call] : tab.own_changes) {
    if (i >= seen) apply(i);
  }
  std::vector<Row> expected, shown;
  int active = 0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const Share& share = server_->shares()[i];
    if (!known[i].listed || share.owner != tab.account) continue;
    expected.push_back(
        {person_of(share.contact), known[i].state, known[i].first_name, known[i].last_name});
    if (known[i].state == Held::pending || known[i].state == Held::accepted) ++active;
  }
  for (const subshare::SharedUser& row : tab.sharing->list().rows()) {
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
  // Where the server does not count, the rows do, unless nobody can tell what their words mean.
  if (!habits_.gives_summary && !tells_accepted(habits_)) return;
  const int in_use = tab.sharing->seats(product).in_use;
  int held = active;
  if (habits_.gives_summary && after_fresh_list) {
    held = server_->in_use(tab.account);
  } else if (habits_.gives_summary && !(habits_.pending_counts && tells_accepted(habits_))) {
    return;
  }
  if (in_use != held) violate("page %zu shows %d seats in use, not %d", tab_index, in_use, held);
}

}  // namespace simulation
