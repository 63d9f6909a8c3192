// Numbers to calls, and what their ends mean to all that is known.
#include "subshare/session.hpp"

#include <algorithm>
#include <utility>

#include "call.hpp"
#include "decisions.hpp"
#include "fail.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"

namespace subshare {
namespace {

// One intent, one key: the same person for the same product, the same change of the same share.
std::string key_of(const Intent& intent) {
  std::string key(endpoint(intent.operation).name);
  // Codes and contacts have no control characters, so the separator cannot be forged.
  // An address in other letters' case is the same person (same_contact).
  for (const std::string& part :
       {ascii_lower(intent.product_code), intent.share_code, ascii_lower(intent.contact.value)})
    key.append(1, '\n').append(part);
  return key;
}

// Whether it changes what the list of people says.
bool is_about_people(Operation operation) {
  return endpoint(operation).repeat != Repeat::safe && operation != Operation::change_nets &&
         operation != Operation::change_distribution_level;
}

}  // namespace

struct Session::State {
  State(Endpoints endpoints_, SessionOptions options_)
      : endpoints(std::move(endpoints_)), options(options_), picture(options) {}

  struct Live {
    std::string key;
    Call call;
  };
  // A change that ended unclear. It is remembered until it is known what came of it.
  struct Unclear {
    std::string key;
    Intent intent;
    Doubt doubt;
  };

  Live* find(CallId id) const {
    const auto found =
        std::ranges::find(live, id, [](const auto& each) { return each->call.id(); });
    return found == live.end() ? nullptr : found->get();
  }
  bool is_under_way(const std::string& key) const {
    return std::ranges::any_of(live, [&](const auto& each) { return each->key == key; });
  }

  Doubt take_doubt(const std::string& key) {
    const auto found = std::ranges::find(unclear, key, &Unclear::key);
    if (found == unclear.end()) return {};
    Doubt doubt = std::move(found->doubt);
    unclear.erase(found);
    return doubt;
  }
  // Also where somebody else's invitation was there: then ours may still be at work, and the next
  // one waits for it.
  void remember(Live& ended, const Outcome& outcome) {
    const Doubt& doubt = ended.call.doubt();
    const bool is_open =
        doubt.open || (outcome.kind == Outcome::Kind::already && doubt.at_work_until > 0);
    if (!is_open || !decisions::is_remembered(ended.call.intent().operation)) return;
    unclear.push_back({ended.key, ended.call.intent(), ended.call.left()});
  }

  // A step of a call; where it is the last, what it means is taken into the picture first.
  template <class Event>
  Step step(CallId id, Event event) {
    Live* found = find(id);
    if (found == nullptr) return {};
    Step step = event(found->call);
    if (step.kind == StepKind::done) settle(*found, *step.outcome);
    return step;
  }

  void settle(Live& ended, const Outcome& outcome) {
    remember(ended, outcome);
    const Intent& intent = ended.call.intent();
    const bool done = outcome.kind == Outcome::Kind::done;
    ShareList& list = picture.list;
    if (done && intent.operation == Operation::send_invitation) {
      if (!has_been_ended_here(ended.call)) {
        list.on_invited(intent.contact, intent.product_code, intent.first_name, intent.last_name,
                        ended.call.doubt().before);
      }
    } else if (done && intent.operation == Operation::cancel_sharing) {
      on_ended_here(intent.share_code);
      list.on_cancelled(intent.share_code);
    } else if (done && intent.operation == Operation::change_invitation_details) {
      list.on_renamed(intent.share_code, intent.first_name, intent.last_name);
    } else if (is_about_people(intent.operation)) {
      picture.doubt_list();
    } else if (intent.operation == Operation::list_shared_subscribers && done) {
      forget_what_is_over();
    }
    drop(ended.call.id());
  }

  // A list has shown the invitation while the call was under way, and its share has been ended.
  bool has_been_ended_here(const Call& call) const {
    return std::ranges::any_of(call.ended_here(), [&](const std::string& share_code) {
      const SharedUser* row = picture.list.find_code(share_code);
      return row != nullptr && came_of(*row, call.intent(), call.doubt().before);
    });
  }

  // Whoever is asked anew after their share was ended is not the one of whom it was unclear. Where
  // the share may be somebody else's making the doubt stays, and this row says nothing of it.
  void on_ended_here(std::string_view share_code) {
    if (const SharedUser* row = picture.list.find_code(share_code)) forget_what_came(*row);
    for (Unclear& each : unclear) each.doubt.before.add(share_code);
    for (const auto& each : live) each->call.on_ended_here(share_code);
  }
  // The same where the list shows the row that it made, and that it has been answered or has ended.
  void forget_what_is_over() {
    if (unclear.empty()) return;
    for (const SharedUser& row : picture.list.rows()) {
      if (is_over(row)) forget_what_came(row);
    }
  }
  // `row` is over, and is surely what came of an unclear invitation; unless another may be.
  void forget_what_came(const SharedUser& row) {
    std::erase_if(unclear, [&](const Unclear& each) {
      const KnownBefore& before = each.doubt.before;
      if (each.intent.operation != Operation::send_invitation || !each.doubt.open ||
          !came_of(row, each.intent, before) || !before.surely_new(row))
        return false;
      return std::ranges::none_of(picture.list.rows(), [&](const SharedUser& other) {
        return &other != &row && !is_over(other) && may_have_come_of(other, each.intent, before);
      });
    });
  }
  static bool is_over(const SharedUser& row) {
    const InvitationState state = state_of_share_status(row.share_status);
    return state == InvitationState::declined || state == InvitationState::ended;
  }
  static bool came_of(const SharedUser& row, const Intent& intent, const KnownBefore& before) {
    return before.maybe_new(row) && before.nameless == 0 &&
           same_product_code(intent.product_code, row.product_code) &&
           same_contact(intent.contact.value, row.share_contact);
  }
  static bool may_have_come_of(const SharedUser& row, const Intent& intent,
                               const KnownBefore& before) {
    return before.maybe_new(row) && may_be_of_product(row, intent.product_code) &&
           decisions::likeness_of(row, intent.contact.value) != Likeness::other;
  }

  void drop(CallId id) {
    picture.on_ended(id);
    std::erase_if(live, [&](const auto& each) { return each->call.id() == id; });
  }

  // Every call ends, and nothing of it is taken into the picture, which goes as well.
  std::vector<Ended> end_all(Milliseconds now) {
    std::vector<Ended> ended;
    if (decisions::ends_with_user()) {
      for (const auto& each : live) {
        Step step = each->call.abort(now);
        ended.push_back({each->call.id(), std::move(*step.outcome)});
      }
      live.clear();
    }
    unclear.clear();
    picture.clear();
    return ended;
  }

  Endpoints endpoints;
  SessionOptions options;
  Picture picture;
  std::vector<std::unique_ptr<Live>> live;
  std::vector<Unclear> unclear;
  CallId last = 0;
  bool closed = false;
};

Session::Session(Endpoints endpoints, SessionOptions options)
    : state_(std::make_unique<State>(std::move(endpoints), options)) {}
Session::~Session() = default;

Result<Session::Begun> Session::begin(Intent wanted, Milliseconds now, double random) {
  State& state = *state_;
  if (state.closed) return fail(ErrorCode::aborted, "session");
  auto intent = check_intent(std::move(wanted), state.options.contact);
  if (!intent) return std::unexpected(std::move(intent.error()));
  std::string key = key_of(*intent);
  if (decisions::keeps_back(intent->operation) && state.is_under_way(key))
    return fail(ErrorCode::under_way);

  const CallId id = ++state.last;
  const Doubt doubt = state.take_doubt(key);
  if (intent->operation == Operation::send_invitation) state.picture.on_inviting(id, *intent);
  state.live.push_back(std::unique_ptr<State::Live>(new State::Live{
      std::move(key),
      Call(id, std::move(*intent), doubt, state.endpoints, state.options, state.picture)}));
  auto step = state.live.back()->call.start(now, random);
  if (!step) {
    state.drop(id);
    return std::unexpected(std::move(step.error()));
  }
  return Begun{id, std::move(*step)};
}

Step Session::on_token(CallId id, TokenAnswer answer, Milliseconds now, double random) {
  return state_->step(id, [&](Call& call) { return call.on_token(answer, now, random); });
}

Step Session::on_response(CallId id, const HttpResponse& response, Milliseconds now,
                          double random) {
  return state_->step(id, [&](Call& call) { return call.on_response(response, now, random); });
}

Step Session::on_failure(CallId id, Failure failure, Milliseconds now, double random) {
  return state_->step(id, [&](Call& call) { return call.on_failure(failure, now, random); });
}

Step Session::on_timer(CallId id, Milliseconds now, double random) {
  return state_->step(id, [&](Call& call) { return call.on_timer(now, random); });
}

Step Session::on_turn(CallId id, Milliseconds now, double random) {
  return state_->step(id, [&](Call& call) { return call.on_turn(now, random); });
}

Step Session::on_online(CallId id, Milliseconds now, double random) {
  return state_->step(id, [&](Call& call) { return call.on_online(now, random); });
}

Step Session::abort(CallId id, Milliseconds now) {
  return state_->step(id, [&](Call& call) { return call.abort(now); });
}

std::vector<Session::Ended> Session::change_user(Milliseconds now) { return state_->end_all(now); }

std::vector<Session::Ended> Session::close(Milliseconds now) {
  state_->closed = true;
  return state_->end_all(now);
}

const ShareList& Session::list() const { return state_->picture.list; }

bool Session::list_is_fresh(Milliseconds now) const { return state_->picture.list_is_fresh(now); }

bool Session::rules_are_fresh(std::string_view product_code, Milliseconds now) const {
  return state_->picture.rules_are_fresh(product_code, now);
}

const std::vector<ShareRule>* Session::rules(std::string_view product_code) const {
  return state_->picture.rules(product_code);
}

Seats Session::seats(std::string_view product_code) const {
  return state_->picture.seats(product_code);
}

Result<void> Session::may_invite(std::string_view product_code, std::int32_t how_many) const {
  return state_->picture.may_invite(product_code, how_many);
}

const SessionOptions& Session::options() const { return state_->options; }

}  // namespace subshare
