// Who may call, what every answer carries, and how many calls there may be.
#include "harness.hpp"

namespace sandbox::test {
namespace {

struct Route {
  const char* method;
  const char* path;
};

constexpr Route kUserRoutes[] = {
    {"POST", "/v1/subscription/share/invitation"},
    {"PATCH", "/v1/subscription/share/invitation"},
    {"GET", "/v1/customer/product/share/rule/NAT"},
    {"GET", "/v1/subscription/share/distribution/level/B2B"},
    {"PATCH", "/v1/subscription/share/invitation/data"},
    {"GET", "/v1/subscription/share"},
    {"PATCH", "/v1/subscription/share"},
    {"GET", "/v1/subscription/share/net"},
    {"POST", "/v1/subscription/share/net"},
    {"PATCH", "/v1/subscription/share/distribution/level"},
};
constexpr Route kClientRoute = {"PATCH", "/v1/client/subscription/share/invitation"};

class ApiTest : public SandboxTest {
 protected:
  void expect_refusal(const Reply& reply, int status) {
    EXPECT_EQ(reply.status, status);
    EXPECT_FALSE(reply.json().at("exceptionType").get<std::string>().empty());
    EXPECT_FALSE(reply.json().at("errorMessage").get<std::string>().empty());
    EXPECT_EQ(reply.header("X-Mediaconnect-Api-Version"), "1.0-sandbox");
    EXPECT_NE(reply.header("X-RateLimit-Remaining"), "");
    EXPECT_NE(reply.header("X-RateLimit-Reset"), "");
  }
};

TEST_F(ApiTest, NoTokenAnUnknownOneAndAnotherSchemeAre401Everywhere) {
  auto routes = std::vector<Route>(std::begin(kUserRoutes), std::end(kUserRoutes));
  routes.push_back(kClientRoute);
  for (const auto& route : routes) {
    SCOPED_TRACE(std::string(route.method) + " " + route.path);
    expect_refusal(call("", route.method, route.path), 401);
    expect_refusal(call("not-a-token", route.method, route.path), 401);
    expect_refusal(send(sandbox_->origins().api, route.method, std::string("/capi") + route.path,
                        {{"Authorization", "Basic " + token_of("ola")}}),
                   401);
  }
}

TEST_F(ApiTest, ATokenOfTheOtherModeIs403Everywhere) {
  const auto client = client_token();
  for (const auto& route : kUserRoutes) {
    SCOPED_TRACE(std::string(route.method) + " " + route.path);
    expect_refusal(call(client, route.method, route.path), 403);
  }
  expect_refusal(call(token_of("kari"), kClientRoute.method, kClientRoute.path,
                      {{"shareCode", "OPEN-NAT-01"}, {"changeType", "DECLINE"}}),
                 403);
  EXPECT_EQ(decline("OPEN-NAT-01").word(), "5");  // it had not been declined by the refused call
}

TEST_F(ApiTest, ATokenEndsAfterTwelveHours) {
  sandbox_->clock().freeze(true);
  const auto token = token_of("ola");
  sandbox_->clock().advance(12 * 3600 * 1000 - 1);
  EXPECT_EQ(call(token, "GET", "/v1/subscription/share").status, 200);
  sandbox_->clock().advance(1);
  EXPECT_EQ(call(token, "GET", "/v1/subscription/share").status, 401);
}

TEST_F(ApiTest, UnknownPathsAndMethodsAreRefused) {
  const auto token = token_of("ola");
  expect_refusal(call(token, "GET", "/v1/subscription/shares"), 404);
  expect_refusal(call(token, "GET", "/v1/customer/product/share/rule/"), 404);
  expect_refusal(call(token, "GET", "/v1/customer/product/share/rule/NAT/x"), 404);
  expect_refusal(call(token, "DELETE", "/v1/subscription/share"), 405);
  EXPECT_EQ(send(sandbox_->origins().api, "GET", "/").status, 404);
}

TEST_F(ApiTest, OnlyThePublishersOriginMayReadAnswers) {
  const auto token = token_of("ola");
  const auto ask = [&](const std::string& method, const std::string& origin) {
    return send(sandbox_->origins().api, method, "/capi/v1/subscription/share",
                {{"Authorization", "Bearer " + token}, {"Origin", origin}});
  };
  const auto publisher_origin = sandbox_->origins().publisher;
  const auto answer = ask("GET", publisher_origin);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), publisher_origin);
  EXPECT_EQ(answer.header("Vary"), "Origin");
  EXPECT_NE(answer.header("Access-Control-Expose-Headers").find("X-RateLimit-Reset"),
            std::string::npos);
  EXPECT_EQ(ask("GET", "https://evil.example").header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(ask("GET", "https://evil.example").header("Vary"), "Origin");

  const auto preflight = send(sandbox_->origins().api, "OPTIONS", "/capi/v1/subscription/share",
                              {{"Origin", publisher_origin}});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.header("Access-Control-Allow-Methods"), "GET, POST, PATCH");
  EXPECT_EQ(preflight.header("Access-Control-Allow-Headers"),
            "authorization, content-type, accept");
  EXPECT_EQ(ask("OPTIONS", "https://evil.example").header("Access-Control-Allow-Methods"), "");
  // A page has to be able to read why it was refused.
  const auto refused = send(sandbox_->origins().api, "GET", "/capi/v1/subscription/share",
                            {{"Origin", publisher_origin}});
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.header("Access-Control-Allow-Origin"), publisher_origin);
}

TEST_F(ApiTest, TheMinuteLimitCountsDownAndRenews) {
  sandbox_->clock().freeze(true);
  const auto token = token_of("ola");
  control("POST", "limits", {{"perSecond", 100}, {"perMinute", 3}});
  for (const char* left : {"2", "1", "0"}) {
    const auto reply = call(token, "GET", "/v1/subscription/share");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("X-RateLimit-Remaining"), left);
    EXPECT_EQ(reply.header("X-RateLimit-Reset"), "60");
  }
  sandbox_->clock().advance(20'000);
  auto refused = call(token, "GET", "/v1/subscription/share");
  expect_refusal(refused, 429);
  EXPECT_EQ(refused.header("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(refused.header("X-RateLimit-Reset"), "40");
  sandbox_->clock().advance(40'000);
  EXPECT_EQ(call(token, "GET", "/v1/subscription/share").status, 200);
}

TEST_F(ApiTest, TheSecondLimitTellsToWaitASecond) {
  sandbox_->clock().freeze(true);
  const auto token = token_of("ola");
  control("POST", "limits", {{"perSecond", 2}, {"perMinute", 2000}});
  EXPECT_EQ(call(token, "GET", "/v1/subscription/share").header("X-RateLimit-Remaining"), "1999");
  EXPECT_EQ(call(token, "GET", "/v1/subscription/share").header("X-RateLimit-Remaining"), "0");
  auto refused = call(token, "GET", "/v1/subscription/share");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("X-RateLimit-Reset"), "1");
  sandbox_->clock().advance(1'000);
  EXPECT_EQ(call(token, "GET", "/v1/subscription/share").status, 200);
}

TEST_F(ApiTest, TheLimitIsPerClientAndNotPerUser) {
  sandbox_->clock().freeze(true);
  const auto ola = token_of("ola");
  const auto kari = token_of("kari");
  const auto other = login("POST", "/oauth/token", {},
                           "grant_type=client_credentials&client_id=another-client&"
                           "client_secret=another-sandbox-secret");
  control("POST", "limits", {{"perSecond", 1}, {"perMinute", 2000}});
  EXPECT_EQ(call(ola, "GET", "/v1/subscription/share").status, 200);
  EXPECT_EQ(call(kari, "GET", "/v1/subscription/share").status, 429);
  EXPECT_EQ(call(other.json().at("access_token"), kClientRoute.method, kClientRoute.path,
                 {{"shareCode", "x"}, {"changeType", "DECLINE"}})
                .status,
            200);
}

TEST_F(ApiTest, ARefusedCallDoesNothing) {
  sandbox_->clock().freeze(true);
  const auto token = token_of("ola");
  control("POST", "limits", {{"perSecond", 0}, {"perMinute", 2000}});
  EXPECT_EQ(invite(token, "NAT", "kari@example.com").status, 429);
  control("POST", "limits");
  EXPECT_EQ(seats_in_use(token, "NAT"), 0);
}

}  // namespace
}  // namespace sandbox::test
