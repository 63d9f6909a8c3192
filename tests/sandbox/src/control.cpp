#include "control.hpp"

#include "api.hpp"
#include "text.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

// A request that a test got wrong: said plainly, so that the test's author sees it at once.
struct ControlError {
  int status;
  std::string message;
};

std::string text(const json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_string() || found->get_ref<const std::string&>().empty()) {
    throw ControlError{400, std::string(name) + " must be a text"};
  }
  return *found;
}

std::int64_t number(const json& body, const char* name, std::int64_t otherwise, std::int64_t least,
                    std::int64_t most) {
  const auto found = body.find(name);
  if (found == body.end()) return otherwise;
  if (!found->is_number_integer() || *found < least || *found > most) {
    throw ControlError{400, std::string(name) + " must be an integer from " +
                                std::to_string(least) + " to " + std::to_string(most)};
  }
  return *found;
}

bool flag(const json& body, const char* name, bool otherwise) {
  const auto found = body.find(name);
  if (found == body.end()) return otherwise;
  if (!found->is_boolean()) {
    throw ControlError{400, std::string(name) + " must be true or false"};
  }
  return *found;
}

constexpr std::int64_t kMany = 1'000'000'000;

}  // namespace

void Control::handle(const httplib::Request& request, httplib::Response& response) {
  json answer;
  int status = 200;
  try {
    // A page on the same machine could send these blindly; a test's client sends no Origin.
    if (request.has_header("Origin")) throw ControlError{403, "not for web pages"};
    json body = json::object();
    if (!request.body.empty()) body = json::parse(request.body, nullptr, false);
    if (!body.is_object()) throw ControlError{400, "the body must be a JSON object"};
    answer = route(request.method + " " + request.path, body);
  } catch (const ControlError& error) {
    status = error.status;
    answer = {{"error", error.message}};
  }
  response.status = status;
  response.set_header("Cache-Control", "no-store");
  response.set_content(answer.dump(), "application/json");
}

json Control::route(const std::string& route, const json& body) {
  const json done = {{"ok", true}};
  if (route == "POST /sandbox/faults") return add_fault(body);
  if (route == "GET /sandbox/faults") return list_faults();
  if (route == "DELETE /sandbox/faults") return house_.faults.clear(), done;
  if (route == "GET /sandbox/calls") return house_.calls.to_json();
  if (route == "DELETE /sandbox/calls") return house_.calls.clear(), done;
  if (route == "POST /sandbox/limits") return set_limits(body);
  if (route == "POST /sandbox/shares") return create_shares(body);
  if (route == "POST /sandbox/status") return set_status(body);
  if (route == "POST /sandbox/force-status") return force_status(body);
  if (route == "POST /sandbox/expire-tokens") {
    return house_.store.expire_tokens(flag(body, "refreshTokensToo", false)), done;
  }
  if (route == "POST /sandbox/subscription") return stop_subscription(body);
  if (route == "POST /sandbox/session") return create_session(body);
  if (route == "POST /sandbox/habits") return set_habits(body);
  if (route == "GET /sandbox/habits") return house_.habits.to_json();
  if (route == "DELETE /sandbox/habits") return house_.habits.reset(), done;
  if (route == "POST /sandbox/commit") return {{"committed", house_.late.commit()}};
  if (route == "POST /sandbox/more") {
    return house_.faults.give_more(number(body, "pieces", 1, 1, kMany)), done;
  }
  if (route == "POST /sandbox/nets") return set_nets(body);
  if (route == "POST /sandbox/redirects") {
    const auto uri = text(body, "uri");
    if (!Redirects::may_be_added(uri)) throw ControlError{400, "uri must be on this machine"};
    return house_.redirects.add(uri), done;
  }
  if (route == "GET /sandbox/levels") return json::parse(house_.store.chosen_levels_json());
  if (route == "POST /sandbox/clock") return move_clock(body);
  throw ControlError{404, "there is no control route " + route + "; README.md lists them"};
}

std::int64_t Control::user_id(const json& body, const char* member) {
  const auto login = text(body, member);
  const auto user = house_.store.user_by_login(login);
  if (!user) throw ControlError{400, "there is no user " + login};
  return user->id;
}

json Control::add_fault(const json& body) {
  Fault fault;
  fault.operation = text(body, "operation");
  const bool is_route = fault.operation == kTokenRoute || fault.operation == kDeclineRoute;
  if (fault.operation != "*" && !is_route && find_endpoint_by_name(fault.operation) == nullptr) {
    throw ControlError{400, "there is no operation " + fault.operation};
  }
  const auto name = text(body, "fault");
  const auto kind = fault_kind(name);
  if (!kind || *kind == FaultKind::force_status) {
    throw ControlError{400, "there is no fault " + name};
  }
  if (is_route && *kind != FaultKind::hang && *kind != FaultKind::http_status) {
    throw ControlError{400, "the publisher's routes know hang and http_status only"};
  }
  fault.kind = *kind;
  fault.times = number(body, "times", 1, 1, kMany);
  fault.delay_ms = number(body, "delayMs", fault.delay_ms, 0, kMany);
  fault.reset_seconds = number(body, "resetSeconds", fault.reset_seconds, 0, kMany);
  fault.bytes = number(body, "bytes", fault.bytes, 1, 512 * 1024 * 1024);
  fault.count = number(body, "count", fault.count, 0, 10'000'000);
  fault.pieces = number(body, "pieces", fault.pieces, 1, kMany);
  const bool may_cut = fault.kind == FaultKind::late_commit;
  fault.code = static_cast<int>(number(body, "code", may_cut ? 504 : fault.code, 0, 599));
  if (fault.code < 200 && !(may_cut && fault.code == 0)) {
    throw ControlError{400, "code is an HTTP status from 200 on; for late_commit also 0, to cut"};
  }
  if (body.contains("commitMs")) fault.commit_ms = number(body, "commitMs", 0, 0, kMany);
  if (body.contains("retryAfter")) fault.retry_after = text(body, "retryAfter");
  house_.faults.add(fault);
  return {{"ok", true}};
}

json Control::list_faults() {
  auto list = json::array();
  for (const auto& fault : house_.faults.waiting()) {
    list.push_back({{"operation", fault.operation},
                    {"fault", fault_name(fault.kind)},
                    {"times", fault.times}});
  }
  return list;
}

json Control::set_habits(const json& body) {
  for (const auto& [name, word] : body.items()) {
    const auto problem = house_.habits.set(name, word.is_string() ? word.get<std::string>() : "");
    if (!problem.empty()) throw ControlError{400, problem};
  }
  return house_.habits.to_json();
}

// As they are, so that a test can have the members of tomorrow in them.
json Control::set_nets(const json& body) {
  const auto user = user_id(body, "user");
  const auto list = body.find("nets");
  if (list == body.end() || !list->is_array()) throw ControlError{400, "nets must be a list"};
  house_.store.replace_nets(user, list->dump());
  return {{"ok", true}};
}

json Control::set_limits(const json& body) {
  house_.limits.set(number(body, "perSecond", 100, 0, kMany),
                    number(body, "perMinute", 2000, 0, kMany));
  return {{"ok", true}};
}

json Control::create_shares(const json& body) {
  const auto owner = user_id(body, "owner");
  const auto count = number(body, "count", 1, 1, 1'000'000);
  const auto status = body.contains("status") ? text(body, "status") : "REQUEST_ACCEPTED";
  if (!house_.store.create_shares(owner, text(body, "productCode"), static_cast<int>(count),
                                  status)) {
    throw ControlError{400, "there is no product " + text(body, "productCode")};
  }
  return {{"ok", true}, {"created", count}};
}

json Control::set_status(const json& body) {
  const auto code = text(body, "shareCode");
  if (!house_.store.set_status(code, text(body, "shareStatus"))) {
    throw ControlError{400, "there is no share " + code};
  }
  return {{"ok", true}};
}

json Control::force_status(const json& body) {
  Fault fault;
  fault.kind = FaultKind::force_status;
  fault.operation = text(body, "operation");
  fault.status = text(body, "status");
  fault.times = number(body, "times", 1, 1, kMany);
  const auto* endpoint = find_endpoint_by_name(fault.operation);
  if (endpoint == nullptr || !endpoint->answers_status) {
    throw ControlError{400, "there is no operation " + fault.operation + " that answers a status"};
  }
  house_.faults.add(fault);
  return {{"ok", true}};
}

json Control::stop_subscription(const json& body) {
  const auto owner = user_id(body, "owner");
  if (!house_.store.set_stopped(owner, text(body, "productCode"), flag(body, "stopped", true))) {
    throw ControlError{400, "the owner has no such subscription"};
  }
  return {{"ok", true}};
}

json Control::create_session(const json& body) {
  const auto user = user_id(body, "user");
  const auto tokens = house_.store.issue_user_tokens(kClientId, user);
  const auto session = house_.store.create_publisher_session(user, tokens);
  return {{"cookie", "publisher_session=" + session}, {"access_token", tokens.access_token}};
}

json Control::move_clock(const json& body) {
  if (!house_.clock_control) {
    throw ControlError{403, "start the sandbox with --clock-control to move its clock"};
  }
  if (body.contains("freeze")) house_.clock.freeze(flag(body, "freeze", true));
  house_.clock.advance(number(body, "advanceMs", 0, -1'000'000'000'000, 1'000'000'000'000));
  house_.store.save_clock_offset();
  return {{"nowMs", house_.clock.now_ms()}};
}

}  // namespace sandbox
