// The module as JavaScript sees it: value objects and functions, whose TypeScript declarations are
// generated (--emit-tsd) from this file and bindings_whole.cpp. It only converts.
#include <emscripten/bind.h>

#include <algorithm>
#include <array>

#include "convert.hpp"
#include "declared.hpp"
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
Result<Endpoints> read_endpoints(const SessionOptions& options) {
  auto endpoints = Endpoints::create(options.base_url);
  if (!endpoints) return endpoints;
  if (!options.decline_url.empty()) {
    if (auto set = endpoints->set_decline_route(options.decline_url); !set)
      return std::unexpected(set.error());
  }
  const auto length = options.paths["length"].as<unsigned>();
  for (unsigned i = 0; i + 1 < length; i += 2) {
    if (auto set = endpoints->override_path(options.paths[i].as<std::string>(),
                                            options.paths[i + 1].as<std::string>());
        !set)
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
int list_shared_subscribers(int session, CallHooks hooks) {
  return start_call(session, {.operation = Operation::list_shared_subscribers}, hooks);
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
  return maybe(found ? *found : nullptr);
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

  register_type<MaybeNumber>("number | undefined"_type);
  register_type<MaybeError>("ErrorInfo | undefined"_type);
  register_type<MaybeRule>("ShareRule | undefined"_type);
  register_type<MaybeRow>("SharedUser | undefined"_type);

  register_type<InviteeArray>("Invitee[]"_type);
  register_type<RuleArray>("ShareRule[] | undefined"_type);
  register_type<PathOverrides>("string[]"_type);
  register_type<Token>("string | undefined"_type);
  register_type<CallHooks>(
      "{ needToken(call: number, mode: 'user' | 'client', fresh: boolean): void; "
      "waiting(reason: 'pacing' | 'backoff' | 'rate_limited' | 'offline', milliseconds: number): "
      "void; "
      "done(outcome: Outcome): void }"_type);

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
  value_object<OutcomeInfo> outcome("Outcome");
  outcome.field("kind", &OutcomeInfo::kind)
      .field("ok", &OutcomeInfo::ok)
      .field("status", &OutcomeInfo::status)
      .field("statusKnown", &OutcomeInfo::status_known)
      .field("error", &OutcomeInfo::error)
      .field("httpStatus", &OutcomeInfo::http_status)
      .field("serverMessage", &OutcomeInfo::server_message)
      .field("unclear", &OutcomeInfo::unclear)
      .field("rules", &OutcomeInfo::rules);
  if constexpr (has_companies) {
    outcome.field("levels", &OutcomeInfo::levels).field("nets", &OutcomeInfo::nets);
  }
  value_object<SessionOptions>("SessionOptions")
      .field("baseUrl", &SessionOptions::base_url)
      .field("declineUrl", &SessionOptions::decline_url)
      .field("paths", &SessionOptions::paths)
      .field("callingCode", &SessionOptions::calling_code)
      .field("timeoutMs", &SessionOptions::timeout_ms);
  value_object<OpenedSession>("OpenedSession")
      .field("session", &OpenedSession::session)
      .field("error", &OpenedSession::error);

  function("parseContact(text, callingCode)"_function, &check_contact);
  function("parseCallingCode(text)"_function, &read_calling_code);
  function("callingCodeForLanguage(tag)"_function, &calling_code_of);
  function("splitInvitees(text)"_function, &split);
  function("parseName(text, field)"_function, &check_name);
  function("parseShareCode(text)"_function, &check_share_code);

  function("openSession(options)"_function, &open);
  function("closeSession(session)"_function, &close_session);
  function("changeUser(session)"_function, &change_user);

  function("sendInvitation(session, contact, productCode, firstName, lastName, hooks)"_function,
           &send_invitation);
  function("acceptInvitation(session, shareCode, hooks)"_function, &accept_invitation);
  function("declineInvitation(session, shareCode, hooks)"_function, &decline_invitation);
  function("listShareRules(session, productCode, hooks)"_function, &list_share_rules);
  function("changeInvitationDetails(session, shareCode, firstName, lastName, hooks)"_function,
           &change_invitation_details);
  function("listSharedSubscribers(session, hooks)"_function, &list_shared_subscribers);
  function("cancelSharing(session, shareCode, hooks)"_function, &cancel_sharing);
  function("provideToken(call, token, result)"_function, &provide_token);
  function("abortCall(call)"_function, &abort_call);
  function("networkIsBack()"_function, &network_is_back);

  function("listIsFresh(session)"_function, &list_is_fresh);
  function("rulesAreFresh(session, productCode)"_function, &rules_are_fresh);
  function("listVersion(session)"_function, &list_version);
  function("countRows(session, productCode, query)"_function, &count_rows);
  function("rowAt(session, productCode, query, index)"_function, &row_at);
  function("findContact(session, contact, productCode)"_function, &find_contact);
  function("seats(session, productCode)"_function, &seats);
  function("mayInvite(session, productCode, howMany)"_function, &why_not_invite);
  function("rule(session, productCode)"_function, &rule);
  function("rules(session, productCode)"_function, &rules);
}
