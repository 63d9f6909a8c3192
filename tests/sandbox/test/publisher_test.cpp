// The example publisher: login, token and decline routes, files, and the strict CSP.
#include "publisher.hpp"

#include <filesystem>

#include "harness.hpp"
#include "text.hpp"

namespace sandbox::test {
namespace {

using nlohmann::json;

class PublisherTest : public SandboxTest {
 protected:
  void SetUp() override {
    folder_.write("secret.txt", "nobody's business");
    folder_.write("demo/index.html",
                  "<p>{{user}}|{{api}}|{{login}}|{{publisher}}|{{other}}|{{</p>");
    folder_.write("demo/invitation.html",
                  "<p title=\"{{code}}\"><a href=\"/login?return={{return}}\">");
    folder_.write("demo/page.css", "p{}");
    folder_.write("demo/picture.svg", "<svg/>");
    folder_.write("demo/.hidden", "x");
    folder_.write("demo/sub/index.html", "sub");
    folder_.write("web/subshare.js", "export {}");
    folder_.write("web/subshare.wasm", std::string("\0asm", 4));
    std::filesystem::create_symlink(folder_.path("secret.txt"), folder_.path("demo/link.txt"));
    options_.demo = folder_.path("demo");
    options_.web = folder_.path("web");
    restart();
    origin_ = sandbox_->origins().publisher;
  }
  std::string csp() {
    const auto& api = sandbox_->origins().api;
    return "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' " + api +
           "; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
           "require-trusted-types-for 'script'";
  }
  // Goes through the whole login like a browser and gives the last redirect's answer.
  Reply log_in(const std::string& user, const std::string& return_to) {
    const auto start = publisher("GET", "/login?return=" + url_encode(return_to));
    const auto authorize = start.header("Location").substr(sandbox_->origins().login.size());
    const auto session = login("POST", "/session", {}, "user=" + user).cookie();
    const auto back = login("GET", authorize, {{"Cookie", session}}).header("Location");
    return publisher("GET", back.substr(origin_.size()), {{"Cookie", start.cookie()}});
  }
  Reply decline_by_route(const json& body, const std::string& origin,
                         const std::string& type = "application/json") {
    httplib::Headers headers = {{"Content-Type", type}};
    if (!origin.empty()) headers.emplace("Origin", origin);
    return publisher("PATCH", "/subshare/decline", headers, body.dump());
  }
  std::string origin_;
};

TEST_F(PublisherTest, LoginComesBackToThePageWithASession) {
  const auto answer = log_in("ola", "/invitation.html?code=OPEN-NAT-01");
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.header("Location"), "/invitation.html?code=OPEN-NAT-01");
  EXPECT_TRUE(answer.cookie().starts_with("publisher_session="));
  EXPECT_NE(answer.header("Set-Cookie").find("HttpOnly; SameSite=Lax"), std::string::npos);
  const httplib::Headers cookie = {{"Cookie", answer.cookie()}};
  EXPECT_EQ(
      publisher("GET", "/api/session.json", cookie).json(),
      json({{"user", {{"id", 101}, {"name", "Ola Nordmann"}, {"email", "ola@example.com"}}}}));
  const auto token = publisher("GET", "/subshare/token", cookie).json();
  EXPECT_EQ(token.at("token_type"), "Bearer");
  EXPECT_EQ(invite(token.at("access_token"), "NAT", "a@example.com").word(), "SHARE_OK");

  const auto out = publisher("POST", "/logout?return=/", cookie);
  EXPECT_EQ(out.status, 303);
  EXPECT_EQ(publisher("GET", "/subshare/token", cookie).status, 401);
  EXPECT_EQ(publisher("GET", "/api/session.json", cookie).json(), json({{"user", nullptr}}));
}

TEST_F(PublisherTest, LoggingOutEndsTheLoginHostsSessionToo) {
  const auto session = login("POST", "/session", {}, "user=ola").cookie();
  publisher("GET", "/logout", {{"Cookie", publisher_cookie("ola")}});
  EXPECT_NE(login("GET", "/", {{"Cookie", session}}).body.find("Log in"), std::string::npos);
}

TEST_F(PublisherTest, ALogoutFromAnotherSiteIsRefused) {
  const auto cookie = publisher_cookie("ola");
  EXPECT_EQ(
      publisher("POST", "/logout", {{"Cookie", cookie}, {"Origin", "https://evil.example"}}).status,
      403);
  EXPECT_EQ(publisher("GET", "/subshare/token", {{"Cookie", cookie}}).status, 200);
}

TEST_F(PublisherTest, ACallbackPreparedByAnotherBrowserIsRefused) {
  const auto start = publisher("GET", "/login?return=/");
  const auto authorize = start.header("Location").substr(sandbox_->origins().login.size());
  const auto session = login("POST", "/session", {}, "user=ola").cookie();
  const auto back = login("GET", authorize, {{"Cookie", session}}).header("Location");
  const auto path = back.substr(origin_.size());
  const auto other = publisher("GET", "/login").cookie();
  EXPECT_EQ(publisher("GET", path, {{"Cookie", other}}).status, 400);
  // Used up by the attempt: it does not work for the right browser afterwards either.
  EXPECT_EQ(publisher("GET", path, {{"Cookie", start.cookie()}}).status, 400);
  EXPECT_EQ(publisher("GET", "/callback?code=x&state=y").status, 400);
}

TEST_F(PublisherTest, ReturnPathsStayOnTheSite) {
  for (const char* good : {"/", "/a", "/a/b.html?code=1&x=//y#z", "/invitation.html?code=a%2Fb"}) {
    EXPECT_EQ(safe_return_path(good), good);
  }
  for (const char* bad :
       {"", "a", "//evil.example", "/\\evil.example", "\\/evil.example", "/a\\b", "/\tx", "/\t/x",
        "/a\r\nSet-Cookie: x=y", "https://evil.example", "javascript:alert(1)", " /a", "/a\x7F"}) {
    EXPECT_EQ(safe_return_path(bad), "/") << bad;
  }
  EXPECT_EQ(safe_return_path("/å b"), "/%C3%A5%20b");
  EXPECT_EQ(log_in("ola", "//evil.example/x").header("Location"), "/");
  EXPECT_EQ(publisher("GET", "/logout?return=%2F%5Cevil.example").header("Location"), "/");
}

TEST_F(PublisherTest, TheTokenRouteServesItsOwnUserOnly) {
  const auto nobody = publisher("GET", "/subshare/token");
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(nobody.json(), json({{"error", "login_required"}}));
  EXPECT_EQ(nobody.header("Cache-Control"), "no-store");

  const httplib::Headers ola = {{"Cookie", publisher_cookie("ola")}};
  const auto first = publisher("GET", "/subshare/token", ola);
  EXPECT_EQ(first.header("Cache-Control"), "no-store");
  EXPECT_EQ(first.header("Access-Control-Allow-Origin"), "");
  const std::string token = first.json().at("access_token");
  EXPECT_EQ(publisher("GET", "/subshare/token", ola).json().at("access_token"), token);
  const auto fresh = publisher("GET", "/subshare/token?fresh=1", ola).json();
  EXPECT_NE(fresh.at("access_token"), token);
  EXPECT_GT(fresh.at("expires_in"), 0);
  EXPECT_EQ(publisher("GET", "/subshare/token", ola).json().at("access_token"),
            fresh.at("access_token"));
  EXPECT_EQ(call(token, "GET", "/v1/subscription/share").status, 200);  // other tabs may hold it
}

TEST_F(PublisherTest, AnExpiredTokenIsRefreshed) {
  sandbox_->clock().freeze(true);
  const httplib::Headers ola = {{"Cookie", publisher_cookie("ola")}};
  const auto token = publisher("GET", "/subshare/token", ola).json().at("access_token");
  sandbox_->clock().advance(13LL * 3600 * 1000);
  const auto fresh = publisher("GET", "/subshare/token", ola).json();
  EXPECT_NE(fresh.at("access_token"), token);
  EXPECT_EQ(fresh.at("expires_in"), 12 * 3600);
}

TEST_F(PublisherTest, DeclineForwardsTheOneCall) {
  const json body = {{"shareCode", "OPEN-NAT-01"}, {"changeType", "DECLINE"}};
  auto answer = decline_by_route(body, origin_);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.json(), json({{"status", "5"}}));
  control("POST", "expire-tokens");  // the route gets itself a new client token
  answer = decline_by_route({{"shareCode", "NONE"}, {"changeType", "DECLINE"}}, origin_,
                            "application/json; charset=utf-8");
  EXPECT_EQ(answer.json(), json({{"status", "7"}}));
  control("POST", "faults",
          {{"operation", "decline_invitation"}, {"fault", "status_429"}, {"resetSeconds", 9}});
  answer = decline_by_route(body, origin_);
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.header("X-RateLimit-Reset"), "9");
  control("POST", "faults", {{"operation", "decline_invitation"}, {"fault", "drop_request"}});
  EXPECT_EQ(decline_by_route(body, origin_).status, 502);
}

TEST_F(PublisherTest, DeclineForwardsNothingElse) {
  const json good = {{"shareCode", "OPEN-NAT-01"}, {"changeType", "DECLINE"}};
  control("DELETE", "calls");
  const std::string strangers[] = {"",
                                   "null",
                                   "https://evil.example",
                                   sandbox_->origins().login,
                                   origin_ + "/",
                                   origin_ + ".evil.example"};
  for (const auto& origin : strangers) {
    EXPECT_EQ(decline_by_route(good, origin).status, 403) << origin;
  }
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"}) {
    EXPECT_EQ(decline_by_route(good, origin_, type).status, 400) << type;
  }
  std::string long_code;
  for (int i = 0; i < 256; ++i) long_code += "ø";
  const json wrong[] = {
      {{"shareCode", "X"}},
      {{"changeType", "DECLINE"}},
      {{"shareCode", "X"}, {"changeType", "ACCEPT"}},
      {{"shareCode", "X"}, {"changeType", "decline"}},
      {{"shareCode", ""}, {"changeType", "DECLINE"}},
      {{"shareCode", long_code}, {"changeType", "DECLINE"}},
      {{"shareCode", 1}, {"changeType", "DECLINE"}},
      {{"shareCode", "X"}, {"changeType", nullptr}},
      {{"shareCode", "X"}, {"changeType", "DECLINE"}, {"contact", "x"}},
      json::array({good}),
      "X",
  };
  for (const auto& body : wrong) EXPECT_EQ(decline_by_route(body, origin_).status, 400) << body;
  EXPECT_EQ(publisher("PATCH", "/subshare/decline",
                      {{"Origin", origin_}, {"Content-Type", "application/json"}}, "{")
                .status,
            400);
  EXPECT_EQ(publisher("POST", "/subshare/decline", {{"Origin", origin_}}, good.dump()).status, 405);
  EXPECT_EQ(control("GET", "calls").json(), json::array());
}

TEST_F(PublisherTest, EveryHtmlAnswerHasTheStrictPolicy) {
  for (const char* path : {"/", "/index.html", "/invitation.html?code=1", "/sub/", "/outbox",
                           "/none.html", "/callback", "/subshare/dist/none.js"}) {
    const auto page = publisher("GET", path);
    EXPECT_TRUE(page.header("Content-Type").starts_with("text/html")) << path;
    EXPECT_EQ(page.header("Content-Security-Policy"), csp()) << path;
    EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(page.header("Referrer-Policy"), "same-origin") << path;
  }
}

TEST_F(PublisherTest, FilesHaveTheirTypesAndAreNotSentTwice) {
  const std::pair<const char*, const char*> types[] = {
      {"/page.css", "text/css; charset=utf-8"},
      {"/picture.svg", "image/svg+xml"},
      {"/outbox.css", "text/css; charset=utf-8"},
      {"/subshare/dist/subshare.js", "text/javascript; charset=utf-8"},
      {"/subshare/dist/subshare.wasm", "application/wasm"}};
  for (const auto& [path, type] : types) {
    const auto file = publisher("GET", path);
    EXPECT_EQ(file.status, 200) << path;
    EXPECT_EQ(file.header("Content-Type"), type) << path;
    EXPECT_EQ(file.header("Cache-Control"), "no-cache") << path;
  }
  const auto wasm = publisher("GET", "/subshare/dist/subshare.wasm");
  EXPECT_EQ(wasm.body, std::string("\0asm", 4));
  const httplib::Headers same = {{"If-None-Match", wasm.header("ETag")}};
  EXPECT_EQ(publisher("GET", "/subshare/dist/subshare.wasm", same).status, 304);
  folder_.write("web/subshare.wasm", std::string("\0asm\1", 5));
  EXPECT_EQ(publisher("GET", "/subshare/dist/subshare.wasm", same).status, 200);
}

TEST_F(PublisherTest, ThereIsNoWayOutOfTheFolders) {
  for (const char* path :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/sub/../../secret.txt",
        "/subshare/dist/../../secret.txt", "/subshare/dist/..%2f..%2fsecret.txt",
        "/subshare/dist//etc/passwd", "//etc/passwd", "/..\\secret.txt", "/link.txt", "/.hidden",
        "/./page.css", "/page.css%00.html", "/sub", "/%2e%2e%2f%2e%2e%2fetc/passwd"}) {
    const auto answer = send_raw(
        origin_, std::string("GET ") + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 404")) << path << "\n" << answer;
    EXPECT_EQ(answer.find("nobody's business"), std::string::npos) << path;
  }
}

TEST_F(PublisherTest, PlaceholdersAreFilledInAsText) {
  const auto& origins = sandbox_->origins();
  EXPECT_EQ(publisher("GET", "/").body, "<p>|" + origins.api + "/capi|" + origins.login + "|" +
                                            origins.publisher + "|{{other}}|{{</p>");
  EXPECT_TRUE(publisher("GET", "/", {{"Cookie", publisher_cookie("ola")}})
                  .body.starts_with("<p>Ola Nordmann|"));
  EXPECT_EQ(publisher("GET", "/invitation.html?code=" + url_encode("\"><script>{{user}}")).body,
            "<p title=\"&quot;&gt;&lt;script&gt;{{user}}\"><a href=\"/login?return="
            "%2Finvitation.html%3Fcode%3D%2522%253E%253Cscript%253E%257B%257Buser%257D%257D\">");
}

TEST_F(PublisherTest, TheOutboxShowsWhatWasSentNewestFirst) {
  const auto ola = token_of("ola");
  invite(ola, "FAM", "o'hara@example.com", {{"firstName", "<b>Åse</b>"}, {"lastName", "Lie"}});
  invite(ola, "NAT", "+4791234567");
  const auto page = publisher("GET", "/outbox").body;
  EXPECT_LT(page.find("+4791234567"), page.find("o&#39;hara@example.com"));
  EXPECT_EQ(page.find("<b>Åse"), std::string::npos);
  EXPECT_NE(page.find("&lt;b&gt;Åse&lt;/b&gt;"), std::string::npos);
  EXPECT_NE(page.find("ecline"), std::string::npos);
  const auto newest = outbox().at(0);
  EXPECT_EQ(newest.at("to"), "+4791234567");
  EXPECT_EQ(newest.at("contactType"), "B");
  EXPECT_NE(page.find("href=\"" + newest.at("link").get<std::string>() + "\""), std::string::npos);
}

}  // namespace
}  // namespace sandbox::test
