// The faults and habits of servers that are less polite than ours was.
#include <future>

#include "harness.hpp"

namespace sandbox::test {
namespace {

using nlohmann::json;

class HabitsTest : public SandboxTest {
 protected:
  void SetUp() override { ola_ = token_of("ola"); }
  void arm(const std::string& operation, const std::string& fault,
           const json& more = json::object()) {
    json body = {{"operation", operation}, {"fault", fault}};
    body.update(more);
    ASSERT_EQ(control("POST", "faults", body).status, 200);
  }
  void live_by(const char* name, const char* word) {
    ASSERT_EQ(control("POST", "habits", {{name, word}}).status, 200);
  }
  Reply list() { return call(ola_, "GET", "/v1/subscription/share"); }
  json row_of(const std::string& code) {
    const auto body = list().json();
    for (const auto& row : body.at("sharedUserInformationList")) {
      if (row.at("shareCode") == code) return row;
    }
    return {};
  }
  // Asks until somebody has been invited, however often; the test's time limit is the bound.
  void wait_for_a_seat() {
    ASSERT_EQ(
        control("POST", "limits", {{"perSecond", 1'000'000}, {"perMinute", 1'000'000}}).status,
        200);
    while (seats_in_use(ola_, "NAT") == 0) {
    }
  }
  Reply invite_kari() { return invite(ola_, "NAT", "kari@example.com"); }
  Reply rename() {
    return call(ola_, "PATCH", "/v1/subscription/share/invitation/data",
                {{"shareCode", "MIXSENT01"}, {"firstName", "Åse"}});
  }
  std::string ola_;
};

// --- Faults

TEST_F(HabitsTest, LateCommitAnswersFirstAndActsWhenAsked) {
  arm("send_invitation", "late_commit");
  EXPECT_EQ(invite_kari().status, 504);
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 0);
  EXPECT_EQ(control("POST", "commit").json().at("committed"), 1);
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 1);
  EXPECT_EQ(control("POST", "commit").json().at("committed"), 0);
}

TEST_F(HabitsTest, LateCommitCutsAndActsAfterItsTime) {
  arm("send_invitation", "late_commit", {{"code", 0}, {"commitMs", 1}});
  EXPECT_EQ(invite_kari().status, 0);
  wait_for_a_seat();
}

TEST_F(HabitsTest, LateCommitOfALaterCallDoesNotHoldUpAnEarlierOne) {
  arm("send_invitation", "late_commit", {{"commitMs", 3'600'000}});
  arm("send_invitation", "late_commit", {{"commitMs", 1}});
  invite(ola_, "NAT", "one@example.com");
  invite(ola_, "NAT", "two@example.com");
  wait_for_a_seat();
  EXPECT_EQ(control("POST", "commit").json().at("committed"), 1);
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 2);
}

TEST_F(HabitsTest, AnotherDeviceWasAMomentEarlier) {
  arm("send_invitation", "other_device");
  EXPECT_EQ(invite_kari().word(), "ALREADY_IN_USE");
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 1);
  arm("cancel_sharing", "other_device");
  EXPECT_EQ(cancel(ola_, "FULPER01").word(), "SHARING_ENDED");
}

TEST_F(HabitsTest, AnyHttpStatusAndARetryAfter) {
  arm("send_invitation", "http_status", {{"code", 503}, {"retryAfter", "120"}});
  const auto reply = invite_kari();
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.header("Retry-After"), "120");
  arm("send_invitation", "http_status", {{"code", 408}});
  EXPECT_EQ(invite_kari().status, 408);
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 0);
}

TEST_F(HabitsTest, AnExceptionWith200) {
  arm("send_invitation", "exception_200");
  const auto reply = invite_kari();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json().at("exceptionType"), "InternalError");
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 0);
}

TEST_F(HabitsTest, DoneWithoutAnAnswerToRead) {
  arm("send_invitation", "no_content");
  EXPECT_EQ(invite_kari().status, 204);
  arm("change_invitation_details", "empty_body");
  const auto reply = rename();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "");
  EXPECT_EQ(row_of("MIXSENT01").at("firstName"), "Åse");
  arm("send_invitation", "other_json");
  EXPECT_TRUE(invite(ola_, "NAT", "per@example.com").json().contains("nav"));
  arm("send_invitation", "html");
  EXPECT_TRUE(invite(ola_, "NAT", "liv@example.com").json().is_discarded());
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 3);
}

TEST_F(HabitsTest, DamagedTextIsInTheTextsAlone) {
  arm("list_shared_subscribers", "damaged_text");
  const auto body = list().body;
  EXPECT_NE(body.find("\"firstName\":\"\\ud800\xE5"), std::string::npos);
  EXPECT_EQ(body.find("\"shareCode\":\"\\ud800"), std::string::npos);
}

TEST_F(HabitsTest, NullsInEveryList) {
  arm("list_shared_subscribers", "null_items");
  const auto body = list().json();
  EXPECT_TRUE(body.at("sharedUserInformationList").at(0).is_null());
  EXPECT_TRUE(body.at("sharedUserInformationList").at(1).is_object());
  EXPECT_TRUE(body.at("sharedSubscriptionSummary").at(0).is_null());
}

TEST_F(HabitsTest, AListOfEmptyRows) {
  arm("list_shared_subscribers", "empty_rows", {{"count", 3}});
  EXPECT_EQ(list().json().at("sharedUserInformationList"),
            json({json::object(), json::object(), json::object()}));
}

TEST_F(HabitsTest, ABodyOfExactlySoManyBytes) {
  for (const std::size_t bytes : {20'000U, 20'001U}) {
    arm("list_shared_subscribers", "exact_body", {{"bytes", bytes}});
    const auto reply = list();
    EXPECT_EQ(reply.body.size(), bytes);
    EXPECT_TRUE(reply.json().contains("sharedUserInformationList"));
  }
}

TEST_F(HabitsTest, PieceByPieceWhenAsked) {
  arm("list_shared_subscribers", "piecewise", {{"pieces", 4}});
  auto reply = std::async(std::launch::async, [&] { return list(); });
  control("POST", "more", {{"pieces", 10}});
  EXPECT_TRUE(reply.get().json().contains("sharedUserInformationList"));
  // What is never asked for never comes; clearing the faults lets it end.
  control("DELETE", "faults");
  arm("list_shared_subscribers", "piecewise");
  auto stalled = std::async(std::launch::async, [&] { return list(); });
  while (control("GET", "faults").json().size() != 0) {
  }
  control("DELETE", "faults");
  EXPECT_TRUE(stalled.get().json().contains("sharedUserInformationList"));
}

TEST_F(HabitsTest, ThePublishersRoutesCanFailToo) {
  const auto cookie = publisher_cookie("ola");
  const auto token = [&] { return publisher("GET", "/subshare/token", {{"Cookie", cookie}}); };
  arm("*", "status_500");
  EXPECT_EQ(token().status, 200);
  arm("token_route", "http_status", {{"code", 401}});
  EXPECT_EQ(token().status, 401);
  EXPECT_EQ(token().status, 200);
  arm("token_route", "hang");
  auto hanging = std::async(std::launch::async, token);
  while (control("GET", "faults").json().size() != 1) {
  }
  control("DELETE", "faults");
  EXPECT_EQ(hanging.get().status, 200);
  EXPECT_EQ(control("POST", "faults", {{"operation", "token_route"}, {"fault", "html"}}).status,
            400);
}

TEST_F(HabitsTest, TheTokenRoutesOtherSpellingLeadsToIt) {
  const auto reply = publisher("GET", "/subshare/token/?fresh=1");
  EXPECT_EQ(reply.status, 308);
  EXPECT_EQ(reply.header("Location"), "/subshare/token?fresh=1");
}

// --- Habits

TEST_F(HabitsTest, CachingHeaders) {
  EXPECT_EQ(list().header("Cache-Control"), "no-store");
  live_by("caching", "private");
  EXPECT_EQ(list().header("Cache-Control"), "private, max-age=60");
  live_by("caching", "public");
  EXPECT_EQ(list().header("Cache-Control"), "public, max-age=60");
  live_by("caching", "last-modified");
  EXPECT_EQ(list().header("Cache-Control"), "");
  EXPECT_NE(list().header("Last-Modified"), "");
  live_by("caching", "etag");
  const auto etag = list().header("ETag");
  EXPECT_NE(etag, "");
  const auto again = send(sandbox_->origins().api, "GET", "/capi/v1/subscription/share",
                          {{"Authorization", "Bearer " + ola_}, {"If-None-Match", etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(invite_kari().header("Cache-Control"), "no-store");
}

TEST_F(HabitsTest, WhatCrossesOrigins) {
  EXPECT_EQ(list().header("Vary"), "Origin");
  EXPECT_NE(list().header("Date"), "");
  const auto from_page = [&](const char* method) {
    return send(sandbox_->origins().api, method, "/capi/v1/subscription/share",
                {{"Authorization", "Bearer " + ola_}, {"Origin", sandbox_->origins().publisher}});
  };
  EXPECT_NE(from_page("GET").header("Access-Control-Expose-Headers").find("Retry-After"),
            std::string::npos);
  EXPECT_EQ(from_page("OPTIONS").header("Access-Control-Max-Age"), "600");
  live_by("vary", "none");
  live_by("exposed", "none");
  live_by("preflights", "every-time");
  EXPECT_EQ(from_page("GET").header("Vary"), "");
  EXPECT_EQ(from_page("GET").header("Access-Control-Expose-Headers"), "");
  EXPECT_EQ(from_page("OPTIONS").header("Access-Control-Max-Age"), "0");
}

TEST_F(HabitsTest, RetryAfterInPlaceOfTheLimitsHeaders) {
  live_by("retryAfter", "seconds");
  arm("send_invitation", "status_429", {{"resetSeconds", 7}, {"times", 2}});
  EXPECT_EQ(invite_kari().header("Retry-After"), "7");
  live_by("retryAfter", "date");
  sandbox_->clock().freeze(true);
  sandbox_->clock().advance(1'780'000'000'000 - sandbox_->clock().now_ms());
  const auto reply = invite_kari();
  EXPECT_EQ(reply.header("Date"), "Thu, 28 May 2026 20:26:40 GMT");
  EXPECT_EQ(reply.header("Retry-After"), "Thu, 28 May 2026 20:26:47 GMT");
  EXPECT_EQ(reply.header("X-RateLimit-Reset"), "");
}

TEST_F(HabitsTest, ASecondPendingInvitation) {
  invite_kari();
  EXPECT_EQ(invite_kari().word(), "ALREADY_IN_USE");
  live_by("doubles", "accepted");
  EXPECT_EQ(invite_kari().word(), "SHARE_OK");
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 2);
}

TEST_F(HabitsTest, HowContactsAndProductsAreTold) {
  EXPECT_EQ(row_of("FULPER01").at("shareContact"), "per@example.com");
  live_by("contacts", "masked");
  EXPECT_EQ(row_of("FULPER01").at("shareContact"), "p**@example.com");
  EXPECT_EQ(row_of("FULLIV01").at("shareContact"), "+47*****567");
  live_by("contacts", "respelled");
  EXPECT_EQ(row_of("FULPER01").at("shareContact"), "per@EXAMPLE.COM");
  EXPECT_EQ(row_of("FULLIV01").at("shareContact"), "004791234567");
  live_by("contacts", "absent");
  EXPECT_FALSE(row_of("FULPER01").contains("shareContact"));
  live_by("productCodes", "lower-case");
  EXPECT_EQ(row_of("FULPER01").at("productCode"), "ful");
  live_by("productCodes", "absent");
  EXPECT_FALSE(row_of("FULPER01").contains("productCode"));
}

TEST_F(HabitsTest, ChangesWithoutAWord) {
  live_by("changes", "no-content");
  EXPECT_EQ(rename().status, 204);
  live_by("changes", "empty");
  EXPECT_EQ(rename().status, 200);
  EXPECT_EQ(rename().body, "");
  EXPECT_EQ(invite_kari().word(), "SHARE_OK");
}

TEST_F(HabitsTest, HowATokensLifeIsTold) {
  const auto token = [&] {
    return publisher("GET", "/subshare/token", {{"Cookie", publisher_cookie("ola")}}).json();
  };
  EXPECT_TRUE(token().at("expires_in").is_number());
  live_by("tokenLife", "text");
  EXPECT_TRUE(token().at("expires_in").is_string());
  live_by("tokenLife", "absent");
  EXPECT_FALSE(token().contains("expires_in"));
}

TEST_F(HabitsTest, DecliningMayNeedALogin) {
  const auto decline_here = [&](const char* code, httplib::Headers headers = {}) {
    headers.emplace("Origin", sandbox_->origins().publisher);
    const json body = {{"shareCode", code}, {"changeType", "DECLINE"}};
    return publisher("PATCH", "/subshare/decline", headers, body.dump());
  };
  EXPECT_EQ(decline_here("OPEN-NAT-01").status, 200);
  live_by("declineRoute", "login");
  EXPECT_EQ(decline_here("OPEN-NAT-02").status, 401);
  EXPECT_EQ(decline_here("OPEN-NAT-02", {{"Cookie", publisher_cookie("liv")}}).status, 200);
}

TEST_F(HabitsTest, NetsKeepTheMembersOfTomorrow) {
  const json nets = json::parse(R"([{"loginRequired":false,"priority":9007199254740993,
      "ipRanges":[{"ipRangeStart":"10.0.0.1","ipRangeEnd":"10.0.0.2","site":"Oslo"}],
      "domains":[{"domain":"a.no","since":{"year":2027}}]}])");
  ASSERT_EQ(control("POST", "nets", {{"user", "bedrift"}, {"nets", nets}}).status, 200);
  const auto company = token_of("bedrift");
  const auto read = [&] { return call(company, "GET", "/v1/subscription/share/net").json(); };
  EXPECT_EQ(read().at("nets"), nets);
  call(company, "POST", "/v1/subscription/share/net", {{"nets", nets}});
  EXPECT_EQ(read().at("nets"), nets);
}

TEST_F(HabitsTest, NoCorsOrNoPatch) {
  const auto preflight = [&] {
    return send(
        sandbox_->origins().api, "OPTIONS", "/capi/v1/subscription/share",
        {{"Origin", sandbox_->origins().publisher}, {"Access-Control-Request-Method", "PATCH"}});
  };
  EXPECT_EQ(preflight().header("Access-Control-Allow-Methods"), "GET, POST, PATCH");
  live_by("cors", "no-patch");
  EXPECT_EQ(preflight().header("Access-Control-Allow-Methods"), "GET, POST");
  live_by("cors", "none");
  EXPECT_EQ(preflight().header("Access-Control-Allow-Origin"), "");
}

TEST_F(HabitsTest, RefusalsOfOtherStatusesAndShapes) {
  const auto wrong_token = [&] { return call("none", "GET", "/v1/subscription/share"); };
  const auto nowhere = [&](const std::string& token) { return call(token, "GET", "/v1/none"); };
  EXPECT_EQ(wrong_token().status, 401);
  live_by("badTokens", "403");
  EXPECT_EQ(wrong_token().status, 403);
  live_by("badTokens", "400");
  EXPECT_EQ(wrong_token().status, 400);
  EXPECT_EQ(nowhere("").status, 404);
  live_by("unknownPaths", "401");
  EXPECT_EQ(nowhere("").status, 401);
  EXPECT_EQ(nowhere(ola_).status, 404);
  EXPECT_EQ(nowhere(ola_).json().at("exceptionType"), "NotFound");
  live_by("errors", "oauth");
  EXPECT_EQ(nowhere(ola_).json().at("error"), "notfound");
  live_by("errors", "html");
  EXPECT_TRUE(nowhere(ola_).body.starts_with("<!doctype html>"));
  live_by("errors", "empty");
  EXPECT_EQ(nowhere(ola_).body, "");
}

TEST_F(HabitsTest, LimitsUntoldOrAsATime) {
  EXPECT_EQ(list().header("X-RateLimit-Reset"), "60");
  live_by("rateLimits", "epoch");
  EXPECT_GT(std::stoll(list().header("X-RateLimit-Reset")), 1'000'000'000);
  live_by("rateLimits", "absent");
  EXPECT_EQ(list().header("X-RateLimit-Remaining"), "");
}

TEST_F(HabitsTest, ParametersThatNobodyKnows) {
  const auto unlike = [&] { return call(ola_, "GET", "/v1/subscription/share?_=1").status; };
  EXPECT_EQ(unlike(), 200);
  live_by("unknownParameters", "refused");
  EXPECT_EQ(unlike(), 400);
  EXPECT_EQ(list().status, 200);
}

TEST_F(HabitsTest, TheClientsSecretInOneWayAlone) {
  const std::string asked = "grant_type=client_credentials";
  const auto send_form = [&](const httplib::Headers& headers, const std::string& body) {
    return send(sandbox_->origins().login, "POST", "/oauth/token", headers, body,
                "application/x-www-form-urlencoded");
  };
  const auto by_header = [&] {
    return send_form(
        {httplib::make_basic_authentication_header("fjordposten", "fjordposten-sandbox-secret")},
        asked);
  };
  const auto by_body = [&] {
    return send_form({}, asked + "&client_id=fjordposten&client_secret=fjordposten-sandbox-secret");
  };
  EXPECT_EQ(by_header().status, 200);
  EXPECT_EQ(by_body().status, 200);
  live_by("clientSecret", "header");
  EXPECT_EQ(by_header().status, 200);
  EXPECT_EQ(by_body().status, 401);
  live_by("clientSecret", "body");
  EXPECT_EQ(by_header().status, 401);
  EXPECT_TRUE(by_body().json().contains("expires_in"));
  live_by("hostTokenLife", "absent");
  EXPECT_FALSE(by_body().json().contains("expires_in"));
}

TEST_F(HabitsTest, AreListedRefusedByNameAndForgotten) {
  EXPECT_EQ(control("GET", "habits").json().at("caching"), "no-store");
  EXPECT_EQ(control("POST", "habits", {{"cashing", "private"}}).status, 400);
  EXPECT_EQ(control("POST", "habits", {{"caching", "much"}}).status, 400);
  EXPECT_EQ(control("POST", "habits", {{"caching", 1}}).status, 400);
  live_by("caching", "etag");
  EXPECT_EQ(control("GET", "habits").json().at("caching"), "etag");
  control("DELETE", "habits");
  EXPECT_EQ(control("GET", "habits").json().at("caching"), "no-store");
  live_by("caching", "etag");
  restart();
  EXPECT_EQ(control("GET", "habits").json().at("caching"), "no-store");
}

}  // namespace
}  // namespace sandbox::test
