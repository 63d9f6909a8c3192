// How one call runs.
//
//   consider ─▶ go ─▶ get_token ─▶ send ─▶ answer? ── 200 ─▶ read it ─▶ done   (a list: by pieces)
//       ▲       ▲ ▲   (pacing: wait)         │ │ └─── 429 ─▶ wait till it says ─▶ go
//       │       │ └── 401, once: fresh token ┘ └───── 4xx ─▶ done: refused
//       │       └──── wait: backoff ◀── lost, late, 5xx, unreadable
//       └── what must be known first has been read
//
// For an invitation the arrow of what was lost goes another way: its outcome is unclear, so the
// list is looked at (phase look_up, which runs through the same states), after a pause and again.
// Found there: it was sent. Not found, and it cannot be under way any more: it is sent again, once.
//
// Before an invitation leaves, rules and list are read where what is known of them is too old to
// refuse by (rules_first), or to tell by whose a row is (list_first). These reads are tried once:
// if they bring nothing the invitation goes without, and the server decides.
#include "call.hpp"

#include <algorithm>

#include "decimal.hpp"
#include "decisions.hpp"
#include "parts.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"

namespace subshare {
namespace {

constexpr int unclear_sends_allowed = 2;  // an invitation and its one repetition
// So often is looked again where the limit, or a computer that slept, came between the last look
// and the repetition; then it leaves all the same, or it never would behind a limit that is scarce.
constexpr int relooks_allowed = 2;

bool is_success(int http_status) { return http_status >= 200 && http_status < 300; }

}  // namespace

Call::Call(CallId id, Intent intent, Doubt doubt, const Endpoints& endpoints,
           const SessionOptions& options, Picture& picture)
    : id_(id),
      intent_(std::move(intent)),
      doubt_(std::move(doubt)),
      endpoints_(endpoints),
      options_(options.call),
      picture_(picture),
      not_before_(doubt_.open ? 0 : doubt_.at_work_until) {}

Operation Call::current() const {
  switch (phase_) {
    case Phase::rules_first:
      return Operation::list_share_rules;
    case Phase::list_first:
    case Phase::look_up:
      return Operation::list_shared_subscribers;
    case Phase::change:
      break;
  }
  return intent_.operation;
}

bool Call::reads_only() const { return endpoint(intent_.operation).repeat == Repeat::safe; }

Step Call::say(Step step) {
  step_ = step.kind;
  return step;
}

Result<Step> Call::start(Milliseconds now, double random) {
  began_ = now;
  if (doubt_.open) {
    // What the first has done is no reason against the second, which is the same.
    if (decisions::looks_before_repeating(intent_.operation)) phase_ = Phase::look_up;
    return go(now, random);
  }
  Step step = consider(now, random);
  if (step.kind == StepKind::done && step.outcome->kind == Outcome::Kind::refused)
    return std::unexpected(std::move(step.outcome->error));
  return step;
}

// What is known here already saves a request that the server would refuse; what is old is read
// anew.
Step Call::consider(Milliseconds now, double random) {
  phase_ = Phase::change;
  attempts_ = 0;
  const auto objection = picture_.objection(intent_, id_, now);
  if (objection && refuses(*objection, now))
    return finish_failed(objection->error, Outcome::Kind::refused);
  if (intent_.operation != Operation::send_invitation) return go(now, random);
  if (objection && objection->is_of_rules && !has_read_rules_) {
    phase_ = Phase::rules_first;
    has_read_rules_ = true;
  } else if (!has_read_list_ && !knows_list(now) && (objection || !picture_.pacer.is_scarce(now))) {
    phase_ = Phase::list_first;
    has_read_list_ = true;
  }
  return go(now, random);
}

// Whether the list that is known was asked for just now. One that this call has read itself counts
// also where another call has made the list doubtful meanwhile.
bool Call::knows_list(Milliseconds now) const {
  return picture_.list_is_of_just_now(now) ||
         (own_list_asked_ &&
          decisions::may_leave_on(now - *own_list_asked_, picture_.options().just_before));
}

bool Call::refuses(const Picture::Objection& objection, Milliseconds now) const {
  return objection.blocks || (own_list_asked_ && !objection.is_of_rules && knows_list(now));
}

Step Call::go(Milliseconds now, double random, bool paced) {
  if (!decisions::goes_on(now - began_, options_.call_limit)) return finish_failed(last_problem_);
  const Milliseconds held =
      std::max(not_before_, phase_ == Phase::look_up ? look_at_ : Milliseconds{0}) - now;
  if (held > 0) return wait(held, WaitReason::backoff);
  if (const Milliseconds delay = paced ? 0 : picture_.pacer.delay(now, random);
      delay > 0 && waits_ < options_.max_waits) {
    ++waits_;
    return wait(delay, WaitReason::pacing);
  }
  return endpoints_.needs_token(current()) ? get_token(fresh_) : send(now, random);
}

Step Call::get_token(bool fresh) {
  return say({.kind = StepKind::get_token,
              .timeout = options_.token_timeout,
              .mode = endpoint(current()).mode,
              .fresh = fresh});
}

Step Call::send(Milliseconds now, double random) {
  if (phase_ == Phase::change && looks_ > 0 && relooks_ < relooks_allowed && !knows_list(now)) {
    ++relooks_;
    phase_ = Phase::look_up;
    doubt_.open = true;
  }
  const Endpoint& to = endpoint(current());
  if (to.operation == Operation::list_shared_subscribers) {
    ticket_ = picture_.list.begin_read();
    asked_ = now;
  } else if (phase_ == Phase::change && to.operation == Operation::send_invitation &&
             !doubt_.open) {
    // Another call may have read a list meanwhile; and on one that has the person already, no
    // invitation leaves, or that row would pass for what it made.
    if (unclear_sends_ == 0) {
      const auto objection = picture_.objection(intent_, id_, now);
      if (objection && refuses(*objection, now))
        return finish_failed(objection->error, Outcome::Kind::refused);
    }
    doubt_.before = picture_.list.known_before(intent_.contact.value, intent_.product_code);
    doubt_.before.just_before = knows_list(now);
  }
  ++sends_;
  ++attempts_;
  in_flight_ = true;
  has_sent_ |= phase_ == Phase::change;
  Step step{
      .kind = StepKind::send, .timeout = options_.timeout, .longest = options_.longest_answer};
  step.request.operation = to.operation;
  step.request.method = to.method;
  step.request.mode = to.mode;
  step.request.needs_token = endpoints_.needs_token(to.operation);
  // Two reads of one page, and of two visits, are different to every cache.
  step.request.url =
      endpoints_.url(to.operation, intent_.product_code, decisions::unlike_others(random, sends_));
  if (phase_ == Phase::change) step.request.body = write_request_body(intent_);
  return say(std::move(step));
}

Step Call::wait(Milliseconds ms, WaitReason reason) {
  waits_for_ = reason;
  return say({.kind = StepKind::wait, .wait = ms, .reason = reason});
}

Step Call::on_token(TokenAnswer answer, Milliseconds now, double random) {
  if (!stands(StepKind::get_token)) return {};
  switch (answer) {
    case TokenAnswer::available:
      fresh_ = false;
      return send(now, random);
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
  if (!stands(StepKind::send)) return {};
  in_flight_ = false;
  offline_since_.reset();
  picture_.pacer.on_response(response, now);
  outcome_.http_status = response.status;
  const int status = response.status;

  if (is_success(status)) {
    if (current() != Operation::list_shared_subscribers) return on_success(response, now, random);
    reading_.emplace(response.body);
    step_ = StepKind::read_on;
    return on_turn(now, random);
  }
  if (status == 401) {
    if (!endpoints_.needs_token(current()) || !decisions::asks_for_fresh_token(refreshed_)) {
      return finish_failed(
          {ErrorCode::login_required, {}, decisions::shown_of_refusal(response.body)});
    }
    refreshed_ = true;
    // Until it is there: where fetching it fails, the next try must not take the refused one.
    fresh_ = true;
    --attempts_;
    return get_token(true);
  }
  if (status == 429) return wait_out_rate_limit(response, now, random);
  if (status >= 500 || status == 408) {
    if (response.retry_after) not_before_ = now + decisions::wait_until_said(*response.retry_after);
    return after_unclear(ErrorCode::server_failed, options_.at_work, now, random);
  }
  if (prepares()) return consider(now, random);
  // It is the look-up that was refused; of the invitation that says nothing.
  if (phase_ == Phase::look_up) return finish_failed(ErrorCode::outcome_unclear);
  if (status == 403) return finish_failed(ErrorCode::forbidden, Outcome::Kind::refused);
  if (status >= 400 && status != 404 && status != 405) {
    outcome_.server_message = read_exception(response.body).error_message;
    return finish_failed(ErrorCode::request_refused, Outcome::Kind::refused);
  }
  // A path that the host does not have, or an answer that no endpoint gives: nothing has happened,
  // and nothing will.
  return finish_failed(Error{ErrorCode::unexpected_answer, {}, decimal(status)});
}

Step Call::on_failure(Failure failure, Milliseconds now, double random) {
  if (stands(StepKind::get_token)) {
    // Nothing has been sent.
    return failure == Failure::offline ? wait_out_offline(now)
                                       : on_token(TokenAnswer::failed, now, random);
  }
  if (!stands(StepKind::send)) return {};
  switch (failure) {
    case Failure::offline:
      // Being offline is no attempt. The request may have left before the network went; what is
      // told once the network is back and the list has told that nothing happened.
      --attempts_;
      note_unclear(ErrorCode::network_failed, options_.at_work_lost, now);
      return wait_out_offline(now);
    case Failure::too_large:
      in_flight_ = false;
      if (prepares()) return consider(now, random);
      return on_unreadable({ErrorCode::answer_too_large, {}, {}}, now, random);
    case Failure::timed_out:
      return after_unclear(ErrorCode::timed_out, options_.at_work, now, random);
    case Failure::lost:
      break;
  }
  return after_unclear(ErrorCode::network_failed, options_.at_work_lost, now, random);
}

Step Call::on_timer(Milliseconds now, double random) {
  if (!stands(StepKind::wait)) return {};
  if (waits_for_ == WaitReason::offline) return finish_failed(ErrorCode::offline);
  // Paced once is enough; a new delay after each would make every call wait for the reset. Nor does
  // one that has waited its own time after a 429 join the others at the next reset.
  return go(now, random, waits_for_ != WaitReason::backoff);
}

Step Call::on_turn(Milliseconds now, double random) {
  if (!stands(StepKind::read_on)) return {};
  if (reading_->read_on(options_.piece)) return say({.kind = StepKind::read_on});
  auto list = reading_->take();
  reading_.reset();
  return on_listed(std::move(list), now, random);
}

Step Call::on_online(Milliseconds now, double random) {
  if (!stands(StepKind::wait) || !decisions::wakes_up(waits_for_)) return {};
  return go(now, random);
}

Step Call::abort(Milliseconds now) {
  if (in_flight_) note_unclear(ErrorCode::aborted, options_.at_work, now);
  return finish_failed(ErrorCode::aborted);
}

// A request went out, and what came of it is not known. True where the list must tell.
bool Call::note_unclear(ErrorCode code, Milliseconds at_work, Milliseconds now) {
  in_flight_ = false;
  if (phase_ != Phase::change || reads_only()) return false;
  doubt_.open = true;
  doubt_.at_work_until = std::max(doubt_.at_work_until, now + at_work);
  ++unclear_sends_;
  last_problem_ = code;
  if (!decisions::looks_before_repeating(intent_.operation)) return false;
  phase_ = Phase::look_up;
  attempts_ = 0;
  looks_ = 0;
  look_at_ = now + decisions::pause_before_look(looks_, now, doubt_.at_work_until);
  return true;
}

Step Call::after_unclear(ErrorCode code, Milliseconds at_work, Milliseconds now, double random) {
  in_flight_ = false;
  if (prepares()) return consider(now, random);
  if (note_unclear(code, at_work, now)) return go(now, random);
  return again_or_fail(code, now, random);
}

Step Call::again_or_fail(ErrorCode code, Milliseconds now, double random) {
  if (attempts_ >= options_.max_attempts)
    return finish_failed(phase_ == Phase::look_up ? ErrorCode::outcome_unclear : code);
  Milliseconds longest = options_.backoff_base;
  for (int i = 1; i < attempts_; ++i) longest = std::min(longest * 2, options_.backoff_limit);
  return wait(std::max(scaled(longest, random) + 1, not_before_ - now), WaitReason::backoff);
}

Step Call::wait_out_rate_limit(const HttpResponse& response, Milliseconds now, double random) {
  --attempts_;
  // What can be done without is not stood in line for.
  if (prepares()) phase_ = Phase::change;
  if (++waits_ > options_.max_waits) return finish_failed(ErrorCode::rate_limited);
  if (!turned_away_since_) turned_away_since_ = now;
  if (unclear_sends_ == 0) last_problem_ = ErrorCode::rate_limited;
  if (response.retry_after && *response.retry_after > 0) {
    const Milliseconds said = decisions::wait_until_said(*response.retry_after);
    if (!decisions::goes_on(now + said - began_, options_.call_limit))
      return finish_failed(ErrorCode::rate_limited);
    return wait(said, WaitReason::rate_limited);
  }
  const Turned turned{*turned_away_since_, waits_, intent_.operation == Operation::send_invitation};
  return wait(wait_for_reset(response, turned, options_, now, random), WaitReason::rate_limited);
}

Step Call::wait_out_offline(Milliseconds now) {
  if (!offline_since_) offline_since_ = now;
  const Milliseconds left = *offline_since_ + options_.offline_limit - now;
  if (left <= 0 || ++waits_ > options_.max_waits) return finish_failed(ErrorCode::offline);
  return wait(left, WaitReason::offline);
}

Step Call::on_success(const HttpResponse& response, Milliseconds now, double random) {
  const auto unreadable = [&](Error error) {
    if (decisions::is_refusal(error))
      outcome_.server_message = read_exception(response.body).error_message;
    return on_unreadable(std::move(error), now, random);
  };
  const auto take = [&]<class Answer>(Result<Answer> read) {
    if (!read) return unreadable(std::move(read.error()));
    outcome_.answer.emplace<Answer>(std::move(*read));
    return finish(Outcome::Kind::done);
  };
  if (trim(response.body).empty() && decisions::empty_is_done(intent_.operation, response.status) &&
      phase_ == Phase::change)
    return finish(Outcome::Kind::done);
  switch (current()) {
    case Operation::list_share_rules: {
      auto rules = read_share_rules(response.body);
      if (rules) picture_.take_rules(intent_.product_code, *rules, now);
      if (phase_ == Phase::rules_first) return consider(now, random);
      return take(std::move(rules));
    }
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
      if (!success) return unreadable(std::move(success.error()));
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
  if (!status) return unreadable(std::move(status.error()));
  return finish_status(std::move(*status));
}

// A 200 that cannot be read says nothing about what happened. Something between here and the server
// (a portal, a proxy) may have written it, so it is worth another try; an answer of the wrong shape
// will be the same next time.
Step Call::on_unreadable(Error error, Milliseconds now, double random) {
  // Said with 200, it is a refusal all the same.
  if (decisions::is_refusal(error)) return finish_failed(std::move(error), Outcome::Kind::refused);
  const bool try_again = error.code == ErrorCode::answer_not_json ||
                         decisions::looks_before_repeating(intent_.operation);
  if (try_again) return after_unclear(error.code, options_.at_work_lost, now, random);
  note_unclear(error.code, options_.at_work_lost, now);
  return finish_failed(std::move(error));
}

Step Call::on_listed(Result<SharedSubscribers> list, Milliseconds now, double random) {
  if (!list) {
    if (prepares()) return consider(now, random);
    if (phase_ == Phase::look_up) return again_or_fail(list.error().code, now, random);
    return on_unreadable(std::move(list.error()), now, random);
  }
  // Some servers leave out what is empty; but people who were there are not gone because an answer
  // does not speak of them.
  if (phase_ == Phase::change && !decisions::is_list_of_people(*list) &&
      !picture_.list.rows().empty())
    return on_unreadable({ErrorCode::answer_missing_member, "sharedUserInformationList", {}}, now,
                         random);
  const Verdict verdict = phase_ == Phase::look_up
                              ? judge(*list, intent_.contact, intent_.product_code, doubt_.before)
                              : Verdict::absent;
  if (list->has_users) own_list_asked_ = asked_;
  // Another page's JSON is no list, and takes the place of none.
  if (list->has_users || phase_ == Phase::change)
    picture_.take_list(ticket_, asked_, std::move(*list));
  switch (phase_) {
    case Phase::look_up:
      return on_looked_up(verdict, now, random);
    case Phase::list_first:
      return consider(now, random);
    default:
      return finish(Outcome::Kind::done);
  }
}

Step Call::on_looked_up(Verdict verdict, Milliseconds now, double random) {
  switch (verdict) {
    case Verdict::ours:
      return finish_status(parse_status(status_word(ShareStatus::share_ok)));
    case Verdict::there:
      return finish_status(parse_status(status_word(ShareStatus::already_in_use)));
    case Verdict::cannot_tell:
      return finish_failed(ErrorCode::outcome_unclear);
    case Verdict::absent:
      break;
  }
  attempts_ = 0;
  // The list is of when it was asked for, however long its answer took.
  if (!decisions::absence_is_proof(++looks_, asked_, doubt_.at_work_until)) {
    look_at_ = now + decisions::pause_before_look(looks_, now, doubt_.at_work_until);
    return go(now, random);
  }
  doubt_.open = false;
  if (unclear_sends_ >= unclear_sends_allowed) return finish_failed(last_problem_);
  phase_ = Phase::change;
  return go(now, random);
}

Step Call::finish_status(Status status) {
  const Meaning meaning = decisions::meaning_of(intent_.operation, status.value);
  outcome_.status = std::move(status);
  switch (meaning) {
    case Meaning::done:
      return finish(Outcome::Kind::done);
    // An earlier send, of which nothing was heard, has done it; unless somebody else may have:
    // where a row that may be the person's was there before, or nobody knows who was.
    case Meaning::already: {
      const bool invites = intent_.operation == Operation::send_invitation;
      const bool doubted = doubt_.open || unclear_sends_ > 0;
      const KnownBefore& before = doubt_.before;
      return finish(decisions::kind_of_already(
          doubted && (!invites || (before.just_before && !before.maybe_there))));
    }
    case Meaning::refused:
      if (decisions::refusal_settles()) doubt_.open = false;
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
  if (kind == Outcome::Kind::done || kind == Outcome::Kind::already) doubt_.open = false;
  outcome_.kind = kind;
  outcome_.unclear = decisions::tells_doubt(doubt_.open, kind);
  in_flight_ = false;
  reading_.reset();
  return say({.kind = StepKind::done, .outcome = std::move(outcome_)});
}

}  // namespace subshare
