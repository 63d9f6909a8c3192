#include "convert.hpp"

namespace subshare::module {
namespace {

using emscripten::val;

MaybeNumber maybe_number(const auto& value) {
  return MaybeNumber(value ? val(static_cast<double>(*value)) : val::undefined());
}

std::optional<std::int64_t> to_time(const val& value) {
  if (!value.isNumber()) return std::nullopt;
  return static_cast<std::int64_t>(value.as<double>());
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

val to_val(const DistributionLevel& level) {
  val object = val::object();
  object.set("distributionLevel", level.distribution_level);
  object.set("usage", level.usage);
  return object;
}

val to_val(const Net& net) {
  val object = val::object();
  object.set("loginRequired", net.login_required);
  if (net.start_time) object.set("startTime", static_cast<double>(*net.start_time));
  if (net.end_time) object.set("endTime", static_cast<double>(*net.end_time));
  val ranges = val::array();
  for (const IpRange& range : net.ip_ranges) {
    val item = val::object();
    item.set("ipRangeStart", range.ip_range_start);
    item.set("ipRangeEnd", range.ip_range_end);
    push(ranges, item);
  }
  object.set("ipRanges", ranges);
  val domains = val::array();
  for (const std::string& domain : net.domains) {
    val item = val::object();
    item.set("domain", domain);
    push(domains, item);
  }
  object.set("domains", domains);
  return object;
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

IpRangeCheck to_check(const Result<IpRange>& result) {
  if (!result) return {.error = error_of(result)};
  return {.ok = true, .start = result->ip_range_start, .end = result->ip_range_end};
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
  } else if (const auto* levels = std::get_if<std::vector<DistributionLevel>>(&outcome.answer)) {
    val array = val::array();
    for (const DistributionLevel& level : *levels) push(array, to_val(level));
    info.levels = LevelArray(array);
  } else if (const auto* nets = std::get_if<std::vector<Net>>(&outcome.answer)) {
    info.nets = to_array(*nets);
  }
  return info;
}

RuleArray to_array(const std::vector<ShareRule>& rules) {
  val array = val::array();
  for (const ShareRule& rule : rules) push(array, val(to_info(rule)));
  return RuleArray(array);
}

NetArray to_array(const std::vector<Net>& nets) {
  val array = val::array();
  for (const Net& net : nets) push(array, to_val(net));
  return NetArray(array);
}

NetProblemArray to_array(const std::vector<NetProblem>& problems) {
  val array = val::array();
  for (const NetProblem& problem : problems) {
    val object = val::object();
    const auto set = [&](const char* name, const std::optional<std::size_t>& index) {
      if (index) object.set(name, static_cast<double>(*index));
    };
    object.set("error", to_info(problem.error));
    object.set("net", static_cast<double>(problem.net));
    set("ipRange", problem.ip_range);
    set("domain", problem.domain);
    set("otherNet", problem.other_net);
    set("otherIpRange", problem.other_ip_range);
    push(array, object);
  }
  return NetProblemArray(array);
}

std::vector<Net> to_nets(const NetArray& array) {
  std::vector<Net> nets;
  const auto each = [](const val& list, auto&& take) {
    const auto length = list.isArray() ? list["length"].as<unsigned>() : 0;
    for (unsigned i = 0; i < length; ++i) take(list[i]);
  };
  each(array, [&](const val& object) {
    Net& net = nets.emplace_back();
    net.login_required = object["loginRequired"].isTrue();
    net.start_time = to_time(object["startTime"]);
    net.end_time = to_time(object["endTime"]);
    each(object["ipRanges"], [&](const val& range) {
      net.ip_ranges.push_back(
          {range["ipRangeStart"].as<std::string>(), range["ipRangeEnd"].as<std::string>()});
    });
    each(object["domains"],
         [&](const val& domain) { net.domains.push_back(domain["domain"].as<std::string>()); });
  });
  return nets;
}

}  // namespace subshare::module
