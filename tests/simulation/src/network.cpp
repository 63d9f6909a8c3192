// A network that loses, delays, repeats and garbles, and a browser that keeps answers. A request
// that is given up may still arrive: at once, or when nobody thinks of it any more.
#include <algorithm>
#include <ctime>

#include "world.hpp"

namespace simulation {

using subshare::Failure;
using subshare::Operation;
using subshare::StepKind;

namespace {

constexpr Milliseconds epoch = 1'764'000'000'000;  // of the journey's beginning

// What proxies and debug pages do: they quote the request, token and all.
std::string quoting_page(const Flight& flight) {
  return "<html><h1>Sorry</h1><pre>authorization: Bearer " +
         (flight.token ? token_text(*flight.token) : std::string()) + "</pre></html>";
}

std::string wrong_shape(Random& random) {
  return random.one_of(R"({"status":[7],"success":"yes","sharedUserInformationList":3,)"
                       R"("customerProductShareRules":{},"nets":7})",
                       R"([])",
                       R"({"status":{},"success":[],"sharedUserInformationList":[4],)"
                       R"("customerProductShareRules":"x","nets":[[]]})");
}

// What answers this request with `success` says nothing that could be missing [D], so that only
// something that is no object can be told from its answer.
bool says_success(Operation operation) {
  return operation == Operation::change_invitation_details || operation == Operation::change_nets ||
         operation == Operation::change_distribution_level;
}

// Whether a status says that what the operation asks for is so, since now or since before.
bool says_so(Operation operation, std::string_view body) {
  const auto is = [&](std::string_view word, std::string_view digit) {
    return body.contains('"' + std::string(word) + '"') ||
           body.contains(":\"" + std::string(digit) + '"');
  };
  switch (operation) {
    case Operation::send_invitation:
      return is("SHARE_OK", "1") || body.contains("\"ALREADY_IN_USE\"");
    case Operation::accept_invitation:
      return is("SHARE_OK", "1") || is("REQUEST_ACCEPTED", "4");
    case Operation::decline_invitation:
      return is("REQUEST_DECLINED", "5");
    case Operation::cancel_sharing:
      return is("SHARING_ENDED", "6");
    default:
      return false;
  }
}

std::string another_page(Random& random, Operation operation) {
  // An empty object is an empty list of rules [D: members may be absent].
  if (says_success(operation) || operation == Operation::list_share_rules)
    return "<!doctype html><title>Log in</title>";
  return random.one_of("<!doctype html><title>Log in</title>", "{}", R"({"loginUrl":"/login"})",
                       R"({"user":null,"sharedSubscriptionSummary":[]})");
}

// Retry-After as a server may write it: seconds, or a date (which has no parts of a second).
std::string retry_after_text(Milliseconds at, bool as_date) {
  if (!as_date) return std::to_string((at + 999) / 1'000);
  const std::time_t seconds = (epoch + at + 999) / 1'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

bool is_garbled(Fault fault) {
  switch (fault) {
    case Fault::not_json_before_commit:
    case Fault::not_json_after_commit:
    case Fault::wrong_shape:
    case Fault::exception_200:
    case Fault::empty_answer:
    case Fault::empty_before_commit:
    case Fault::another_page:
    case Fault::empty_status:
    case Fault::too_large:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool changes(Operation operation) {
  return subshare::endpoint(operation).repeat != subshare::Repeat::safe;
}

Fault World::draw_fault(const Live& live) {
  if (calm_ || !random_.chance(trouble_)) return Fault::count_;
  constexpr int all = [] {
    int sum = 0;
    for (const FaultRow& row : fault_table) sum += row.weight;
    return sum;
  }();
  const bool late = habits_(Habit::commits_late) && changes(live.step.request.operation);
  int left = static_cast<int>(random_.between(0, all - 1));
  for (const FaultRow& row : fault_table) {
    left -= row.weight;
    if (left >= 0) continue;
    if (row.fault == Fault::empty_before_commit && changes(live.step.request.operation) &&
        live.step.request.operation != Operation::send_invitation)
      return Fault::empty_answer;
    if (row.fault == Fault::refused_by_status &&
        (!changes(live.step.request.operation) || says_success(live.step.request.operation)))
      return Fault::refused;
    if (row.fault == Fault::committed_late && !late) return Fault::timed_out;
    if (row.fault == Fault::error_then_commit && !late) return Fault::error_before_commit;
    return row.fault;
  }
  return Fault::count_;
}

// The browser's cache, which looks at nothing but the URL.
bool World::is_cached(Live& live, const subshare::HttpRequest& request) {
  if (request.method != subshare::Method::get) return false;
  const auto found = std::ranges::find_if(
      cache_, [&](const Cached& each) { return each.until > now_ && each.url == request.url; });
  if (found == cache_.end()) return false;
  violate("call %d is answered out of the browser's cache, with what account %d was told", live.id,
          found->account);
  return true;
}

void World::keep(const Flight& flight) {
  const bool by_guess = habits_(Habit::caches_by_guess);
  if (!by_guess && !habits_(Habit::caches_by_age)) return;
  if (flight.method != subshare::Method::get || flight.answer.status != 200) return;
  const Milliseconds until = now_ + (by_guess ? 3'600'000 : 60'000);
  const auto found = std::ranges::find(cache_, flight.url, &Cached::url);
  Cached& kept = found == cache_.end() ? cache_.emplace_back() : *found;
  kept = {flight.url, flight.answer, flight.token ? flight.token->account : 0, until};
}

void World::send(Live& live) {
  const subshare::HttpRequest& request = live.step.request;
  ++live.sends;
  check_request(live, request);
  ++counts_.requests;
  if (request.operation == Operation::list_shared_subscribers) live.asked = ++asked_;
  if (request.operation == live.intent.operation) {
    const Tab& tab = tabs_[live.tab];
    if (live.sent_at < 0) live.sent_at = now_;
    live.knew_list = tab.list_asked_at >= 0;
    live.listed_before = tab.list_asked_at >= 0 && tab.list_asked_at > tab.doubtful_at &&
                         now_ - tab.list_asked_at <= tab.session->options().just_before;
  }
  Flight flight{.call = live.id,
                .epoch = live.epoch,
                .operation = request.operation,
                .method = request.method,
                .url = request.url,
                .body = request.body,
                .token = {},
                .left_at = now_};
  if (request.needs_token) flight.token = live.token;
  live.flight = -1;
  const auto fails = [&](Milliseconds in, Failure failure) {
    schedule(in, Kind::fail, live.id, live.epoch, static_cast<int>(failure));
  };
  if (!network_up_) {
    trace("call %d sends into nothing: no network", live.id);
    return fails(1, Failure::offline);
  }
  if (is_cached(live, request)) return;
  flight.fault = draw_fault(live);
  if (flight.fault != Fault::count_) count(flight.fault);
  Milliseconds there = random_.between(5, 800);
  flight.back_in = random_.between(5, 800);
  const subshare::CallOptions& options = tabs_[live.tab].session->options().call;
  const Milliseconds timeout = live.step.timeout;
  const bool very_late =
      habits_(Habit::commits_very_late) && habits_(Habit::refuses_doubles) && random_.chance(0.5);
  const auto arrives_late = [&](Milliseconds from, Milliseconds until) {
    flight.late = true;
    flight.very_late = very_late;
    there =
        very_late ? random_.between(until, until + 7'200'000) : random_.between(from, until - 1);
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
      if (random_.chance(0.5)) {
        arrives_late(timeout, options.at_work);
        fails(timeout, Failure::timed_out);
      } else {
        const Milliseconds lost = random_.between(1, 3'000);
        arrives_late(lost, options.at_work_lost);
        fails(lost, Failure::lost);
      }
      break;
    case Fault::error_then_commit: {
      const Milliseconds told = there + flight.back_in;
      flight.answered = true;
      flight.answer.status = random_.one_of(408, 500, 502, 503, 504);
      flight.answer.body = quoting_page(flight);
      arrives_late(told, options.at_work);
      schedule(told, Kind::deliver, live.id, live.epoch, static_cast<int>(flights_.size()));
      break;
    }
    case Fault::slow_answer:
      flight.back_in = random_.between(2'000, timeout - there - 1);
      break;
    case Fault::keeps_coming:
      flight.back_in = random_.between(timeout, live.step.longest - there - 1);
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
                        .late = flight.late,
                        .very_late = flight.very_late};
  const std::size_t changes_before = server_->changes().size();
  Answer answer;
  switch (flight.fault) {
    case Fault::error_before_commit:
      answer.status = random_.one_of(500, 502, 503, 408);
      answer.body = quoting_page(flight);
      break;
    case Fault::not_json_before_commit:
      answer.body = quoting_page(flight);
      break;
    case Fault::exception_200:
      answer.body = R"({"exceptionType":"Bad","errorMessage":"Not today"})";
      break;
    case Fault::empty_before_commit:
      answer.status = random_.one_of(200, 204);
      break;
    case Fault::another_page:
      answer.body = another_page(random_, flight.operation);
      break;
    case Fault::empty_status:
      answer.body = says_success(flight.operation) ? "<html>" : R"({"status":""})";
      break;
    case Fault::unauthorized_once:
      answer.status = 401;
      break;
    case Fault::turned_away:
      answer = server_->turn_away(now_);
      break;
    case Fault::busy:
      answer = server_->be_busy(now_);
      break;
    case Fault::refused:
      answer.status = random_.one_of(400, 403, 404);
      answer.body = R"({"exceptionType":"Bad","errorMessage":"Not today"})";
      break;
    case Fault::refused_by_status:
      answer.body = random_.one_of(R"({"status":"NO_SUBSCRIPTION"})", R"({"status":"3"})");
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
      } else if (flight.fault == Fault::empty_answer) {
        // Of a refusal nobody makes an empty answer.
        if (answer.body.contains("false}") ||
            (changes(flight.operation) && !says_success(flight.operation) &&
             server_->changes().size() == changes_before)) {
          flight.fault = Fault::count_;
          break;
        }
        answer.status = random_.one_of(200, 204);
        answer.body.clear();
      }
    }
  }
  if (answer.status == 401) answer.body = quoting_page(flight);
  if (answer.status == 429) count(Fault::rate_limited);
  trace("  server: call %d%s -> %d %s", flight.call, flight.late ? ", late" : "", answer.status,
        answer.body.c_str());
  check_commit(flight, changes_before);
  tell_recipients();
  if (flight.answered) return;
  flight.answer = std::move(answer);
  schedule(flight.back_in, Kind::deliver, flight.call, flight.epoch, static_cast<int>(index));
}

// By mail.
void World::tell_recipients() {
  for (; shares_told_ < server_->shares().size(); ++shares_told_) {
    check_doubles(shares_told_);
    if (calm_ || !random_.chance(0.6)) continue;
    const int person = static_cast<int>(person_of(server_->shares()[shares_told_].contact));
    schedule(random_.between(20, random_.chance(0.3) ? 2'000 : 60'000), Kind::recipient_acts,
             person, static_cast<int>(shares_told_));
  }
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
  keep(flight);
  if (loses_event(live)) return;
  const bool change = changes(flight.operation);
  const bool is_200 = answer.status == 200 || answer.status == 204;
  const bool garbled = is_garbled(flight.fault);
  if (change && (answer.status >= 500 || answer.status == 408 ||
                 (garbled && is_200 && flight.fault != Fault::exception_200)))
    live.may_be_unclear = true;
  if (flight.fault == Fault::too_large && is_200)
    return tell(live, {.kind = News::Kind::failure, .failure = Failure::too_large});
  Tab& tab = tabs_[live.tab];
  if (is_200 && (!garbled || flight.fault == Fault::empty_answer)) {
    live.must_be_done = (says_success(live.intent.operation) || answer.is_nets) &&
                        flight.operation == live.intent.operation &&
                        !answer.body.contains("false}") && (!garbled || change);
  }
  const Operation asked_for = live.intent.operation;
  live.is_so = is_200 && flight.operation == asked_for &&
               ((!garbled && says_so(asked_for, answer.body)) ||
                // Nothing else is what 204 can mean, but of an invitation, which has a status.
                (flight.fault == Fault::empty_answer && answer.status == 204 && change &&
                 asked_for != Operation::send_invitation));
  if (flight.operation == Operation::list_share_rules && answer.status == 200 && !garbled)
    tab.rules_came_at = now_;
  if (answer.is_nets) live.nets_told = answer.nets;
  if (answer.is_list && answer.status == 200 && !garbled) {
    live.reading = {live.asked, answer.seen, flight.left_at, answer.at};
    live.must_be_done = live.intent.operation == Operation::list_shared_subscribers;
  }
  if (answer.remaining && answer.reset) {
    tab.remaining = answer.remaining;
    tab.resets_at = now_ + *answer.reset * 1'000;
  }
  if (answer.status == 401) ++live.refusals;
  // Nothing has come of that one.
  if ((answer.status == 401 || answer.status == 429) && live.sent_at == flight.left_at)
    live.sent_at = -1;
  if (answer.status == 429)
    live.not_before = now_ + (answer.reset ? std::max<std::int64_t>(*answer.reset, 1) * 1'000
                                           : tab.session->options().call.rate_limit_default);
  std::optional<Milliseconds> retry_after;
  if (answer.retry_after) {
    live.not_before = now_ + *answer.retry_after;
    const bool as_date = (facts_.salt >> 8) % 2 == 0;
    retry_after = subshare::parse_retry_after(
        retry_after_text(as_date ? live.not_before : *answer.retry_after, as_date), {},
        epoch + now_);
    if (!retry_after || *retry_after < *answer.retry_after)
      return violate("call %d is told to come back too early", live.id);
  }
  const subshare::HttpResponse response{.status = answer.status,
                                        .body = answer.body,
                                        .rate_limit_remaining = answer.remaining,
                                        .rate_limit_reset = answer.reset,
                                        .retry_after = retry_after};
  tell(live, {.kind = News::Kind::response, .response = &response});
}

void World::fail(Live& live, Failure failure) {
  if (live.step.kind == StepKind::send && changes(live.step.request.operation))
    live.may_be_unclear = true;
  // The carrier asks the browser at the moment when it tells.
  if (failure == Failure::lost || failure == Failure::offline)
    failure = !network_up_ && random_.chance(0.8) ? Failure::offline : Failure::lost;
  trace("call %d: no answer, failure %d", live.id, static_cast<int>(failure));
  tell(live, {.kind = News::Kind::failure, .failure = failure});
}

// Its connection is gone. What was on its way dies, arrives all the same, or arrives late: at most
// `at_work` after it left.
void World::let_go(Live& live, Milliseconds at_work) {
  if (live.step.kind != StepKind::send) return;
  // Also where it went into nothing, as long as nobody has told the page so.
  if (changes(live.step.request.operation)) live.may_be_unclear = true;
  if (live.flight < 0) return;
  Flight& flight = flights_[static_cast<std::size_t>(live.flight)];
  if (flight.arrived || flight.dead) return;
  const Milliseconds left = flight.left_at + at_work - now_;
  if (flight.late && flight.very_late) return;
  if (left > 1 && habits_(Habit::commits_late) && random_.chance(0.5)) {
    flight.late = true;
    Flight later = flight;
    flight.dead = true;
    later.dead = false;
    flights_.push_back(std::move(later));
    schedule(random_.between(0, left - 1), Kind::arrive, 0, 0,
             static_cast<int>(flights_.size()) - 1);
  } else if (!flight.late && random_.chance(0.5)) {
    arrive(static_cast<std::size_t>(live.flight));
  } else {
    flight.dead = true;
  }
}

}  // namespace simulation
