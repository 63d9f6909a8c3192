// A call goes: endpoint → log → fault before → token → rate limit → mode → operation → fault after.
// One under /capi/rehearsal brings its own fault along, and what it does is taken back.
// Every answer, also a refusal, carries the version and rate limit headers and the CORS headers.
#include "api.hpp"

#include <iterator>

#include "text.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr Endpoint kEndpoints[] = {
    {Operation::send_invitation, "send_invitation", "POST", "/v1/subscription/share/invitation",
     false, true},
    {Operation::accept_invitation, "accept_invitation", "PATCH",
     "/v1/subscription/share/invitation", false, true},
    {Operation::decline_invitation, "decline_invitation", "PATCH",
     "/v1/client/subscription/share/invitation", true, true},
    {Operation::list_share_rules, "list_share_rules", "GET", "/v1/customer/product/share/rule/",
     false, false},
    {Operation::list_distribution_levels, "list_distribution_levels", "GET",
     "/v1/subscription/share/distribution/level/", false, false},  // [I]
    {Operation::change_invitation_details, "change_invitation_details", "PATCH",
     "/v1/subscription/share/invitation/data", false, false},
    {Operation::list_shared_subscribers, "list_shared_subscribers", "GET", "/v1/subscription/share",
     false, false},  // [I]
    {Operation::cancel_sharing, "cancel_sharing", "PATCH", "/v1/subscription/share", false, true},
    {Operation::list_nets, "list_nets", "GET", "/v1/subscription/share/net", false, false},  // [I]
    {Operation::change_nets, "change_nets", "POST", "/v1/subscription/share/net", false,
     false},  // [I]
    {Operation::change_distribution_level, "change_distribution_level", "PATCH",
     "/v1/subscription/share/distribution/level", false, false},  // [I]
};

constexpr char kPrefix[] = "/capi";

bool path_matches(const Endpoint& endpoint, const std::string& path, std::string& product_code) {
  const std::string_view wanted = endpoint.path;
  if (wanted.back() != '/') return path == wanted;
  if (!path.starts_with(wanted)) return false;
  product_code = path.substr(wanted.size());
  return !product_code.empty() && product_code.find('/') == std::string::npos;
}

void set_limit_headers(httplib::Response& response, std::int64_t remaining, std::int64_t reset) {
  response.headers.erase("X-RateLimit-Remaining");
  response.headers.erase("X-RateLimit-Reset");
  response.set_header("X-RateLimit-Remaining", std::to_string(remaining));
  response.set_header("X-RateLimit-Reset", std::to_string(reset));
}

const char* exception_type(int status) {
  switch (status) {
    case 400:
      return "BadRequest";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "NotFound";
    case 405:
      return "MethodNotAllowed";
    case 429:
      return "TooManyRequests";
    default:
      return "InternalError";
  }
}

// Right JSON, wrong types: every member turned into a type it never has.
json wrong_types(const json& value) {
  json wrong = json::object();
  for (const auto& [name, member] : value.items()) {
    if (member.is_string())
      wrong[name] = json::array({17});
    else if (member.is_array())
      wrong[name] = json::object({{"not", "a list"}});
    else
      wrong[name] = "neither true nor false";
  }
  return wrong;
}

void apply_after(const Fault& fault, Answer& answer) {
  switch (fault.kind) {
    case FaultKind::malformed_body:
      answer.body = answer.body.substr(0, answer.body.size() / 2);
      break;
    case FaultKind::wrong_shape:
      answer.body = wrong_types(json::parse(answer.body)).dump();
      break;
    case FaultKind::huge_body:
      answer.body.pop_back();
      answer.body +=
          R"(,"padding":")" + std::string(static_cast<std::size_t>(fault.bytes), 'x') + "\"}";
      break;
    default:
      break;
  }
}

std::string bearer_token(const httplib::Request& request) {
  const auto header = request.get_header_value("Authorization");
  constexpr std::string_view kScheme = "bearer ";
  if (ascii_lower(header.substr(0, kScheme.size())) != kScheme) return {};
  return header.substr(kScheme.size());
}

}  // namespace

Answer error_answer(int status, const std::string& message) {
  std::string body = R"({"exceptionType":")";
  body += exception_type(status);
  body += R"(","errorMessage":)";
  append_json_string(body, message);
  body += "}";
  return {status, body};
}

const Endpoint* find_endpoint_by_name(const std::string& name) {
  for (const auto& endpoint : kEndpoints) {
    if (name == endpoint.name) return &endpoint;
  }
  return nullptr;
}

void Api::allow_publisher(const httplib::Request& request, httplib::Response& response) const {
  response.set_header("Vary", "Origin");
  if (request.get_header_value("Origin") != house_.origins.publisher) return;
  response.set_header("Access-Control-Allow-Origin", house_.origins.publisher);
  response.set_header("Access-Control-Expose-Headers",
                      "X-Mediaconnect-Api-Version, X-RateLimit-Remaining, X-RateLimit-Reset");
  if (request.method != "OPTIONS") return;
  response.set_header("Access-Control-Allow-Methods", "GET, POST, PATCH");
  response.set_header("Access-Control-Allow-Headers", "authorization, content-type, accept");
  response.set_header("Access-Control-Max-Age", "600");
}

void Api::handle(const httplib::Request& request, httplib::Response& response) {
  allow_publisher(request, response);
  response.set_header("X-Mediaconnect-Api-Version", "1.0-sandbox");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Cache-Control", "no-store");
  set_limit_headers(response, 0, 0);
  if (request.method == "OPTIONS") {
    response.status = 204;
    return;
  }

  std::string path = request.path.substr(std::size(kPrefix) - 1);
  const auto rehearsal = read_rehearsal(path);
  const Endpoint* endpoint = nullptr;
  std::string product_code;
  bool path_is_known = false;
  for (const auto& candidate : kEndpoints) {
    std::string code;
    if (!path_matches(candidate, path, code)) continue;
    path_is_known = true;
    if (request.method != candidate.method) continue;
    endpoint = &candidate;
    product_code = code;
  }
  const auto number =
      house_.calls.begin({endpoint != nullptr ? endpoint->name : "unknown", request.method,
                          request.path, house_.clock.now_ms(), std::nullopt, std::nullopt});
  Answer answer;
  if (rehearsal && !rehearsal->problem.empty()) {
    answer = error_answer(404, rehearsal->problem);
  } else if (endpoint != nullptr) {
    answer = answer_call(request, response, *endpoint, std::move(product_code), number, rehearsal);
  } else {
    const auto verdict = house_.limits.count("anonymous");
    set_limit_headers(response, verdict.remaining, verdict.reset_seconds);
    answer = path_is_known ? error_answer(405, "this method is not offered here")
                           : error_answer(404, "there is no such endpoint");
  }
  house_.calls.finish(number, answer.status);
  if (answer.status == 0) {
    HttpServer::drop_connection();
    return;
  }
  response.status = answer.status;
  response.set_content(answer.body, "application/json");
}

// An answer with status 0 stands for a cut connection.
Answer Api::answer_call(const httplib::Request& request, httplib::Response& response,
                        const Endpoint& endpoint, std::string product_code, std::uint64_t number,
                        const std::optional<Rehearsal>& rehearsal) {
  const auto token_text = bearer_token(request);
  const auto fault =
      rehearsal ? rehearsal->fault_of(endpoint.name) : house_.faults.take(endpoint.name);
  if (fault) {
    switch (fault->kind) {
      case FaultKind::drop_request:
        return {0, {}};
      case FaultKind::delay:
        if (!house_.faults.wait(fault->delay_ms, HttpServer::client_is_gone)) return {0, {}};
        break;
      case FaultKind::hang:
        if (!house_.faults.wait(-1, HttpServer::client_is_gone)) return {0, {}};
        break;
      case FaultKind::status_429:
        set_limit_headers(response, 0, fault->reset_seconds);
        return error_answer(429, "too many calls; wait until the limit resets");
      case FaultKind::status_500:
        return error_answer(500, "a fault was asked for");
      case FaultKind::expire_token:
        house_.store.expire_token(token_text);
        break;
      default:
        break;
    }
  }

  const auto token = token_text.empty() ? std::nullopt : house_.store.find_token(token_text);
  if (token && token->user_id) house_.calls.set_user(number, *token->user_id);
  const auto verdict = house_.limits.count(token ? token->client_id : "anonymous");
  set_limit_headers(response, verdict.remaining, verdict.reset_seconds);
  if (!verdict.allowed) return error_answer(429, "too many calls; wait until the limit resets");
  if (!token) {
    response.set_header("WWW-Authenticate", "Bearer");
    return error_answer(401, token_text.empty()
                                 ? "the Authorization header with a Bearer token is missing"
                                 : "the access token is unknown or has expired");
  }
  // The vendor documents no status for this; 403 tells it from a token that a refresh would mend
  // [U].
  if (endpoint.client_mode && token->user_id) {
    return error_answer(403, "this endpoint takes a token of client mode");
  }
  if (!endpoint.client_mode && !token->user_id) {
    return error_answer(403, "this endpoint takes a token of user mode");
  }
  if (fault && fault->kind == FaultKind::force_status) {
    return {200, json{{"status", fault->status}}.dump()};
  }
  if (fault && fault->kind == FaultKind::refuse) return {200, R"({"success":false})"};

  std::optional<Store::Rehearsal> taken_back;
  if (rehearsal) taken_back.emplace(house_.store);
  auto answer =
      perform(house_, {endpoint, token->user_id.value_or(0), std::move(product_code), request});
  if (fault && fault->kind == FaultKind::drop_answer) return {0, {}};
  if (fault) apply_after(*fault, answer);
  return answer;
}

}  // namespace sandbox
