// The documented fields and limits, counted in Unicode code points.
#include "harness.hpp"
#include "text.hpp"
#include "validate.hpp"

namespace sandbox::test {
namespace {

using nlohmann::json;

std::string repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

class FieldsTest : public SandboxTest {
 protected:
  void SetUp() override { token_ = token_of("ola"); }
  Reply post_invitation(const std::string& body, const char* type = "application/json") {
    return send(sandbox_->origins().api, "POST", "/capi/v1/subscription/share/invitation",
                {{"Authorization", "Bearer " + token_}}, body, type);
  }
  std::string token_;
};

// One code point each: two, three and four bytes in UTF-8.
const std::string kLetters[] = {"Ø", "€", "😀"};

TEST_F(FieldsTest, NamesHoldThirtyCodePoints) {
  int n = 0;
  for (const auto& letter : kLetters) {
    const auto contact = "n" + std::to_string(n++) + "@example.com";
    for (const char* name : {"firstName", "lastName"}) {
      EXPECT_EQ(invite(token_, "OPN", contact, {{name, repeat(letter, 31)}}).status, 400);
    }
    EXPECT_EQ(invite(token_, "OPN", contact,
                     {{"firstName", repeat(letter, 30)}, {"lastName", repeat(letter, 30)}})
                  .word(),
              "SHARE_OK");
  }
  const auto path = "/v1/subscription/share/invitation/data";
  const json at_limit = {{"shareCode", "MIXSENT01"}, {"firstName", repeat("å", 30)}};
  const json past_limit = {{"shareCode", "MIXSENT01"}, {"firstName", repeat("å", 31)}};
  EXPECT_EQ(call(token_, "PATCH", path, at_limit).json(), json({{"success", true}}));
  EXPECT_EQ(call(token_, "PATCH", path, past_limit).status, 400);
}

TEST_F(FieldsTest, ProductCodesHoldTwelveCodePoints) {
  for (const auto& letter : kLetters) {
    EXPECT_EQ(invite(token_, repeat(letter, 12), "a@example.com").word(), "NO_SUBSCRIPTION");
    EXPECT_EQ(invite(token_, repeat(letter, 13), "a@example.com").status, 400);
    const std::string path = "/v1/customer/product/share/rule/";
    EXPECT_EQ(call(token_, "GET", path + url_encode(repeat(letter, 12))).json(),
              json({{"customerProductShareRules", json::array()}}));
    EXPECT_EQ(call(token_, "GET", path + url_encode(repeat(letter, 13))).status, 400);
  }
  EXPECT_EQ(call(token_, "GET", "/v1/customer/product/share/rule/%C3%28").status, 400);
}

TEST_F(FieldsTest, ShareCodesHold255CodePoints) {
  for (const auto& letter : kLetters) {
    EXPECT_EQ(accept(token_, repeat(letter, 255)).word(), "SHARE_CODE_NOT_FOUND");
    EXPECT_EQ(accept(token_, repeat(letter, 256)).status, 400);
    EXPECT_EQ(cancel(token_, repeat(letter, 256)).status, 400);
    EXPECT_EQ(decline(repeat(letter, 255)).word(), "7");
    EXPECT_EQ(decline(repeat(letter, 256)).status, 400);
  }
}

TEST_F(FieldsTest, WhatIsMissingOrOfAnotherTypeIs400) {
  const json good = {{"contact", "a@example.com"}, {"contactType", "A"}, {"productCode", "NAT"}};
  for (const char* name : {"contact", "contactType", "productCode"}) {
    for (const json& value : {json(), json(""), json(1), json(true), json::array({"A"})}) {
      auto body = good;
      body[name] = value;
      EXPECT_EQ(post_invitation(body.dump()).status, 400) << body;
    }
    auto body = good;
    body.erase(name);
    EXPECT_EQ(post_invitation(body.dump()).status, 400) << body;
  }
  for (const char* name : {"firstName", "lastName"}) {
    auto body = good;
    body[name] = 7;
    EXPECT_EQ(post_invitation(body.dump()).status, 400) << body;
  }
  for (const char* path : {"/v1/subscription/share/invitation", "/v1/subscription/share"}) {
    EXPECT_EQ(call(token_, "PATCH", path, {{"shareCode", "X"}}).status, 400);
    EXPECT_EQ(call(token_, "PATCH", path, {{"changeType", "ACCEPT"}}).status, 400);
  }
  EXPECT_EQ(seats_in_use(token_, "NAT"), 0);
}

TEST_F(FieldsTest, ABodyHasToBeAJsonObjectInUtf8) {
  const std::string good = R"({"contact":"a@example.com","contactType":"A","productCode":"NAT"})";
  const std::string bad[] = {
      "",
      "x",
      "[]",
      "\"text\"",
      "17",
      "null",
      good.substr(0, good.size() - 1),
      good + good,
      R"({"contact":"a@example.com","contactType":"A","productCode":"NAT",})",
      "{\"contact\":\"a@example.com\",\"contactType\":\"A\",\"productCode\":\"NAT\","
      "\"firstName\":\"\xC3\x28\"}",
      "{\"contact\":\"a@example.com\",\"contactType\":\"A\",\"productCode\":\"NAT\","
      "\"firstName\":\"\\ud800\"}"};
  for (const auto& body : bad) EXPECT_EQ(post_invitation(body).status, 400) << body;
  EXPECT_EQ(post_invitation(good, "text/plain").status, 400);
  EXPECT_EQ(post_invitation(good, "application/json; charset=utf-8").word(), "SHARE_OK");
}

TEST_F(FieldsTest, MembersNobodyKnowsAreIgnored) {
  EXPECT_EQ(invite(token_, "NAT", "a@example.com", {{"colour", {{"deep", {1, 2}}}}}).word(),
            "SHARE_OK");
}

TEST_F(FieldsTest, TheContactHasToFitItsType) {
  const auto status = [&](const std::string& contact, const std::string& type) {
    return invite(token_, "OPN", contact, {{"contactType", type}}).status;
  };
  EXPECT_EQ(status("+4791234567", "A"), 400);
  EXPECT_EQ(status("a@example.com", "B"), 400);
  EXPECT_EQ(status("a@example.com", "C"), 400);
  EXPECT_EQ(status("a@example.com", "a"), 400);
  EXPECT_EQ(status("a@example.com", "A"), 200);
  EXPECT_EQ(status("+4791234567", "B"), 200);
}

TEST_F(FieldsTest, NamesAreRequiredWhereTheRuleSaysSo) {
  EXPECT_EQ(invite(token_, "FAM", "a@example.com").status, 400);
  EXPECT_EQ(invite(token_, "FAM", "a@example.com", {{"firstName", "Åse"}}).status, 400);
  EXPECT_EQ(invite(token_, "FAM", "a@example.com", {{"lastName", "Lie"}}).status, 400);
  EXPECT_EQ(invite(token_, "FAM", "a@example.com", {{"firstName", ""}, {"lastName", "Lie"}}).status,
            400);
  EXPECT_EQ(
      invite(token_, "FAM", "a@example.com", {{"firstName", "Åse"}, {"lastName", "Lie"}}).word(),
      "SHARE_OK");
}

TEST(ValidateTest, EmailShape) {
  const auto local64 = std::string(64, 'a');
  for (const auto& good : {std::string("a@b"), std::string("a.b+c@example.com"),
                           std::string("o'neil@ex-ample.co.uk"), local64 + "@example.com"}) {
    EXPECT_TRUE(is_email_shape(good)) << good;
  }
  for (const auto& bad : {std::string(""), std::string("a"), std::string("@b"), std::string("a@"),
                          std::string("a@b@c"), std::string("a b@c.no"), std::string("a@b..c"),
                          std::string("a@-b.no"), std::string("a@b-.no"), std::string("a@b_c.no"),
                          std::string("<a>@b.no"), std::string("æ@b.no"), std::string("a@b.no\n"),
                          std::string("a\0@b.no", 7), local64 + "a@example.com",
                          "a@" + std::string(64, 'b') + ".no", "a@" + repeat("b.", 127) + "no"}) {
    EXPECT_FALSE(is_email_shape(bad)) << bad;
  }
}

TEST(ValidateTest, E164) {
  for (const char* good : {"+4791234567", "+1234567", "+123456789012345"}) {
    EXPECT_TRUE(is_e164(good)) << good;
  }
  for (const char* bad : {"", "+", "4791234567", "+0791234567", "+123456", "+1234567890123456",
                          "+47 91234567", "+47-9123456", "+47a1234567", "++4791234567"}) {
    EXPECT_FALSE(is_e164(bad)) << bad;
  }
}

TEST(TextTest, CodePointsAreCountedInValidUtf8Only) {
  EXPECT_EQ(count_code_points(""), 0U);
  EXPECT_EQ(count_code_points("aØ€😀"), 4U);
  for (const char* bad : {"\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                          "\xF4\x90\x80\x80", "\xF0\x80\x80\x80", "\xFF", "a\xE2\x82"}) {
    EXPECT_EQ(count_code_points(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace sandbox::test
