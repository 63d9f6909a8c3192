// What people do on their pages. An owner acts on what the page shows, as a person would; a
// recipient on the link that came by mail.
#include <algorithm>

#include "world.hpp"

namespace simulation {

using subshare::Intent;
using subshare::Operation;

namespace {

struct Person {
  std::string_view canonical;
  std::string_view typed;
  std::string_view typed_again;
};

constexpr std::array<Person, person_count> persons{{
    {"kari@example.com", "kari@example.com", " Kari@EXAMPLE.com"},
    {"+4741234567", "+47 412 34 567", "0047 41234567"},
    {"per@example.no", "Per@example.no", "per@Example.no "},
    {"+46701234567", "+46 (0)70-123 45 67", "+46701234567"},
}};

const subshare::Endpoints& endpoints(bool by_route) {
  static const subshare::Endpoints plain = *subshare::Endpoints::create(base_url);
  static const subshare::Endpoints routed = [] {
    auto made = *subshare::Endpoints::create(base_url);
    (void)made.set_decline_route(decline_route);
    return made;
  }();
  return by_route ? routed : plain;
}

Intent with_code(Operation operation, std::string_view code) {
  Intent intent{.operation = operation};
  intent.share_code = code;
  return intent;
}

}  // namespace

std::string_view contact_of(std::size_t person, bool again) {
  return again ? persons[person].typed_again : persons[person].typed;
}

std::size_t person_of(std::string_view contact) {
  const auto* found = std::ranges::find_if(
      persons, [&](const Person& person) { return same_person(person.canonical, contact); });
  return static_cast<std::size_t>(found - persons.begin());
}

std::string token_text(const Token& token) {
  return std::string(token_mark) + '.' + std::to_string(token.account) + '.' +
         std::to_string(token.version);
}

std::size_t World::open_tab(int account, bool is_owner) {
  Tab& tab = tabs_.emplace_back();
  tab.account = account;
  tab.is_owner = is_owner;
  rebuild(tab);
  return tabs_.size() - 1;
}

// A page that has just been loaded knows nothing.
void World::rebuild(Tab& tab) {
  tab.sharing = std::make_unique<subshare::Sharing>(
      endpoints(decline_by_route_),
      // Lists are short here, and are to be read in pieces all the same.
      subshare::SharingOptions{.call = {.piece = 256}});
  ++tab.user_since;
  tab.list_shown = tab.was_unclear = false;
  tab.shown_asked = tab.shown_seen = tab.unclear_asked = 0;
  tab.own_changes.clear();
  tab.remaining.reset();
}

void World::read(std::size_t tab, bool anew) {
  if (!anew && tabs_[tab].sharing->list_is_fresh(now_)) return;
  begin(tab, {.operation = Operation::list_shared_subscribers});
}

void World::invite(std::size_t tab, std::size_t person) {
  Intent intent{.operation = Operation::send_invitation};
  intent.product_code = product;
  intent.contact.value = contact_of(person, random_.chance(0.5));
  if (habits_.names_required || random_.chance(0.5)) {
    intent.first_name = "Kari";
    intent.last_name = random_.one_of("Nordmann", "Hansen");
  }
  if (begin(tab, intent)) ++counts_.invitations;
  // Pressed twice, or by Enter held down, or in another element on the page.
  if (!random_.chance(0.12)) return;
  count(Fault::double_click);
  intent.contact.value = contact_of(person, random_.chance(0.5));
  begin(tab, intent);
}

void World::choose_invitees(std::size_t tab) {
  // The widget lets nobody invite before it has shown who is there.
  if (!tabs_[tab].sharing->list().known()) return read(tab, false);
  const std::size_t first = random_.below(person_count);
  const std::size_t how_many = random_.chance(0.15) ? 3 : 1;
  for (std::size_t i = 0; i < how_many; ++i) invite(tab, (first + i) % person_count);
}

const subshare::SharedUser* World::some_row(std::size_t tab) {
  const auto rows = tabs_[tab].sharing->list().rows();
  if (rows.empty()) return nullptr;
  const subshare::SharedUser& row = rows[random_.below(rows.size())];
  return row.share_code.empty() ? nullptr : &row;
}

void World::cancel(std::size_t tab) {
  const subshare::SharedUser* row = some_row(tab);
  if (row == nullptr) return read(tab, true);
  const Intent intent = with_code(Operation::cancel_sharing, row->share_code);
  begin(tab, intent);
  if (!random_.chance(0.12)) return;
  count(Fault::double_click);
  begin(tab, intent);
}

void World::rename(std::size_t tab) {
  const subshare::SharedUser* row = some_row(tab);
  if (row == nullptr) return read(tab, true);
  Intent intent = with_code(Operation::change_invitation_details, row->share_code);
  intent.first_name = random_.one_of("Ola", "Eva", "");
  intent.last_name = intent.first_name.empty() ? "Olsen" : random_.one_of("Berg", "Dahl", "");
  begin(tab, intent);
}

void World::abort_something(std::size_t tab) {
  for (Live& live : live_) {
    if (live.over || live.tab != tab || !random_.chance(0.5)) continue;
    return abort(live);
  }
}

void World::reload(std::size_t tab) {
  count(Fault::reload);
  trace("page %zu is loaded anew", tab);
  for (Live& live : live_) {
    if (live.over || live.tab != tab) continue;
    let_go(live);
    live.over = true;
  }
  rebuild(tabs_[tab]);
}

void World::change_user(std::size_t tab) {
  // Once: coming back within the time that a request may be under way would need a page that waits.
  if (tabs_[tab].account != 0 || owners_share_) return;
  count(Fault::user_change);
  trace("page %zu: another user", tab);
  Tab& changed = tabs_[tab];
  changed.account = 1;
  ++changed.user_since;
  changed.sharing->change_user();
  changed.list_shown = changed.was_unclear = false;
  changed.shown_asked = changed.shown_seen = 0;
  changed.own_changes.clear();
  if (changed.sharing->list().known() || !changed.sharing->list().rows().empty())
    violate("page %zu shows the former user's list", tab);
  if (!carrier_aborts_) return;
  for (Live& live : live_) {
    if (!live.over && live.tab == tab) abort(live);
  }
}

void World::owner_acts(std::size_t tab) {
  if (calm_ || !violation_.empty()) return;
  const double deed = random_.fraction();
  if (deed < 0.45) {
    choose_invitees(tab);
  } else if (deed < 0.62) {
    cancel(tab);
  } else if (deed < 0.74) {
    rename(tab);
  } else if (deed < 0.86) {
    read(tab, random_.chance(0.7));
  } else if (deed < 0.93) {
    abort_something(tab);
  } else if (deed < 0.97) {
    reload(tab);
    begin(tab, {.operation = Operation::list_share_rules, .product_code = std::string(product)});
    read(tab, false);
  } else {
    change_user(tab);
    read(tab, false);
  }
  if (--tabs_[tab].acts_left <= 0) return;
  const Milliseconds thinks =
      random_.chance(0.3) ? random_.between(0, 300) : random_.between(300, 25'000);
  schedule(thinks, Kind::owner_acts, static_cast<int>(tab));
}

void World::recipient_acts(std::size_t share) {
  if (calm_ || !violation_.empty()) return;
  const std::string& code = server_->shares()[share].code;
  const std::size_t person = person_of(server_->shares()[share].contact);
  const int account = first_recipient + static_cast<int>(person);
  auto open = std::ranges::find(tabs_, account, &Tab::account);
  std::size_t tab = static_cast<std::size_t>(open - tabs_.begin());
  if (open == tabs_.end()) {
    tab = open_tab(account, false);
  } else if (random_.chance(0.1)) {
    reload(tab);
  }
  const Intent accept = with_code(Operation::accept_invitation, code);
  const Intent decline = with_code(Operation::decline_invitation, code);
  const double deed = random_.fraction();
  if (deed < 0.6) begin(tab, accept);
  if (deed > 0.55) begin(tab, decline);
  if (random_.chance(0.1)) {
    count(Fault::double_click);
    begin(tab, deed < 0.6 ? accept : decline);
  }
  if (random_.chance(0.2))
    schedule(random_.between(0, 20'000), Kind::recipient_acts, 0, static_cast<int>(share));
}

}  // namespace simulation
