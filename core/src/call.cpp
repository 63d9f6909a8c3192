// How one call runs.
//
//            ┌────────────── 401, once: fresh token ───────────┐
//            ▼                                                 │
//   go ─▶ get_token ─▶ send ─▶ answer? ── 200 ─▶ read it ─▶ done   (a list: piece by piece)
//   ▲  (pacing: wait)            │ │ └─── 429 ─▶ wait for the reset ─▶ go
//   │                            │ └────── 4xx ─▶ done: refused
//   └── wait: backoff ◀── lost, late, 5xx, unreadable
//
// For an invitation the last arrow goes another way: its outcome is unclear, so the list of shared
// subscribers is read first (phase look_up, which runs through the same states). Found there: it
// was sent. Not found: it is sent again, once.
#include "subshare/call.hpp"

#include <algorithm>

#include "decimal.hpp"
#include "plants.hpp"
#include "subshare/invitation.hpp"
#include "subshare/parts.hpp"

namespace subshare {
namespace {

constexpr int unclear_sends_allowed = 2;  // an invitation and its one repetition

constexpr Milliseconds second = 1'000;
// Below this many requests left, calls are spread over the time until the limit is renewed.
constexpr std::int64_t scarce = 20;

bool is_success(int http_status) { return http_status >= 200 && http_status < 300; }

Milliseconds scaled(Milliseconds span, double random) {
  return static_cast<Milliseconds>(static_cast<double>(span) * random);
}

}  // namespace

void Pacer::on_response(const HttpResponse& response, Milliseconds now) {
  if (!response.rate_limit_remaining || !response.rate_limit_reset) return;
  remaining_ = *response.rate_limit_remaining;
  resets_at_ = now + std::clamp<std::int64_t>(*response.rate_limit_reset, 0, 60) * second;
}

Milliseconds Pacer::delay(Milliseconds now, double random) const {
  if (remaining_ < 0 || remaining_ >= scarce || now >= resets_at_) return 0;
  if (planted(Plant::ignore_rate_limit)) return 0;
  const Milliseconds left = resets_at_ - now;
  if (remaining_ == 0) return left + scaled(second, random);
  return scaled(left,
                random * static_cast<double>(scarce - remaining_) / static_cast<double>(scarce));
}

Call::Call(Intent intent, const Endpoints& endpoints, Pacer& pacer, CallOptions options)
    : intent_(std::move(intent)), endpoints_(&endpoints), pacer_(&pacer), options_(options) {}

Operation Call::current() const {
  return phase_ == Phase::look_up ? Operation::list_shared_subscribers : intent_.operation;
}

void Call::belong_to(ShareList& list) {
  list_ = &list;
  user_ = list.user();
  list_ticket_ = list.begin_read();
  if (intent_.operation == Operation::send_invitation)
    before_ = list.known_before(intent_.contact.value, intent_.product_code);
}

void Call::look_first() {
  phase_ = Phase::look_up;
  unclear_ = true;
  unclear_sends_ = 1;
}

bool Call::user_has_changed() const {
  return list_ != nullptr && list_->user() != user_ && !planted(Plant::user_mixed_up);
}

bool Call::reads_only() const { return endpoint(intent_.operation).repeat == Repeat::safe; }

Step Call::start(Milliseconds now, double random) { return go(now, random); }

Step Call::go(Milliseconds now, double random, bool paced) {
  waiting_ = false;
  // The next token would be another person's.
  if (user_has_changed()) return on_abort();
  if (const Milliseconds delay = paced ? 0 : pacer_->delay(now, random);
      delay > 0 && waits_ < options_.max_waits) {
    ++waits_;
    return wait(delay, WaitReason::pacing);
  }
  if (!endpoints_->needs_token(current())) return send();
  return {.kind = StepKind::get_token, .mode = endpoint(current()).mode, .fresh = fresh_};
}

Step Call::send() {
  ++sends_;
  ++attempts_;
  in_flight_ = true;
  const Endpoint& to = endpoint(current());
  Step step{.kind = StepKind::send, .timeout = options_.timeout};
  step.request.operation = to.operation;
  step.request.method = to.method;
  step.request.mode = to.mode;
  step.request.needs_token = endpoints_->needs_token(to.operation);
  step.request.url = endpoints_->url(to.operation, intent_.product_code);
  if (phase_ == Phase::change) step.request.body = write_request_body(intent_);
  if (list_ != nullptr && to.operation == Operation::list_shared_subscribers)
    asked_at_ = list_->begin_read();
  return step;
}

Step Call::wait(Milliseconds ms, WaitReason reason) {
  waiting_ = true;
  waiting_for_ = reason;
  return {.kind = StepKind::wait, .wait = ms, .reason = reason};
}

Step Call::on_token(TokenAnswer answer, Milliseconds now, double random) {
  if (finished_) return {};
  if (user_has_changed()) return on_abort();
  switch (answer) {
    case TokenAnswer::available:
      fresh_ = false;
      return send();
    case TokenAnswer::login_required:
      return finish_failed(ErrorCode::login_required);
    case TokenAnswer::failed:
      break;
  }
  // Nothing was sent to the API, so nothing is unclear; but it counts, or a broken token route
  // would be asked forever.
  ++attempts_;
  return again_or_fail(ErrorCode::network_failed, now, random);
}

Step Call::on_response(const HttpResponse& response, Milliseconds now, double random) {
  if (finished_) return {};
  in_flight_ = false;
  offline_since_.reset();
  pacer_->on_response(response, now);
  outcome_.http_status = response.status;
  const int status = response.status;

  if (is_success(status)) {
    if (current() != Operation::list_shared_subscribers) return on_success(response, now, random);
    reading_.emplace(response.body);
    return on_turn(now, random);
  }
  if (status == 401 && endpoints_->needs_token(current())) {
    if (refreshed_ && !planted(Plant::loop_on_401)) {
      return finish_failed(
          {ErrorCode::login_required,
           {},
           planted(Plant::token_in_error) ? std::string(response.body) : std::string{}});
    }
    refreshed_ = true;
    // Until it is there: where fetching it fails, the next try must not take the refused one.
    fresh_ = true;
    --attempts_;
    return {.kind = StepKind::get_token, .mode = endpoint(current()).mode, .fresh = true};
  }
  if (status == 429) return wait_out_rate_limit(response, now, random);
  if (status >= 500 || status == 408) return after_unclear(ErrorCode::server_failed, now, random);
  // It is the look-up that was refused; of the invitation that says nothing.
  if (phase_ == Phase::look_up) return finish_failed(ErrorCode::outcome_unclear);
  if (status == 401 || status == 403)
    return finish_failed(ErrorCode::forbidden, Outcome::Kind::refused);
  if (status >= 400 && status != 404 && status != 405) {
    outcome_.server_message = read_exception(response.body).error_message;
    return finish_failed(ErrorCode::request_refused, Outcome::Kind::refused);
  }
  // A path that the host does not have, or an answer that no endpoint gives: nothing has happened,
  // and nothing will.
  return finish_failed(Error{ErrorCode::unexpected_answer, {}, decimal(status)});
}

Step Call::on_failure(Failure failure, Milliseconds now, double random) {
  if (finished_) return {};
  // A token was being fetched: nothing has been sent.
  if (!in_flight_ && failure != Failure::offline) return on_token(TokenAnswer::failed, now, random);
  if (failure == Failure::offline) {
    // Being offline is no attempt. The request may have left before the network went.
    if (in_flight_) {
      --attempts_;
      // What is told once the network is back and the list has told that nothing happened.
      note_unclear(ErrorCode::network_failed);
    }
    return wait_out_offline(now);
  }
  if (failure == Failure::too_large) {
    in_flight_ = false;
    return on_unreadable({ErrorCode::answer_too_large, {}, {}}, now, random);
  }
  return after_unclear(
      failure == Failure::timed_out ? ErrorCode::timed_out : ErrorCode::network_failed, now,
      random);
}

Step Call::on_timer(Milliseconds now, double random) {
  if (finished_) return {};
  if (waiting_for_ == WaitReason::offline) return finish_failed(ErrorCode::offline);
  // Paced once is enough; a new delay after each would make every call wait for the reset. Nor does
  // one that has waited its own time after a 429 join the others at the next reset.
  return go(now, random, waiting_for_ != WaitReason::backoff);
}

Step Call::on_turn(Milliseconds now, double random) {
  if (finished_ || !reading_) return {};
  if (user_has_changed()) return on_abort();
  if (reading_->read_on(options_.piece)) return {.kind = StepKind::read_on};
  auto list = reading_->take();
  reading_.reset();
  return on_listed(std::move(list), now, random);
}

std::optional<Step> Call::on_online(Milliseconds now, double random) {
  if (finished_ || !waiting_ || waiting_for_ != WaitReason::offline) return std::nullopt;
  if (planted(Plant::lost_wakeup_after_offline)) return std::nullopt;
  return go(now, random);
}

Step Call::on_abort() {
  if (finished_) return {};
  if (in_flight_ && phase_ == Phase::change && !reads_only()) unclear_ = true;
  return finish_failed(ErrorCode::aborted);
}

// A request went out, and what came of it is not known. True where the list must tell.
bool Call::note_unclear(ErrorCode code) {
  in_flight_ = false;
  if (phase_ == Phase::look_up || reads_only()) return false;
  unclear_ = true;
  ++unclear_sends_;
  last_problem_ = code;
  if (endpoint(intent_.operation).repeat != Repeat::look_first || planted(Plant::blind_repeat))
    return false;
  phase_ = Phase::look_up;
  attempts_ = 0;
  return true;
}

Step Call::after_unclear(ErrorCode code, Milliseconds now, double random) {
  if (note_unclear(code)) return go(now, random);
  return again_or_fail(code, now, random);
}

Step Call::again_or_fail(ErrorCode code, Milliseconds, double random) {
  if (attempts_ >= options_.max_attempts) {
    const bool looked_in_vain = phase_ == Phase::look_up;
    return finish_failed(looked_in_vain ? ErrorCode::outcome_unclear : code);
  }
  Milliseconds longest = options_.backoff_base;
  for (int i = 1; i < attempts_; ++i) longest = std::min(longest * 2, options_.backoff_limit);
  return wait(scaled(longest, random) + 1, WaitReason::backoff);
}

Step Call::wait_out_rate_limit(const HttpResponse& response, Milliseconds now, double random) {
  --attempts_;
  if (++waits_ > options_.max_waits) return finish_failed(ErrorCode::rate_limited);
  if (planted(Plant::ignore_rate_limit)) return wait(1, WaitReason::rate_limited);
  const Milliseconds longest = options_.rate_limit_longest;
  const std::int64_t reset = std::clamp<std::int64_t>(response.rate_limit_reset.value_or(1), 1, 60);
  const Milliseconds until_reset =
      response.rate_limit_reset ? std::min(reset * second, longest) : options_.rate_limit_default;
  // Everybody who was turned away waits for the same moment. The oftener it happens, the more of
  // them there are, and the wider they spread.
  Milliseconds spread = second;
  for (int i = 0; i < waits_ && spread < longest; ++i) spread *= 2;
  // With calls left in the minute it was the second that had none: that says nothing of the line.
  const std::int64_t gone = response.rate_limit_remaining.value_or(0) > 0 ? 60 : 60 - reset;
  return wait(until_reset + patience(gone, now) + scaled(std::min(spread, longest), random),
              WaitReason::rate_limited);
}

// How much longer than for the reset. How long the line is nobody tells, but two things hint at it:
// how long this call has stood in it, and how much of the minute was `gone` when its 2000 calls
// were found used up. After half of it, at least twice as many ask as are let in. So the pause is a
// twentieth of the time waited, four times as much after half of the minute, and nine times at
// most: as the line shortens, it is used up later and the pauses shrink, and nobody sleeps long
// after it is gone. (./dev sim campaign)
Milliseconds Call::patience(std::int64_t gone, Milliseconds now) {
  constexpr Milliseconds two_hours = 7'200 * second;
  if (!turned_away_since_) turned_away_since_ = now;
  const Milliseconds waited = now - *turned_away_since_;
  const std::int64_t part = std::max<std::int64_t>(gone, 20);
  // For two hours never so long that those who came first are overtaken by all who came later.
  const Milliseconds most = options_.rate_limit_longest * (waited > two_hours ? 60 : 3);
  // 180: a twentieth of 60 squared.
  const Milliseconds patience = std::min(waited * 180 / (part * part), most);
  // Who invites has been through the line already, to read the list.
  return intent_.operation == Operation::send_invitation ? patience / 2 : patience;
}

Step Call::wait_out_offline(Milliseconds now) {
  if (!offline_since_) offline_since_ = now;
  const Milliseconds left = *offline_since_ + options_.offline_limit - now;
  if (left <= 0 || ++waits_ > options_.max_waits) return finish_failed(ErrorCode::offline);
  return wait(left, WaitReason::offline);
}

Step Call::on_success(const HttpResponse& response, Milliseconds now, double random) {
  const auto take = [&]<class Answer>(Result<Answer> read) {
    if (!read) return on_unreadable(std::move(read.error()), now, random);
    outcome_.answer.emplace<Answer>(std::move(*read));
    return finish(Outcome::Kind::done);
  };
  switch (intent_.operation) {
    case Operation::list_share_rules:
      return take(read_share_rules(response.body));
    case Operation::list_distribution_levels:
      if (!has_companies) break;
      return take(read_distribution_levels(response.body));
    case Operation::list_nets:
      if (!has_companies) break;
      return take(read_nets(response.body));
    case Operation::change_invitation_details:
    case Operation::change_nets:
    case Operation::change_distribution_level: {
      auto success = read_success(response.body);
      if (!success) return on_unreadable(std::move(success.error()), now, random);
      // Absent is read as done on a 200 [D].
      if (success->value_or(true)) return finish(Outcome::Kind::done);
      return finish_failed(ErrorCode::change_refused, Outcome::Kind::refused);
    }
    case Operation::send_invitation:
    case Operation::accept_invitation:
    case Operation::decline_invitation:
    case Operation::cancel_sharing:
    case Operation::list_shared_subscribers:  // on_listed
      break;
  }
  auto status = read_status(response.body);
  if (!status) return on_unreadable(std::move(status.error()), now, random);
  return finish_status(std::move(*status));
}

// A 200 that cannot be read says nothing about what happened. Something between here and the server
// (a portal, a proxy) may have written it, so it is worth another try; an answer of the wrong shape
// will be the same next time.
Step Call::on_unreadable(Error error, Milliseconds now, double random) {
  const bool try_again = error.code == ErrorCode::answer_not_json ||
                         endpoint(intent_.operation).repeat == Repeat::look_first;
  if (try_again) return after_unclear(error.code, now, random);
  if (!reads_only()) unclear_ = true;
  return finish_failed(std::move(error));
}

Step Call::on_listed(Result<SharedSubscribers> list, Milliseconds now, double random) {
  if (phase_ == Phase::look_up) {
    if (!list) return again_or_fail(list.error().code, now, random);
    list_ticket_ = asked_at_;
    return on_looked_up(std::move(*list), now, random);
  }
  if (!list) return on_unreadable(std::move(list.error()), now, random);
  if (asked_at_ != 0) list_ticket_ = asked_at_;
  outcome_.answer = std::move(*list);
  return finish(Outcome::Kind::done);
}

Step Call::on_looked_up(SharedSubscribers list, Milliseconds now, double random) {
  bool there = false;
  bool maybe_there = false;
  for (const SharedUser& user : list.users) {
    if (user.product_code != intent_.product_code ||
        !same_contact(user.share_contact, intent_.contact.value))
      continue;
    const InvitationState state = state_of_share_status(user.share_status);
    // A row that is new has been sent, whatever the person has answered since and in whatever word.
    there |= state == InvitationState::pending || state == InvitationState::accepted ||
             (before_.surely_new(user) && !planted(Plant::answered_is_absent));
    hidden_ |= state == InvitationState::unknown;
    maybe_there |= before_.maybe_new(user) && !planted(Plant::answered_is_absent);
  }
  outcome_.list = std::move(list);
  if (there) return finish_status(parse_status(status_word(ShareStatus::share_ok)));
  // Declined or ended, but when? Sending it again could be a second invitation.
  if (maybe_there) return finish_failed(ErrorCode::outcome_unclear);
  unclear_ = false;
  if (unclear_sends_ >= unclear_sends_allowed) return finish_failed(last_problem_);
  phase_ = Phase::change;
  attempts_ = 0;
  return go(now, random);
}

Step Call::finish_status(Status status) {
  Meaning meaning = status_meaning(intent_.operation, status.value);
  if (planted(Plant::status_without_operation) &&
      (status.value == ShareStatus::share_ok || status.value == ShareStatus::request_accepted ||
       status.value == ShareStatus::request_declined || status.value == ShareStatus::sharing_ended))
    meaning = Meaning::done;
  outcome_.status = std::move(status);
  unclear_ = false;
  switch (meaning) {
    case Meaning::done:
      return finish(Outcome::Kind::done);
    // An earlier send, of which nothing was heard, has done it; unless it was a row that the
    // look-up could not make sense of.
    case Meaning::already:
      if (planted(Plant::already_is_refusal)) return finish(Outcome::Kind::refused);
      return finish(unclear_sends_ > 0 && !hidden_ ? Outcome::Kind::done : Outcome::Kind::already);
    case Meaning::refused:
      return finish(Outcome::Kind::refused);
    case Meaning::unknown:
      break;
  }
  return finish(Outcome::Kind::unknown);
}

Step Call::finish_failed(ErrorCode code, Outcome::Kind kind) {
  return finish_failed(Error{code, {}, {}}, kind);
}

Step Call::finish_failed(Error error, Outcome::Kind kind) {
  outcome_.error = std::move(error);
  return finish(kind);
}

Step Call::finish(Outcome::Kind kind) {
  outcome_.kind = kind;
  outcome_.unclear = unclear_ && kind != Outcome::Kind::done && !planted(Plant::unclear_forgotten);
  in_flight_ = false;
  waiting_ = false;
  reading_.reset();
  finished_ = true;
  return {.kind = StepKind::done};
}

}  // namespace subshare
