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
  // A telephone number is its digits.
  std::string digits;
  if (!contact.contains('@') && !contact.contains('*')) {
    for (const char c : contact) {
      if (c >= '0' && c <= '9') digits += c;
    }
    if (digits.starts_with("00")) digits.erase(0, 2);
  }
  const auto* found = std::ranges::find_if(persons, [&](const Person& person) {
    return same_person(person.canonical, contact) || same_person(person.typed, contact) ||
           same_person(person.typed_again, contact) ||
           (!digits.empty() && person.canonical.substr(1) == digits);
  });
  return static_cast<std::size_t>(found - persons.begin());
}

std::string token_text(const Token& token) {
  return std::string(token_mark) + '.' + std::to_string(token.account) + '.' +
         std::to_string(token.version);
}

std::size_t World::open_tab(int account, bool is_owner) {
  Tab& tab = tabs_.emplace_back();
  tab.account = tab.login = account;
  tab.is_owner = is_owner;
  rebuild(tab);
  return tabs_.size() - 1;
}

// A page that has just been loaded knows nothing.
void World::rebuild(Tab& tab) {
  tab.session = std::make_unique<subshare::Session>(
      endpoints(habits_(Habit::declines_by_route)),
      // Lists are short here, and are to be read in pieces all the same.
      subshare::SessionOptions{.call = {.piece = 256}});
  ++tab.loads;
  tab.remaining.reset();
  forget(tab);
}

// What the evidence was about is nobody's knowledge any more.
void World::forget(Tab& tab) {
  ++tab.user;
  tab.list_shown = tab.was_unclear = tab.nets_known = false;
  tab.shown_asked = tab.shown_seen = tab.unclear_asked = tab.others_pass_until = 0;
  tab.list_asked_at = tab.doubtful_at = tab.list_came_at = tab.rules_came_at = -1;
  tab.own_changes.clear();
  tab.ended.clear();
}

void World::read(std::size_t tab, bool anew) {
  if (!anew && tabs_[tab].session->list_is_fresh(now_)) return;
  begin(tab, {.operation = Operation::list_shared_subscribers});
}

void World::invite(std::size_t tab, std::size_t person) {
  Intent intent{.operation = Operation::send_invitation};
  intent.product_code = random_.one_of(product, product, std::string_view(" NAT "));
  intent.contact.value = contact_of(person, random_.chance(0.5));
  if (habits_(Habit::names_required) || random_.chance(0.5)) {
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
  if (!tabs_[tab].session->list().known()) return read(tab, false);
  const std::size_t first = random_.below(person_count);
  const std::size_t how_many = random_.chance(0.15) ? 3 : 1;
  for (std::size_t i = 0; i < how_many; ++i) invite(tab, (first + i) % person_count);
}

const subshare::SharedUser* World::some_row(std::size_t tab) {
  const auto rows = tabs_[tab].session->list().rows();
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

void World::reload(std::size_t tab_index) {
  Tab& tab = tabs_[tab_index];
  count(Fault::reload);
  trace("page %zu is loaded anew", tab_index);
  for (Live& live : live_) {
    if (!live.over && live.tab == tab_index) let_go(live, tab.session->options().call.at_work);
  }
  if (random_.chance(0.3)) {
    end_all(tab_index, tab.session->close(now_));
    const auto begun =
        tab.session->begin({.operation = Operation::list_shared_subscribers}, now_, 0);
    if (begun) violate("page %zu begins a call in a closed session", tab_index);
  }
  for (Live& live : live_) {
    if (live.tab == tab_index) live.over = true;
  }
  tab.account = tab.login;
  rebuild(tab);
}

void World::change_user(std::size_t tab_index) {
  Tab& tab = tabs_[tab_index];
  // Once: who comes back after the page has forgotten him may find his own request still at work.
  if (tab.account != 0 || habits_(Habit::other_page)) return;
  count(Fault::user_change);
  trace("page %zu: another user", tab_index);
  tab.account = tab.login = 1;
  for (Live& live : live_) {
    if (live.over || live.tab != tab_index) continue;
    if (habits_(Habit::aborts_on_change)) {
      abort(live);
    } else {
      let_go(live, tab.session->options().call.at_work);
    }
  }
  // What its calls say when they end is judged by what the page knew.
  end_all(tab_index, tab.session->change_user(now_));
  forget(tab);
  if (tab.session->list().known() || !tab.session->list().rows().empty())
    violate("page %zu shows the former user's list", tab_index);
}

// The list is read, one net is added to it, and the whole of it is sent back.
void World::change_nets(std::size_t tab_index) {
  Tab& tab = tabs_[tab_index];
  if (!tab.nets_known || random_.chance(0.3)) {
    begin(tab_index, {.operation = Operation::list_nets});
    return;
  }
  if (random_.chance(0.3)) {
    Intent level{.operation = Operation::change_distribution_level, .product_code = "NAT"};
    level.distribution_level = random_.one_of("A", "B");
    begin(tab_index, level);
    return;
  }
  Intent intent{.operation = Operation::change_nets};
  std::vector<subshare::Net> nets = tab.nets;
  subshare::Net& added = nets.emplace_back();
  const std::string host =
      "n" + std::to_string(server_->nets_changes()) + std::to_string(live_.size()) + ".example.com";
  added.domains.push_back({host});
  intent.nets = std::move(nets);
  // Until it is read anew, nobody knows the whole list.
  if (begin(tab_index, intent)) tab.nets_known = false;
}

void World::owner_acts(std::size_t tab) {
  if (calm_ || !violation_.empty()) return;
  const double deed = random_.fraction();
  if (habits_(Habit::company) && random_.chance(0.4)) {
    change_nets(tab);
  } else if (deed < 0.45) {
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
  Milliseconds thinks =
      random_.chance(0.3) ? random_.between(0, 300) : random_.between(300, 25'000);
  if (habits_(Habit::long_thoughts) && random_.chance(0.3))
    thinks = random_.between(61'000, 36'000'000);
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
  tabs_[tab].person = person;
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

// The owner, on a telephone: no call of ours, and no page of ours knows of it.
void World::device_acts() {
  if (calm_ || !violation_.empty()) return;
  count(Fault::device_acts);
  std::string body, url(base_url);
  Request request{.method = "POST", .token = Token{0, 1 << 20}, .call = other_device};
  const auto& shares = server_->shares();
  const double deed = random_.fraction();
  if (deed < 0.6 || shares.empty()) {
    url += "/v1/subscription/share/invitation";
    body = R"({"contact":")" + std::string(persons[random_.below(person_count)].canonical) +
           R"(","contactType":"A","productCode":"NAT"})";
  } else {
    request.method = "PATCH";
    const std::string& code = shares[random_.below(shares.size())].code;
    const bool ends = random_.chance(0.6);
    url += ends ? "/v1/subscription/share" : "/v1/subscription/share/invitation/data";
    body = R"({"shareCode":")" + code + R"(","changeType":"CANCEL")" +
           (ends ? "}" : R"(,"firstName":"Siv"})");
  }
  request.url = url;
  request.body = body;
  const Answer answer = server_->handle(request, now_);
  trace("  server: the other device %s -> %d %s", body.c_str(), answer.status, answer.body.c_str());
  tell_recipients();
}

// What ended unclear is pressed again, by the same person on the same page, until that person has
// had enough of it.
void World::press_again(const Live& live) {
  if (calm_ || live.user != tabs_[live.tab].user) return;
  // A list that was made from one that has been read anew since is nobody's wish any more.
  if (live.intent.operation == Operation::change_nets &&
      live.nets_told != tabs_[live.tab].nets_told)
    return;
  if (std::ranges::count_if(live_, [&](const Live& other) { return same_wish(live, other); }) > 4)
    return;
  count(Fault::pressed_again);
  begin(live.tab, live.intent);
}

}  // namespace simulation
