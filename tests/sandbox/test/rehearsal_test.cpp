// Rehearsals: right answers, nothing kept, and faults that meet one address only.
#include "harness.hpp"

namespace sandbox::test {
namespace {

using nlohmann::json;

class RehearsalTest : public SandboxTest {
 protected:
  void SetUp() override { gro_ = token_of("gro"); }
  // `way` follows after /capi/rehearsal.
  Reply rehearse(const std::string& way, const std::string& method, const std::string& path,
                 const json& body = nullptr) {
    return send(sandbox_->origins().api, method, "/capi/rehearsal" + way + path,
                {{"Authorization", "Bearer " + gro_}}, body.is_null() ? "" : body.dump());
  }
  Reply rehearse_invitation(const std::string& way = "") {
    return rehearse(way, "POST", "/v1/subscription/share/invitation",
                    {{"contact", "ny@example.com"}, {"contactType", "A"}, {"productCode", "NAT"}});
  }
  std::string gro_;
};

TEST_F(RehearsalTest, AnInvitationIsAnsweredAndNotKept) {
  const auto mails = outbox().size();
  EXPECT_EQ(rehearse_invitation().word(), "SHARE_OK");
  EXPECT_EQ(rehearse_invitation().word(), "SHARE_OK");
  EXPECT_EQ(seats_in_use(gro_, "NAT"), 0);
  EXPECT_EQ(outbox().size(), mails);
  EXPECT_EQ(invite(gro_, "NAT", "ny@example.com").word(), "SHARE_OK");
  EXPECT_EQ(seats_in_use(gro_, "NAT"), 1);
  EXPECT_EQ(rehearse_invitation().word(), "ALREADY_IN_USE");
}

TEST_F(RehearsalTest, EndingRenamingAndListsAreNotKept) {
  const auto before = shares(gro_);
  const json end = {{"shareCode", "GROMIX01"}, {"changeType", "CANCEL"}};
  EXPECT_EQ(rehearse("", "PATCH", "/v1/subscription/share", end).word(), "SHARING_ENDED");
  const json rename = {{"shareCode", "GROMIX01"}, {"firstName", "Karianne"}};
  EXPECT_EQ(rehearse("", "PATCH", "/v1/subscription/share/invitation/data", rename).json(),
            json({{"success", true}}));
  EXPECT_EQ(shares(gro_), before);
  EXPECT_EQ(rehearse("", "GET", "/v1/subscription/share").json().at("sharedUserInformationList"),
            before);
  EXPECT_EQ(cancel(gro_, "GROMIX01").word(), "SHARING_ENDED");
}

TEST_F(RehearsalTest, AFaultInThePathMeetsEveryCallOfItsOperationAndNoOther) {
  for (int i = 0; i < 2; ++i) {
    const auto limited = rehearse_invitation("/send_invitation/status_429/45");
    EXPECT_EQ(limited.status, 429);
    EXPECT_EQ(limited.header("X-RateLimit-Reset"), "45");
  }
  EXPECT_EQ(rehearse("/send_invitation/status_429/45", "GET", "/v1/subscription/share").status,
            200);
  EXPECT_EQ(rehearse_invitation("/any/status_500").status, 500);
  EXPECT_EQ(rehearse_invitation("/send_invitation/drop_request").status, 0);
  EXPECT_EQ(rehearse_invitation("/send_invitation/force_status/NEW_WORD").word(), "NEW_WORD");
  EXPECT_EQ(rehearse("/change_nets/refuse", "POST", "/v1/subscription/share/net",
                     {{"nets", json::array()}})
                .json(),
            json({{"success", false}}));
  EXPECT_EQ(rehearse_invitation().word(), "SHARE_OK");
}

TEST_F(RehearsalTest, AFaultOfTheControlRouteIsLeftForOthers) {
  control("POST", "faults", {{"operation", "*"}, {"fault", "status_500"}});
  EXPECT_EQ(rehearse_invitation().word(), "SHARE_OK");
  EXPECT_EQ(call(gro_, "GET", "/v1/subscription/share").status, 500);
}

TEST_F(RehearsalTest, AWrongPathSaysWhatIsWrong) {
  for (const char* way : {"/send/status_500", "/send_invitation/earthquake", "/send_invitation",
                          "/send_invitation/force_status", "/send_invitation/status_429/soon",
                          "/send_invitation/status_500/1", "/any/delay/1/2"}) {
    const auto reply = rehearse_invitation(way);
    EXPECT_EQ(reply.status, 404) << way;
    EXPECT_TRUE(reply.json().contains("errorMessage")) << way;
  }
  EXPECT_EQ(rehearse("", "GET", "/").status, 404);
}

TEST_F(RehearsalTest, TokensAreForSeedUsersOnly) {
  const auto answer = publisher("GET", "/rehearsal/token/gro");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(shares(answer.json().at("access_token")), shares(gro_));
  EXPECT_EQ(publisher("GET", "/rehearsal/token/nobody").status, 401);
}

TEST_F(RehearsalTest, DecliningIsTakenBack) {
  const auto decline_rehearsed = [&](const std::string& origin) {
    return publisher("PATCH", "/rehearsal/decline",
                     {{"Origin", origin}, {"Content-Type", "application/json"}},
                     json{{"shareCode", "GROMIX03"}, {"changeType", "DECLINE"}}.dump());
  };
  EXPECT_EQ(decline_rehearsed(sandbox_->origins().publisher).word(), "5");
  EXPECT_EQ(decline_rehearsed("http://elsewhere.example").status, 403);
  EXPECT_EQ(accept(token_of("per"), "GROMIX03").word(), "SHARE_OK");
}

TEST_F(RehearsalTest, TheCrowdTakesTheSeatsThatAreFree) {
  options_.crowd = true;
  restart();
  const auto sofie = token_of("sofie");
  EXPECT_EQ(seats_in_use(sofie, "BIG"), 32767);
  restart();
  EXPECT_EQ(seats_in_use(sofie, "BIG"), 32767);
}

}  // namespace
}  // namespace sandbox::test
