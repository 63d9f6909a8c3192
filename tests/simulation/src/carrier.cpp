// The carrier does what a step says and tells what happened, as the browser's would, over a network
// that loses, delays, repeats and garbles. A request that is given up may still arrive: at once, or
// (Habits::late) when nobody thinks of it any more.
#include <algorithm>

#include "world.hpp"

namespace simulation {

using subshare::Failure;
using subshare::Operation;
using subshare::Step;
using subshare::StepKind;
using subshare::TokenAnswer;

namespace {

bool changes(Operation operation) {
  return subshare::endpoint(operation).repeat != subshare::Repeat::safe;
}

// What proxies and debug pages do: they quote the request, token and all.
std::string quoting_page(const Flight& flight) {
  return "<html><h1>Sorry</h1><pre>authorization: Bearer " +
         (flight.token ? token_text(*flight.token) : std::string()) + "</pre></html>";
}

std::string wrong_shape(Random& random) {
  return random.one_of(R"({"status":7,"success":"yes","sharedUserInformationList":3,)"
                       R"("customerProductShareRules":{}})",
                       R"([])",
                       R"({"status":{},"success":[],"sharedUserInformationList":[4],)"
                       R"("customerProductShareRules":"x"})");
}

}  // namespace

Live* World::find(int call) {
  Live& live = live_[static_cast<std::size_t>(call)];
  return live.over ? nullptr : &live;
}

bool World::begin(std::size_t tab_index, subshare::Intent intent) {
  Tab& tab = tabs_[tab_index];
  auto begun = tab.sharing->begin(intent);
  if (!begun) {
    trace("page %zu: %s not begun: %s", tab_index, subshare::endpoint(intent.operation).name.data(),
          subshare::describe(begun.error()).c_str());
    return false;
  }
  check_begun(tab_index, intent, begun->key);
  ++counts_.calls;
  Live& live = live_.emplace_back(static_cast<int>(live_.size()), tab_index, std::move(*begun));
  live.may_be_unclear =
      std::ranges::find(tab.unclear_keys, live.begun.key) != tab.unclear_keys.end();
  live.started = now_;
  live.user_since = tab.user_since;
  live.account = tab.account;
  live.down_before = down_total_ + (network_up_ ? 0 : now_ - down_since_);
  trace("page %zu: call %d %s %s%s", tab_index, live.id,
        subshare::endpoint(intent.operation).name.data(), intent.contact.value.c_str(),
        intent.share_code.c_str());
  live.step = live.begun.call.start(now_, random_.fraction());
  check_first_step(live);
  carry(live, std::move(live.step));
  return true;
}

void World::carry(Live& live, Step step) {
  live.step = std::move(step);
  ++live.epoch;
  check_step(live);
  switch (live.step.kind) {
    case StepKind::send:
      return send(live);
    case StepKind::get_token:
      return schedule(random_.between(1, 200), Kind::token, live.id, live.epoch);
    case StepKind::wait:
      ++live.waits;
      live.waits_since = now_;
      trace("call %d waits %lld ms, reason %d", live.id, static_cast<long long>(live.step.wait),
            static_cast<int>(live.step.reason));
      return schedule(live.step.wait, Kind::timer, live.id, live.epoch);
    case StepKind::read_on:
      return schedule(random_.between(0, 20), Kind::turn, live.id, live.epoch);
    case StepKind::done:
      return finish(live);
  }
}

void World::answer_token(Live& live) {
  subshare::Call& call = live.begun.call;
  if (!network_up_) {
    if (random_.chance(0.6))
      return carry(live, call.on_failure(Failure::offline, now_, random_.fraction()));
    return carry(live, call.on_token(TokenAnswer::failed, now_, random_.fraction()));
  }
  if (!calm_ && random_.chance(trouble_ * 0.1)) {
    count(Fault::token_route_failed);
    trace("call %d: the token route fails", live.id);
    return carry(live, call.on_token(TokenAnswer::failed, now_, random_.fraction()));
  }
  // The page's token is that of whoever is logged in now.
  const int account =
      live.step.mode == subshare::Mode::client ? client_account : tabs_[live.tab].account;
  int& version = token_version_[account < 2 ? static_cast<std::size_t>(account) : 2];
  if (server_->refuses({account, 1 << 20}) && route_knows_login_)
    return carry(live, call.on_token(TokenAnswer::login_required, now_, random_.fraction()));
  if (live.step.fresh) ++version;
  live.token = {account, version};
  live.has_token = true;
  carry(live, call.on_token(TokenAnswer::available, now_, random_.fraction()));
}

Fault World::draw_fault(const Live& live) {
  if (calm_ || !random_.chance(trouble_)) return Fault::count_;
  struct Weighted {
    Fault fault;
    int weight;
  };
  static constexpr Weighted weights[] = {
      {Fault::request_lost, 6},
      {Fault::answer_lost, 8},
      {Fault::timed_out, 4},
      {Fault::timed_out_before_commit, 4},
      {Fault::committed_late, 5},
      {Fault::error_before_commit, 4},
      {Fault::error_after_commit, 5},
      {Fault::unauthorized_once, 3},
      {Fault::turned_away, 4},
      {Fault::not_json_before_commit, 2},
      {Fault::not_json_after_commit, 3},
      {Fault::wrong_shape, 2},
      {Fault::too_large, 1},
      {Fault::refused, 1},
      {Fault::slow_answer, 4},
  };
  int left = static_cast<int>(random_.between(0, 55));
  for (const Weighted& each : weights) {
    left -= each.weight;
    if (left >= 0) continue;
    if (each.fault == Fault::committed_late &&
        !(habits_.late && changes(live.step.request.operation)))
      return Fault::timed_out;
    return each.fault;
  }
  return Fault::count_;
}

void World::send(Live& live) {
  const subshare::HttpRequest& request = live.step.request;
  check_request(live, request);
  ++counts_.requests;
  const bool is_invitation = live.begun.call.intent().operation == Operation::send_invitation;
  if (request.operation == Operation::list_shared_subscribers) {
    live.asked = ++asked_;
    if (is_invitation) live.looks_up = true;
  }
  Flight flight;
  flight.call = live.id;
  flight.epoch = live.epoch;
  flight.method = request.method;
  flight.url = request.url;
  flight.body = request.body;
  if (request.needs_token) flight.token = live.token;
  live.flight = -1;
  if (!network_up_) {
    trace("call %d sends into nothing: no network", live.id);
    return schedule(1, Kind::fail, live.id, live.epoch, static_cast<int>(Failure::offline));
  }
  flight.fault = draw_fault(live);
  if (flight.fault != Fault::count_) count(flight.fault);
  Milliseconds there = random_.between(5, 800);
  flight.back_in = random_.between(5, 800);
  const Milliseconds timeout = live.step.timeout;
  const auto fails = [&](Milliseconds in, Failure failure) {
    schedule(in, Kind::fail, live.id, live.epoch, static_cast<int>(failure));
  };
  switch (flight.fault) {
    case Fault::request_lost:
      flight.dead = true;
      fails(random_.between(1, 3'000), Failure::lost);
      break;
    case Fault::answer_lost:
      fails(there + random_.between(1, 2'000), Failure::lost);
      break;
    case Fault::timed_out:
      there = random_.between(1, timeout - 1);
      fails(timeout, Failure::timed_out);
      break;
    case Fault::timed_out_before_commit:
      flight.dead = true;
      fails(timeout, Failure::timed_out);
      break;
    case Fault::committed_late:
      flight.late = true;
      there = timeout + random_.between(0, 60'000);
      if (random_.chance(0.5)) {
        fails(timeout, Failure::timed_out);
      } else {
        fails(random_.between(1, 3'000), Failure::lost);
      }
      break;
    case Fault::slow_answer:
      flight.back_in = random_.between(2'000, timeout - there - 1);
      break;
    default:
      break;
  }
  trace("call %d sends %s %s %s%s%s", live.id, subshare::method_name(request.method).data(),
        request.url.c_str(), request.body.c_str(),
        flight.fault == Fault::count_ ? "" : "   fault: ",
        flight.fault == Fault::count_ ? "" : fault_name(flight.fault).data());
  live.flight = static_cast<int>(flights_.size());
  if (!flight.dead) schedule(there, Kind::arrive, 0, 0, live.flight);
  flights_.push_back(std::move(flight));
}

// The server's side of a request.
void World::arrive(std::size_t index) {
  Flight& flight = flights_[index];
  if (flight.dead || flight.arrived) return;
  flight.arrived = true;
  const Request request{.method = subshare::method_name(flight.method),
                        .url = flight.url,
                        .body = flight.body,
                        .token = flight.token,
                        .call = flight.call,
                        .late = flight.late};
  Answer& answer = flight.answer;
  switch (flight.fault) {
    case Fault::error_before_commit:
      answer.status = random_.one_of(500, 502, 503, 408);
      answer.body = quoting_page(flight);
      break;
    case Fault::not_json_before_commit:
      answer.body = quoting_page(flight);
      break;
    case Fault::unauthorized_once:
      answer.status = 401;
      break;
    case Fault::turned_away:
      answer = server_->turn_away(now_);
      break;
    case Fault::refused:
      answer.status = random_.one_of(400, 403, 404);
      answer.body = R"({"exceptionType":"Bad","errorMessage":"Not today"})";
      break;
    default: {
      answer = server_->handle(request, now_);
      if (answer.status != 200) break;
      if (flight.fault == Fault::error_after_commit) {
        answer.status = random_.one_of(500, 504);
        answer.body = quoting_page(flight);
      } else if (flight.fault == Fault::not_json_after_commit) {
        answer.body = random_.chance(0.5) ? answer.body.substr(0, answer.body.size() / 2)
                                          : quoting_page(flight);
      } else if (flight.fault == Fault::wrong_shape) {
        answer.body = wrong_shape(random_);
      }
    }
  }
  if (answer.status == 401) answer.body = quoting_page(flight);
  if (answer.status == 429) count(Fault::rate_limited);
  trace("  server: call %d%s -> %d %s", flight.call, flight.late ? ", late" : "", answer.status,
        answer.body.c_str());
  for (; shares_told_ < server_->shares().size(); ++shares_told_) {
    const Share& share = server_->shares()[shares_told_];
    check_one_each(share.owner);
    if (calm_ || !random_.chance(0.6)) continue;
    const int person = static_cast<int>(person_of(share.contact));
    schedule(random_.between(20, random_.chance(0.3) ? 2'000 : 60'000), Kind::recipient_acts,
             person, static_cast<int>(shares_told_));
  }
  schedule(flight.back_in, Kind::deliver, flight.call, flight.epoch, static_cast<int>(index));
}

void World::deliver(Live& live, Flight& flight) {
  const Answer& answer = flight.answer;
  switch (flight.fault) {
    case Fault::request_lost:
    case Fault::answer_lost:
    case Fault::timed_out:
    case Fault::timed_out_before_commit:
    case Fault::committed_late:
      return;
    default:
      break;
  }
  const bool change = changes(live.step.request.operation);
  Tab& tab = tabs_[live.tab];
  if (flight.fault == Fault::too_large && answer.status == 200) {
    if (change) live.may_be_unclear = true;
    return carry(live, live.begun.call.on_failure(Failure::too_large, now_, random_.fraction()));
  }
  const subshare::HttpResponse response{.status = answer.status,
                                        .body = answer.body,
                                        .rate_limit_remaining = answer.remaining,
                                        .rate_limit_reset = answer.reset};
  const bool garbled = flight.fault == Fault::not_json_before_commit ||
                       flight.fault == Fault::not_json_after_commit ||
                       flight.fault == Fault::wrong_shape;
  if (change && (answer.status >= 500 || answer.status == 408 || garbled))
    live.may_be_unclear = true;
  if (answer.is_list && answer.status == 200 && !garbled) {
    live.list_asked = live.asked;
    live.list_seen = answer.seen;
  }
  if (answer.remaining && answer.reset) {
    tab.remaining = answer.remaining;
    tab.resets_at = now_ + *answer.reset * 1'000;
  }
  if (answer.status == 401) ++live.refusals;
  if (answer.status == 429)
    live.not_before = now_ + (answer.reset ? std::max<std::int64_t>(*answer.reset, 1) * 1'000
                                           : tab.sharing->options().call.rate_limit_default);
  carry(live, live.begun.call.on_response(response, now_, random_.fraction()));
}

void World::fail(Live& live, Failure failure) {
  if (changes(live.step.request.operation)) live.may_be_unclear = true;
  // The carrier asks the browser at the moment when it tells.
  if (failure == Failure::lost || failure == Failure::offline)
    failure = !network_up_ && random_.chance(0.8) ? Failure::offline : Failure::lost;
  trace("call %d: no answer, failure %d", live.id, static_cast<int>(failure));
  carry(live, live.begun.call.on_failure(failure, now_, random_.fraction()));
}

// Its connection is gone. What was on its way dies, arrives all the same, or arrives late.
void World::let_go(Live& live) {
  if (live.step.kind != StepKind::send || live.flight < 0) return;
  Flight& flight = flights_[static_cast<std::size_t>(live.flight)];
  if (changes(live.step.request.operation)) live.may_be_unclear = true;
  if (flight.arrived || flight.dead) return;
  if (habits_.late && random_.chance(0.5)) {
    flight.late = true;
  } else if (!flight.late && random_.chance(0.5)) {
    arrive(static_cast<std::size_t>(live.flight));
  } else {
    flight.dead = true;
  }
}

void World::abort(Live& live) {
  count(Fault::aborted);
  trace("call %d is given up", live.id);
  let_go(live);
  carry(live, live.begun.call.on_abort());
}

void World::finish(Live& live) {
  live.over = true;
  Tab& tab = tabs_[live.tab];
  subshare::Outcome outcome = live.begun.call.take_outcome();
  trace("call %d ends: kind %d %s %s%s", live.id, static_cast<int>(outcome.kind),
        outcome.status.text.c_str(),
        outcome.kind == subshare::Outcome::Kind::done
            ? ""
            : subshare::error_name(outcome.error.code).data(),
        outcome.unclear ? " UNCLEAR" : "");
  check_bounds(live);
  check_outcome(live, outcome);
  const bool change = changes(live.begun.call.intent().operation);
  const bool brings_list =
      outcome.list || std::holds_alternative<subshare::SharedSubscribers>(outcome.answer);
  const bool same_user = live.user_since == tab.user_since;
  const bool done = outcome.kind == subshare::Outcome::Kind::done;
  const bool unclear = outcome.unclear;
  if (unclear) ++counts_.unclear;
  if (tab.sharing->settle(live.begun, outcome, now_) != same_user)
    violate("call %d was settled for another user than its own", live.id);
  if (!same_user) return;
  if (brings_list && live.list_asked > tab.shown_asked) {
    tab.list_shown = true;
    tab.shown_asked = live.list_asked;
    tab.shown_seen = live.list_seen;
  }
  if (change && unclear) {
    tab.was_unclear = true;
    tab.unclear_asked = asked_;
    tab.unclear_keys.push_back(live.begun.key);
    if (tab.is_owner && tab.sharing->list_is_fresh(now_))
      violate("call %d is unclear, and yet the list passes for fresh", live.id);
  }
  if (!done || !tab.is_owner) return;
  const auto& all = server_->changes();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].call == live.id)
      tab.own_changes.emplace_back(static_cast<std::uint32_t>(i), live.id);
  }
}

}  // namespace simulation
