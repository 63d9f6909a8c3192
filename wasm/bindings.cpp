// The module as JavaScript sees it: value objects and functions, whose TypeScript declarations are
// generated (--emit-tsd) from this file and bindings_whole.cpp. It only converts.
#include <emscripten/bind.h>

#include <algorithm>
#include <array>

#include "browser.hpp"
#include "convert.hpp"
#include "declared.hpp"
#include "fetch_transport.hpp"
#include "whole.hpp"

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
  const ContactOptions options{.calling_code = static_cast<std::uint16_t>(calling_code)};
  ContactCheck check = to_check(parse_contact(text, options));
  check.key = contact_key(text, options);
  check.alone = stands_alone(text);
  return check;
}

int read_calling_code(const std::string& text) { return parse_calling_code(text).value_or(0); }

int calling_code_of(const std::string& tag) { return calling_code_for_language(tag); }

TextCheck check_name(const std::string& text, const std::string& field) {
  return to_check(parse_name(text, field));
}
TextCheck check_share_code(const std::string& text) { return to_check(parse_share_code(text)); }

OpenedSession open(const OpenOptions& given) {
  auto endpoints = Endpoints::create(given.base_url);
  if (!endpoints) return {0, maybe(&endpoints.error())};
  WrongOptions wrong;
  OpenedSession opened;
  const auto set = [&](const Result<void>& result, Operation operation, std::string field) {
    if (result) return;
    wrong[static_cast<std::size_t>(operation)] =
        Error{result.error().code, std::move(field), result.error().fragment};
  };
  if (!given.decline_url.empty()) {
    set(endpoints->set_decline_route(given.decline_url), Operation::decline_invitation,
        "declineUrl");
  }
  const auto length = given.paths["length"].as<unsigned>();
  for (unsigned i = 0; i + 1 < length; i += 2) {
    const auto name = given.paths[i].as<std::string>();
    const auto result = endpoints->override_path(name, given.paths[i + 1].as<std::string>());
    const auto* row = std::ranges::find(endpoint_table, name, &Endpoint::name);
    if (row != endpoint_table.end()) {
      set(result, row->operation, "paths." + name);
    } else {
      const Error unknown{ErrorCode::path_invalid, "paths." + name, name};
      opened.error = maybe(&unknown);
    }
  }
  SessionOptions options;
  options.contact.calling_code = static_cast<std::uint16_t>(given.calling_code);
  if (given.timeout_ms > 0) options.call.timeout = static_cast<Milliseconds>(given.timeout_ms);
  opened.session = open_session(std::move(*endpoints), options, std::move(wrong));
  return opened;
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
// For when the page is left and there is no time for a call. Not by way of the session, which is
// gone before the answer comes: nobody has one to hear.
LastRequest cancel_request(int session, const std::string& share_code) {
  const Endpoints* endpoints = find_endpoints(session);
  const auto intent =
      check_intent({.operation = Operation::cancel_sharing, .share_code = share_code});
  if (endpoints == nullptr || !intent) return {};
  return {endpoints->url(Operation::cancel_sharing),
          std::string(method_name(endpoint(Operation::cancel_sharing).method)),
          write_request_body(*intent)};
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
  const Session* found = find_session(session);
  return found != nullptr && found->list_is_fresh(static_cast<Milliseconds>(now()));
}

bool rules_are_fresh(int session, const std::string& product_code) {
  const Session* found = find_session(session);
  return found != nullptr && found->rules_are_fresh(product_code, static_cast<Milliseconds>(now()));
}

double list_version(int session) {
  const Session* found = find_session(session);
  return found == nullptr ? 0 : static_cast<double>(found->list().version());
}

// A selection is one element's view; it is made anew when the list has changed, and the oldest goes
// when there are many.
const Selection& select(int session, const std::string& product_code, const std::string& query) {
  const Session* found = find_session(session);
  const std::uint64_t version = found == nullptr ? 0 : found->list().version();
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
  if (found != nullptr) selection->rows = found->list().select(product_code, query);
  return *selection;
}

int count_rows(int session, const std::string& product_code, const std::string& query) {
  return static_cast<int>(select(session, product_code, query).rows.size());
}

MaybeRow row_at(int session, const std::string& product_code, const std::string& query, int index) {
  const auto& rows = select(session, product_code, query).rows;
  const auto at = static_cast<std::size_t>(index);
  const Session* found = find_session(session);
  if (found == nullptr || at >= rows.size()) return maybe(static_cast<const SharedUser*>(nullptr));
  const auto& all = found->list().rows();
  return maybe(rows[at] < all.size() ? &all[rows[at]] : nullptr);
}

// The row of a person who has the product or was asked, whose share code an invitation's answer
// does not tell.
MaybeRow find_contact(int session, const std::string& contact, const std::string& product_code) {
  const Session* found = find_session(session);
  return maybe(found == nullptr ? nullptr : found->list().find_active(contact, product_code));
}

SeatsInfo seats(int session, const std::string& product_code) {
  const Session* found = find_session(session);
  return found == nullptr ? SeatsInfo{} : to_info(found->seats(product_code));
}

MaybeError why_not_invite(int session, const std::string& product_code, int how_many) {
  const Session* found = find_session(session);
  return error_of(found == nullptr ? Result<void>{} : found->may_invite(product_code, how_many));
}

MaybeRule rule(int session, const std::string& product_code) {
  const Session* found = find_session(session);
  const auto* rules = found == nullptr ? nullptr : found->rules(product_code);
  if (rules == nullptr) return MaybeRule(val::undefined());
  const auto rule = find_rule(*rules, product_code);
  return maybe(rule ? *rule : nullptr);
}

RuleArray rules(int session, const std::string& product_code) {
  const Session* found = find_session(session);
  const auto* known = found == nullptr ? nullptr : found->rules(product_code);
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
      .field("key", &ContactCheck::key)
      .field("alone", &ContactCheck::alone)
      .field("error", &ContactCheck::error);
  value_object<TextCheck>("TextCheck")
      .field("ok", &TextCheck::ok)
      .field("value", &TextCheck::value)
      .field("error", &TextCheck::error);
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
  if constexpr (whole) {
    outcome.field("levels", &OutcomeInfo::levels).field("nets", &OutcomeInfo::nets);
  }
  value_object<OpenOptions>("SessionOptions")
      .field("baseUrl", &OpenOptions::base_url)
      .field("declineUrl", &OpenOptions::decline_url)
      .field("paths", &OpenOptions::paths)
      .field("callingCode", &OpenOptions::calling_code)
      .field("timeoutMs", &OpenOptions::timeout_ms);
  value_object<OpenedSession>("OpenedSession")
      .field("session", &OpenedSession::session)
      .field("error", &OpenedSession::error);
  value_object<LastRequest>("LastRequest")
      .field("url", &LastRequest::url)
      .field("method", &LastRequest::method)
      .field("body", &LastRequest::body);

  function("parseContact(text, callingCode)"_function, &check_contact);
  function("parseCallingCode(text)"_function, &read_calling_code);
  function("callingCodeForLanguage(tag)"_function, &calling_code_of);
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
  function("cancelRequest(session, shareCode)"_function, &cancel_request);
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
