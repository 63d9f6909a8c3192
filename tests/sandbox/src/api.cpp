// A call goes: endpoint → log → fault before → token → rate limit → mode → operation → fault after.
// One under /capi/rehearsal brings its own fault along, and what it does is taken back.
// Every answer, also a refusal, carries the version and rate limit headers and the CORS headers.
#include "api.hpp"

#include <iterator>

#include "answers.hpp"
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
    {Operation::list_subscriptions, "list_subscriptions", "GET", "/v1/subscription", false,
     false},  // none of the eleven
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

std::span<const Endpoint> all_endpoints() { return kEndpoints; }

const Endpoint* find_endpoint_by_name(const std::string& name) {
  for (const auto& endpoint : kEndpoints) {
    if (name == endpoint.name) return &endpoint;
  }
  return nullptr;
}

void Api::allow_pages(const httplib::Request& request, httplib::Response& response) const {
  response.set_header("Vary", "Origin");
  if (house_.habits.is("cors", "none")) return;
  const auto origin = request.get_header_value("Origin");
  if (!house_.origins.may_call(origin)) return;
  response.set_header("Access-Control-Allow-Origin", origin);
  response.set_header("Access-Control-Expose-Headers",
                      "X-Mediaconnect-Api-Version, X-RateLimit-Remaining, X-RateLimit-Reset, "
                      "Retry-After, Date");
  if (request.method != "OPTIONS") return;
  response.set_header("Access-Control-Allow-Methods",
                      house_.habits.is("cors", "no-patch") ? "GET, POST" : "GET, POST, PATCH");
  response.set_header("Access-Control-Allow-Headers", "authorization, content-type, accept");
  response.set_header("Access-Control-Max-Age",
                      house_.habits.is("preflights", "cached") ? "600" : "0");
}

void Api::handle(const httplib::Request& request, httplib::Response& response) {
  allow_pages(request, response);
  response.set_header("X-Mediaconnect-Api-Version", "1.0-sandbox");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Cache-Control", "no-store");
  response.set_header("Date", format_http_date(house_.clock.now_ms()));
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
    const bool is_guarded = house_.habits.is("unknownPaths", "401");
    if (is_guarded && !house_.store.find_token(bearer_token(request))) {
      answer = error_answer(401, "a token is asked for before anything else");
    }
  }
  if (answer.status >= 400) refuse_by_habit(house_.habits, answer);
  house_.calls.finish(number, answer.status);
  if (answer.status == 0) {
    HttpServer::drop_connection();
    return;
  }
  response.status = answer.status;
  if (answer.piecewise) return send_piecewise(answer, response);
  if (answer.status != 204) response.set_content(answer.body, "application/json");
  head_by_habit(house_.habits, house_.clock, request, response);
}

void Api::send_piecewise(const Answer& answer, httplib::Response& response) {
  const auto size = answer.body.size();
  const auto piece =
      std::max<std::size_t>(1, size / static_cast<std::size_t>(answer.piecewise->pieces));
  response.set_content_provider(
      size, "application/json",
      [this, piece, fault = *answer.piecewise, body = answer.body](
          std::size_t from, std::size_t left, httplib::DataSink& sink) {
        if (from > 0 && !house_.faults.wait_for_more(fault, HttpServer::client_is_gone)) {
          return false;
        }
        return sink.write(body.data() + from, std::min(piece, left));
      });
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
      case FaultKind::http_status:
        if (!fault->retry_after.empty()) response.set_header("Retry-After", fault->retry_after);
        return error_answer(fault->code, "a fault was asked for");
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
    if (token_text.empty()) {
      return error_answer(401, "the Authorization header with a Bearer token is missing");
    }
    const int status = house_.habits.is("badTokens", "403")   ? 403
                       : house_.habits.is("badTokens", "400") ? 400
                                                              : 401;
    return error_answer(status, "the access token is unknown or has expired");
  }
  // The vendor documents no status for this; 403 tells it from a token that a refresh would mend
  // [U].
  if (endpoint.client_mode && token->user_id) {
    return error_answer(403, "this endpoint takes a token of client mode");
  }
  if (!endpoint.client_mode && !token->user_id) {
    return error_answer(403, "this endpoint takes a token of user mode");
  }
  if (!request.params.empty() && house_.habits.is("unknownParameters", "refused")) {
    return error_answer(400, "there is no parameter " + request.params.begin()->first);
  }
  if (fault && fault->kind == FaultKind::force_status) {
    return {200, json{{"status", fault->status}}.dump()};
  }
  if (fault && fault->kind == FaultKind::refuse) return {200, R"({"success":false})"};
  if (fault && fault->kind == FaultKind::exception_200) {
    return {200, error_answer(500, "a fault was asked for").body};
  }

  std::optional<Store::Rehearsal> taken_back;
  if (rehearsal) taken_back.emplace(house_.store);
  const Call call{endpoint, token->user_id.value_or(0), std::move(product_code), request};
  if (fault && fault->kind == FaultKind::late_commit) {
    house_.late.add(
        [this, &endpoint, user = call.user_id, product = call.product_code, request] {
          perform(house_, {endpoint, user, product, request});
        },
        fault->commit_ms);
    if (fault->code == 0) return {0, {}};
    return error_answer(fault->code, "this takes longer than its answer may");
  }
  if (fault && fault->kind == FaultKind::other_device) perform(house_, call);
  auto answer = perform(house_, call);
  if (fault && fault->kind == FaultKind::drop_answer) return {0, {}};
  speak_by_habit(house_.habits, endpoint, answer);
  if (fault) spoil(*fault, answer);
  if (fault && fault->kind == FaultKind::piecewise) answer.piecewise = fault;
  return answer;
}

}  // namespace sandbox
