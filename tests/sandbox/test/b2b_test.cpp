// Distribution levels and nets: only for who has received a B2B subscription.
#include "harness.hpp"
#include "validate.hpp"

namespace sandbox::test {
namespace {

using nlohmann::json;

class B2bTest : public SandboxTest {
 protected:
  void SetUp() override { company_ = token_of("bedrift"); }
  Reply change_level(const std::string& token, const std::string& product,
                     const std::string& level) {
    return call(token, "PATCH", "/v1/subscription/share/distribution/level",
                {{"productCode", product}, {"distributionLevel", level}});
  }
  json levels(const std::string& token, const std::string& product) {
    return call(token, "GET", "/v1/subscription/share/distribution/level/" + product)
        .json()
        .at("distributionLevels");
  }
  Reply change_nets(const std::string& token, const json& nets) {
    return call(token, "POST", "/v1/subscription/share/net", {{"nets", nets}});
  }
  json nets(const std::string& token) {
    return call(token, "GET", "/v1/subscription/share/net").json().at("nets");
  }
  std::string company_;
};

json net(const std::string& start, const std::string& end, const std::string& domain) {
  return {{"loginRequired", true},
          {"startTime", 1000},
          {"endTime", 2000},
          {"ipRanges", json::array({{{"ipRangeStart", start}, {"ipRangeEnd", end}}})},
          {"domains", json::array({{{"domain", domain}}})}};
}

TEST_F(B2bTest, LevelsAreListedAndChosen) {
  EXPECT_EQ(levels(company_, "B2B"), json::array({{{"distributionLevel", "N"}, {"usage", "A"}},
                                                  {{"distributionLevel", "D"}, {"usage", "B"}},
                                                  {{"distributionLevel", "W"}, {"usage", "C"}}}));
  EXPECT_EQ(control("GET", "levels").json(), json::array());
  EXPECT_EQ(change_level(company_, "B2B", "W").json(), json({{"success", true}}));
  EXPECT_EQ(change_level(company_, "B2B", "D").json(), json({{"success", true}}));
  restart();
  EXPECT_EQ(
      control("GET", "levels").json(),
      json::array({{{"user", "bedrift"}, {"productCode", "B2B"}, {"distributionLevel", "D"}}}));
  EXPECT_EQ(change_level(company_, "B2B", "X").status, 400);
  EXPECT_EQ(change_level(company_, "B2B", "").status, 400);
}

TEST_F(B2bTest, OthersHaveNoLevelsAndNoNets) {
  const auto ola = token_of("ola");
  EXPECT_EQ(levels(ola, "B2B"), json::array());
  const auto nils = token_of("nils");  // owns the product, but did not receive it
  EXPECT_EQ(levels(nils, "B2B"), json::array());
  EXPECT_EQ(change_level(nils, "B2B", "N").json(), json({{"success", false}}));
  EXPECT_EQ(change_nets(nils, json::array()).json(), json({{"success", false}}));
  EXPECT_EQ(levels(ola, "NAT"), json::array());
  EXPECT_EQ(levels(company_, "NAT"), json::array());
  EXPECT_EQ(change_level(ola, "B2B", "N").json(), json({{"success", false}}));
  EXPECT_EQ(change_level(company_, "NAT", "N").json(), json({{"success", false}}));
  EXPECT_EQ(nets(ola), json::array());
  EXPECT_EQ(change_nets(ola, json::array()).json(), json({{"success", false}}));
  EXPECT_EQ(nets(company_).size(), 1U);
}

TEST_F(B2bTest, TheWholeListOfNetsIsReplaced) {
  EXPECT_EQ(nets(company_).at(0).at("domains").at(0).at("domain"), "example.com");
  const json list = {net("10.0.0.1", "10.0.0.255", "bedrift.example"),
                     net("2001:db8::1", "2001:db8::ff", "xn--bl-zia.example")};
  EXPECT_EQ(change_nets(company_, list).json(), json({{"success", true}}));
  EXPECT_EQ(nets(company_), list);
  restart();
  EXPECT_EQ(nets(company_), list);
  EXPECT_EQ(change_nets(company_, json::array()).json(), json({{"success", true}}));
  EXPECT_EQ(nets(company_), json::array());
}

TEST_F(B2bTest, AWrongNetIsRefusedAndNothingChanges) {
  const auto good = net("10.0.0.1", "10.0.0.2", "bedrift.example");
  const auto with = [&](const char* name, const json& value) {
    auto changed = good;
    changed[name] = value;
    return changed;
  };
  const json wrong[] = {
      net("10.0.0.2", "10.0.0.1", "a.no"),
      net("10.0.0.1", "::1", "a.no"),
      net("10.0.0.256", "10.0.0.1", "a.no"),
      net("10.0.0.1/24", "10.0.0.2", "a.no"),
      net("::2", "::1", "a.no"),
      net("", "", "a.no"),
      net("1.1.1.1", "1.1.1.1", "https://a.no"),
      net("1.1.1.1", "1.1.1.1", "no"),
      net("1.1.1.1", "1.1.1.1", "a.no/x"),
      net("1.1.1.1", "1.1.1.1", "10.0.0.1"),
      net("1.1.1.1", "1.1.1.1", "-a.no"),
      net("1.1.1.1", "1.1.1.1", "blå.no"),
      with("startTime", 2000),
      with("endTime", 999),
      with("startTime", "now"),
      with("startTime", -1),
      with("loginRequired", "yes"),
      with("ipRanges", json::object()),
      with("domains", "a.no"),
      with("domains", json::array({"a.no"})),
      with("ipRanges", json::array({1})),
      "net",
  };
  const auto before = nets(company_);
  for (const auto& entry : wrong) {
    EXPECT_EQ(change_nets(company_, json::array({good, entry})).status, 400) << entry;
  }
  EXPECT_EQ(call(company_, "POST", "/v1/subscription/share/net", json::object()).status, 400);
  EXPECT_EQ(call(company_, "POST", "/v1/subscription/share/net", {{"nets", 1}}).status, 400);
  EXPECT_EQ(nets(company_), before);
}

TEST(ValidateDomainTest, LimitsOfAName) {
  const std::string label63(63, 'a');
  EXPECT_TRUE(is_domain(label63 + ".no"));
  EXPECT_FALSE(is_domain(label63 + "a.no"));
  const auto long_name = label63 + "." + label63 + "." + label63 + ".";
  EXPECT_TRUE(is_domain(long_name + std::string(61, 'b')));
  EXPECT_FALSE(is_domain(long_name + std::string(62, 'b')));
  EXPECT_FALSE(is_domain("a.no."));
}

TEST_F(B2bTest, SubscriptionsTellWhatCanBeSharedAndWhichLevelApplies) {
  const auto of = [&](const std::string& user, const std::string& product) {
    const auto body = call(token_of(user), "GET", "/v1/subscription").json();
    for (const auto& row : body.at("subscriptions")) {
      if (row.at("productCode") == product) return row;
    }
    return json();
  };
  EXPECT_EQ(of("bedrift", "B2B"), json::parse(R"({"productCode":"B2B","sharable":true,
      "productName":"Fjordposten Bedrift","shareType":"B2B","stopped":false,"distributionLevel":"N"})"));
  call(company_, "PATCH", "/v1/subscription/share/distribution/level",
       {{"productCode", "B2B"}, {"distributionLevel", "W"}});
  EXPECT_EQ(of("bedrift", "B2B").at("distributionLevel"), "W");
  EXPECT_EQ(of("ola", "STP").at("stopped"), true);
  EXPECT_EQ(of("ola", "NAT").at("shareType"), "USERS");
  EXPECT_EQ(of("ola", "NON").at("sharable"), false);
  EXPECT_FALSE(of("ola", "NAT").contains("distributionLevel"));
  EXPECT_EQ(call("", "GET", "/v1/subscription").status, 401);
}

}  // namespace
}  // namespace sandbox::test
