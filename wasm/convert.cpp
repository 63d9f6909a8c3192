#include "convert.hpp"

#include "whole.hpp"

namespace subshare::module {
namespace {

using emscripten::val;

MaybeNumber maybe_number(const auto& value) {
  return MaybeNumber(value ? val(static_cast<double>(*value)) : val::undefined());
}

std::string_view kind_name(Outcome::Kind kind) {
  switch (kind) {
    case Outcome::Kind::done:
      return "done";
    case Outcome::Kind::already:
      return "already";
    case Outcome::Kind::refused:
      return "refused";
    case Outcome::Kind::unknown:
      return "unknown";
    case Outcome::Kind::failed:
      break;
  }
  return "failed";
}

RuleInfo to_info(const ShareRule& rule) {
  return {rule.product_code,
          rule.share_type,
          maybe_number(rule.share_count),
          rule.coupon_code_share_recipient,
          maybe_number(rule.coupon_number_share_recipient),
          rule.is_create_connect_customer,
          rule.is_customer_name_required,
          rule.issuer,
          maybe_number(rule.issuer_consent_group_id)};
}

RowInfo to_info(const SharedUser& row) {
  const InvitationState state = state_of_share_status(row.share_status);
  return {maybe_number(row.user_id),
          maybe_number(row.customer_number),
          maybe_number(row.start_time),
          maybe_number(row.end_time),
          row.share_status,
          row.share_contact,
          row.share_contact_type,
          row.first_name,
          row.last_name,
          row.product_name,
          row.product_code,
          row.share_code,
          std::string(state_name(state)),
          may(state, InvitationEvent::cancel),
          may(state, InvitationEvent::rename),
          may(state, InvitationEvent::invite)};
}

}  // namespace

void push(const val& array, const val& item) { array.call<void>("push", item); }

ErrorInfo to_info(const Error& error) {
  return {std::string(error_name(error.code)), error.field, error.fragment};
}

MaybeError maybe(const Error* error) {
  return MaybeError(error == nullptr ? val::undefined() : val(to_info(*error)));
}

MaybeRule maybe(const ShareRule* rule) {
  return MaybeRule(rule == nullptr ? val::undefined() : val(to_info(*rule)));
}

MaybeRow maybe(const SharedUser* row) {
  return MaybeRow(row == nullptr ? val::undefined() : val(to_info(*row)));
}

TextCheck to_check(const Result<std::string>& result) {
  return {result.has_value(), result.value_or(""), error_of(result)};
}

ContactCheck to_check(const Result<Contact>& result) {
  if (!result) return {.error = error_of(result)};
  return {.ok = true,
          .type = std::string(1, static_cast<char>(result->type)),
          .value = result->value,
          .suggestion = suggest_contact(*result)};
}

SeatsInfo to_info(const Seats& seats) {
  return {seats.allowed.value_or(-1), seats.in_use, seats.pending, seats.left().value_or(-1),
          seats.full()};
}

OutcomeInfo to_info(const Outcome& outcome) {
  OutcomeInfo info;
  info.kind = kind_name(outcome.kind);
  info.ok = outcome.kind == Outcome::Kind::done;
  info.status = outcome.status.text;
  info.status_known = outcome.status.value != ShareStatus::unknown;
  // Refused and failed outcomes have an error unless a status says what was wrong.
  const bool has_error = outcome.kind == Outcome::Kind::failed ||
                         (outcome.kind == Outcome::Kind::refused && outcome.status.text.empty());
  if (has_error) info.error = maybe(&outcome.error);
  info.http_status = outcome.http_status;
  info.server_message = outcome.server_message;
  info.unclear = outcome.unclear;
  if (const auto* rules = std::get_if<std::vector<ShareRule>>(&outcome.answer)) {
    info.rules = to_array(*rules);
  }
  if constexpr (whole) {
    if (const auto* levels = std::get_if<std::vector<DistributionLevel>>(&outcome.answer))
      info.levels = to_array(*levels);
    if (const auto* nets = std::get_if<std::vector<Net>>(&outcome.answer))
      info.nets = to_array(*nets);
  }
  return info;
}

RuleArray to_array(const std::vector<ShareRule>& rules) {
  val array = val::array();
  for (const ShareRule& rule : rules) push(array, val(to_info(rule)));
  return RuleArray(array);
}

}  // namespace subshare::module
