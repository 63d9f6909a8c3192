#include "picture.hpp"

#include <algorithm>

#include "decisions.hpp"
#include "fail.hpp"
#include "subshare/text.hpp"

namespace subshare {

std::optional<Picture::Objection> Picture::objection(const Intent& intent, CallId self,
                                                     Milliseconds now) const {
  const bool list_may_refuse =
      list_asked_at_ && decisions::may_refuse(now - *list_asked_at_, options_.just_before);
  const auto row_says = [&](InvitationEvent event) -> std::optional<Objection> {
    const SharedUser* row = list.find_code(intent.share_code);
    if (row == nullptr) return std::nullopt;
    auto next = next_state(state_of_share_status(row->share_status), event);
    if (next) return std::nullopt;
    return Objection{std::move(next.error()), list_may_refuse, false};
  };
  switch (intent.operation) {
    case Operation::send_invitation:
      break;
    case Operation::cancel_sharing:
      return row_says(InvitationEvent::cancel);
    case Operation::change_invitation_details:
      return row_says(InvitationEvent::rename);
    default:
      return std::nullopt;
  }
  if (const KnownRules* known = known_rules(intent.product_code)) {
    const bool may_refuse = decisions::may_refuse(now - known->read_at, options_.fresh_for);
    auto rule = find_rule(known->rules, intent.product_code);
    if (!rule) return Objection{std::move(rule.error()), may_refuse, true};
    if (auto named = check_names(**rule, intent.first_name, intent.last_name); !named)
      return Objection{std::move(named.error()), may_refuse, true};
  }
  if (const SharedUser* row = list.find_active(intent.contact.value, intent.product_code)) {
    const auto next = next_state(state_of_share_status(row->share_status), InvitationEvent::invite);
    return Objection{fail(next.error().code, "contact", intent.contact.value).error(),
                     list_may_refuse, false};
  }
  if (auto room = may_invite(intent.product_code, 1, self); !room) {
    const bool rules_may_refuse = rules_are_fresh(intent.product_code, now);
    return Objection{std::move(room.error()), list_may_refuse && rules_may_refuse,
                     !rules_may_refuse};
  }
  return std::nullopt;
}

void Picture::on_inviting(CallId id, const Intent& intent) {
  inviting_.push_back({id, intent.contact.value, intent.product_code});
}

void Picture::on_ended(CallId id) {
  std::erase_if(inviting_, [&](const Inviting& inviting) { return inviting.id == id; });
}

void Picture::take_list(ShareList::Ticket ticket, Milliseconds asked, SharedSubscribers answer) {
  const bool is_whole = answer.has_users;
  // What does not speak of people may be no list at all: it takes the place of none, nor of one
  // that was asked for before it and is still on its way.
  if (!is_whole && list.known()) return;
  if (list.replace(ticket, std::move(answer), !is_whole) && ticket > doubtful_before_ && is_whole)
    list_asked_at_ = asked;
}

void Picture::take_rules(std::string_view product_code, std::vector<ShareRule> rules,
                         Milliseconds now) {
  std::erase_if(rules_,
                [&](const KnownRules& known) { return known.product_code == product_code; });
  rules_.push_back({std::string(product_code), std::move(rules), now});
}

void Picture::doubt_list() {
  list_asked_at_.reset();
  doubtful_before_ = list.begin_read();
}

void Picture::clear() {
  list.clear();
  list_asked_at_.reset();
  rules_.clear();
  inviting_.clear();
}

bool Picture::list_is_fresh(Milliseconds now) const {
  return list_asked_at_ && now - *list_asked_at_ < options_.fresh_for;
}

bool Picture::list_is_of_just_now(Milliseconds now) const {
  return list_asked_at_ && decisions::may_leave_on(now - *list_asked_at_, options_.just_before);
}

bool Picture::rules_are_fresh(std::string_view product_code, Milliseconds now) const {
  const KnownRules* known = known_rules(product_code);
  return known != nullptr && now - known->read_at < options_.fresh_for;
}

const Picture::KnownRules* Picture::known_rules(std::string_view product_code) const {
  const auto known = std::ranges::find_if(rules_, [&](const KnownRules& each) {
    return same_product_code(each.product_code, product_code);
  });
  return known == rules_.end() ? nullptr : &*known;
}

const std::vector<ShareRule>* Picture::rules(std::string_view product_code) const {
  const KnownRules* known = known_rules(product_code);
  return known == nullptr ? nullptr : &known->rules;
}

Seats Picture::seats(std::string_view product_code, CallId self) const {
  std::optional<std::int32_t> allowed;
  if (const auto* known = rules(product_code)) {
    if (const auto rule = find_rule(*known, product_code)) allowed = (*rule)->share_count;
  }
  Seats seats = list.seats(product_code, allowed);
  const auto under_way = std::ranges::count_if(inviting_, [&](const Inviting& each) {
    return each.id != self && same_product_code(each.product_code, product_code) &&
           list.find_active(each.contact, each.product_code) == nullptr;
  });
  seats.inviting = decisions::seats_of_invited(static_cast<std::int32_t>(under_way));
  return seats;
}

Result<void> Picture::may_invite(std::string_view product_code, std::int32_t how_many,
                                 CallId self) const {
  if (const auto* known = rules(product_code)) {
    if (auto rule = find_rule(*known, product_code); !rule)
      return std::unexpected(std::move(rule.error()));
  }
  return subshare::may_invite(seats(product_code, self), how_many);
}

}  // namespace subshare
