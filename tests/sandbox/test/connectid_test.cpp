// The login host: codes, tokens, and that it sends nobody to a stranger.
#include "harness.hpp"
#include "text.hpp"

namespace sandbox::test {
namespace {

class ConnectIdTest : public SandboxTest {
 protected:
  std::string callback() { return sandbox_->origins().publisher + "/callback"; }
  std::string authorize_path(const std::string& redirect_uri, const std::string& more = {}) {
    return "/oauth/authorize?response_type=code&client_id=fjordposten&scope=read&state=a%26b"
           "&redirect_uri=" +
           url_encode(redirect_uri) + more;
  }
  std::string log_in(const std::string& user) {
    return login("POST", "/session", {}, "user=" + user).cookie();
  }
  std::string code_for(const std::string& user) {
    const auto answer =
        login("GET", authorize_path(callback()), {{"Cookie", log_in(user)}}).header("Location");
    return answer.substr(answer.find("code=") + 5, 32);
  }
  Reply token(const std::string& form, const std::string& secret = kClientSecret) {
    return login("POST", "/oauth/token", {},
                 form + "&client_id=fjordposten&client_secret=" + secret);
  }
  Reply redeem(const std::string& code) {
    return token("grant_type=authorization_code&code=" + code +
                 "&redirect_uri=" + url_encode(callback()));
  }
};

TEST_F(ConnectIdTest, TheLoginPageShowsTheUsersAndStartsNoSession) {
  const auto page = login("GET", authorize_path(callback()));
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Ola Nordmann"), std::string::npos);
  EXPECT_NE(page.body.find("name=\"user\" value=\"bedrift\""), std::string::npos);
  EXPECT_EQ(page.cookie(), "");
  EXPECT_NE(page.header("Content-Security-Policy").find("default-src 'none'"), std::string::npos);
}

TEST_F(ConnectIdTest, ALoginGivesACodeAndTheCodeTokens) {
  const auto target = authorize_path(callback());
  const auto submitted =
      login("POST", "/session", {{"Origin", sandbox_->origins().login}},
            "username=kari@example.com&password=demo&continue=" + url_encode(target));
  EXPECT_EQ(submitted.status, 303);
  // httplib's client gives header values percent-decoded; the next test looks at the bytes.
  EXPECT_EQ(submitted.header("Location"), url_decode(target, false));
  EXPECT_NE(submitted.header("Set-Cookie").find("HttpOnly; SameSite=Lax"), std::string::npos);
  const auto answer = login("GET", target, {{"Cookie", submitted.cookie()}});
  EXPECT_EQ(answer.status, 302);
  const auto location = answer.header("Location");
  EXPECT_TRUE(location.starts_with(callback() + "?code=")) << location;
  EXPECT_TRUE(location.ends_with("&state=a&b")) << location;

  const auto tokens = redeem(location.substr(location.find("code=") + 5, 32)).json();
  EXPECT_EQ(tokens.at("token_type"), "Bearer");
  EXPECT_EQ(tokens.at("expires_in"), 12 * 3600);
  EXPECT_EQ(tokens.at("scope"), "read");
  EXPECT_EQ(call(tokens.at("access_token"), "GET", "/v1/subscription/share").status, 200);
}

TEST_F(ConnectIdTest, ACodeWorksOnceAndForItsAddressAndInTime) {
  const auto code = code_for("kari");
  EXPECT_EQ(redeem(code).status, 200);
  EXPECT_EQ(redeem(code).json().at("error"), "invalid_grant");
  EXPECT_EQ(token("grant_type=authorization_code&code=" + code_for("kari") +
                  "&redirect_uri=https%3A%2F%2Fevil.example")
                .status,
            400);
  EXPECT_EQ(login("POST", "/oauth/token", {},
                  "grant_type=authorization_code&client_id=another-client&client_secret="
                  "another-sandbox-secret&code=" +
                      code_for("kari") + "&redirect_uri=" + url_encode(callback()))
                .status,
            400);
  sandbox_->clock().freeze(true);
  const auto late = code_for("kari");
  sandbox_->clock().advance(5 * 60 * 1000);
  EXPECT_EQ(redeem(late).status, 400);
}

TEST_F(ConnectIdTest, RefreshTokensGiveFreshTokensForThirtyDays) {
  sandbox_->clock().freeze(true);
  const std::string refresh = redeem(code_for("ola")).json().at("refresh_token");
  sandbox_->clock().advance(13LL * 3600 * 1000);
  const auto fresh = token("grant_type=refresh_token&refresh_token=" + refresh);
  EXPECT_EQ(fresh.status, 200);
  EXPECT_EQ(invite(fresh.json().at("access_token"), "NAT", "a@example.com").word(), "SHARE_OK");
  sandbox_->clock().advance(30LL * 24 * 3600 * 1000);
  EXPECT_EQ(token("grant_type=refresh_token&refresh_token=" + refresh).status, 400);
}

TEST_F(ConnectIdTest, TheClientHasToProveItself) {
  EXPECT_EQ(token("grant_type=client_credentials", "wrong").status, 401);
  EXPECT_EQ(login("POST", "/oauth/token", {}, "grant_type=client_credentials").status, 401);
  EXPECT_EQ(login("POST",
                  "/oauth/token?client_id=fjordposten&client_secret=" + std::string(kClientSecret),
                  {}, "grant_type=client_credentials")
                .status,
            401);  // a secret in a URL ends up in logs
  EXPECT_EQ(login("POST", "/oauth/token",
                  {httplib::make_basic_authentication_header(kClientId, kClientSecret)},
                  "grant_type=client_credentials")
                .status,
            200);
  EXPECT_EQ(token("grant_type=password").json().at("error"), "unsupported_grant_type");
  EXPECT_EQ(token("grant_type=client_credentials&scope=write").json().at("error"), "invalid_scope");
  EXPECT_FALSE(token("grant_type=client_credentials").json().contains("refresh_token"));
}

TEST_F(ConnectIdTest, NobodyIsSentToAStranger) {
  const auto own = sandbox_->origins().publisher;
  const auto cookie = log_in("ola");
  const std::string strangers[] = {"https://evil.example/callback",
                                   own + "0/callback",
                                   own + "@evil.example/callback",
                                   own + ".evil.example/callback",
                                   "//evil.example/callback",
                                   own + "\\@evil.example/callback",
                                   own + "\n/callback",
                                   ""};
  for (const auto& stranger : strangers) {
    SCOPED_TRACE(stranger);
    auto answer = login("GET", authorize_path(stranger), {{"Cookie", cookie}});
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.header("Location"), "");
    for (const char* parameter : {"returnUrl=", "errorUrl="}) {
      if (stranger.empty() && std::string(parameter) == "errorUrl=") continue;
      const auto other =
          std::string(parameter) == "errorUrl=" ? "&returnUrl=" + url_encode(own) : "";
      answer =
          login("GET", "/login?clientId=fjordposten&" + (parameter + url_encode(stranger)) + other,
                {{"Cookie", cookie}});
      EXPECT_EQ(answer.status, 400);
      EXPECT_EQ(answer.header("Location"), "");
    }
    answer = login("GET", "/logout?returnUrl=" + url_encode(stranger));
    EXPECT_EQ(answer.header("Location"), "");
    answer = login("POST", "/session", {}, "user=ola&continue=" + url_encode(stranger));
    if (!stranger.empty()) {
      EXPECT_EQ(answer.status, 400);
    }
  }
  // The right origin, but not the registered address.
  EXPECT_EQ(login("GET", authorize_path(own + "/outbox"), {{"Cookie", cookie}}).status, 400);
  EXPECT_EQ(login("GET", authorize_path(callback() + "/../x"), {{"Cookie", cookie}}).status, 400);
}

// It was only told that the address is not registered, and the guide's newspaper is opened as
// http://localhost as well as http://127.0.0.1.
TEST_F(ConnectIdTest, ADeveloperIsToldHowAnAddressIsRegistered) {
  const auto mine = "http://localhost:8080/subshare/callback?a=<b>";
  const auto said = login("GET", authorize_path(mine)).body;
  EXPECT_NE(said.find(sandbox_->origins().api + "/sandbox/redirects"), std::string::npos);
  EXPECT_NE(said.find("http://localhost:8080/subshare/callback?a=&lt;b&gt;"), std::string::npos);
  EXPECT_EQ(control("POST", "redirects", {{"uri", mine}}).status, 200);
  EXPECT_EQ(login("GET", authorize_path(mine)).status, 200);
  for (const auto* other : {"https://evil.example/", "http://localhost:1/'; rm -r '"}) {
    const auto answer = login("GET", authorize_path(other));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.body.find("curl"), std::string::npos) << other;
  }
}

TEST_F(ConnectIdTest, TheDocumentedLoginUrlComesBackToThePublisher) {
  const auto back = sandbox_->origins().publisher + "/invitation.html?code=X";
  const auto path = "/login?clientId=fjordposten&returnUrl=" + url_encode(back) +
                    "&errorUrl=" + url_encode(sandbox_->origins().publisher + "/");
  EXPECT_EQ(login("GET", path).status, 200);
  const auto answer = login("GET", path, {{"Cookie", log_in("ola")}});
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.header("Location"), back);
  EXPECT_EQ(login("GET", "/login?clientId=nobody&returnUrl=" + url_encode(back)).status, 400);
}

TEST_F(ConnectIdTest, WrongPasswordsAndForeignFormsAreRefused) {
  const auto wrong = login("POST", "/session", {}, "username=ola&password=guess");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.cookie(), "");
  const auto foreign = login("POST", "/session", {{"Origin", "https://evil.example"}}, "user=ola");
  EXPECT_EQ(foreign.status, 403);
  EXPECT_EQ(foreign.cookie(), "");
}

TEST_F(ConnectIdTest, LoggingOutEndsTheSession) {
  const auto cookie = log_in("ola");
  EXPECT_NE(login("GET", "/", {{"Cookie", cookie}}).body.find("Ola Nordmann"), std::string::npos);
  login("POST", "/logout", {{"Cookie", cookie}});
  EXPECT_EQ(login("GET", authorize_path(callback()), {{"Cookie", cookie}}).status, 200);
}

TEST_F(ConnectIdTest, CancellingTellsThePublisherAndKeepsTheStateEncoded) {
  const auto answer =
      send_raw(sandbox_->origins().login, "GET " + authorize_path(callback(), "&cancel=1") +
                                              " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 302")) << answer;
  EXPECT_NE(answer.find("Location: " + callback() + "?error=access_denied&state=a%26b\r\n"),
            std::string::npos)
      << answer;
}

// The example of RFC 7636, appendix B.
TEST_F(ConnectIdTest, ACodeThatIsBoundToAChallengeIsGivenForItsVerifierOnly) {
  const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  const std::string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  ASSERT_EQ(base64url_sha256(verifier), challenge);
  const auto code = [&] {
    const auto answer = login(
        "GET",
        authorize_path(callback(), "&code_challenge=" + challenge + "&code_challenge_method=S256"),
        {{"Cookie", log_in("ola")}});
    const auto address = answer.header("Location");
    const auto start = address.find("code=") + 5;
    return address.substr(start, address.find('&', start) - start);
  };
  const auto redeem = [&](const std::string& more) {
    return login("POST", "/oauth/token", {{"Content-Type", "application/x-www-form-urlencoded"}},
                 "grant_type=authorization_code&client_id=fjordposten&client_secret="
                 "fjordposten-sandbox-secret&redirect_uri=" +
                     url_encode(callback()) + "&code=" + code() + more)
        .status;
  };
  EXPECT_EQ(redeem("&code_verifier=" + verifier), 200);
  EXPECT_EQ(redeem("&code_verifier=" + verifier + "x"), 400);
  EXPECT_EQ(redeem(""), 400);
}

TEST_F(ConnectIdTest, WhatIsTypedIsShownAsText) {
  const auto page = login("GET", authorize_path(callback(), "&x=\"><script>"));
  EXPECT_EQ(page.body.find("<script"), std::string::npos);
}

}  // namespace
}  // namespace sandbox::test
