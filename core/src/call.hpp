// One API call of a session, from intent to outcome, as a state machine.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evidence.hpp"
#include "picture.hpp"
#include "subshare/session.hpp"

namespace subshare {

class Call {
 public:
  // `intent` has been checked. `doubt` is what an earlier call of the same change left.
  Call(CallId id, Intent intent, Doubt doubt, const Endpoints& endpoints,
       const SessionOptions& options, Picture& picture);

  // Refuses (the error), or says the first step.
  Result<Step> start(Milliseconds now, double random);
  Step on_token(TokenAnswer answer, Milliseconds now, double random);
  Step on_response(const HttpResponse& response, Milliseconds now, double random);
  Step on_failure(Failure failure, Milliseconds now, double random);
  Step on_timer(Milliseconds now, double random);
  Step on_turn(Milliseconds now, double random);
  Step on_online(Milliseconds now, double random);
  Step abort(Milliseconds now);

  // A share was ended here meanwhile. The row of it is not what this call asks for, unless it has
  // sent something, or goes on with what has been sent before; and in no case what is asked for the
  // next time.
  void on_ended_here(std::string_view share_code) {
    if (has_sent_ || doubt_.open) {
      ended_here_.emplace_back(share_code);
    } else {
      doubt_.before.add(share_code);
    }
  }
  // What it leaves to the next call of the same change.
  Doubt left() const {
    Doubt left = doubt_;
    for (const std::string& share_code : ended_here_) left.before.add(share_code);
    return left;
  }

  const std::vector<std::string>& ended_here() const { return ended_here_; }
  CallId id() const { return id_; }
  const Intent& intent() const { return intent_; }
  const Doubt& doubt() const { return doubt_; }

 private:
  // What the call is busy with: reading what it must know first, the change (or read) itself, or
  // finding out what came of it.
  enum class Phase : std::uint8_t { rules_first, list_first, change, look_up };

  Step consider(Milliseconds now, double random);
  Step go(Milliseconds now, double random, bool paced = false);
  Step get_token(bool fresh);
  Step send(Milliseconds now, double random);
  Step wait(Milliseconds ms, WaitReason reason);
  Step wait_out_rate_limit(const HttpResponse& response, Milliseconds now, double random);
  Step wait_out_offline(Milliseconds now);
  Step again_or_fail(ErrorCode code, Milliseconds now, double random);
  Step after_unclear(ErrorCode code, Milliseconds at_work, Milliseconds now, double random);
  bool note_unclear(ErrorCode code, Milliseconds at_work, Milliseconds now);
  Step on_success(const HttpResponse& response, Milliseconds now, double random);
  Step on_listed(Result<SharedSubscribers> list, Milliseconds now, double random);
  Step on_looked_up(Verdict verdict, Milliseconds now, double random);
  Step on_unreadable(Error error, Milliseconds now, double random);
  Step finish_status(Status status);
  Step finish_failed(ErrorCode code, Outcome::Kind kind = Outcome::Kind::failed);
  Step finish_failed(Error error, Outcome::Kind kind = Outcome::Kind::failed);
  Step finish(Outcome::Kind kind);
  Operation current() const;
  bool reads_only() const;
  bool prepares() const { return phase_ < Phase::change; }
  bool knows_list(Milliseconds now) const;
  bool refuses(const Picture::Objection& objection, Milliseconds now) const;
  bool stands(StepKind kind) const { return step_ == kind; }
  Step say(Step step);

  const CallId id_;
  Intent intent_;
  Doubt doubt_;
  const Endpoints& endpoints_;
  const CallOptions& options_;
  Picture& picture_;

  Phase phase_ = Phase::change;
  StepKind step_ = StepKind::none;  // that stands
  WaitReason waits_for_ = WaitReason::backoff;
  Outcome outcome_;
  ErrorCode last_problem_ = ErrorCode::timed_out;
  std::optional<SharedSubscribersReader> reading_;  // while an answer is read
  ShareList::Ticket ticket_ = 0;                    // of the last list that was asked for
  Milliseconds asked_ = 0;
  Milliseconds began_ = 0;
  Milliseconds look_at_ = 0;  // the list is not looked at before
  // Nothing is sent before: Retry-After, or a request of an earlier call may be at work.
  Milliseconds not_before_ = 0;
  std::optional<Milliseconds> offline_since_;
  std::optional<Milliseconds> turned_away_since_;  // the first 429
  int sends_ = 0;
  int attempts_ = 0;  // in this phase, since something else than a limit or the network held it up
  int waits_ = 0;
  int unclear_sends_ = 0;  // of the change, in this call
  int looks_ = 0;          // since the last of them
  int relooks_ = 0;        // because what they had found was old when it could be sent again
  bool has_read_list_ = false;
  bool has_read_rules_ = false;
  std::vector<std::string> ended_here_;
  std::optional<Milliseconds> own_list_asked_;  // the list that it has read itself
  bool in_flight_ = false;
  bool has_sent_ = false;   // the change (or read) itself
  bool refreshed_ = false;  // the one fresh token after a 401 has been asked for
  bool fresh_ = false;      // and is not there yet
};

}  // namespace subshare
