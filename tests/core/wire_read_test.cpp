// Answers beyond the documented examples (contract_test.cpp).
#include "examples.hpp"

namespace subshare::test {
namespace {

TEST(ReadStatus, WordsDigitsAndWhatIsNotKnown) {
  const auto word = [](std::string_view body) {
    const auto status = read_status(ExactText(body));
    return status ? status->text : std::string(error_name(status.error().code));
  };
  EXPECT_EQ(word(R"({"status":"SHARE_LIMIT"})"), "SHARE_LIMIT");
  EXPECT_EQ(word(R"({"status":"1"})"), "SHARE_OK");
  EXPECT_EQ(word(R"({"status":"7"})"), "SHARE_CODE_NOT_FOUND");
  EXPECT_EQ(word(R"({"status":"8"})"), "8");
  EXPECT_EQ(word(R"({"status":"SHARE_PAUSED"})"), "SHARE_PAUSED");
  EXPECT_EQ(word(R"({"status":"bl\u00e5b\u00e6r \ud83d\ude00"})"), "bl\u00e5b\u00e6r \U0001F600");
  EXPECT_EQ(word(R"({"status":"<script>alert(1)</script>"})"), "<script>alert(1)</script>");
  EXPECT_EQ(word(R"({"status":" SHARE_OK\n"})"), "SHARE_OK");
  EXPECT_EQ(word(R"({"status":"\u00a07"})"), "SHARE_CODE_NOT_FOUND");
  EXPECT_EQ(word("\xef\xbb\xbf{\"status\":\"SHARE_OK\"}"), "SHARE_OK");
  EXPECT_EQ(word(" \r\n\t{ \"status\" : \"SHARE_OK\" } \n"), "SHARE_OK");
  // Some servers write the documented digit string as a number.
  EXPECT_EQ(word(R"({"status":5})"), "REQUEST_DECLINED");
  EXPECT_EQ(word(R"({"status":5.0})"), "REQUEST_DECLINED");
  EXPECT_EQ(word(R"({"status":0})"), "0");
  EXPECT_EQ(word(R"({"status":-1})"), "-1");
  EXPECT_EQ(word(R"({"status":42})"), "42");
  EXPECT_EQ(word(R"({"status":9223372036854775807})"), "9223372036854775807");
  EXPECT_EQ(word(R"({"status":5.5})"), "answer_out_of_range");
  EXPECT_EQ(word(R"({"status":true})"), "answer_wrong_type");
  EXPECT_EQ(word(R"({"status":["5"]})"), "answer_wrong_type");
  // Nothing was said: not a word that we do not know, and not "done".
  for (const std::string_view nothing :
       {R"({"status":""})", R"({"status":" \t"})", R"({"status":"\ufeff"})", R"({"status":null})"})
    EXPECT_EQ(error_of(read_status(nothing)),
              (Error{ErrorCode::answer_missing_member, "status", {}}))
        << nothing;
  EXPECT_EQ(error_of(read_status("{}")), (Error{ErrorCode::answer_missing_member, "status", {}}));
}

TEST(ReadStatus, WhatIsNoJson) {
  using namespace std::string_view_literals;
  // A zero byte was once taken for the end.
  for (const std::string_view body : {"{"sv,
                                      "{\"status\":\"4\"}\0"sv,
                                      "{\"status\":\"4\"} {}"sv,
                                      "{\"status\":\"4\",}"sv,
                                      "{\"status\" \"4\"}"sv,
                                      "{status:\"4\"}"sv,
                                      "{\"status\":'4'}"sv,
                                      "{\"status\":\"\t\"}"sv,
                                      "{\"status\":\"\\x\"}"sv,
                                      "{\"status\":\"\\ud80\"}"sv,
                                      "{\"status\":\"4\"\xff}"sv,
                                      "{\"status\":\"4\xff}"sv,
                                      "{\"status\":\"4\\ud800}"sv,
                                      "{\"status\":\"4\\ud800\\"sv,
                                      "{\"status\":\"4}"sv,
                                      "{\"status\":\"\\\"}"sv,
                                      "{\"n\":01,\"status\":\"4\"}"sv,
                                      "{\"n\":1.,\"status\":\"4\"}"sv,
                                      "{\"n\":-,\"status\":\"4\"}"sv,
                                      "{\"n\":+1,\"status\":\"4\"}"sv,
                                      "{\"n\":1e,\"status\":\"4\"}"sv,
                                      "{\"n\":tru,\"status\":\"4\"}"sv,
                                      "{\"n\":[1,],\"status\":\"4\"}"sv,
                                      "{\"n\":[1}],\"status\":\"4\"}"sv,
                                      "{\"n\":[}],\"status\":\"4\"}"sv,
                                      "{\"n\":{]},\"status\":\"4\"}"sv}) {
    EXPECT_EQ(code_of(read_status(ExactText(body))), ErrorCode::answer_not_json) << body;
  }
}

TEST(ReadSuccess, AbsentIsNotFalse) {
  EXPECT_EQ(read_success(R"({"success":true})"), Success(true));
  EXPECT_EQ(read_success(R"({"success":false})"), Success(false));
  EXPECT_EQ(read_success("{}"), Success(std::optional<bool>()));
  EXPECT_EQ(read_success(R"({"success":null})"), Success(std::optional<bool>()));
  EXPECT_EQ(read_success(R"({"other":true})"), Success(std::optional<bool>()));
}

TEST(ReadShareRules, EveryMember) {
  const auto rules = read_share_rules(ExactText(R"({"customerProductShareRules":[{
      "productCode":"B2B","shareType":"D","shareCount":32767,"couponCodeShareRecipient":"CC12",
      "couponNumberShareRecipient":4711,"isCreateConnectCustomer":true,
      "isCustomerNameRequired":true,"issuer":"FJORD","issuerConsentGroupId":7},
      {"productCode":"NEW","shareType":"Z","shareCount":0}]})"));
  ASSERT_TRUE(rules);
  ShareRule full;
  full.product_code = "B2B";
  full.share_type = "D";
  full.share_count = 32767;
  full.coupon_code_share_recipient = "CC12";
  full.coupon_number_share_recipient = 4711;
  full.is_create_connect_customer = true;
  full.is_customer_name_required = true;
  full.issuer = "FJORD";
  full.issuer_consent_group_id = 7;
  ShareRule unknown_type;
  unknown_type.product_code = "NEW";
  unknown_type.share_type = "Z";
  unknown_type.share_count = 0;
  EXPECT_EQ(*rules, (std::vector{full, unknown_type}));
}

TEST(ReadLists, AbsentAndEmptyListsAreEmpty) {
  for (const std::string_view body :
       {"{}", R"({"customerProductShareRules":[]})", R"({"customerProductShareRules":null})"})
    EXPECT_EQ(read_share_rules(body), std::vector<ShareRule>{}) << body;
  EXPECT_EQ(read_distribution_levels("{}"), std::vector<DistributionLevel>{});
  EXPECT_EQ(read_nets(R"({"nets":[]})"), std::vector<Net>{});
  EXPECT_EQ(read_shared_subscribers("{}"), SharedSubscribers{});
  EXPECT_EQ(read_shared_subscribers(R"({"sharedUserInformationList":[{}]})"),
            (SharedSubscribers{{SharedUser{}}, {}, true}));
  EXPECT_EQ(read_nets(R"({"nets":[{}]})"), std::vector{Net{}});
}

// It was read as no nets at all, and the next change would have wiped what the server has.
TEST(ReadLists, NetsAreNeverTakenForNone) {
  for (const std::string_view body : {"{}", R"({"nets":null})"})
    EXPECT_EQ(error_of(read_nets(ExactText(body))),
              (Error{ErrorCode::answer_missing_member, "nets", {}}))
        << body;
}

TEST(ReadLists, RequiredMembersAreNamedWhereTheyAreMissing) {
  constexpr struct {
    std::string_view body, field;
  } rules[] = {
      {R"({"customerProductShareRules":[{"shareType":"A"}]})",
       "customerProductShareRules.productCode"},
      {R"({"customerProductShareRules":[{"productCode":"N","shareType":"A"},{"productCode":"N"}]})",
       "customerProductShareRules.shareType"},
  };
  for (const auto& row : rules)
    EXPECT_EQ(error_of(read_share_rules(row.body)),
              (Error{ErrorCode::answer_missing_member, std::string(row.field), {}}));
  EXPECT_EQ(error_of(read_distribution_levels(R"({"distributionLevels":[{"usage":"A"}]})")).field,
            "distributionLevels.distributionLevel");
  EXPECT_EQ(
      error_of(read_shared_subscribers(R"({"sharedSubscriptionSummary":[{"productCode":"N"}]})"))
          .field,
      "sharedSubscriptionSummary.sharesInUseCount");
  EXPECT_EQ(error_of(read_nets(R"({"nets":[{"ipRanges":[{"ipRangeStart":"1.2.3.4"}]}]})")).field,
            "nets.ipRanges.ipRangeEnd");
  EXPECT_EQ(error_of(read_nets(R"({"nets":[{"domains":[{}]}]})")).field, "nets.domains.domain");
}

TEST(ReadNumbers, Counts) {
  const auto count = [](std::string_view number) -> std::string {
    const auto rules = read_share_rules(R"({"customerProductShareRules":[{"productCode":"N",
        "shareType":"A","shareCount":)" +
                                        std::string(number) + "}]}");
    if (rules) return std::to_string(rules->front().share_count.value_or(-1));
    EXPECT_EQ(rules.error().field, "customerProductShareRules.shareCount") << number;
    return std::string(error_name(rules.error().code));
  };
  EXPECT_EQ(count("0"), "0");
  EXPECT_EQ(count("-0"), "0");
  EXPECT_EQ(count("3.0"), "3");
  EXPECT_EQ(count("3e2"), "300");
  EXPECT_EQ(count("32767"), "32767");
  EXPECT_EQ(count("null"), "-1");
  for (const std::string_view out :
       {"32768", "-1", "3.5", "1e9", "4294967296", "-9223372036854775808", "9223372036854775807",
        "18446744073709551615", "18446744073709551616", "-1e300", "1e-300"}) {
    EXPECT_EQ(count(out), "answer_out_of_range") << out;
  }
  EXPECT_EQ(count("\"3\""), "answer_wrong_type");
}

TEST(ReadNumbers, TimesAndIdentifiers) {
  const auto id = [](std::string_view number) -> std::string {
    const auto list = read_shared_subscribers(
        "{\"sharedUserInformationList\":[{\"userId\":" + std::string(number) + "}]}");
    if (list) return std::to_string(list->users[0].user_id.value_or(-99));
    EXPECT_EQ(list.error().field, "sharedUserInformationList.userId") << number;
    return std::string(error_name(list.error().code));
  };
  EXPECT_EQ(id("0"), "0");
  EXPECT_EQ(id("-1"), "-1");
  EXPECT_EQ(id("1560336440000"), "1560336440000");
  EXPECT_EQ(id("1560336440000.0"), "1560336440000");
  EXPECT_EQ(id("1.56e12"), "1560000000000");
  EXPECT_EQ(id("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(id("-9223372036854775808"), "-9223372036854775808");
  // Past 64 bits.
  EXPECT_EQ(id("9223372036854775808"), "answer_out_of_range");
  // With a fraction or an exponent: exactly.
  EXPECT_EQ(id("9007199254740993.0"), "9007199254740993");
  EXPECT_EQ(id("123456789012345678.00"), "123456789012345678");
  EXPECT_EQ(id("-123456789012345678e0"), "-123456789012345678");
  EXPECT_EQ(id("1234567890123456789.0"), "1234567890123456789");
  EXPECT_EQ(id("9223372036854775807.0"), "9223372036854775807");
  EXPECT_EQ(id("-922337203685477580.8e1"), "-9223372036854775808");
  EXPECT_EQ(id("9223372036854775808.0"), "answer_out_of_range");
  EXPECT_EQ(id("-9223372036854775809.0"), "answer_out_of_range");
  EXPECT_EQ(id("12345678901234567890.0"), "answer_out_of_range");
  EXPECT_EQ(id("1.5E+1"), "15");
  EXPECT_EQ(id("1200e-2"), "12");
  EXPECT_EQ(id("-0.0"), "0");
  EXPECT_EQ(id("0e99999999999999999999"), "0");
  for (const std::string_view out : {"1e300", "1e19", "0.1", "1e-1", "12e-2", "1e-99999999999"}) {
    EXPECT_EQ(id(out), "answer_out_of_range") << out;
  }
}

TEST(ReadMembers, TheLastOfTwoCounts) {
  EXPECT_EQ(read_status(R"({"status":"1","status":"5"})")->text, "REQUEST_DECLINED");
  EXPECT_EQ(read_success(R"({"success":true,"success":false})"), Success(false));
}

TEST(ReadMembers, NamesAreCaseSensitiveAndMayBeEscaped) {
  EXPECT_EQ(code_of(read_status(R"({"Status":"1"})")), ErrorCode::answer_missing_member);
  EXPECT_EQ(read_status(R"({"\u0073tatus":"1"})")->text, "SHARE_OK");
}

TEST(ReadNets, SeveralKeepTheirOrder) {
  const auto nets = read_nets(ExactText(R"({"nets":[
      {"loginRequired":true,"domains":[{"domain":"a.no"},{"domain":"b.no"}]},
      {"ipRanges":[{"ipRangeStart":"::1","ipRangeEnd":"::2"},
                   {"ipRangeEnd":"x","ipRangeStart":"y"}],"endTime":5}]})"));
  ASSERT_TRUE(nets);
  EXPECT_EQ(*nets, (std::vector{Net{.login_required = true, .domains = {{"a.no"}, {"b.no"}}},
                                Net{.end_time = 5, .ip_ranges = {{"::1", "::2"}, {"y", "x"}}}}))
      << "what the server holds is read as it stands, good or not";
}

TEST(ReadException, AsFarAsItCanBe) {
  constexpr struct {
    std::string_view body, type, message;
  } table[] = {
      {R"({"exceptionType":"T","errorMessage":"M"})", "T", "M"},
      {R"({"errorMessage":"M","more":[1]})", "", "M"},
      {R"({"exceptionType":"T","errorMessage":null})", "T", ""},
      {"{}", "", ""},
      {"", "", ""},
      {"Bad Request", "", ""},
      {"<html>", "", ""},
      {R"({"exceptionType":"T","errorMessage":5})", "", ""},
      {R"({"exceptionType":"T","errorMessage":"M")", "", ""},
  };
  for (const auto& row : table) {
    const Exception read = read_exception(ExactText(row.body));
    EXPECT_EQ(read.exception_type, row.type) << row.body;
    EXPECT_EQ(read.error_message, row.message) << row.body;
  }
}

TEST(ReadSharedSubscribers, AsManyPeopleAsASubscriptionCanHave) {
  std::string body = R"({"sharedUserInformationList":[)";
  const std::string user =
      parse(example("07-shared-subscribers.response"))["sharedUserInformationList"][0].dump();
  for (int i = 0; i < 32'767; ++i) {
    if (i > 0) body += ',';
    body += user;
  }
  body += R"(],"sharedSubscriptionSummary":[{"productCode":"ABC","sharesInUseCount":32767}]})";
  const auto list = read_shared_subscribers(ExactText(body));
  ASSERT_TRUE(list);
  EXPECT_EQ(list->users.size(), 32'767u);
  EXPECT_EQ(list->users.back().share_code, "XYZ");
  EXPECT_LT(body.size(), max_answer_bytes);
}

}  // namespace
}  // namespace subshare::test
