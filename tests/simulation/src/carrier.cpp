// The carrier does what a step says and tells what happened, as the browser's would. Sometimes it
// is a bad one: it tells an event twice, or for a call that is over, or loses one in a hook that
// throws.
#include <algorithm>

#include "world.hpp"

namespace simulation {

using subshare::Failure;
using subshare::Step;
using subshare::StepKind;
using subshare::TokenAnswer;

namespace {

// Whether an event of this kind may be told in this step.
bool fits(News::Kind kind, const Step& step) {
  switch (kind) {
    case News::Kind::token:
      return step.kind == StepKind::get_token;
    case News::Kind::response:
      return step.kind == StepKind::send;
    case News::Kind::failure:
      return step.kind == StepKind::send || step.kind == StepKind::get_token;
    case News::Kind::timer:
      return step.kind == StepKind::wait;
    case News::Kind::turn:
      return step.kind == StepKind::read_on;
    case News::Kind::online:
      break;
  }
  return step.kind == StepKind::wait && step.reason == subshare::WaitReason::offline;
}

std::string key_of(const subshare::Intent& intent) {
  std::string key(subshare::endpoint(intent.operation).name);
  const std::size_t person = person_of(intent.contact.value);
  key.append(1, ' ').append(intent.share_code).append(1, ' ').append(std::to_string(person));
  return key;
}

}  // namespace

Live* World::find(int call) {
  Live& live = live_[static_cast<std::size_t>(call)];
  return live.over ? nullptr : &live;
}

bool World::begin(std::size_t tab_index, const subshare::Intent& intent) {
  Tab& tab = tabs_[tab_index];
  std::string key = key_of(intent);
  auto begun = tab.session->begin(intent, now_, random_.fraction());
  if (!begun) {
    trace("page %zu: %s not begun: %s", tab_index, subshare::endpoint(intent.operation).name.data(),
          subshare::describe(begun.error()).c_str());
    check_not_begun(tab_index, key, begun.error());
    return false;
  }
  check_begun(tab_index, key, intent);
  ++counts_.calls;
  Live& live = live_.emplace_back();
  live.id = static_cast<int>(live_.size()) - 1;
  live.tab = tab_index;
  live.number = begun->id;
  live.intent = intent;
  live.key = std::move(key);
  live.loads = tab.loads;
  live.user = tab.user;
  live.account = tab.account;
  live.nets_told = tab.nets_told;
  live.may_be_unclear = std::ranges::any_of(live_, [&](const Live& earlier) {
    return earlier.says == Says::unclear && same_wish(live, earlier);
  });
  live.started = now_;
  live.down_before = down_total_ + (network_up_ ? 0 : now_ - down_since_);
  trace("page %zu: call %d %s", tab_index, live.id, live.key.c_str());
  live.step = std::move(begun->step);
  check_first_step(live);
  carry(live, std::move(live.step));
  return true;
}

Step World::pass(const Live& live, const News& news) {
  subshare::Session& session = *tabs_[live.tab].session;
  const double random = random_.fraction();
  switch (news.kind) {
    case News::Kind::token:
      return session.on_token(live.number, news.token, now_, random);
    case News::Kind::response:
      return session.on_response(live.number, *news.response, now_, random);
    case News::Kind::failure:
      return session.on_failure(live.number, news.failure, now_, random);
    case News::Kind::timer:
      return session.on_timer(live.number, now_, random);
    case News::Kind::turn:
      return session.on_turn(live.number, now_, random);
    case News::Kind::online:
      break;
  }
  return session.on_online(live.number, now_, random);
}

// A hook throws, and what it was about to tell is lost: all that comes is the step's time-out.
bool World::loses_event(Live& live) {
  if (calm_ || !habits_(Habit::hooks_throw) || !random_.chance(0.1)) return false;
  count(Fault::event_lost);
  trace("call %d: a hook throws, and the event is lost", live.id);
  schedule(live.step.timeout, Kind::fail, live.id, live.epoch,
           static_cast<int>(Failure::timed_out));
  return true;
}

void World::tell(Live& live, const News& news) {
  Step step = pass(live, news);
  if (step.kind == StepKind::none)
    return violate("call %d does not take what happened to it", live.id);
  // A list counts when all of it has been read.
  if (live.reading && step.kind != StepKind::read_on) {
    Tab& tab = tabs_[live.tab];
    live.list = *live.reading;
    live.reading.reset();
    tab.list_asked_at = std::max(tab.list_asked_at, live.list.left_at);
    tab.list_came_at = now_;
  }
  if (habits_(Habit::events_repeated) && !fits(news.kind, step) && step.kind != StepKind::read_on &&
      random_.chance(0.3)) {
    count(Fault::event_repeated);
    expect_nothing(live, pass(live, news));
  }
  carry(live, std::move(step));
}

void World::expect_nothing(const Live& live, const Step& step) {
  if (step.kind != StepKind::none)
    violate("call %d does something (step %d) at an event that does not fit it", live.id,
            static_cast<int>(step.kind));
}

// One that says as much as it can.
News World::some_news() {
  static const subshare::HttpResponse answers[] = {
      {.status = 200, .body = R"({"sharedUserInformationList":[]})"},
      {.status = 200, .body = R"({"status":"SHARE_OK"})"},
      {.status = 503, .body = {}},
  };
  News news;
  news.kind = random_.one_of(News::Kind::token, News::Kind::response, News::Kind::failure,
                             News::Kind::timer, News::Kind::turn, News::Kind::online);
  news.response = &answers[random_.below(std::size(answers))];
  news.failure = random_.one_of(Failure::lost, Failure::timed_out, Failure::offline);
  return news;
}

// An event for a step that the call is not in.
void World::misfit(const Live& live) {
  const News news = some_news();
  if (fits(news.kind, live.step)) return;
  count(Fault::event_repeated);
  expect_nothing(live, pass(live, news));
}

// An event for a call that is over: its number lives no more, and nothing happens twice.
void World::haunt(const Live& live) {
  const Tab& tab = tabs_[live.tab];
  if (live.loads != tab.loads) return;
  count(Fault::ended_number_used);
  const std::uint64_t version = tab.session->list().version();
  expect_nothing(live, pass(live, some_news()));
  if (tab.session->list().version() != version)
    violate("call %d is over, and changes the list", live.id);
  if (random_.chance(0.5)) expect_nothing(live, tab.session->abort(live.number, now_));
}

void World::carry(Live& live, Step step) {
  live.step = std::move(step);
  ++live.epoch;
  check_step(live);
  if (habits_(Habit::events_repeated) && live.step.kind != StepKind::done && random_.chance(0.1))
    misfit(live);
  switch (live.step.kind) {
    case StepKind::send:
      return send(live);
    case StepKind::get_token:
      if (!calm_ && random_.chance(trouble_ * 0.05)) {
        count(Fault::token_hangs);
        trace("call %d: the token never comes", live.id);
        return schedule(live.step.timeout, Kind::fail, live.id, live.epoch,
                        static_cast<int>(Failure::timed_out));
      }
      return schedule(random_.between(1, 200), Kind::token, live.id, live.epoch);
    case StepKind::wait: {
      ++live.waits;
      if (live.step.reason != subshare::WaitReason::backoff) ++live.held_up;
      live.waits_since = now_;
      trace("call %d waits %lld ms, reason %d", live.id, static_cast<long long>(live.step.wait),
            static_cast<int>(live.step.reason));
      Milliseconds late = 0;
      if (!calm_ && habits_(Habit::late_timers) && random_.chance(0.1)) {
        count(Fault::timer_late);
        late = random_.between(60'000, random_.chance(0.05) ? 1'209'600'000 : 86'400'000);
        live.slept += late;
      }
      return schedule(live.step.wait + late, Kind::timer, live.id, live.epoch);
    }
    case StepKind::read_on:
      return schedule(random_.between(0, 20), Kind::turn, live.id, live.epoch);
    case StepKind::done:
      return finish(live, *live.step.outcome);
    case StepKind::none:
      return violate("call %d stands in no step", live.id);
  }
}

void World::answer_token(Live& live) {
  const auto say = [&](TokenAnswer answer) {
    if (loses_event(live)) return;
    tell(live, {.kind = News::Kind::token, .token = answer});
  };
  if (!network_up_) {
    if (random_.chance(0.6))
      return tell(live, {.kind = News::Kind::failure, .failure = Failure::offline});
    return say(TokenAnswer::failed);
  }
  if (!calm_ && random_.chance(trouble_ * 0.1)) {
    count(Fault::token_route_failed);
    trace("call %d: the token route fails", live.id);
    return say(TokenAnswer::failed);
  }
  Tab& tab = tabs_[live.tab];
  if (live.step.mode == subshare::Mode::user && tab.login != tab.account) {
    trace("page %zu: the token is another person's", live.tab);
    return change_user(live.tab);
  }
  const int account = live.step.mode == subshare::Mode::client ? client_account : tab.login;
  int& version = token_version_[account < 2 ? static_cast<std::size_t>(account) : 2];
  if (server_->refuses({account, 1 << 20}) && habits_(Habit::route_knows_login))
    return say(TokenAnswer::login_required);
  if (live.step.fresh) ++version;
  live.token = {account, version};
  live.has_token = true;
  say(TokenAnswer::available);
}

void World::wake(Live& live) {
  if (live.step.reason == subshare::WaitReason::offline)
    live.offline_waited += now_ - live.waits_since;
  tell(live, {.kind = News::Kind::timer});
}

void World::abort(Live& live) {
  count(Fault::aborted);
  trace("call %d is given up", live.id);
  const subshare::CallOptions& options = tabs_[live.tab].session->options().call;
  let_go(live, options.at_work);
  const Step step = tabs_[live.tab].session->abort(live.number, now_);
  if (step.kind != StepKind::done) return violate("call %d goes on after abort", live.id);
  carry(live, step);
}

// The session has ended its calls: all of them, and each once.
void World::end_all(std::size_t tab, const std::vector<subshare::Session::Ended>& ended) {
  for (const subshare::Session::Ended& each : ended) {
    const auto found = std::ranges::find_if(live_, [&](const Live& live) {
      return !live.over && live.tab == tab && live.loads == tabs_[tab].loads &&
             live.number == each.id;
    });
    if (found == live_.end()) return violate("a call of page %zu ends that is none", tab);
    finish(*found, each.outcome);
  }
  for (const Live& live : live_) {
    if (!live.over && live.tab == tab)
      return violate("call %d goes on after its session's end", live.id);
  }
}

void World::finish(Live& live, const subshare::Outcome& outcome) {
  using Kind_ = subshare::Outcome::Kind;
  live.over = true;
  live.ended_asked = asked_;
  live.says = outcome.kind == Kind_::done      ? Says::done
              : outcome.kind == Kind_::already ? Says::already
              : outcome.unclear                ? Says::unclear
                                               : Says::not_done;
  Tab& tab = tabs_[live.tab];
  trace("call %d ends: kind %d %s %s%s", live.id, static_cast<int>(outcome.kind),
        outcome.status.text.c_str(),
        outcome.kind == Kind_::done ? "" : subshare::error_name(outcome.error.code).data(),
        outcome.unclear ? " UNCLEAR" : "");
  check_bounds(live);
  check_outcome(live, outcome);
  if (habits_(Habit::events_repeated) && random_.chance(0.3))
    schedule(random_.between(0, 30'000), Kind::haunt, live.id);
  if (outcome.unclear) ++counts_.unclear;
  if (live.user != tab.user) return;
  if (live.list.asked > tab.shown_asked) {
    tab.list_shown = true;
    tab.shown_asked = live.list.asked;
    tab.shown_seen = live.list.seen;
    tab.shown_at = live.list.at;
    tab.shown_left_at = live.list.left_at;
  }
  const bool change = changes(live.intent.operation);
  const bool of_people = change && live.intent.operation != subshare::Operation::change_nets &&
                         live.intent.operation != subshare::Operation::change_distribution_level;
  if (of_people && outcome.kind != Kind_::done) tab.doubtful_at = now_;
  if (change && outcome.unclear) {
    if (of_people) {
      tab.was_unclear = true;
      tab.unclear_asked = asked_;
    }
    if (of_people && tab.is_owner && tab.session->list_is_fresh(now_))
      violate("call %d is unclear, and yet the list passes for fresh", live.id);
    if (habits_(Habit::presses_again) && !calm_) {
      const Milliseconds later = habits_(Habit::long_thoughts) && random_.chance(0.3)
                                     ? random_.between(3'600'000, 86'400'000)
                                     : random_.between(500, 60'000);
      schedule(later, Kind::press_again, live.id);
    }
  }
  if (outcome.kind != Kind_::done || !tab.is_owner) return;
  if (const auto* nets = std::get_if<std::vector<subshare::Net>>(&outcome.answer)) {
    tab.nets = *nets;
    tab.nets_told = live.nets_told;
    tab.nets_known = true;
  }
  if (live.intent.operation == subshare::Operation::cancel_sharing)
    tab.ended.push_back(*server_->find(live.intent.share_code));
  const auto& all = server_->changes();
  // Somebody else's invitation, made while ours was on its way, is not told from it
  // (check_invitation); what somebody has changed since, this page takes back until it has read the
  // list again; and a share that has been ended before its invitation was done, no older list
  // shows.
  bool is_others = live.intent.operation == subshare::Operation::send_invitation;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_ours(live, all[i].call)) continue;
    tab.own_changes.emplace_back(static_cast<std::uint32_t>(i), live.id);
    is_others = std::any_of(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end(),
                            [&](const Change& since) {
                              return since.share == all[i].share &&
                                     (since.call == other_device || since.state == Held::ended);
                            });
  }
  if (is_others) tab.others_pass_until = asked_;
}

}  // namespace simulation
