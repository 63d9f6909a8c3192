// The control routes, and what is kept over a restart.
#include "harness.hpp"

namespace sandbox::test {
namespace {

using nlohmann::json;

class ControlTest : public SandboxTest {};

TEST_F(ControlTest, CallsAreCountedPerOperation) {
  const auto ola = token_of("ola");
  control("DELETE", "calls");
  call(ola, "GET", "/v1/subscription/share");
  invite(ola, "NAT", "kari@example.com");
  call("", "GET", "/v1/subscription/share/net");
  send(sandbox_->origins().api, "OPTIONS", "/capi/v1/subscription/share");
  const auto calls = control("GET", "calls").json();
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].at("operation"), "list_shared_subscribers");
  EXPECT_EQ(calls[0].at("method"), "GET");
  EXPECT_EQ(calls[0].at("path"), "/capi/v1/subscription/share");
  EXPECT_EQ(calls[0].at("status"), 200);
  EXPECT_EQ(calls[0].at("userId"), 101);
  EXPECT_EQ(calls[1].at("operation"), "send_invitation");
  EXPECT_EQ(calls[2].at("status"), 401);
  EXPECT_TRUE(calls[2].at("userId").is_null());
  control("DELETE", "calls");
  EXPECT_EQ(control("GET", "calls").json(), json::array());
}

TEST_F(ControlTest, AFullHouseOf32767IsMadeAndListed) {
  const auto sofie = token_of("sofie");
  EXPECT_EQ(
      control("POST", "shares", {{"owner", "sofie"}, {"productCode", "BIG"}, {"count", 32767}})
          .status,
      200);
  const auto answer = call(sofie, "GET", "/v1/subscription/share");
  // Counted as text: reading seven megabytes as JSON under a sanitizer takes longer than all else.
  std::size_t people = 0;
  constexpr std::string_view kMember = R"("shareCode":)";
  for (auto at = answer.body.find(kMember); at != std::string::npos;
       at = answer.body.find(kMember, at + 1)) {
    ++people;
  }
  EXPECT_EQ(people, 32767U + 6U);
  EXPECT_NE(answer.body.find(R"({"productCode":"BIG","sharesInUseCount":32767})"),
            std::string::npos);
  EXPECT_EQ(invite(sofie, "BIG", "one.more@example.com").word(), "INVITATIONS_POOL_EXHAUSTED");
}

TEST_F(ControlTest, BulkSharesMayHaveAnyStatus) {
  const auto sofie = token_of("sofie");
  control(
      "POST", "shares",
      {{"owner", "sofie"}, {"productCode", "BIG"}, {"count", 2}, {"status", "REQUEST_DECLINED"}});
  control("POST", "shares", {{"owner", "sofie"}, {"productCode", "BIG"}, {"count", 3}});
  EXPECT_EQ(seats_in_use(sofie, "BIG"), 3);
  EXPECT_EQ(control("POST", "shares", {{"owner", "x"}, {"productCode", "BIG"}}).status, 400);
  EXPECT_EQ(control("POST", "shares", {{"owner", "ola"}, {"productCode", "X"}}).status, 400);
}

TEST_F(ControlTest, AStatusWordIsShownAsItIs) {
  const auto ola = token_of("ola");
  EXPECT_EQ(
      control("POST", "status", {{"shareCode", "CONKARI01"}, {"shareStatus", "<b>NEW</b>"}}).status,
      200);
  bool found = false;
  for (const auto& share : shares(ola)) found |= share.at("shareStatus") == "<b>NEW</b>";
  EXPECT_TRUE(found);
  EXPECT_EQ(accept(token_of("kari"), "CONKARI01").word(), "SHARE_CHANGE_TYPE_NOT_SUPPORTED");
  EXPECT_EQ(decline("CONKARI01").word(), "SHARE_CHANGE_TYPE_NOT_SUPPORTED");
  EXPECT_EQ(control("POST", "status", {{"shareCode", "NONE"}, {"shareStatus", "X"}}).status, 400);
}

TEST_F(ControlTest, SubscriptionsStopAndGoOn) {
  const auto ola = token_of("ola");
  json body = {{"owner", "ola"}, {"productCode", "NAT"}, {"stopped", true}};
  control("POST", "subscription", body);
  EXPECT_EQ(invite(ola, "NAT", "a@example.com").word(), "SUBSCRIPTION_STOPPED");
  body["stopped"] = false;
  control("POST", "subscription", body);
  EXPECT_EQ(invite(ola, "NAT", "a@example.com").word(), "SHARE_OK");
  body["productCode"] = "BIG";
  EXPECT_EQ(control("POST", "subscription", body).status, 400);
}

TEST_F(ControlTest, ExpireTokensEndsEveryAccessToken) {
  const auto ola = token_of("ola");
  const auto client = client_token();
  const auto cookie = publisher_cookie("ola");
  control("POST", "expire-tokens");
  EXPECT_EQ(call(ola, "GET", "/v1/subscription/share").status, 401);
  EXPECT_EQ(call(client, "PATCH", "/v1/client/subscription/share/invitation").status, 401);
  const auto fresh = publisher("GET", "/subshare/token", {{"Cookie", cookie}});
  EXPECT_EQ(call(fresh.json().at("access_token"), "GET", "/v1/subscription/share").status, 200);
  control("POST", "expire-tokens", {{"refreshTokensToo", true}});
  EXPECT_EQ(publisher("GET", "/subshare/token", {{"Cookie", cookie}}).status, 401);
}

TEST_F(ControlTest, TheClockMovesOnlyWhenAllowedAndRemembersIt) {
  const auto ola = token_of("ola");
  EXPECT_EQ(control("POST", "clock", {{"freeze", true}, {"advanceMs", 13 * 3600 * 1000}}).status,
            200);
  EXPECT_EQ(call(ola, "GET", "/v1/subscription/share").status, 401);
  restart();
  EXPECT_EQ(call(ola, "GET", "/v1/subscription/share").status, 401);
  options_.clock_control = false;
  restart();
  EXPECT_EQ(control("POST", "clock", {{"advanceMs", 1}}).status, 403);
}

TEST_F(ControlTest, WebPagesAndNonsenseAreRefused) {
  EXPECT_EQ(send(sandbox_->origins().api, "POST", "/sandbox/session",
                 {{"Origin", sandbox_->origins().publisher}}, R"({"user":"ola"})")
                .status,
            403);
  EXPECT_EQ(send(sandbox_->origins().api, "POST", "/sandbox/session", {}, "{").status, 400);
  EXPECT_EQ(control("POST", "session", {{"user", "nobody"}}).status, 400);
  EXPECT_EQ(control("GET", "nothing").status, 404);
  EXPECT_EQ(control("GET", "calls").header("Access-Control-Allow-Origin"), "");
}

TEST_F(ControlTest, ARestartLosesNothing) {
  const auto ola = token_of("ola");
  const auto cookie = publisher_cookie("ola");
  const auto authorize = "/oauth/authorize?response_type=code&client_id=fjordposten&redirect_uri=" +
                         sandbox_->origins().publisher + "/callback&state=s";
  const auto login_cookie = login("POST", "/session", {}, "user=kari").cookie();
  const auto location = login("GET", authorize, {{"Cookie", login_cookie}}).header("Location");
  const auto code = location.substr(location.find("code=") + 5, 32);
  invite(ola, "NAT", "kari@example.com");
  const auto outbox_before = outbox();
  const auto shares_before = shares(ola);

  restart();

  EXPECT_EQ(shares(ola), shares_before);
  EXPECT_EQ(outbox(), outbox_before);
  EXPECT_EQ(invite(ola, "NAT", "kari@example.com").word(), "ALREADY_IN_USE");
  EXPECT_EQ(publisher("GET", "/subshare/token", {{"Cookie", cookie}}).status, 200);
  EXPECT_EQ(login("GET", authorize, {{"Cookie", login_cookie}}).status, 302);
  const auto tokens = login("POST", "/oauth/token", {},
                            "grant_type=authorization_code&client_id=fjordposten&client_secret=" +
                                std::string(kClientSecret) + "&code=" + code +
                                "&redirect_uri=" + sandbox_->origins().publisher + "/callback");
  EXPECT_EQ(tokens.status, 200);
  EXPECT_EQ(accept(tokens.json().at("access_token"), outbox_before.at(0).at("shareCode")).word(),
            "SHARE_OK");
}

}  // namespace
}  // namespace sandbox::test
