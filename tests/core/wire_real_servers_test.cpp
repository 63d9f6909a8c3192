// What real servers answer with 200, beyond what is documented.
#include "examples.hpp"

namespace subshare::test {
namespace {

const std::string_view nothings[] = {"", " ", "\r\n\t ", "\xef\xbb\xbf", "\xef\xbb\xbf \n"};

TEST(EmptyAnswer, IsSuccessWhereNothingIsRequired) {
  for (const std::string_view body : nothings)
    EXPECT_EQ(read_success(ExactText(body)), Success(std::optional<bool>())) << body.size();
}

TEST(EmptyAnswer, SaysNothingAboutAStatusOrAList) {
  for (const std::string_view body : nothings) {
    const Error empty{ErrorCode::answer_empty, {}, {}};
    EXPECT_EQ(error_of(read_status(ExactText(body))), empty);
    EXPECT_EQ(error_of(read_share_rules(ExactText(body))), empty);
    EXPECT_EQ(error_of(read_distribution_levels(ExactText(body))), empty);
    EXPECT_EQ(error_of(read_shared_subscribers(ExactText(body))), empty);
    EXPECT_EQ(error_of(read_nets(ExactText(body))), empty);
  }
}

TEST(RefusalWith200, IsNoSuccessInAnyReader) {
  const Error refused{ErrorCode::request_refused, "exceptionType", {}};
  for_each_answer([&](std::string_view name, auto read) {
    for (const std::string_view body :
         {R"({"exceptionType":"ShareException","errorMessage":"No"})", R"({"exceptionType":"T"})",
          R"({"errorMessage":"No"})", R"({"error":"invalid_token","error_description":"x"})",
          R"({"exceptionType":{"name":"T"}})", R"({"errorMessage":["No"]})",
          R"({"exceptionType":5})", R"({"status":null,"success":null,"errorMessage":"No"})",
          R"({"notKnownYet":{"status":1},"exceptionType":"T"})", R"({"exceptionT\u0079pe":"T"})"})
      EXPECT_EQ(error_of(read(ExactText(body))), refused) << name << ' ' << body;
    // Beside a good answer: an exception was thrown all the same. Before it and after it.
    const std::string good = example(name);
    const std::string inside = good.substr(good.find('{') + 1);
    EXPECT_EQ(error_of(read(ExactText(R"({"exceptionType":"T",)" + inside))), refused) << name;
    const std::string before = good.substr(0, good.rfind('}'));
    EXPECT_EQ(error_of(read(ExactText(before + R"(,"exceptionType":"T"})"))), refused) << name;
  });
}

TEST(RefusalWith200, MembersThatSayNothingRefuseNothing) {
  for_each_answer([&](std::string_view name, auto read) {
    const std::string good = example(name);
    for (const std::string_view more :
         {R"("exceptionType":null,"errorMessage":null,)",
          R"("exceptionType":"","errorMessage":"",)", R"("error":false,)",
          R"("errorMessage":"Saved, with a warning",)", R"("error":"none",)",
          R"("deeper":{"exceptionType":"T"},)", R"("list":[{"errorMessage":"T"}],)"})
      EXPECT_EQ(read(ExactText("{" + std::string(more) + good.substr(good.find('{') + 1))),
                read(good))
          << name << ' ' << more;
  });
  EXPECT_EQ(read_success(R"({"errorMessage":""})"), Success(std::optional<bool>()));
  // In a row it is nothing to do with the answer.
  EXPECT_TRUE(read_shared_subscribers(R"({"sharedUserInformationList":[{"exceptionType":"T"}]})"));
}

TEST(AnotherPagesJson, IsNoEmptyList) {
  for (const std::string_view body :
       {R"({"hello":"world"})", R"({"":[]})", R"({"users":[]})",
        R"({"SharedUserInformationList":[]})", R"({"page":{"sharedUserInformationList":[]}})",
        R"({"login":null})"}) {
    const auto missing = [](std::string_view list) {
      return Error{ErrorCode::answer_missing_member, std::string(list), {}};
    };
    EXPECT_EQ(error_of(read_share_rules(ExactText(body))), missing("customerProductShareRules"));
    EXPECT_EQ(error_of(read_distribution_levels(ExactText(body))), missing("distributionLevels"));
    EXPECT_EQ(error_of(read_shared_subscribers(ExactText(body))),
              missing("sharedUserInformationList"));
    EXPECT_EQ(error_of(read_nets(ExactText(body))), missing("nets"));
  }
}

TEST(SharedSubscribers, SayWhetherTheyHadAListOfPeople) {
  const auto has_users = [](std::string_view body) {
    const auto answer = read_shared_subscribers(ExactText(body));
    EXPECT_TRUE(answer) << body;
    return answer && answer->has_users;
  };
  EXPECT_TRUE(has_users(R"({"sharedUserInformationList":[]})"));
  EXPECT_TRUE(has_users(R"({"sharedUserInformationList":[null]})"));
  EXPECT_TRUE(has_users(R"({"sharedUserInformationList":[{}],"more":1})"));
  EXPECT_FALSE(has_users("{}"));
  EXPECT_FALSE(has_users(R"({"sharedUserInformationList":null})"));
  EXPECT_FALSE(has_users(R"({"sharedSubscriptionSummary":[]})"));
  EXPECT_FALSE(has_users(R"({"sharedSubscriptionSummary":null})"));
}

// What a text says when it comes in a list among others: the list stands in any case.
std::string first_name_of(const std::string& text) {
  const auto list = read_shared_subscribers(
      ExactText(R"({"sharedUserInformationList":[{"firstName":"Kari"},{"firstName":")" + text +
                R"(","lastName":"Nordmann"},{"firstName":"Ola"}]})"));
  if (!list) return std::string(error_name(list.error().code));
  EXPECT_EQ(list->users.size(), 3u);
  EXPECT_EQ(list->users[1].last_name, "Nordmann");
  EXPECT_EQ(list->users[2].first_name, "Ola");
  return list->users[1].first_name;
}

TEST(DamagedText, ReadsTheReplacementCharacter) {
  // Bytes that are no UTF-8: Latin-1, overlong, a surrogate's own bytes, past U+10FFFF, cut off.
  EXPECT_EQ(first_name_of("Bj\xf8rn"), "Bj\ufffdrn");
  EXPECT_EQ(first_name_of("\xc5se"), "\ufffdse");
  EXPECT_EQ(first_name_of("And\xe9"), "And\ufffd");
  EXPECT_EQ(first_name_of("\xe6\xf8\xe5"), "\ufffd\ufffd\ufffd");
  EXPECT_EQ(first_name_of("\xc0\xaf"), "\ufffd");
  EXPECT_EQ(first_name_of("\xed\xa0\x80"), "\ufffd");
  EXPECT_EQ(first_name_of("\xf4\x90\x80\x80"), "\ufffd");
  EXPECT_EQ(first_name_of("a\x80"
                          "b"),
            "a\ufffd"
            "b");
  EXPECT_EQ(first_name_of("\xe2\x82"), "\ufffd");
  EXPECT_EQ(first_name_of("\xf0\x9f\x98"), "\ufffd");
  EXPECT_EQ(first_name_of("\xff\xfe"), "\ufffd\ufffd");
  // Escapes of half a pair.
  EXPECT_EQ(first_name_of("\\ud800"), "\ufffd");
  EXPECT_EQ(first_name_of("\\udfff"), "\ufffd");
  EXPECT_EQ(first_name_of("a\\uD83Db"),
            "a\ufffd"
            "b");
  EXPECT_EQ(first_name_of("\\ud83d\\ud83d\\ude00"), "\ufffd\U0001F600");
  EXPECT_EQ(first_name_of("\\ude00\\ud83d"), "\ufffd\ufffd");
  EXPECT_EQ(first_name_of("\\ud83d\\n"), "\ufffd\n");
  EXPECT_EQ(first_name_of("\\ud83d\\\\ude00"), "\ufffd\\ude00");
  // Both in one, and what is good beside them.
  EXPECT_EQ(first_name_of("\xe5 \\ud800 \\u00e5 \\\" \u00e5"), "\ufffd \ufffd \u00e5 \" \u00e5");
  EXPECT_EQ(first_name_of("\\\\ud800"), "\\ud800");
  EXPECT_EQ(first_name_of("\\ud83d\\ude00"), "\U0001F600");
  // That is no text at all.
  EXPECT_EQ(first_name_of("\\ud8"), "answer_not_json");
  EXPECT_EQ(first_name_of("\\x"), "answer_not_json");
}

TEST(DamagedText, InNamesAndInWhatIsNotKnown) {
  EXPECT_EQ(read_success("{\"\xe5\":1,\"\\ud800\":\"\xff\",\"success\":false}"), Success(false));
  EXPECT_EQ(read_status("{\"note\":\"\xff\\udc00\",\"status\":\"4\"}")->text, "REQUEST_ACCEPTED");
  EXPECT_EQ(read_exception("{\"errorMessage\":\"Bj\xf8rn\"}").error_message, "Bj\ufffdrn");
  EXPECT_EQ(read_status("{\"status\":\"\xff\"}")->text, "\ufffd");
}

TEST(NullItems, AreLeftOutOfEveryList) {
  EXPECT_EQ(read_share_rules(
                R"({"customerProductShareRules":[null,{"productCode":"N","shareType":"A"},null]})")
                ->size(),
            1u);
  EXPECT_EQ(read_distribution_levels(R"({"distributionLevels":[null,{"distributionLevel":"N"}]})")
                ->size(),
            1u);
  const auto list = read_shared_subscribers(
      R"({"sharedUserInformationList":[null,{"userId":1},null,null,{"userId":2}],)"
      R"("sharedSubscriptionSummary":[null]})");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->users.size(), 2u);
  EXPECT_TRUE(list->summaries.empty());
  const auto nets = read_nets(
      R"({"nets":[null,{"ipRanges":[null],"domains":[null,{"domain":"a.no"},null]},null]})");
  ASSERT_TRUE(nets);
  EXPECT_EQ(*nets, std::vector{Net{.domains = {{"a.no"}}}});
}

std::string list_of(std::string_view item, std::size_t count) {
  std::string body = R"({"sharedUserInformationList":[)";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) body += ',';
    body += item;
  }
  return body + "]}";
}

TEST(ManyRows, AreCountedAndRefused) {
  const auto most = read_shared_subscribers(list_of("{}", max_answer_items));
  ASSERT_TRUE(most);
  EXPECT_EQ(most->users.size(), max_answer_items);
  EXPECT_EQ(error_of(read_shared_subscribers(list_of("{}", max_answer_items + 1))),
            (Error{ErrorCode::answer_too_many, "sharedUserInformationList", {}}));
  // Nulls cost nothing, and are none.
  EXPECT_TRUE(read_shared_subscribers(list_of("null", 3'000'000)));
  // All lists together: a row here, and its pieces.
  std::string nets = R"({"nets":[)";
  for (std::size_t i = 0; i < max_answer_items / 2; ++i) nets += R"({"domains":[{"domain":"a"}]},)";
  EXPECT_TRUE(read_nets(nets + "null]}"));
  EXPECT_EQ(error_of(read_nets(nets + "{}]}")), (Error{ErrorCode::answer_too_many, "nets", {}}));
  EXPECT_EQ(error_of(read_share_rules(
                R"({"customerProductShareRules":[)" +
                repeat(R"({"productCode":"N","shareType":"A"},)", max_answer_items) + "{}]}")),
            (Error{ErrorCode::answer_too_many, "customerProductShareRules", {}}));
}

TEST(AnswerSize, HoldsAtTheByteForPiecesToo) {
  std::string body = list_of("{}", 3);
  body.append(max_answer_bytes - body.size(), ' ');
  EXPECT_EQ(read_shared_subscribers(ExactText(body))->users.size(), 3u);
  body += ' ';
  EXPECT_EQ(code_of(read_shared_subscribers(ExactText(body))), ErrorCode::answer_too_large);
}

}  // namespace
}  // namespace subshare::test
