// A long list is read piece by piece, and comes out as if it had been read at once.
#include <algorithm>

#include "call_script.hpp"
#include "examples.hpp"

namespace subshare::test {
namespace {

constexpr std::string_view list_answer = R"({"sharedUserInformationList":[
    {"shareContact":"kari@example.com","shareStatus":"SHARE_REQUEST_SENT","productCode":"NAT",
     "firstName":"K\u00e5re","userId":12345678901,"more":{"a":[1,"]}",null]}},
    {"shareContact":"+4741234567","shareStatus":"REQUEST_ACCEPTED","productCode":"NAT",
     "lastName":"Åsen \"Ås\" Øy","startTime":1.5603364e12}],
    "sharedSubscriptionSummary":[{"productCode":"NAT","sharesInUseCount":2}]})";

CallOptions in_pieces(std::size_t bytes) {
  CallOptions options;
  options.piece = bytes;
  return options;
}

TEST(SharedSubscribersReader, PiecesOfAnySizeGiveTheSame) {
  const ExactText body(list_answer);
  const auto whole = read_shared_subscribers(body);
  ASSERT_TRUE(whole) << describe(error_of(whole));
  ASSERT_EQ(whole->users.size(), 2u);
  EXPECT_EQ(whole->users[0].first_name, "Kåre");
  EXPECT_EQ(whole->users[1].last_name, "Åsen \"Ås\" Øy");
  EXPECT_EQ(whole->users[1].start_time, 1'560'336'400'000);
  for (std::size_t piece = 0; piece <= list_answer.size(); ++piece) {
    SharedSubscribersReader reader(body);
    while (reader.read_on(piece)) continue;
    EXPECT_EQ(reader.take(), whole) << piece;
  }
}

TEST(SharedSubscribersReader, EveryPieceIsAboutAsLongAsWasAskedFor) {
  const ExactText body(list_answer);
  SharedSubscribersReader reader(body);
  std::size_t pieces = 1;
  while (reader.read_on(100)) ++pieces;
  EXPECT_GE(pieces, list_answer.size() / 200);
  EXPECT_LE(pieces, list_answer.size() / 100 + 1);
}

TEST(SharedSubscribersReader, WhatIsWrongInALaterPieceIsTheSameError) {
  for (const std::string_view wrong : {
           R"({"sharedUserInformationList":[{"userId":1},{"userId":"x"}]})",
           R"({"sharedUserInformationList":[{"userId":1},{"userId":2}]} x)",
           R"({"sharedUserInformationList":[{"userId":1},)",
           R"({"sharedUserInformationList":[{"userId":1}],"sharedSubscriptionSummary":[{}]})",
       }) {
    const ExactText body(wrong);
    SharedSubscribersReader reader(body);
    while (reader.read_on(1)) continue;
    EXPECT_EQ(error_of(reader.take()), error_of(read_shared_subscribers(body))) << wrong;
  }
}

TEST(SharedSubscribersReader, WhatIsTooLargeIsNotBegun) {
  const std::string large(max_answer_bytes + 1, ' ');
  SharedSubscribersReader reader(large);
  EXPECT_FALSE(reader.read_on(1));
  EXPECT_EQ(code_of(reader.take()), ErrorCode::answer_too_large);
}

TEST(CallPieces, OthersHaveTheirTurnBetweenThem) {
  Script script(Operation::list_shared_subscribers, in_pieces(100));
  script.sent();
  EXPECT_EQ(script.answer(200, std::string(list_answer)), "read on");
  int turns = 1;
  while (script.turn() == "read on") ++turns;
  EXPECT_GT(turns, 2);
  EXPECT_EQ(script.outcome(), "done");
  EXPECT_TRUE(std::ranges::equal(script.session.list().rows(),
                                 read_shared_subscribers(list_answer)->users));
}

TEST(CallPieces, AListOfAFewHundredPeopleIsReadAtOnce) {
  std::string body = R"({"sharedUserInformationList":[)";
  while (body.size() < CallOptions{}.piece - 1000)
    body += R"({"shareContact":"kari@example.com","shareStatus":"SHARE_REQUEST_SENT"},)";
  body += "{}]}";
  Script script(Operation::list_shared_subscribers);
  script.sent();
  EXPECT_EQ(script.answer(200, body), "done");
}

TEST(CallPieces, OtherAnswersAreShort) {
  Script script(Operation::list_share_rules, in_pieces(1));
  script.sent();
  EXPECT_EQ(script.answer(200, R"({"customerProductShareRules":[]})"), "done");
}

TEST(CallPieces, WhatCannotBeReadInTheEndIsTriedAgain) {
  Script script(Operation::list_shared_subscribers, in_pieces(10));
  script.sent();
  EXPECT_EQ(script.answer(200, R"({"sharedUserInformationList":[{"userId":1},)"), "read on");
  std::string step;
  do step = script.turn();
  while (step == "read on");
  EXPECT_EQ(step, "wait backoff 251");
}

TEST(CallPieces, AnInvitationIsLookedForPieceByPiece) {
  Script script(Operation::send_invitation, in_pieces(20));
  script.sent();
  script.lost();
  EXPECT_EQ(script.token(), "send listSharedSubscribers");
  EXPECT_EQ(script.answer(200, list_with("kari@example.com", "SHARE_REQUEST_SENT")), "read on");
  while (script.turn() == "read on") continue;
  EXPECT_EQ(script.outcome(), "done SHARE_OK");
  EXPECT_EQ(script.sends(), 2);
}

TEST(CallPieces, GivenUpInBetweenItEnds) {
  Script script(Operation::list_shared_subscribers, in_pieces(10));
  script.sent();
  script.answer(200, std::string(list_answer));
  EXPECT_EQ(script.abort(), "done");
  EXPECT_EQ(script.outcome(), "failed aborted");
  EXPECT_EQ(script.turn(), "nothing") << "and a turn that was due changes nothing";
}

TEST(CallPieces, AnotherUserInBetweenEndsIt) {
  Script script(Operation::list_shared_subscribers, in_pieces(10));
  script.sent();
  script.answer(200, std::string(list_answer));
  const auto ended = script.session.change_user(script.now);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].id, script.id());
  EXPECT_EQ(script.turn(), "nothing");
  EXPECT_FALSE(script.session.list().known());
}

}  // namespace
}  // namespace subshare::test
