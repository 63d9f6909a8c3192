// Each of the eleven ShareStatus words from the seed data, the life of a share, and that nobody
// reads or changes what is somebody else's. README.md lists the same ways.
#include "harness.hpp"

namespace sandbox::test {
namespace {

using nlohmann::json;

class StatusTest : public SandboxTest {
 protected:
  void SetUp() override {
    ola_ = token_of("ola");
    kari_ = token_of("kari");
    sofie_ = token_of("sofie");
  }
  json row(const std::string& token, const std::string& code) {
    for (const auto& share : shares(token)) {
      if (share.at("shareCode") == code) return share;
    }
    return nullptr;
  }
  std::string ola_, kari_, sofie_;
};

TEST_F(StatusTest, SHARE_OK) {
  EXPECT_EQ(invite(ola_, "NAT", "kari@example.com").word(), "SHARE_OK");
  EXPECT_EQ(accept(kari_, "OPEN-NAT-01").word(), "SHARE_OK");
}

TEST_F(StatusTest, NO_SUBSCRIPTION) {
  EXPECT_EQ(invite(kari_, "NAT", "a@example.com").word(), "NO_SUBSCRIPTION");
  EXPECT_EQ(invite(ola_, "NON", "a@example.com").word(), "NO_SUBSCRIPTION");
  EXPECT_EQ(invite(ola_, "XYZ", "a@example.com").word(), "NO_SUBSCRIPTION");
}

TEST_F(StatusTest, SUBSCRIPTION_STOPPED) {
  EXPECT_EQ(invite(ola_, "STP", "a@example.com").word(), "SUBSCRIPTION_STOPPED");
  EXPECT_EQ(accept(kari_, "STOP-NAT-01").word(), "SUBSCRIPTION_STOPPED");
}

TEST_F(StatusTest, REQUEST_ACCEPTED) {
  EXPECT_EQ(accept(kari_, "USED-NAT-01").word(), "REQUEST_ACCEPTED");
  EXPECT_EQ(decline("USED-NAT-01").word(), "4");
}

TEST_F(StatusTest, REQUEST_DECLINED) {
  EXPECT_EQ(accept(kari_, "DECL-NAT-01").word(), "REQUEST_DECLINED");
  EXPECT_EQ(decline("DECL-NAT-01").word(), "5");
  EXPECT_EQ(cancel(sofie_, "DECL-NAT-01").word(), "REQUEST_DECLINED");
}

TEST_F(StatusTest, SHARING_ENDED) {
  EXPECT_EQ(accept(kari_, "ENDED-NAT-1").word(), "SHARING_ENDED");
  EXPECT_EQ(decline("ENDED-NAT-1").word(), "6");
  EXPECT_EQ(cancel(sofie_, "ENDED-NAT-1").word(), "SHARING_ENDED");
  EXPECT_EQ(cancel(sofie_, "OPEN-NAT-01").word(), "SHARING_ENDED");
  EXPECT_EQ(cancel(sofie_, "USED-NAT-01").word(), "SHARING_ENDED");
}

TEST_F(StatusTest, SHARE_CODE_NOT_FOUND) {
  EXPECT_EQ(accept(kari_, "NO-SUCH-CODE").word(), "SHARE_CODE_NOT_FOUND");
  EXPECT_EQ(decline("NO-SUCH-CODE").word(), "7");
  EXPECT_EQ(cancel(sofie_, "NO-SUCH-CODE").word(), "SHARE_CODE_NOT_FOUND");
}

TEST_F(StatusTest, SHARE_CHANGE_TYPE_NOT_SUPPORTED) {
  const json body = {{"shareCode", "OPEN-NAT-01"}, {"changeType", "UPDATE"}};
  const char* word = "SHARE_CHANGE_TYPE_NOT_SUPPORTED";
  EXPECT_EQ(call(kari_, "PATCH", "/v1/subscription/share/invitation", body).word(), word);
  EXPECT_EQ(call(sofie_, "PATCH", "/v1/subscription/share", body).word(), word);
  EXPECT_EQ(call(client_token(), "PATCH", "/v1/client/subscription/share/invitation", body).word(),
            word);
  EXPECT_EQ(accept(sofie_, "OPEN-NAT-01").word(), word);  // one's own
  EXPECT_EQ(row(sofie_, "OPEN-NAT-01").at("shareStatus"), "SHARE_REQUEST_SENT");
}

TEST_F(StatusTest, ALREADY_IN_USE) {
  EXPECT_EQ(invite(ola_, "CON", "Kari@Example.COM").word(), "ALREADY_IN_USE");
  EXPECT_EQ(invite(ola_, "FUL", "+4791234567").word(), "ALREADY_IN_USE");
  EXPECT_EQ(invite(ola_, "MIX", "kari@example.com").word(), "ALREADY_IN_USE");
  // A share that was declined or has ended does not stand in the way of a new one.
  EXPECT_EQ(invite(ola_, "MIX", "avslo@example.com").word(), "SHARE_OK");
  EXPECT_EQ(invite(ola_, "MIX", "ferdig@example.com").word(), "SHARE_OK");
}

TEST_F(StatusTest, SHARE_LIMIT) {
  EXPECT_EQ(accept(token_of("per"), "OPEN-NAT-01").word(), "SHARE_LIMIT");
  EXPECT_EQ(cancel(sofie_, "USED-NAT-01").word(), "SHARING_ENDED");
  EXPECT_EQ(accept(token_of("per"), "OPEN-NAT-01").word(), "SHARE_OK");
}

TEST_F(StatusTest, INVITATIONS_POOL_EXHAUSTED) {
  EXPECT_EQ(invite(ola_, "FUL", "a@example.com").word(), "INVITATIONS_POOL_EXHAUSTED");
  EXPECT_EQ(cancel(ola_, "FULPER01").word(), "SHARING_ENDED");
  EXPECT_EQ(invite(ola_, "FUL", "a@example.com").word(), "SHARE_OK");
}

TEST_F(StatusTest, NoStatedCountIsNoLimit) {
  control("POST", "shares", {{"owner", "ola"}, {"productCode", "OPN"}, {"count", 1000}});
  EXPECT_EQ(invite(ola_, "OPN", "a@example.com").word(), "SHARE_OK");
  const auto rules = call(ola_, "GET", "/v1/customer/product/share/rule/OPN").json();
  EXPECT_EQ(rules.at("customerProductShareRules").at(0),
            json({{"productCode", "OPN"}, {"shareType", "A"}}));
}

TEST_F(StatusTest, TheWholeJourneyOfAnInvitation) {
  sandbox_->clock().freeze(true);
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 0);
  EXPECT_EQ(invite(ola_, "NAT", "liv@example.com", {{"firstName", "Liv"}}).word(), "SHARE_OK");
  const auto sent = outbox().at(0);
  EXPECT_EQ(sent.at("to"), "liv@example.com");
  EXPECT_EQ(sent.at("ownerName"), "Ola Nordmann");
  EXPECT_EQ(sent.at("productName"), "Fjordposten Digital");
  const std::string code = sent.at("shareCode");
  EXPECT_EQ(code.size(), 12U);
  EXPECT_EQ(sent.at("link"), sandbox_->origins().publisher + "/invitation.html?code=" + code);
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 1);
  EXPECT_EQ(row(ola_, code), json({{"shareStatus", "SHARE_REQUEST_SENT"},
                                   {"shareContact", "liv@example.com"},
                                   {"shareContactType", "A"},
                                   {"firstName", "Liv"},
                                   {"productName", "Fjordposten Digital"},
                                   {"productCode", "NAT"},
                                   {"shareCode", code}}));

  EXPECT_EQ(accept(token_of("liv"), code).word(), "SHARE_OK");
  const auto accepted = row(ola_, code);
  EXPECT_EQ(accepted.at("shareStatus"), "REQUEST_ACCEPTED");
  EXPECT_EQ(accepted.at("userId"), 103);
  EXPECT_EQ(accepted.at("customerNumber"), 5003);
  EXPECT_EQ(accepted.at("startTime"), sandbox_->clock().now_ms());
  EXPECT_EQ(accepted.at("endTime"), 2051222400000);
  EXPECT_EQ(accept(token_of("liv"), code).word(), "REQUEST_ACCEPTED");
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 1);

  EXPECT_EQ(cancel(ola_, code).word(), "SHARING_ENDED");
  EXPECT_EQ(row(ola_, code).at("shareStatus"), "SHARING_ENDED");
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 0);
  EXPECT_EQ(accept(token_of("liv"), code).word(), "SHARING_ENDED");
}

TEST_F(StatusTest, ADeclinedInvitationFreesItsSeat) {
  EXPECT_EQ(seats_in_use(sofie_, "NAT"), 4);
  EXPECT_EQ(decline("OPEN-NAT-03").word(), "5");
  EXPECT_EQ(decline("OPEN-NAT-03").word(), "5");
  EXPECT_EQ(row(sofie_, "OPEN-NAT-03").at("shareStatus"), "REQUEST_DECLINED");
  EXPECT_EQ(seats_in_use(sofie_, "NAT"), 3);
}

TEST_F(StatusTest, NobodyTouchesSomebodyElsesShares) {
  for (const auto& stranger : {kari_, ola_, token_of("per")}) {
    EXPECT_EQ(cancel(stranger, "USED-NAT-01").word(), "SHARE_CODE_NOT_FOUND");
    EXPECT_EQ(call(stranger, "PATCH", "/v1/subscription/share/invitation/data",
                   {{"shareCode", "USED-NAT-01"}, {"firstName", "Tyv"}})
                  .json(),
              json({{"success", false}}));
    for (const auto& share : shares(stranger)) {
      EXPECT_NE(share.at("shareCode"), "USED-NAT-01");
    }
  }
  EXPECT_EQ(row(sofie_, "USED-NAT-01").at("shareStatus"), "REQUEST_ACCEPTED");
  EXPECT_EQ(row(sofie_, "USED-NAT-01").at("firstName"), "Per");
  EXPECT_EQ(shares(kari_), json::array());
}

TEST_F(StatusTest, TwoOwnersOfOneProductHaveTheirOwnSeats) {
  EXPECT_EQ(seats_in_use(ola_, "NAT"), 0);
  EXPECT_EQ(seats_in_use(sofie_, "NAT"), 4);
  EXPECT_EQ(invite(ola_, "NAT", "per@example.com").word(), "SHARE_OK");
  EXPECT_EQ(seats_in_use(sofie_, "NAT"), 4);
}

TEST_F(StatusTest, RenamingChangesOnlyWhatIsGiven) {
  const auto rename = [&](const json& names) {
    json body = {{"shareCode", "OPEN-NAT-01"}};
    body.update(names);
    return call(sofie_, "PATCH", "/v1/subscription/share/invitation/data", body);
  };
  EXPECT_EQ(rename({{"firstName", "Karianne"}}).json(), json({{"success", true}}));
  EXPECT_EQ(row(sofie_, "OPEN-NAT-01").at("firstName"), "Karianne");
  EXPECT_EQ(row(sofie_, "OPEN-NAT-01").at("lastName"), "Nordmann");
  EXPECT_EQ(rename({{"lastName", "Ås"}}).json(), json({{"success", true}}));
  EXPECT_EQ(row(sofie_, "OPEN-NAT-01").at("firstName"), "Karianne");
  EXPECT_EQ(row(sofie_, "OPEN-NAT-01").at("lastName"), "Ås");
  EXPECT_EQ(rename(json::object()).status, 400);
}

TEST_F(StatusTest, RulesAreListedForWhoMayShare) {
  const auto rules = [&](const std::string& token, const std::string& product) {
    return call(token, "GET", "/v1/customer/product/share/rule/" + product)
        .json()
        .at("customerProductShareRules");
  };
  EXPECT_EQ(rules(ola_, "NAT"),
            json::array({{{"productCode", "NAT"}, {"shareType", "A"}, {"shareCount", 3}}}));
  EXPECT_EQ(rules(sofie_, "NAT").at(0).at("shareCount"), 10);
  EXPECT_EQ(rules(ola_, "FAM").at(0).at("isCustomerNameRequired"), true);
  EXPECT_EQ(rules(ola_, "CON").at(0), json({{"productCode", "CON"},
                                            {"shareType", "A"},
                                            {"shareCount", 4},
                                            {"isCreateConnectCustomer", true},
                                            {"issuer", "FJORD"},
                                            {"issuerConsentGroupId", 7}}));
  EXPECT_EQ(rules(ola_, "STP").at(0).at("shareCount"), 3);
  EXPECT_EQ(rules(ola_, "NON"), json::array());
  EXPECT_EQ(rules(ola_, "BIG"), json::array());
  EXPECT_EQ(rules(kari_, "NAT"), json::array());
  const auto b2b = rules(token_of("bedrift"), "B2B").at(0);
  EXPECT_EQ(b2b.at("shareType"), "D");
  EXPECT_EQ(b2b.at("couponCodeShareRecipient"), "FJORDB2B");
  EXPECT_EQ(b2b.at("couponNumberShareRecipient"), 20260101);
}

TEST_F(StatusTest, TheMixedListShowsEveryState) {
  std::map<std::string, int> states;
  for (const auto& share : shares(ola_)) {
    if (share.at("productCode") == "MIX") ++states[share.at("shareStatus")];
  }
  EXPECT_EQ(states, (std::map<std::string, int>{{"SHARE_REQUEST_SENT", 3},
                                                {"REQUEST_ACCEPTED", 1},
                                                {"REQUEST_DECLINED", 1},
                                                {"SHARING_ENDED", 1},
                                                {"AWAITING_PAYMENT", 1}}));
  EXPECT_FALSE(row(ola_, "MIXPHONE01").contains("firstName"));
  EXPECT_EQ(row(ola_, "MIXPHONE01").at("shareContactType"), "B");
}

}  // namespace
}  // namespace sandbox::test
