#include "subshare/sharing.hpp"

#include <algorithm>

#include "plants.hpp"
#include "subshare/text.hpp"

namespace subshare {
namespace {

// One intent, one key: the same person for the same product, the same change of the same share.
std::string key_of(const Intent& intent) {
  std::string key(endpoint(intent.operation).name);
  // Codes and contacts have no control characters, so the separator cannot be forged.
  // An address in other letters' case is the same person (same_contact).
  for (const std::string& part :
       {intent.product_code, intent.share_code, ascii_lower(intent.contact.value)})
    key.append(1, '\n').append(part);
  return key;
}

bool changes_something(Operation operation) { return endpoint(operation).repeat != Repeat::safe; }

}  // namespace

Result<Sharing::Begun> Sharing::begin(Intent wanted) {
  auto intent = check_intent(std::move(wanted), options_.contact);
  if (!intent) return std::unexpected(std::move(intent.error()));
  std::string key = key_of(*intent);
  if (changes_something(intent->operation) &&
      std::ranges::find(under_way_, key) != under_way_.end() && !planted(Plant::double_click)) {
    return fail(ErrorCode::under_way);
  }
  if (auto checked = check_known(*intent); !checked)
    return std::unexpected(std::move(checked.error()));

  Begun begun{Call(std::move(*intent), endpoints_, pacer_, options_.call), std::move(key),
              list_.user()};
  begun.call.belong_to(list_);
  if (std::ranges::find(unclear_, begun.key, &Unclear::key) != unclear_.end())
    begun.call.look_first();
  if (changes_something(begun.call.intent().operation)) under_way_.push_back(begun.key);
  return begun;
}

// What is known here already saves a request that the server would refuse.
Result<void> Sharing::check_known(const Intent& intent) const {
  const auto check_row = [&](InvitationEvent event) -> Result<void> {
    const SharedUser* row = list_.find_code(intent.share_code);
    if (row == nullptr) return {};
    auto next = next_state(state_of_share_status(row->share_status), event);
    if (!next) return std::unexpected(std::move(next.error()));
    return {};
  };
  switch (intent.operation) {
    case Operation::send_invitation: {
      if (const auto* known = rules(intent.product_code)) {
        auto rule = find_rule(*known, intent.product_code);
        if (!rule) return std::unexpected(std::move(rule.error()));
        if (auto named = check_names(**rule, intent.first_name, intent.last_name); !named)
          return named;
      }
      if (const SharedUser* row = list_.find_active(intent.contact.value, intent.product_code)) {
        const auto next =
            next_state(state_of_share_status(row->share_status), InvitationEvent::invite);
        return fail(next.error().code, "contact", intent.contact.value);
      }
      return may_invite(intent.product_code);
    }
    case Operation::cancel_sharing:
      return check_row(InvitationEvent::cancel);
    case Operation::change_invitation_details:
      return check_row(InvitationEvent::rename);
    default:
      return {};
  }
}

bool Sharing::settle(const Begun& begun, Outcome& outcome, Milliseconds now) {
  if (begun.user != list_.user()) return false;
  std::erase(under_way_, begun.key);
  const Intent& intent = begun.call.intent();
  const bool done = outcome.kind == Outcome::Kind::done;

  if (auto* list = std::get_if<SharedSubscribers>(&outcome.answer)) {
    take_list(begun.call.list_ticket(), std::move(*list), now);
    list->users.clear();
  } else if (auto* read = std::get_if<std::vector<ShareRule>>(&outcome.answer)) {
    std::erase_if(
        rules_, [&](const KnownRules& known) { return known.product_code == intent.product_code; });
    rules_.push_back({intent.product_code, *read, now});
  }
  if (outcome.list) {
    take_list(begun.call.list_ticket(), std::move(*outcome.list), now);
    outcome.list.reset();
  }
  std::erase_if(unclear_, [&](const Unclear& earlier) { return earlier.key == begun.key; });
  if (outcome.unclear && intent.operation == Operation::send_invitation)
    unclear_.push_back({begun.key, list_.begin_read()});
  if (done && intent.operation == Operation::send_invitation) {
    list_.on_invited(intent.contact, intent.product_code, intent.first_name, intent.last_name,
                     begun.call.known_before());
  } else if (done && intent.operation == Operation::cancel_sharing) {
    list_.on_cancelled(intent.share_code);
  } else if (done && intent.operation == Operation::change_invitation_details) {
    list_.on_renamed(intent.share_code, intent.first_name, intent.last_name);
  } else if (changes_something(intent.operation)) {
    // The server's picture is another than ours, or not known.
    list_read_at_.reset();
    doubtful_before_ = list_.begin_read();
  }
  return true;
}

void Sharing::take_list(ShareList::Ticket ticket, SharedSubscribers list, Milliseconds now) {
  if (!list_.replace(ticket, std::move(list))) return;
  std::erase_if(unclear_, [&](const Unclear& earlier) { return earlier.since < ticket; });
  if (ticket > doubtful_before_) list_read_at_ = now;
}

void Sharing::change_user() {
  list_.clear();
  list_read_at_.reset();
  rules_.clear();
  under_way_.clear();
  unclear_.clear();
}

bool Sharing::list_is_fresh(Milliseconds now) const {
  return list_read_at_ && now - *list_read_at_ < options_.fresh_for;
}

bool Sharing::rules_are_fresh(std::string_view product_code, Milliseconds now) const {
  const auto known = std::ranges::find(rules_, product_code, &KnownRules::product_code);
  return known != rules_.end() && now - known->read_at < options_.fresh_for;
}

const std::vector<ShareRule>* Sharing::rules(std::string_view product_code) const {
  const auto known = std::ranges::find(rules_, product_code, &KnownRules::product_code);
  return known == rules_.end() ? nullptr : &known->rules;
}

Seats Sharing::seats(std::string_view product_code) const {
  std::optional<std::int32_t> allowed;
  if (const auto* known = rules(product_code)) {
    if (const auto rule = find_rule(*known, product_code)) allowed = (*rule)->share_count;
  }
  return list_.seats(product_code, allowed);
}

Result<void> Sharing::may_invite(std::string_view product_code, std::int32_t how_many) const {
  if (const auto* known = rules(product_code)) {
    if (auto rule = find_rule(*known, product_code); !rule)
      return std::unexpected(std::move(rule.error()));
  }
  return subshare::may_invite(seats(product_code), how_many);
}

}  // namespace subshare
