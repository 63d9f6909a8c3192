#include "publisher.hpp"

#include <nlohmann/json.hpp>

#include "api_fields.hpp"
#include "pages.hpp"
#include "text.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr char kSessionCookie[] = "publisher_session";
constexpr char kLoginCookie[] = "publisher_login";
constexpr char kRehearsalToken[] = "GET /rehearsal/token/";
constexpr int kCallTimeoutSeconds = 30;

std::string cookie(const char* name, const std::string& value, const char* more = "") {
  return std::string(name) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + more;
}

// What proves to the login host that whoever redeems a code is whoever asked for it (RFC 7636). It
// is kept nowhere: the state and this browser's cookie make it again.
std::string verifier_of(const std::string& nonce, const std::string& state) {
  return base64url_sha256(std::string(kClientSecret) + nonce + state);
}

// The one shape the decline route forwards: exactly these two members.
std::string check_decline_body(const json& body) {
  if (!body.is_object() || body.size() != 2) return "send exactly shareCode and changeType";
  const auto code = body.find("shareCode");
  const auto type = body.find("changeType");
  if (code == body.end() || type == body.end() || !code->is_string() || !type->is_string()) {
    return "shareCode and changeType must both be texts";
  }
  const auto length = count_code_points(code->get_ref<const std::string&>());
  if (!length || *length == 0 || *length > kShareCodeLimit) {
    return "shareCode must have 1 to 255 characters";
  }
  if (*type != "DECLINE") return "changeType must be DECLINE";
  return {};
}

}  // namespace

void publisher_json(httplib::Response& response, int status, const json& body) {
  response.status = status;
  response.set_header("Cache-Control", "no-store");
  response.set_content(body.dump(), "application/json");
}

httplib::Client client_for(const std::string& origin) {
  httplib::Client client(origin);
  client.set_connection_timeout(kCallTimeoutSeconds);
  client.set_read_timeout(kCallTimeoutSeconds);
  client.set_tcp_nodelay(true);
  return client;
}

void pass_on(const httplib::Response& result, httplib::Response& response) {
  response.status = result.status;
  for (const char* name : {"X-Mediaconnect-Api-Version", "X-RateLimit-Remaining",
                           "X-RateLimit-Reset", "Retry-After"}) {
    if (result.has_header(name)) response.set_header(name, result.get_header_value(name));
  }
  response.set_header("Cache-Control", "no-store");
  // Whatever it is: never a page of this origin.
  if (result.status != 204) response.set_content(result.body, "application/json");
}

std::string safe_return_path(const std::string& target) {
  if (target.empty() || target[0] != '/' || (target.size() > 1 && target[1] == '/')) return "/";
  std::string path;
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    // Browsers read "/\" as "//" and drop tabs and line ends before they look.
    if (byte < ' ' || byte == 0x7F || c == '\\') return "/";
    if (byte > 0x7F || c == ' ' || c == '"' || c == '<' || c == '>') {
      path += url_encode(std::string_view(&c, 1));
    } else {
      path += c;
    }
  }
  return path;
}

Publisher::Publisher(House& house, const std::string& web_folder, const std::string& demo_folder)
    : house_(house), web_(web_folder), demo_(demo_folder) {}

void Publisher::handle(const httplib::Request& request, httplib::Response& response) {
  response.set_header("Content-Security-Policy",
                      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src "
                      "'self' " +
                          house_.origins.api +
                          "; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action "
                          "'self'; require-trusted-types-for 'script'");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "same-origin");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  const auto route = (request.method == "HEAD" ? "GET" : request.method) + " " + request.path;
  if (allow_others(request, response)) return;
  if (route == "GET /login") return login(request, response);
  if (route == "GET /callback") return callback(request, response);
  if (route == "GET /logout" || route == "POST /logout") return logout(request, response);
  // The demo's pages log out by a link; a front does not.
  if (route == "POST /subshare/logout") {
    if (request.get_header_value("Origin") == house_.origins.publisher) {
      return logout(request, response);
    }
    return publisher_json(response, 403, {{"error", "another_origin"}});
  }
  if (reads_api(request, response)) return;
  if (route == "GET /subshare/token") return user_token(request, response);
  if (route == "GET /subshare/token/") {
    // As many servers do with a route's other spelling.
    const auto query = request.target.find('?');
    response.set_redirect(
        "/subshare/token" +
            (query == std::string::npos ? std::string() : request.target.substr(query)),
        308);
    return;
  }
  if (route == "PATCH /subshare/decline") return decline(request, response);
  if (route == "PATCH /rehearsal/decline") return decline(request, response, "/capi/rehearsal");
  if (route.starts_with(kRehearsalToken)) {
    return rehearsal_token(route.substr(std::size(kRehearsalToken) - 1), response);
  }
  if (route == "GET /api/session.json") return session_json(request, response);
  if (route == "GET /outbox.json") return outbox_json(response);
  if (route == "GET /outbox") {
    response.set_header("Cache-Control", "no-store");
    response.set_content(pages::outbox(house_.store.outbox(), house_.origins.publisher),
                         "text/html; charset=utf-8");
    return;
  }
  if (route == "GET /outbox.css") {
    response.set_header("Cache-Control", "no-cache");
    response.set_content(pages::outbox_css(), "text/css; charset=utf-8");
    return;
  }
  files(request, response);
}

// The routes that a page of a developer's own needs, without the cookies of this origin.
bool Publisher::allow_others(const httplib::Request& request, httplib::Response& response) {
  const auto origin = request.get_header_value("Origin");
  if (origin == house_.origins.publisher || !house_.origins.may_call(origin)) return false;
  if (request.path != "/subshare/decline" && !request.path.starts_with("/rehearsal/token/")) {
    return false;
  }
  response.set_header("Access-Control-Allow-Origin", origin);
  response.set_header("Vary", "Origin");
  if (request.method != "OPTIONS") return false;
  response.set_header("Access-Control-Allow-Methods", "GET, PATCH");
  response.set_header("Access-Control-Allow-Headers", "content-type, accept");
  response.status = 204;
  return true;
}

void Publisher::page(httplib::Response& response, int status, const std::string& title,
                     const std::string& content) {
  response.status = status;
  response.set_header("Cache-Control", "no-store");
  response.set_content(pages::plain(title, content), "text/html; charset=utf-8");
}

std::optional<PublisherSession> Publisher::session(const httplib::Request& request) {
  const auto id = cookie_value(request.get_header_value("Cookie"), kSessionCookie);
  return id.empty() ? std::nullopt : house_.store.publisher_session(id);
}

std::optional<IssuedTokens> Publisher::ask_for_tokens(const std::string& form) {
  auto client = client_for(house_.origins.login);
  client.set_basic_auth(kClientId, kClientSecret);
  const auto result = client.Post("/oauth/token", form, "application/x-www-form-urlencoded");
  if (!result || result->status != 200) return std::nullopt;
  const auto body = json::parse(result->body);
  return IssuedTokens{body.at("access_token"), body.value("refresh_token", ""),
                      body.at("expires_in")};
}

// The state is bound to this browser by a cookie: nobody can be logged in as somebody else by
// following a prepared callback link.
void Publisher::login(const httplib::Request& request, httplib::Response& response) {
  auto nonce = cookie_value(request.get_header_value("Cookie"), kLoginCookie);
  if (nonce.size() != 32) nonce = random_key(32);
  const auto state =
      house_.store.create_login_state(nonce, safe_return_path(request.get_param_value("return")));
  response.set_header("Set-Cookie", cookie(kLoginCookie, nonce, "; Max-Age=3600"));
  response.set_header("Cache-Control", "no-store");
  response.set_redirect(
      house_.origins.login + "/oauth/authorize?response_type=code&client_id=" + kClientId +
      "&redirect_uri=" + url_encode(house_.origins.publisher + "/callback") +
      "&scope=read&state=" + url_encode(state) +
      "&code_challenge_method=S256&code_challenge=" + base64url_sha256(verifier_of(nonce, state)));
}

void Publisher::callback(const httplib::Request& request, httplib::Response& response) {
  const auto again =
      "<p>This login has expired or was started in another browser. "
      "<a href=\"/login\">Log in again</a>.</p>";
  const auto state_key = request.get_param_value("state");
  const auto state = house_.store.take_login_state(state_key);
  const auto nonce = cookie_value(request.get_header_value("Cookie"), kLoginCookie);
  if (!state || nonce != state->nonce) return page(response, 400, "Please log in again", again);
  response.set_header("Cache-Control", "no-store");
  if (!request.get_param_value("error").empty()) {
    response.set_redirect(state->return_to);
    return;
  }
  const auto tokens = ask_for_tokens(
      "grant_type=authorization_code&code=" + url_encode(request.get_param_value("code")) +
      "&code_verifier=" + verifier_of(nonce, state_key) +
      "&redirect_uri=" + url_encode(house_.origins.publisher + "/callback"));
  const auto token = tokens ? house_.store.find_token(tokens->access_token) : std::nullopt;
  if (!token || !token->user_id) return page(response, 400, "Please log in again", again);
  // A new session for every login, so that no old identifier is carried over.
  house_.store.end_publisher_session(
      cookie_value(request.get_header_value("Cookie"), kSessionCookie));
  response.set_header("Set-Cookie", cookie(kSessionCookie, house_.store.create_publisher_session(
                                                               *token->user_id, *tokens)));
  response.set_redirect(state->return_to);
}

void Publisher::logout(const httplib::Request& request, httplib::Response& response) {
  const auto origin = request.get_header_value("Origin");
  if (!origin.empty() && origin != house_.origins.publisher) {
    return page(response, 403, "Refused", "<p>This was sent from another site.</p>");
  }
  if (const auto current = session(request)) {
    house_.store.end_publisher_session(current->id);
    // Also at the login host, or the next login would silently be the same person again.
    house_.store.end_login_sessions_of(current->user.id);
  }
  response.set_header("Set-Cookie", cookie(kSessionCookie, "", "; Max-Age=0"));
  response.set_header("Cache-Control", "no-store");
  response.set_redirect(safe_return_path(request.get_param_value("return")), 303);
}

bool Publisher::fails(const char* route, httplib::Response& response) {
  const auto fault = house_.faults.take(route);
  if (!fault) return false;
  if (fault->kind == FaultKind::hang) {
    if (house_.faults.wait(-1, HttpServer::client_is_gone)) return false;
    HttpServer::drop_connection();
  } else {
    publisher_json(response, fault->code,
                   {{"error", fault->code == 401 ? "login_required" : "server_error"}});
  }
  return true;
}

void Publisher::user_token(const httplib::Request& request, httplib::Response& response) {
  if (fails(kTokenRoute, response)) return;
  auto current = session(request);
  if (!current) return publisher_json(response, 401, {{"error", "login_required"}});
  auto token = house_.store.find_token(current->access_token);
  if (!token || request.get_param_value("fresh") == "1") {
    current->access_token = renewed(current->id, current->access_token);
    if (current->access_token.empty()) {
      return publisher_json(response, 401, {{"error", "login_required"}});
    }
    token = house_.store.find_token(current->access_token);
  }
  json answer = {{"access_token", current->access_token},
                 {"token_type", "Bearer"},
                 // Whoever it is, they are the same at each login.
                 {"user", token && token->user_id ? "u" + std::to_string(*token->user_id) : ""}};
  const auto life = token ? token->expires_in : 0;
  if (house_.habits.is("tokenLife", "number")) answer["expires_in"] = life;
  if (house_.habits.is("tokenLife", "text")) answer["expires_in"] = std::to_string(life);
  publisher_json(response, 200, answer);
}

std::string Publisher::renewed(const std::string& session_id, const std::string& refused) {
  const std::lock_guard lock(renewal_mutex_);
  const auto current = house_.store.publisher_session(session_id);
  if (!current) return {};
  if (current->access_token != refused) return current->access_token;
  const auto tokens = ask_for_tokens("grant_type=refresh_token&refresh_token=" +
                                     url_encode(current->refresh_token));
  if (!tokens) {
    house_.store.end_publisher_session(session_id);
    return {};
  }
  house_.store.set_session_tokens(session_id, *tokens);
  return tokens->access_token;
}

// For the gallery, whose elements are several people at once. No publisher has such a route: here
// everybody's password is known anyway.
void Publisher::rehearsal_token(const std::string& login, httplib::Response& response) {
  const auto user = house_.store.user_by_login(login);
  if (!user) return publisher_json(response, 401, {{"error", "login_required"}});
  const auto tokens = house_.store.issue_user_tokens(kClientId, user->id);
  publisher_json(response, 200,
                 {{"access_token", tokens.access_token},
                  {"token_type", "Bearer"},
                  {"expires_in", tokens.expires_in}});
}

std::string Publisher::client_token(bool fresh) {
  const std::lock_guard lock(client_token_mutex_);
  if (fresh || client_token_.empty()) {
    const auto tokens = ask_for_tokens("grant_type=client_credentials&scope=read");
    client_token_ = tokens ? tokens->access_token : "";
  }
  return client_token_;
}

void Publisher::decline(const httplib::Request& request, httplib::Response& response,
                        const std::string& api) {
  const auto refuse = [&](int status, const std::string& why) {
    publisher_json(response, status, {{"exceptionType", "DeclineRefused"}, {"errorMessage", why}});
  };
  if (!house_.origins.may_call(request.get_header_value("Origin"))) {
    return refuse(403, "this route is for the publisher's own pages");
  }
  if (fails(kDeclineRoute, response)) return;
  if (house_.habits.is("declineRoute", "login") && !session(request)) {
    return publisher_json(response, 401, {{"error", "login_required"}});
  }
  const auto type = ascii_lower(request.get_header_value("Content-Type"));
  if (type.substr(0, type.find(';')) != "application/json") {
    return refuse(400, "Content-Type must be application/json");
  }
  const auto body = json::parse(request.body, nullptr, false);
  const auto problem = check_decline_body(body);
  if (!problem.empty()) return refuse(400, problem);

  const auto forward = [&](bool fresh_token) {
    return client_for(house_.origins.api)
        .Patch(api + "/v1/client/subscription/share/invitation",
               {{"Authorization", "Bearer " + client_token(fresh_token)},
                {"Accept", "application/json"}},
               body.dump(), "application/json");
  };
  auto result = forward(false);
  if (result && result->status == 401) result = forward(true);
  if (!result) return refuse(502, "the Connect API did not answer");
  pass_on(*result, response);
}

void Publisher::session_json(const httplib::Request& request, httplib::Response& response) {
  const auto current = session(request);
  json user;
  if (current) {
    user = {{"id", current->user.id}, {"name", current->user.name}, {"email", current->user.email}};
  }
  publisher_json(response, 200, {{"user", user}});
}

void Publisher::outbox_json(httplib::Response& response) {
  auto list = json::array();
  for (const auto& item : house_.store.outbox()) {
    list.push_back({{"to", item.to},
                    {"contactType", item.contact_type},
                    {"productCode", item.product_code},
                    {"productName", item.product_name},
                    {"ownerName", item.owner_name},
                    {"shareCode", item.share_code},
                    {"link", pages::landing_link(house_.origins.publisher, item.share_code)},
                    {"sentAt", item.sent_at}});
  }
  publisher_json(response, 200, list);
}

}  // namespace sandbox
