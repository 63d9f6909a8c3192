// The tables below are the shapes of the answers: the field lists of the Sharing API [D]. What is
// required there and missing is an error; all else may be absent.
#include "subshare/wire.hpp"

#include "decimal.hpp"
#include "fail.hpp"
#include "json_reader.hpp"
#include "json_writer.hpp"
#include "parts.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"

namespace subshare {
namespace {

using json::boolean_field;
using json::Field;
using json::integer_field;
using json::objects_field;
using json::required;
using json::Role;
using json::Shape;
using json::text_field;
using json::text_or_number_field;
using json::unknown_members;

template <class T>
Result<T> read_answer(std::string_view body, const Shape& shape) {
  if (body.size() > max_answer_bytes) return fail(ErrorCode::answer_too_large);
  T answer{};
  if (auto read = json::read(body, shape, &answer, max_answer_items); !read)
    return std::unexpected(std::move(read.error()));
  return answer;
}

struct StatusAnswer {
  std::string status;
};
constexpr Field status_fields[] = {text_or_number_field<&StatusAnswer::status>("status", required)};

struct SuccessAnswer {
  std::optional<bool> success;
};
constexpr Field success_fields[] = {boolean_field<&SuccessAnswer::success>("success")};

constexpr Field rule_fields[] = {
    text_field<&ShareRule::product_code>("productCode", required),
    text_field<&ShareRule::share_type>("shareType", required),
    integer_field<&ShareRule::share_count>("shareCount"),
    text_field<&ShareRule::coupon_code_share_recipient>("couponCodeShareRecipient"),
    integer_field<&ShareRule::coupon_number_share_recipient>("couponNumberShareRecipient"),
    boolean_field<&ShareRule::is_create_connect_customer>("isCreateConnectCustomer"),
    boolean_field<&ShareRule::is_customer_name_required>("isCustomerNameRequired"),
    text_field<&ShareRule::issuer>("issuer"),
    integer_field<&ShareRule::issuer_consent_group_id>("issuerConsentGroupId"),
};
constexpr Shape rule_shape{rule_fields};
struct RulesAnswer {
  std::vector<ShareRule> rules;
};
constexpr Field rules_fields[] = {
    objects_field<&RulesAnswer::rules>("customerProductShareRules", rule_shape)};

constexpr Field level_fields[] = {
    text_field<&DistributionLevel::distribution_level>("distributionLevel", required),
    text_field<&DistributionLevel::usage>("usage"),
};
constexpr Shape level_shape{level_fields};
struct LevelsAnswer {
  std::vector<DistributionLevel> levels;
};
constexpr Field levels_fields[] = {
    objects_field<&LevelsAnswer::levels>("distributionLevels", level_shape)};

constexpr Field user_fields[] = {
    integer_field<&SharedUser::user_id>("userId"),
    integer_field<&SharedUser::start_time>("startTime"),
    integer_field<&SharedUser::end_time>("endTime"),
    text_field<&SharedUser::share_status>("shareStatus"),
    text_field<&SharedUser::share_contact>("shareContact"),
    text_field<&SharedUser::share_contact_type>("shareContactType"),
    text_field<&SharedUser::first_name>("firstName"),
    text_field<&SharedUser::last_name>("lastName"),
    text_field<&SharedUser::product_name>("productName"),
    text_field<&SharedUser::product_code>("productCode"),
    text_field<&SharedUser::share_code>("shareCode"),
    integer_field<&SharedUser::customer_number>("customerNumber"),
};
constexpr Shape user_shape{user_fields};
constexpr Field summary_fields[] = {
    text_field<&SharedSubscriptionSummary::product_code>("productCode", required),
    integer_field<&SharedSubscriptionSummary::shares_in_use_count>("sharesInUseCount", required),
};
constexpr Shape summary_shape{summary_fields};
constexpr Field subscribers_fields[] = {
    // First: `has_users` asks for it by its place.
    objects_field<&SharedSubscribers::users>("sharedUserInformationList", user_shape),
    objects_field<&SharedSubscribers::summaries>("sharedSubscriptionSummary", summary_shape),
};

constexpr Field range_fields[] = {
    text_field<&IpRange::ip_range_start>("ipRangeStart", required),
    text_field<&IpRange::ip_range_end>("ipRangeEnd", required),
};
constexpr Shape range_shape{range_fields, Role::item, unknown_members<&IpRange::unknown_members>};
constexpr Field domain_fields[] = {text_field<&Domain::domain>("domain", required)};
constexpr Shape domain_shape{domain_fields, Role::item, unknown_members<&Domain::unknown_members>};
constexpr Field net_fields[] = {
    boolean_field<&Net::login_required>("loginRequired"),
    integer_field<&Net::start_time>("startTime"),
    integer_field<&Net::end_time>("endTime"),
    objects_field<&Net::ip_ranges>("ipRanges", range_shape),
    objects_field<&Net::domains>("domains", domain_shape),
};
constexpr Shape net_shape{net_fields, Role::item, unknown_members<&Net::unknown_members>};
struct NetsAnswer {
  std::vector<Net> nets;
};
// A change replaces all of it, so an answer that does not say what there is must not pass for none.
constexpr Field nets_fields[] = {objects_field<&NetsAnswer::nets>("nets", net_shape, required)};

constexpr Field exception_fields[] = {
    text_field<&Exception::exception_type>("exceptionType"),
    text_field<&Exception::error_message>("errorMessage"),
};

// Replaces `text` by what `parse` makes of it, or gives its error.
template <class Parse>
std::optional<Error> normalise(std::string& text, Parse parse) {
  auto parsed = parse(text);
  if (!parsed) return std::move(parsed.error());
  text = std::move(*parsed);
  return std::nullopt;
}

std::optional<Error> check_names(Intent& intent) {
  if (auto error =
          normalise(intent.first_name, [](auto text) { return parse_name(text, "firstName"); }))
    return error;
  return normalise(intent.last_name, [](auto text) { return parse_name(text, "lastName"); });
}

std::optional<Error> check_level(Intent& intent) {
  if (auto error = normalise(intent.product_code, parse_product_code)) return error;
  // No limit is documented; the one of a code keeps it printable and short.
  auto level = parse_share_code(intent.distribution_level);
  if (!level) return Error{level.error().code, "distributionLevel", level.error().fragment};
  intent.distribution_level = std::move(*level);
  return std::nullopt;
}

std::string place(std::string_view list, std::size_t index) {
  std::string text(list);
  text.append("[").append(decimal(static_cast<std::int64_t>(index))).append("]");
  return text;
}

// Where a problem stands, in the API's own words.
std::string place_of(const NetProblem& problem) {
  std::string text = place("nets", problem.net);
  if (problem.domain) return text + place(".domains", *problem.domain) + ".domain";
  if (problem.ip_range) text += place(".ipRanges", *problem.ip_range);
  const std::string& field = problem.error.field;
  return field == "nets" || field == "ipRanges" ? text : text + '.' + field;
}

// Members that a page hands back are an object still, and take nothing of the known ones' place:
// read once more, what is known falls out. False where they are no object.
template <class Item>
bool check_unknown_members(Item& item, const Shape& shape) {
  if (item.unknown_members.empty()) return true;
  Item again;
  const Shape part{shape.fields, Role::part, shape.unknown};
  if (!json::read(item.unknown_members, part, &again, max_answer_items)) return false;
  item.unknown_members = std::move(again.unknown_members);
  return true;
}

void normalise_ip(std::string& text) {
  if (const auto address = parse_ip(trim(text))) text = format_ip(*address);
}

std::optional<Error> check_net_list(std::optional<std::vector<Net>>& nets) {
  if (!nets) return Error{ErrorCode::required, "nets", {}};
  std::size_t index = 0;
  for (Net& net : *nets) {
    bool is_good = check_unknown_members(net, net_shape);
    for (IpRange& range : net.ip_ranges) {
      normalise_ip(range.ip_range_start);
      normalise_ip(range.ip_range_end);
      is_good &= check_unknown_members(range, range_shape);
    }
    for (Domain& domain : net.domains) {
      if (auto parsed = parse_domain(domain.domain)) domain.domain = std::move(*parsed);
      is_good &= check_unknown_members(domain, domain_shape);
    }
    if (!is_good)
      return Error{ErrorCode::answer_not_json, place("nets", index) + ".unknownMembers", {}};
    ++index;
  }
  auto problems = check_nets(*nets);
  if (problems.empty()) return std::nullopt;
  std::string field = place_of(problems.front());
  problems.front().error.field = std::move(field);
  return std::move(problems.front().error);
}

bool is_companies(Operation operation) {
  switch (operation) {
    case Operation::list_nets:
    case Operation::change_nets:
    case Operation::list_distribution_levels:
    case Operation::change_distribution_level:
      return true;
    default:
      return false;
  }
}

std::optional<Error> check(Intent& intent, ContactOptions options) {
  if (!has_companies && is_companies(intent.operation))
    return Error{ErrorCode::path_invalid, std::string(endpoint(intent.operation).name), {}};
  switch (intent.operation) {
    case Operation::send_invitation: {
      auto contact = parse_contact(intent.contact.value, options);
      if (!contact) return std::move(contact.error());
      intent.contact = std::move(*contact);
      if (auto error = normalise(intent.product_code, parse_product_code)) return error;
      return check_names(intent);
    }
    case Operation::change_invitation_details: {
      if (auto error = normalise(intent.share_code, parse_share_code)) return error;
      if (auto error = check_names(intent)) return error;
      // Without any name there is nothing to change, and the API has no way to take a name away.
      if (intent.first_name.empty() && intent.last_name.empty())
        return Error{ErrorCode::required, "firstName", {}};
      return std::nullopt;
    }
    case Operation::accept_invitation:
    case Operation::decline_invitation:
    case Operation::cancel_sharing:
      return normalise(intent.share_code, parse_share_code);
    case Operation::list_share_rules:
    case Operation::list_distribution_levels:
      return normalise(intent.product_code, parse_product_code);
    case Operation::change_distribution_level:
      if (!has_companies) break;
      return check_level(intent);
    case Operation::change_nets:
      if (!has_companies) break;
      return check_net_list(intent.nets);
    case Operation::list_shared_subscribers:
    case Operation::list_nets:
      break;
  }
  return std::nullopt;
}

// Two calls that differ in what neither of them sends are the same.
void drop_unsent(Intent& intent) {
  const auto is_one_of = [&](auto... operations) {
    return ((intent.operation == operations) || ...);
  };
  using enum Operation;
  if (!is_one_of(send_invitation, list_share_rules, list_distribution_levels,
                 change_distribution_level))
    intent.product_code.clear();
  if (!is_one_of(accept_invitation, decline_invitation, cancel_sharing, change_invitation_details))
    intent.share_code.clear();
  if (intent.operation != send_invitation) intent.contact = {};
  if (!is_one_of(send_invitation, change_invitation_details)) {
    intent.first_name.clear();
    intent.last_name.clear();
  }
  if (intent.operation != change_distribution_level) intent.distribution_level.clear();
  if (intent.operation != change_nets) intent.nets.reset();
}

void write_nets(json::Writer& json, const std::vector<Net>& nets) {
  json.begin_list("nets");
  for (const Net& net : nets) {
    json.begin_object();
    json.boolean("loginRequired", net.login_required);
    if (net.start_time) json.integer("startTime", *net.start_time);
    if (net.end_time) json.integer("endTime", *net.end_time);
    json.begin_list("ipRanges");
    for (const IpRange& range : net.ip_ranges) {
      json.begin_object();
      json.text("ipRangeStart", range.ip_range_start);
      json.text("ipRangeEnd", range.ip_range_end);
      json.members(range.unknown_members);
      json.end_object();
    }
    json.end_list();
    json.begin_list("domains");
    for (const Domain& domain : net.domains) {
      json.begin_object();
      json.text("domain", domain.domain);
      json.members(domain.unknown_members);
      json.end_object();
    }
    json.end_list();
    json.members(net.unknown_members);
    json.end_object();
  }
  json.end_list();
}

}  // namespace

Result<Intent> check_intent(Intent intent, ContactOptions options) {
  if (auto error = check(intent, options)) return std::unexpected(std::move(*error));
  drop_unsent(intent);
  return intent;
}

std::string write_request_body(const Intent& intent) {
  if (endpoint(intent.operation).method == Method::get) return {};
  json::Writer json;
  json.begin_object();
  const auto change = [&](std::string_view type) {
    json.text("shareCode", intent.share_code);
    json.text("changeType", type);
  };
  // An empty name means "not given" and is left out.
  const auto names = [&] {
    if (!intent.first_name.empty()) json.text("firstName", intent.first_name);
    if (!intent.last_name.empty()) json.text("lastName", intent.last_name);
  };
  switch (intent.operation) {
    case Operation::send_invitation:
      json.text("contact", intent.contact.value);
      json.text("contactType", std::string(1, static_cast<char>(intent.contact.type)));
      json.text("productCode", intent.product_code);
      names();
      break;
    case Operation::accept_invitation:
      change("ACCEPT");
      break;
    case Operation::decline_invitation:
      change("DECLINE");
      break;
    case Operation::cancel_sharing:
      change("CANCEL");
      break;
    case Operation::change_invitation_details:
      json.text("shareCode", intent.share_code);
      names();
      break;
    case Operation::change_nets:
      if (has_companies && intent.nets) write_nets(json, *intent.nets);
      break;
    case Operation::change_distribution_level:
      json.text("productCode", intent.product_code);
      json.text("distributionLevel", intent.distribution_level);
      break;
    case Operation::list_share_rules:
    case Operation::list_distribution_levels:
    case Operation::list_shared_subscribers:
    case Operation::list_nets:
      break;
  }
  json.end_object();
  return json.take();
}

Result<Status> read_status(std::string_view body) {
  auto answer = read_answer<StatusAnswer>(body, {status_fields, Role::answer});
  if (!answer) return std::unexpected(std::move(answer.error()));
  const std::string_view said = trim(answer->status);
  if (said.empty()) return fail(ErrorCode::answer_missing_member, "status");
  return parse_status(said);
}

Result<std::optional<bool>> read_success(std::string_view body) {
  auto answer = read_answer<SuccessAnswer>(body, {success_fields, Role::answer});
  if (!answer && answer.error().code == ErrorCode::answer_empty) return std::optional<bool>();
  if (!answer) return std::unexpected(std::move(answer.error()));
  return answer->success;
}

Result<std::vector<ShareRule>> read_share_rules(std::string_view body) {
  auto answer = read_answer<RulesAnswer>(body, {rules_fields, Role::list_answer});
  if (!answer) return std::unexpected(std::move(answer.error()));
  return std::move(answer->rules);
}

Result<std::vector<DistributionLevel>> read_distribution_levels(std::string_view body) {
  auto answer = read_answer<LevelsAnswer>(body, {levels_fields, Role::list_answer});
  if (!answer) return std::unexpected(std::move(answer.error()));
  return std::move(answer->levels);
}

Result<SharedSubscribers> read_shared_subscribers(std::string_view body) {
  SharedSubscribersReader reader(body);
  reader.read_on(max_answer_bytes);
  return reader.take();
}

struct SharedSubscribersReader::Read {
  explicit Read(std::string_view body) : reading(body, shape, &answer, max_answer_items) {}

  static constexpr Shape shape{subscribers_fields, Role::list_answer};
  SharedSubscribers answer;
  json::Reading reading;
};

SharedSubscribersReader::SharedSubscribersReader(std::string_view body) {
  if (body.size() <= max_answer_bytes) read_ = std::make_unique<Read>(body);
}
SharedSubscribersReader::~SharedSubscribersReader() = default;
SharedSubscribersReader::SharedSubscribersReader(SharedSubscribersReader&&) noexcept = default;
SharedSubscribersReader& SharedSubscribersReader::operator=(SharedSubscribersReader&&) noexcept =
    default;

bool SharedSubscribersReader::read_on(std::size_t bytes) {
  return read_ != nullptr && read_->reading.read_on(bytes);
}

Result<SharedSubscribers> SharedSubscribersReader::take() {
  if (read_ == nullptr) return fail(ErrorCode::answer_too_large);
  if (auto read = read_->reading.result(); !read) return std::unexpected(std::move(read.error()));
  read_->answer.has_users = read_->reading.has(0);
  return std::move(read_->answer);
}

Result<std::vector<Net>> read_nets(std::string_view body) {
  auto answer = read_answer<NetsAnswer>(body, {nets_fields, Role::list_answer});
  if (!answer) return std::unexpected(std::move(answer.error()));
  return std::move(answer->nets);
}

Exception read_exception(std::string_view body) {
  return read_answer<Exception>(body, {exception_fields}).value_or(Exception{});
}

}  // namespace subshare
