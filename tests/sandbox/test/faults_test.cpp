// Each fault, what it does to the answer, and whether the call was carried out.
#include <future>

#include "harness.hpp"

namespace sandbox::test {
namespace {

using nlohmann::json;

class FaultsTest : public SandboxTest {
 protected:
  void SetUp() override { ola_ = token_of("ola"); }
  void arm(const std::string& operation, const std::string& fault,
           const json& more = json::object()) {
    json body = {{"operation", operation}, {"fault", fault}};
    body.update(more);
    ASSERT_EQ(control("POST", "faults", body).status, 200);
  }
  Reply invite_kari() { return invite(ola_, "NAT", "kari@example.com"); }
  bool kari_is_invited() { return seats_in_use(ola_, "NAT") == 1; }
  std::size_t waiting() { return control("GET", "faults").json().size(); }
  // Waits for a call to arrive by asking again and again; the test's time limit is the bound.
  void wait_for_call(const std::string& operation) {
    for (;;) {
      for (const auto& call : control("GET", "calls").json()) {
        if (call.at("operation") == operation) return;
      }
    }
  }
  std::string ola_;
};

TEST_F(FaultsTest, DropRequestDoesNothingAndAnswersNothing) {
  arm("send_invitation", "drop_request");
  EXPECT_EQ(invite_kari().status, 0);
  EXPECT_FALSE(kari_is_invited());
  EXPECT_EQ(invite_kari().word(), "SHARE_OK");
}

TEST_F(FaultsTest, DropAnswerKeepsWhatWasDone) {
  arm("send_invitation", "drop_answer");
  EXPECT_EQ(invite_kari().status, 0);
  EXPECT_TRUE(kari_is_invited());
  EXPECT_EQ(invite_kari().word(), "ALREADY_IN_USE");
}

TEST_F(FaultsTest, ADroppedCallMeetsNoUsedConnection) {
  // A browser silently repeats what dies on a used connection, so arming a cut closes the idle
  // ones.
  httplib::Client client(sandbox_->origins().api);
  client.set_keep_alive(true);
  const httplib::Headers headers = {{"Authorization", "Bearer " + ola_}};
  auto answer = client.Get("/capi/v1/subscription/share", headers);
  EXPECT_NE(answer->get_header_value("Connection"), "close");
  arm("send_invitation", "drop_answer");
  answer = client.Get("/capi/v1/subscription/share", headers);
  // The idle connection may end just as this call is on its way: then it has another one.
  if (!answer) answer = client.Get("/capi/v1/subscription/share", headers);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get_header_value("Connection"), "close");
  control("DELETE", "faults");
  answer = client.Get("/capi/v1/subscription/share", headers);
  EXPECT_NE(answer->get_header_value("Connection"), "close");
}

TEST_F(FaultsTest, DelayAnswersLater) {
  arm("send_invitation", "delay", {{"delayMs", 150}});
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(invite_kari().word(), "SHARE_OK");
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(150));
}

TEST_F(FaultsTest, HangWaitsUntilTheFaultsAreCleared) {
  arm("send_invitation", "hang");
  auto hanging = std::async(std::launch::async, [&] { return invite_kari(); });
  wait_for_call("send_invitation");
  EXPECT_FALSE(kari_is_invited());  // others are answered meanwhile
  EXPECT_TRUE(control("GET", "calls").json().at(0).at("status").is_null());
  control("DELETE", "faults");
  EXPECT_EQ(hanging.get().word(), "SHARE_OK");
  EXPECT_TRUE(kari_is_invited());
}

TEST_F(FaultsTest, HangDoesNothingWhenTheClientLeaves) {
  arm("send_invitation", "hang");
  const std::string body =
      R"({"contact":"kari@example.com","contactType":"A","productCode":"NAT"})";
  httplib::Client client(sandbox_->origins().api);
  client.set_read_timeout(0, 50'000);
  EXPECT_FALSE(client.Post("/capi/v1/subscription/share/invitation",
                           {{"Authorization", "Bearer " + ola_}}, body, "application/json"));
  client.stop();
  for (;;) {  // until the sandbox has noticed
    if (control("GET", "calls").json().at(0).at("status") == 0) break;
  }
  control("DELETE", "faults");
  EXPECT_FALSE(kari_is_invited());
}

TEST_F(FaultsTest, ManyHangingCallsBlockNobody) {
  arm("list_shared_subscribers", "hang", {{"times", 60}});
  std::vector<std::future<Reply>> hanging;
  for (int i = 0; i < 60; ++i) {
    hanging.push_back(std::async(std::launch::async,
                                 [&] { return call(ola_, "GET", "/v1/subscription/share"); }));
  }
  while (waiting() != 0) {
  }
  EXPECT_EQ(invite_kari().word(), "SHARE_OK");
  control("DELETE", "faults");
  for (auto& reply : hanging) EXPECT_EQ(reply.get().status, 200);
}

TEST_F(FaultsTest, AHangingCallDoesNotKeepTheSandboxFromEnding) {
  arm("send_invitation", "hang");
  auto hanging = std::async(std::launch::async, [&] { return invite_kari(); });
  wait_for_call("send_invitation");
  restart();
  EXPECT_EQ(hanging.get().status, 0);
  EXPECT_FALSE(kari_is_invited());
}

TEST_F(FaultsTest, Status429SaysWhenToComeBack) {
  arm("send_invitation", "status_429", {{"resetSeconds", 7}});
  const auto reply = invite_kari();
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.header("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(reply.header("X-RateLimit-Reset"), "7");
  EXPECT_FALSE(kari_is_invited());
}

TEST_F(FaultsTest, Status500DoesNothing) {
  arm("send_invitation", "status_500");
  EXPECT_EQ(invite_kari().status, 500);
  EXPECT_FALSE(kari_is_invited());
}

TEST_F(FaultsTest, ExpireTokenEndsTheCallersTokenOnly) {
  const auto kari = token_of("kari");
  arm("send_invitation", "expire_token");
  EXPECT_EQ(invite_kari().status, 401);
  EXPECT_EQ(invite_kari().status, 401);
  EXPECT_EQ(call(kari, "GET", "/v1/subscription/share").status, 200);
  ola_ = token_of("ola");
  EXPECT_FALSE(kari_is_invited());
}

TEST_F(FaultsTest, MalformedBodyIsHalfAnAnswer) {
  arm("send_invitation", "malformed_body");
  const auto reply = invite_kari();
  EXPECT_EQ(reply.status, 200);
  EXPECT_TRUE(reply.json().is_discarded());
  EXPECT_TRUE(kari_is_invited());
}

TEST_F(FaultsTest, WrongShapeIsJsonOfWrongTypes) {
  arm("*", "wrong_shape", {{"times", 3}});
  EXPECT_FALSE(invite_kari().json().at("status").is_string());
  const auto list = call(ola_, "GET", "/v1/subscription/share").json();
  EXPECT_FALSE(list.at("sharedUserInformationList").is_array());
  const auto renamed = call(ola_, "PATCH", "/v1/subscription/share/invitation/data",
                            {{"shareCode", "MIXSENT01"}, {"firstName", "Åse"}});
  EXPECT_FALSE(renamed.json().at("success").is_boolean());
}

TEST_F(FaultsTest, HugeBodyIsRightButVeryLong) {
  arm("send_invitation", "huge_body", {{"bytes", 12'000'000}});
  const auto reply = invite_kari();
  EXPECT_GT(reply.body.size(), 12'000'000U);
  EXPECT_EQ(reply.word(), "SHARE_OK");
}

TEST_F(FaultsTest, ForceStatusAnswersAnyWordAndDoesNothing) {
  for (const char* word : {"SHARE_LIMIT", "SOMETHING_NEW"}) {
    control("POST", "force-status", {{"operation", "send_invitation"}, {"status", word}});
    EXPECT_EQ(invite_kari().word(), word);
  }
  EXPECT_FALSE(kari_is_invited());
  EXPECT_EQ(control("POST", "force-status", {{"operation", "list_nets"}, {"status", "X"}}).status,
            400);
}

TEST_F(FaultsTest, FaultsAreUsedUpInOrderAndOnlyByTheirOperation) {
  arm("send_invitation", "status_500", {{"times", 2}});
  arm("send_invitation", "status_429");
  EXPECT_EQ(waiting(), 2U);
  EXPECT_EQ(call(ola_, "GET", "/v1/subscription/share").status, 200);
  EXPECT_EQ(invite_kari().status, 500);
  EXPECT_EQ(invite_kari().status, 500);
  EXPECT_EQ(invite_kari().status, 429);
  EXPECT_EQ(invite_kari().status, 200);
  EXPECT_EQ(waiting(), 0U);
}

TEST_F(FaultsTest, WhatIsNotAFaultIsRefused) {
  EXPECT_EQ(control("POST", "faults", {{"operation", "x"}, {"fault", "delay"}}).status, 400);
  EXPECT_EQ(control("POST", "faults", {{"operation", "*"}, {"fault", "x"}}).status, 400);
  EXPECT_EQ(control("POST", "faults", {{"operation", "*"}}).status, 400);
  EXPECT_EQ(
      control("POST", "faults", {{"operation", "*"}, {"fault", "delay"}, {"times", 0}}).status,
      400);
}

}  // namespace
}  // namespace sandbox::test
