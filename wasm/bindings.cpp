// The module as JavaScript sees it: value objects and functions, whose TypeScript declarations are
// generated from this file
// (--emit-tsd). It only converts.
#include <emscripten/bind.h>

#include <algorithm>
#include <array>

#include "convert.hpp"
#include "fetch_transport.hpp"

namespace subshare::module {
namespace {

using emscripten::val;

// The rows last selected of a session's list, read one by one.
struct Selection {
  int session = 0;
  std::uint64_t version = 0;
  std::string product_code;
  std::string query;
  std::vector<std::uint32_t> rows;
};
std::array<Selection, 8> selections;
std::size_t oldest_selection = 0;

ContactCheck check_contact(const std::string& text, int calling_code) {
  return to_check(parse_contact(text, {.calling_code = static_cast<std::uint16_t>(calling_code)}));
}

int read_calling_code(const std::string& text) { return parse_calling_code(text).value_or(0); }

int calling_code_of(const std::string& tag) { return calling_code_for_language(tag); }

InviteeArray split(const std::string& text) {
  val array = val::array();
  for (const Invitee& invitee : split_invitees(text)) push(array, val(invitee));
  return InviteeArray(array);
}

TextCheck check_name(const std::string& text, const std::string& field) {
  return to_check(parse_name(text, field));
}
TextCheck check_share_code(const std::string& text) { return to_check(parse_share_code(text)); }
TextCheck check_product_code(const std::string& text) { return to_check(parse_product_code(text)); }
TextCheck check_domain(const std::string& text) { return to_check(parse_domain(text)); }
IpRangeCheck check_ip_range(const std::string& text) { return to_check(parse_ip_range(text)); }
NetProblemArray check_net_list(const NetArray& nets) { return to_array(check_nets(to_nets(nets))); }

StringArray error_names() {
  val array = val::array();
  for (int code = 0; code < static_cast<int>(ErrorCode::count_); ++code) {
    push(array, val(std::string(error_name(static_cast<ErrorCode>(code)))));
  }
  return StringArray(array);
}

StringArray status_words() {
  val array = val::array();
  for (std::size_t i = 1; i <= known_statuses; ++i) {
    push(array, val(std::string(status_word(static_cast<ShareStatus>(i)))));
  }
  return StringArray(array);
}

EndpointArray list_endpoints() {
  val array = val::array();
  for (const Endpoint& row : endpoint_table) {
    val object = val::object();
    object.set("name", std::string(row.name));
    object.set("method", std::string(method_name(row.method)));
    object.set("path", std::string(row.path));
    object.set("mode", std::string(row.mode == Mode::user ? "user" : "client"));
    object.set("inferred", row.inferred);
    push(array, object);
  }
  return EndpointArray(array);
}

Result<Endpoints> read_endpoints(const SessionOptions& options) {
  auto endpoints = Endpoints::create(options.base_url);
  if (!endpoints) return endpoints;
  if (!options.decline_url.empty()) {
    if (auto set = endpoints->set_decline_route(options.decline_url); !set)
      return std::unexpected(set.error());
  }
  if (options.paths.isUndefined() || options.paths.isNull()) return endpoints;
  const val names = val::global("Object").call<val>("keys", options.paths);
  const auto length = names["length"].as<unsigned>();
  for (unsigned i = 0; i < length; ++i) {
    const auto name = names[i].as<std::string>();
    if (auto set = endpoints->override_path(name, options.paths[name].as<std::string>()); !set)
      return std::unexpected(set.error());
  }
  return endpoints;
}

OpenedSession open(const SessionOptions& options) {
  auto endpoints = read_endpoints(options);
  if (!endpoints) return {0, maybe(&endpoints.error())};
  SharingOptions sharing;
  sharing.contact.calling_code = static_cast<std::uint16_t>(options.calling_code);
  if (options.timeout_ms > 0) sharing.call.timeout = static_cast<Milliseconds>(options.timeout_ms);
  return {.session = open_session(std::move(*endpoints), sharing)};
}

void change_user(int session) {
  if (Sharing* sharing = find_session(session)) sharing->change_user();
}

int send_invitation(int session, const std::string& contact, const std::string& product_code,
                    const std::string& first_name, const std::string& last_name, CallHooks hooks) {
  Intent intent{.operation = Operation::send_invitation,
                .product_code = product_code,
                .first_name = first_name,
                .last_name = last_name};
  intent.contact.value = contact;
  return start_call(session, std::move(intent), hooks);
}

int with_share_code(Operation operation, int session, const std::string& share_code,
                    const CallHooks& hooks) {
  return start_call(session, {.operation = operation, .share_code = share_code}, hooks);
}
int accept_invitation(int session, const std::string& share_code, CallHooks hooks) {
  return with_share_code(Operation::accept_invitation, session, share_code, hooks);
}
int decline_invitation(int session, const std::string& share_code, CallHooks hooks) {
  return with_share_code(Operation::decline_invitation, session, share_code, hooks);
}
int cancel_sharing(int session, const std::string& share_code, CallHooks hooks) {
  return with_share_code(Operation::cancel_sharing, session, share_code, hooks);
}

int list_share_rules(int session, const std::string& product_code, CallHooks hooks) {
  return start_call(
      session, {.operation = Operation::list_share_rules, .product_code = product_code}, hooks);
}
int list_distribution_levels(int session, const std::string& product_code, CallHooks hooks) {
  return start_call(
      session, {.operation = Operation::list_distribution_levels, .product_code = product_code},
      hooks);
}
int list_shared_subscribers(int session, CallHooks hooks) {
  return start_call(session, {.operation = Operation::list_shared_subscribers}, hooks);
}
int list_nets(int session, CallHooks hooks) {
  return start_call(session, {.operation = Operation::list_nets}, hooks);
}

int change_invitation_details(int session, const std::string& share_code,
                              const std::string& first_name, const std::string& last_name,
                              CallHooks hooks) {
  return start_call(session,
                    {.operation = Operation::change_invitation_details,
                     .share_code = share_code,
                     .first_name = first_name,
                     .last_name = last_name},
                    hooks);
}
int change_nets(int session, NetArray nets, CallHooks hooks) {
  return start_call(session, {.operation = Operation::change_nets, .nets = to_nets(nets)}, hooks);
}
int change_distribution_level(int session, const std::string& product_code,
                              const std::string& distribution_level, CallHooks hooks) {
  return start_call(session,
                    {.operation = Operation::change_distribution_level,
                     .product_code = product_code,
                     .distribution_level = distribution_level},
                    hooks);
}

bool list_is_fresh(int session) {
  const Sharing* sharing = find_session(session);
  return sharing != nullptr && sharing->list_is_fresh(static_cast<Milliseconds>(now()));
}

bool rules_are_fresh(int session, const std::string& product_code) {
  const Sharing* sharing = find_session(session);
  return sharing != nullptr &&
         sharing->rules_are_fresh(product_code, static_cast<Milliseconds>(now()));
}

double list_version(int session) {
  const Sharing* sharing = find_session(session);
  return sharing == nullptr ? 0 : static_cast<double>(sharing->list().version());
}

// A selection is one element's view; it is made anew when the list has changed, and the oldest goes
// when there are many.
const Selection& select(int session, const std::string& product_code, const std::string& query) {
  const Sharing* sharing = find_session(session);
  const std::uint64_t version = sharing == nullptr ? 0 : sharing->list().version();
  auto selection = std::ranges::find_if(selections, [&](const Selection& kept) {
    return kept.session == session && kept.product_code == product_code && kept.query == query;
  });
  if (selection == selections.end()) {
    selection = selections.begin() + static_cast<std::ptrdiff_t>(oldest_selection);
    oldest_selection = (oldest_selection + 1) % selections.size();
  } else if (selection->version == version) {
    return *selection;
  }
  selection->session = session;
  selection->version = version;
  selection->product_code = product_code;
  selection->query = query;
  selection->rows.clear();
  if (sharing != nullptr) selection->rows = sharing->list().select(product_code, query);
  return *selection;
}

int count_rows(int session, const std::string& product_code, const std::string& query) {
  return static_cast<int>(select(session, product_code, query).rows.size());
}

MaybeRow row_at(int session, const std::string& product_code, const std::string& query, int index) {
  const auto& rows = select(session, product_code, query).rows;
  const auto at = static_cast<std::size_t>(index);
  return maybe(at < rows.size() ? &find_session(session)->list().rows()[rows[at]] : nullptr);
}

MaybeRow find_row(int session, const std::string& share_code) {
  const Sharing* sharing = find_session(session);
  return maybe(sharing == nullptr ? nullptr : sharing->list().find_code(share_code));
}

// The row of a person who has the product or was asked, whose share code an invitation's answer
// does not tell.
MaybeRow find_contact(int session, const std::string& contact, const std::string& product_code) {
  const Sharing* sharing = find_session(session);
  return maybe(sharing == nullptr ? nullptr : sharing->list().find_active(contact, product_code));
}

SeatsInfo seats(int session, const std::string& product_code) {
  const Sharing* sharing = find_session(session);
  return sharing == nullptr ? SeatsInfo{} : to_info(sharing->seats(product_code));
}

MaybeError why_not_invite(int session, const std::string& product_code, int how_many) {
  const Sharing* sharing = find_session(session);
  return error_of(sharing == nullptr ? Result<void>{}
                                     : sharing->may_invite(product_code, how_many));
}

MaybeRule rule(int session, const std::string& product_code) {
  const Sharing* sharing = find_session(session);
  const auto* rules = sharing == nullptr ? nullptr : sharing->rules(product_code);
  if (rules == nullptr) return MaybeRule(val::undefined());
  const auto found = find_rule(*rules, product_code);
  return maybe(found ? &*found : nullptr);
}

RuleArray rules(int session, const std::string& product_code) {
  const Sharing* sharing = find_session(session);
  const auto* known = sharing == nullptr ? nullptr : sharing->rules(product_code);
  return known == nullptr ? RuleArray(val::undefined()) : to_array(*known);
}

}  // namespace
}  // namespace subshare::module

EMSCRIPTEN_BINDINGS(subshare) {
  using namespace emscripten;
  using namespace subshare;
  using namespace subshare::module;

  register_type<MaybeNumber>("number | undefined");
  register_type<MaybeError>("ErrorInfo | undefined");
  register_type<MaybeRule>("ShareRule | undefined");
  register_type<MaybeRow>("SharedUser | undefined");

  register_type<InviteeArray>("Invitee[]");
  register_type<StringArray>("string[]");
  register_type<RuleArray>("ShareRule[] | undefined");
  register_type<LevelArray>("{ distributionLevel: string; usage: string }[] | undefined");
  register_type<NetArray>(
      "{ loginRequired: boolean; startTime?: number; endTime?: number; ipRanges: { ipRangeStart: "
      "string; ipRangeEnd: string }[]; "
      "domains: { domain: string }[] }[] | undefined");
  register_type<NetProblemArray>(
      "{ error: ErrorInfo; net: number; ipRange?: number; domain?: number; otherNet?: number; "
      "otherIpRange?: number }[]");
  register_type<EndpointArray>(
      "{ name: string; method: string; path: string; mode: 'user' | 'client'; inferred: boolean "
      "}[]");
  register_type<PathOverrides>("Record<string, string> | undefined");
  register_type<Token>("string | undefined");
  register_type<CallHooks>(
      "{ needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; "
      "waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): "
      "void; "
      "done(outcome: Outcome): void }");

  value_object<ErrorInfo>("ErrorInfo")
      .field("code", &ErrorInfo::code)
      .field("field", &ErrorInfo::field)
      .field("fragment", &ErrorInfo::fragment);
  value_object<ContactCheck>("ContactCheck")
      .field("ok", &ContactCheck::ok)
      .field("type", &ContactCheck::type)
      .field("value", &ContactCheck::value)
      .field("suggestion", &ContactCheck::suggestion)
      .field("error", &ContactCheck::error);
  value_object<TextCheck>("TextCheck")
      .field("ok", &TextCheck::ok)
      .field("value", &TextCheck::value)
      .field("error", &TextCheck::error);
  value_object<IpRangeCheck>("IpRangeCheck")
      .field("ok", &IpRangeCheck::ok)
      .field("start", &IpRangeCheck::start)
      .field("end", &IpRangeCheck::end)
      .field("error", &IpRangeCheck::error);
  value_object<Invitee>("Invitee")
      .field("contact", &Invitee::contact)
      .field("firstName", &Invitee::first_name)
      .field("lastName", &Invitee::last_name);
  value_object<SeatsInfo>("Seats")
      .field("allowed", &SeatsInfo::allowed)
      .field("inUse", &SeatsInfo::in_use)
      .field("pending", &SeatsInfo::pending)
      .field("left", &SeatsInfo::left)
      .field("full", &SeatsInfo::full);
  value_object<RuleInfo>("ShareRule")
      .field("productCode", &RuleInfo::product_code)
      .field("shareType", &RuleInfo::share_type)
      .field("shareCount", &RuleInfo::share_count)
      .field("couponCodeShareRecipient", &RuleInfo::coupon_code_share_recipient)
      .field("couponNumberShareRecipient", &RuleInfo::coupon_number_share_recipient)
      .field("isCreateConnectCustomer", &RuleInfo::is_create_connect_customer)
      .field("isCustomerNameRequired", &RuleInfo::is_customer_name_required)
      .field("issuer", &RuleInfo::issuer)
      .field("issuerConsentGroupId", &RuleInfo::issuer_consent_group_id);
  value_object<RowInfo>("SharedUser")
      .field("userId", &RowInfo::user_id)
      .field("customerNumber", &RowInfo::customer_number)
      .field("startTime", &RowInfo::start_time)
      .field("endTime", &RowInfo::end_time)
      .field("shareStatus", &RowInfo::share_status)
      .field("shareContact", &RowInfo::share_contact)
      .field("shareContactType", &RowInfo::share_contact_type)
      .field("firstName", &RowInfo::first_name)
      .field("lastName", &RowInfo::last_name)
      .field("productName", &RowInfo::product_name)
      .field("productCode", &RowInfo::product_code)
      .field("shareCode", &RowInfo::share_code)
      .field("state", &RowInfo::state)
      .field("mayCancel", &RowInfo::may_cancel)
      .field("mayRename", &RowInfo::may_rename)
      .field("mayInvite", &RowInfo::may_invite);
  value_object<OutcomeInfo>("Outcome")
      .field("kind", &OutcomeInfo::kind)
      .field("ok", &OutcomeInfo::ok)
      .field("status", &OutcomeInfo::status)
      .field("statusKnown", &OutcomeInfo::status_known)
      .field("error", &OutcomeInfo::error)
      .field("httpStatus", &OutcomeInfo::http_status)
      .field("serverMessage", &OutcomeInfo::server_message)
      .field("unclear", &OutcomeInfo::unclear)
      .field("rules", &OutcomeInfo::rules)
      .field("levels", &OutcomeInfo::levels)
      .field("nets", &OutcomeInfo::nets);
  value_object<SessionOptions>("SessionOptions")
      .field("baseUrl", &SessionOptions::base_url)
      .field("declineUrl", &SessionOptions::decline_url)
      .field("paths", &SessionOptions::paths)
      .field("callingCode", &SessionOptions::calling_code)
      .field("timeoutMs", &SessionOptions::timeout_ms);
  value_object<OpenedSession>("OpenedSession")
      .field("session", &OpenedSession::session)
      .field("error", &OpenedSession::error);

  function("parseContact(text, callingCode)", &check_contact);
  function("parseCallingCode(text)", &read_calling_code);
  function("callingCodeForLanguage(tag)", &calling_code_of);
  function("splitInvitees(text)", &split);
  function("parseName(text, field)", &check_name);
  function("parseShareCode(text)", &check_share_code);
  function("parseProductCode(text)", &check_product_code);
  function("parseIpRange(text)", &check_ip_range);
  function("parseDomain(text)", &check_domain);
  function("checkNets(nets)", &check_net_list);
  function("errorNames()", &error_names);
  function("statusWords()", &status_words);
  function("endpoints()", &list_endpoints);

  function("openSession(options)", &open);
  function("closeSession(session)", &close_session);
  function("changeUser(session)", &change_user);

  function("sendInvitation(session, contact, productCode, firstName, lastName, hooks)",
           &send_invitation);
  function("acceptInvitation(session, shareCode, hooks)", &accept_invitation);
  function("declineInvitation(session, shareCode, hooks)", &decline_invitation);
  function("listShareRules(session, productCode, hooks)", &list_share_rules);
  function("listDistributionLevels(session, productCode, hooks)", &list_distribution_levels);
  function("changeInvitationDetails(session, shareCode, firstName, lastName, hooks)",
           &change_invitation_details);
  function("listSharedSubscribers(session, hooks)", &list_shared_subscribers);
  function("cancelSharing(session, shareCode, hooks)", &cancel_sharing);
  function("listNets(session, hooks)", &list_nets);
  function("changeNets(session, nets, hooks)", &change_nets);
  function("changeDistributionLevel(session, productCode, distributionLevel, hooks)",
           &change_distribution_level);
  function("provideToken(call, token, result)", &provide_token);
  function("abortCall(call)", &abort_call);
  function("networkIsBack()", &network_is_back);

  function("listIsFresh(session)", &list_is_fresh);
  function("rulesAreFresh(session, productCode)", &rules_are_fresh);
  function("listVersion(session)", &list_version);
  function("countRows(session, productCode, query)", &count_rows);
  function("rowAt(session, productCode, query, index)", &row_at);
  function("findRow(session, shareCode)", &find_row);
  function("findContact(session, contact, productCode)", &find_contact);
  function("seats(session, productCode)", &seats);
  function("mayInvite(session, productCode, howMany)", &why_not_invite);
  function("rule(session, productCode)", &rule);
  function("rules(session, productCode)", &rules);
}
