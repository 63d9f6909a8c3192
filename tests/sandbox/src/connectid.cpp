// What may be redirected to is decided here, against the publisher's own origin and nothing else: a
// login host that forwards to any address hands its visitors to whoever sends the link.
#include "connectid.hpp"

#include <nlohmann/json.hpp>

#include "pages.hpp"
#include "text.hpp"

namespace sandbox {
namespace {

constexpr char kSessionCookie[] = "connectid_session";
constexpr std::size_t kCodeLength = 32;
constexpr std::size_t kChallengeLength = 43;  // SHA-256 as base64url

std::string set_cookie(const std::string& value, const char* more) {
  return std::string(kSessionCookie) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + more;
}

// Only our own pages follow a login: the target travels through a form field.
bool is_own_target(const std::string& target) {
  if (!target.starts_with("/oauth/authorize?") && !target.starts_with("/login?")) return false;
  return target.find_first_of("\r\n\\") == std::string::npos;
}

std::string own_target(const httplib::Request& request) {
  return request.target.substr(0, request.target.find('#'));
}

void token_answer(httplib::Response& response, int status, const nlohmann::json& body) {
  response.status = status;
  response.set_header("Cache-Control", "no-store");
  response.set_content(body.dump(), "application/json");
}

void token_error(httplib::Response& response, int status, const char* error, const char* why) {
  token_answer(response, status, {{"error", error}, {"error_description", why}});
}

}  // namespace

void ConnectId::handle(const httplib::Request& request, httplib::Response& response) {
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "same-origin");
  const auto route = (request.method == "HEAD" ? "GET" : request.method) + " " + request.path;
  if (route == "GET /oauth/authorize") return authorize(request, response);
  if (route == "POST /oauth/token") return token(request, response);
  if (route == "GET /login") return login_url(request, response);
  if (route == "POST /session") return submit(request, response);
  if (route == "GET /logout" || route == "POST /logout") return logout(request, response);
  if (route == "GET /") return home(request, response);
  if (route == "GET /login.css") {
    response.set_header("Cache-Control", "no-cache");
    response.set_content(pages::login_css(), "text/css; charset=utf-8");
    return;
  }
  page(response, 404, "Not found", "<p>There is no such page here.</p>");
}

bool ConnectId::is_publisher_url(const std::string& url) const {
  if (house_.redirects.has(url)) return true;
  const auto& origin = house_.origins.publisher;
  if (!url.starts_with(origin)) return false;
  for (const char c : url) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '\\' || c == 0x7F) return false;
  }
  // http://127.0.0.1:81 must not let http://127.0.0.1:8100 or http://127.0.0.1:81@evil through.
  return url.size() == origin.size() ||
         std::string_view("/?#").find(url[origin.size()]) != std::string_view::npos;
}

std::optional<User> ConnectId::session_user(const httplib::Request& request) {
  const auto id = cookie_value(request.get_header_value("Cookie"), kSessionCookie);
  return id.empty() ? std::nullopt : house_.store.login_session_user(id);
}

// A developer whose page answers at another address than the one that was registered is told how to
// register it.
std::string ConnectId::unknown_redirect(const std::string& uri) const {
  std::string said = "<p>The redirect_uri is not the registered one, so nobody is sent there.</p>";
  if (!Redirects::may_be_added(uri) || uri.find_first_of("'\"\\") != std::string::npos) return said;
  const auto shown = html_escape(uri);
  return said + "<p>It is <code>" + shown +
         "</code>. If that is yours, tell the sandbox:</p><pre>curl " + house_.origins.api +
         "/sandbox/redirects -H 'Content-Type: application/json' -d '{\"uri\": \"" + shown +
         "\"}'</pre>";
}

void ConnectId::authorize(const httplib::Request& request, httplib::Response& response) {
  const auto client_id = request.get_param_value("client_id");
  const auto redirect_uri = request.get_param_value("redirect_uri");
  if (!house_.store.client_exists(client_id)) {
    return page(response, 400, "Unknown client", "<p>The client_id is not registered.</p>");
  }
  const auto callback = house_.origins.publisher + "/callback";
  const bool registered = is_publisher_url(redirect_uri) &&
                          (redirect_uri == callback || redirect_uri.starts_with(callback + "?"));
  if (!registered && !house_.redirects.has(redirect_uri)) {
    return page(response, 400, "Unknown address", unknown_redirect(redirect_uri));
  }
  const auto go_back = [&](const std::string& parameters) {
    response.set_header("Cache-Control", "no-store");
    response.set_redirect(redirect_uri + (redirect_uri.find('?') == std::string::npos ? "?" : "&") +
                          parameters + "&state=" + url_encode(request.get_param_value("state")));
  };
  if (request.get_param_value("response_type") != "code") {
    return go_back("error=unsupported_response_type");
  }
  const auto scope = request.get_param_value("scope");
  if (!scope.empty() && scope != "read") return go_back("error=invalid_scope");
  if (request.get_param_value("cancel") == "1") return go_back("error=access_denied");
  const auto user = session_user(request);
  if (!user) {
    return login_page(response, 200, own_target(request), {}, own_target(request) + "&cancel=1");
  }
  // RFC 7636: whoever sends a challenge has to show later what it was made of.
  const auto challenge = request.get_param_value("code_challenge");
  if (!challenge.empty() && (request.get_param_value("code_challenge_method") != "S256" ||
                             challenge.size() != kChallengeLength)) {
    return go_back("error=invalid_request");
  }
  go_back("code=" + house_.store.issue_auth_code(client_id, redirect_uri, user->id, challenge));
}

void ConnectId::login_url(const httplib::Request& request, httplib::Response& response) {
  const auto return_url = request.get_param_value("returnUrl");
  const auto error_url = request.get_param_value("errorUrl");
  if (!house_.store.client_exists(request.get_param_value("clientId"))) {
    return page(response, 400, "Unknown client", "<p>The clientId is not registered.</p>");
  }
  if (!is_publisher_url(return_url) || (!error_url.empty() && !is_publisher_url(error_url))) {
    return page(response, 400, "Unknown address",
                "<p>returnUrl and errorUrl must be addresses of the registered publisher, so "
                "nobody is sent there.</p>");
  }
  if (session_user(request)) {
    response.set_redirect(return_url);
    return;
  }
  login_page(response, 200, own_target(request), {}, error_url);
}

void ConnectId::submit(const httplib::Request& request, httplib::Response& response) {
  const auto origin = request.get_header_value("Origin");
  if (!origin.empty() && origin != house_.origins.login) {
    return page(response, 403, "Refused", "<p>This form was sent from another site.</p>");
  }
  auto fields = parse_form(request.body);
  const auto& go_on = fields["continue"];
  if (!go_on.empty() && !is_own_target(go_on)) {
    return page(response, 400, "Unknown address", "<p>Start again from the publisher's page.</p>");
  }
  // The buttons stand for a user who typed the demo password.
  const bool by_button = !fields["user"].empty();
  const auto login = by_button ? fields["user"] : fields["username"];
  const auto user = house_.store.user_by_login(login);
  if (!user || (!by_button && !house_.store.password_matches(login, fields["password"]))) {
    return login_page(response, 401, go_on,
                      "The user name or the password is wrong. The password is “demo”.");
  }
  response.set_header("Set-Cookie", set_cookie(house_.store.create_login_session(user->id), ""));
  response.set_redirect(go_on.empty() ? "/" : go_on, 303);
}

void ConnectId::logout(const httplib::Request& request, httplib::Response& response) {
  house_.store.end_login_session(cookie_value(request.get_header_value("Cookie"), kSessionCookie));
  response.set_header("Set-Cookie", set_cookie("", "; Max-Age=0"));
  const auto return_url = request.get_param_value("returnUrl");
  if (is_publisher_url(return_url)) {
    response.set_redirect(return_url, 303);
    return;
  }
  page(response, 200, "Logged out", "<p>You are logged out of ConnectID.</p>");
}

void ConnectId::home(const httplib::Request& request, httplib::Response& response) {
  const auto user = session_user(request);
  if (!user) return login_page(response, 200, {}, {});
  page(response, 200, "You are logged in",
       "<p>You are logged in as <strong>" + html_escape(user->name) +
           "</strong>.</p><form method=\"post\" action=\"/logout\">"
           "<button class=\"main\">Log out</button></form>");
}

void ConnectId::token(const httplib::Request& request, httplib::Response& response) {
  auto fields = parse_form(request.body);
  auto client_id = fields["client_id"];
  auto secret = fields["client_secret"];
  const auto header = request.get_header_value("Authorization");
  if (house_.habits.is("clientSecret", "header")) secret.clear();
  if (house_.habits.is("clientSecret", "body")) {
    // As if there were no header.
  } else if (ascii_lower(header.substr(0, 6)) == "basic ") {
    const auto pair = base64_decode(std::string_view(header).substr(6)).value_or("");
    const auto colon = pair.find(':');
    client_id = url_decode(pair.substr(0, colon), true);
    secret = colon == std::string::npos ? "" : url_decode(pair.substr(colon + 1), true);
  }
  if (!house_.store.client_secret_matches(client_id, secret)) {
    response.set_header("WWW-Authenticate", "Basic realm=\"ConnectID\"");
    return token_error(response, 401, "invalid_client", "the client or its secret is wrong");
  }
  if (!fields["scope"].empty() && fields["scope"] != "read") {
    return token_error(response, 400, "invalid_scope", "the only scope is read");
  }
  std::optional<IssuedTokens> tokens;
  const auto& grant = fields["grant_type"];
  if (grant == "client_credentials") {
    tokens = house_.store.issue_client_token(client_id);
  } else if (grant == "refresh_token") {
    tokens = house_.store.refresh(client_id, fields["refresh_token"],
                                  house_.habits.is("refresh", "rotates"));
  } else if (grant == "authorization_code") {
    const auto& code = fields["code"];
    const auto user = house_.store.redeem_auth_code(code, client_id, fields["redirect_uri"]);
    const bool is_bound = code.size() > kCodeLength;
    const bool is_proven =
        !is_bound || base64url_sha256(fields["code_verifier"]) == code.substr(kCodeLength);
    if (user && is_proven) tokens = house_.store.issue_user_tokens(client_id, *user);
  } else {
    return token_error(response, 400, "unsupported_grant_type", "no such grant type");
  }
  if (!tokens) {
    return token_error(response, 400, "invalid_grant",
                       "the code or refresh token is unknown, used, expired or not yours");
  }
  nlohmann::json body = {
      {"access_token", tokens->access_token}, {"token_type", "Bearer"}, {"scope", "read"}};
  if (!house_.habits.is("hostTokenLife", "absent")) body["expires_in"] = tokens->expires_in;
  if (!tokens->refresh_token.empty()) body["refresh_token"] = tokens->refresh_token;
  token_answer(response, 200, body);
}

void ConnectId::page(httplib::Response& response, int status, const std::string& title,
                     const std::string& content) {
  response.status = status;
  response.set_header("Cache-Control", "no-store");
  // After the login form comes a redirect to the publisher, which browsers hold against
  // form-action.
  response.set_header(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors "
      "'none'; form-action 'self' " +
          house_.origins.publisher + house_.redirects.origins());
  response.set_content(pages::login_frame(title, content), "text/html; charset=utf-8");
}

void ConnectId::login_page(httplib::Response& response, int status, const std::string& go_on,
                           const std::string& problem, const std::string& cancel_url) {
  page(response, status, "Log in",
       pages::login_forms(house_.store.users(), go_on, problem, cancel_url));
}

}  // namespace sandbox
