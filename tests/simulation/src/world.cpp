#include "world.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

namespace simulation {
namespace {

constexpr std::uint64_t most_events = 20'000;

}  // namespace

void Counts::add(const Counts& other) {
  calls += other.calls;
  requests += other.requests;
  invitations += other.invitations;
  unclear += other.unclear;
  for (std::size_t i = 0; i < fault_count; ++i) faults[i] += other.faults[i];
  for (std::size_t i = 0; i < habit_count; ++i) habits[i] += other.habits[i];
}

World::World(std::uint64_t seed, Counts& counts, bool verbose)
    : seed_(seed), random_(seed), counts_(counts), verbose_(verbose) {}

void World::draw_habits() {
  habits_ = Habits::draw(random_);
  facts_.accepted_word =
      random_.one_of<std::string_view>("SHARE_OK", "REQUEST_ACCEPTED", "4", "SHARE_OK", "IN_USE");
  facts_.declined_word = random_.one_of<std::string_view>("REQUEST_DECLINED", "5", "TURNED_DOWN");
  facts_.ended_word = random_.one_of<std::string_view>("SHARING_ENDED", "6", "OVER");
  if (random_.chance(0.7)) facts_.share_count = random_.one_of(1, 2, 3, 10);
  if (random_.chance(0.15)) facts_.rate_limit = static_cast<int>(random_.between(3, 30));
  facts_.salt = random_.next();
  trouble_ = random_.one_of(0.03, 0.1, 0.25, 0.5);
  facts_.habits = habits_;
  server_.emplace(facts_);
  for (std::size_t i = 0; i < habit_count; ++i)
    counts_.habits[i] += habits_(static_cast<Habit>(i)) ? 1u : 0u;
}

void World::plan() {
  const std::size_t pages = habits_(Habit::other_page) ? 2 : 1;
  for (std::size_t i = 0; i < pages; ++i) {
    const std::size_t tab = open_tab(0, true);
    tabs_[tab].acts_left = static_cast<int>(random_.between(2, 8));
    begin(tab, {.operation = subshare::Operation::list_share_rules,
                .product_code = std::string(product)});
    read(tab, false);
    schedule(random_.between(200, 5'000), Kind::owner_acts, static_cast<int>(tab));
  }
  if (random_.chance(trouble_)) {
    const Milliseconds from = random_.between(0, 60'000);
    const Milliseconds lasts =
        random_.chance(0.05) ? random_.between(600'000, 700'000) : random_.between(50, 90'000);
    schedule(from, Kind::network, 0, 0);
    schedule(from + lasts, Kind::network, 0, 1);
  }
  if (habits_(Habit::other_device)) {
    for (std::int64_t left = random_.between(1, 4); left > 0; --left)
      schedule(random_.between(0, 90'000), Kind::device_acts);
  }
  if (habits_(Habit::login_changes)) schedule(random_.between(0, 90'000), Kind::log_in_as_other);
  if (random_.chance(trouble_)) schedule(random_.between(0, 60'000), Kind::expire);
  if (random_.chance(trouble_ * 0.3)) {
    const Milliseconds from = random_.between(0, 60'000);
    schedule(from, Kind::expire, 0, 1);
    schedule(from + random_.between(0, 60'000), Kind::log_in);
  }
}

void World::schedule(Milliseconds in, Kind kind, int call, int epoch, int flight) {
  queue_.push_back({now_ + in, ++events_, kind, call, epoch, flight});
  std::ranges::push_heap(queue_, [](const Event& a, const Event& b) {
    return std::pair(a.at, a.order) > std::pair(b.at, b.order);
  });
}

void World::drain() {
  while (!queue_.empty() && violation_.empty()) {
    std::ranges::pop_heap(queue_, [](const Event& a, const Event& b) {
      return std::pair(a.at, a.order) > std::pair(b.at, b.order);
    });
    const Event event = queue_.back();
    queue_.pop_back();
    now_ = event.at;
    if (events_ > most_events) return violate("the journey does not end");
    happen(event);
  }
}

void World::happen(const Event& event) {
  switch (event.kind) {
    case Kind::owner_acts:
      return owner_acts(static_cast<std::size_t>(event.call));
    case Kind::recipient_acts:
      return recipient_acts(static_cast<std::size_t>(event.epoch));
    case Kind::network:
      return set_network(event.epoch == 1);
    case Kind::expire:
      count(event.epoch == 0 ? Fault::token_expired : Fault::logged_out);
      trace("account 0: %s", event.epoch == 0 ? "the token expires" : "logged out");
      if (event.epoch == 1) return server_->log_out(0, true);
      server_->expire({0, token_version_[0]});
      return server_->expire({first_recipient, token_version_[2]});
    case Kind::log_in:
      return server_->log_out(0, false);
    case Kind::log_in_as_other:
      if (calm_ || habits_(Habit::other_page)) return;
      trace("page 0: somebody else logs in");
      tabs_[0].login = 1;
      return;
    case Kind::device_acts:
      return device_acts();
    case Kind::press_again:
      return press_again(live_[static_cast<std::size_t>(event.call)]);
    case Kind::haunt:
      return haunt(live_[static_cast<std::size_t>(event.call)]);
    case Kind::arrive:
      return arrive(static_cast<std::size_t>(event.flight));
    default:
      break;
  }
  Live* live = find(event.call);
  if (live == nullptr || live->epoch != event.epoch) return;
  switch (event.kind) {
    case Kind::timer:
      return wake(*live);
    case Kind::turn:
      return tell(*live, {.kind = News::Kind::turn});
    case Kind::token:
      return answer_token(*live);
    case Kind::deliver:
      return deliver(*live, flights_[static_cast<std::size_t>(event.flight)]);
    case Kind::fail:
      return fail(*live, static_cast<subshare::Failure>(event.flight));
    default:
      return;
  }
}

void World::set_network(bool up) {
  if (up == network_up_) return;
  trace(up ? "the network is back" : "the network is gone");
  network_up_ = up;
  if (!up) {
    count(Fault::offline);
    down_since_ = now_;
    for (Live& live : live_) {
      if (live.over || live.step.kind != subshare::StepKind::send) continue;
      let_go(live, tabs_[live.tab].session->options().call.at_work_lost);
      fail(live, random_.chance(0.8) ? subshare::Failure::offline : subshare::Failure::lost);
    }
    return;
  }
  down_total_ += now_ - down_since_;
  for (std::size_t i = 0; i < live_.size(); ++i) {
    Live& live = live_[i];
    if (live.over || live.step.kind != subshare::StepKind::wait ||
        live.step.reason != subshare::WaitReason::offline)
      continue;
    live.offline_waited += now_ - live.waits_since;
    tell(live, {.kind = News::Kind::online});
  }
}

// The troubles are over: what is under way ends, and one fresh list must make everything equal.
void World::end_calmly() {
  calm_ = true;
  set_network(true);
  server_->log_out(0, false);
  drain();
  for (const Live& live : live_) {
    if (!live.over) return violate("call %d never ended", live.id);
  }
  server_->stop_limiting();
  for (std::size_t tab = 0; tab < tabs_.size() && violation_.empty(); ++tab) {
    if (!tabs_[tab].is_owner) continue;
    tabs_[tab].login = tabs_[tab].account;
    if (shown_is_exact(tabs_[tab])) check_shown(tab, false);
    const std::uint32_t before = tabs_[tab].shown_asked;
    read(tab, true);
    drain();
    if (!violation_.empty()) return;
    if (tabs_[tab].shown_asked == before) return violate("page %zu gets no fresh list", tab);
    check_shown(tab, true);
  }
}

const std::string& World::run() {
  draw_habits();
  plan();
  drain();
  if (violation_.empty()) end_calmly();
  return violation_;
}

void World::trace(const char* format, ...) {
  if (!verbose_) return;
  std::printf("%10.3f s  ", static_cast<double>(now_) / 1'000);
  va_list arguments;
  va_start(arguments, format);
  std::vprintf(format, arguments);
  va_end(arguments);
  std::putchar('\n');
}

void World::violate(const char* format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  trace("VIOLATION: %s", text);
  if (violation_.empty()) violation_ = text;
}

}  // namespace simulation
