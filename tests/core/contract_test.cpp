// The documented examples, each read and written; what is done to each of them systematically
// (members added, taken away, of another type; texts cut off) is held against the document tree.
#include <random>

#include "examples.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"

namespace subshare::test {
namespace {

TEST(Contract, StatusAnswersAreRead) {
  constexpr struct {
    std::string_view name;
    ShareStatus status;
    std::string_view word;
  } table[] = {
      {"01-send-invitation.response", ShareStatus::share_ok, "SHARE_OK"},
      {"02-accept.response", ShareStatus::share_ok, "SHARE_OK"},
      {"03-decline.response", ShareStatus::request_declined, "REQUEST_DECLINED"},  // "5"
      {"08-cancel.response", ShareStatus::sharing_ended, "SHARING_ENDED"},
  };
  for (const auto& row : table) {
    EXPECT_EQ(read_status(ExactText(example(row.name))),
              (Status{row.status, std::string(row.word)}))
        << row.name;
  }
}

TEST(Contract, SuccessAnswersAreRead) {
  for (const std::string_view name : {"06-change-details.response", "10-change-nets.response",
                                      "11-change-distribution-level.response"}) {
    EXPECT_EQ(read_success(ExactText(example(name))), Success(true)) << name;
  }
}

TEST(Contract, ShareRulesAreRead) {
  ShareRule expected;
  expected.product_code = "NAT";
  expected.share_type = "A";
  expected.share_count = 3;
  EXPECT_EQ(read_share_rules(ExactText(example("04-share-rules.response"))), std::vector{expected});
}

TEST(Contract, DistributionLevelsAreRead) {
  EXPECT_EQ(read_distribution_levels(ExactText(example("05-distribution-levels.response"))),
            (std::vector{DistributionLevel{"N", "A"}}));
}

TEST(Contract, SharedSubscribersAreRead) {
  SharedUser user;
  user.user_id = 80;
  user.customer_number = 28;
  user.start_time = 1560336440000;
  user.end_time = 1591958840000;
  user.share_status = "SHARE_REQUEST_SENT";
  user.share_contact = "+4712345678";
  user.share_contact_type = "B";
  user.first_name = "John";
  user.last_name = "Doe";
  user.product_name = "ABC magazine";
  user.product_code = "ABC";
  user.share_code = "XYZ";
  EXPECT_EQ(read_shared_subscribers(ExactText(example("07-shared-subscribers.response"))),
            (SharedSubscribers{{user}, {{"ABC", 1}}, true}));
}

TEST(Contract, NetsAreRead) {
  const Net net{.login_required = false,
                .start_time = 1562018400000,
                .end_time = 1562277600000,
                .ip_ranges = {{"192.168.0.1", "192.168.0.2"}},
                .domains = {{"example.com"}}};
  EXPECT_EQ(read_nets(ExactText(example("09-nets.response"))), std::vector{net});
  EXPECT_TRUE(check_nets(std::vector{net}).empty());
}

// A list of nets without what it keeps of members that are not known; any other answer as it is.
Result<std::vector<Net>> known_part(Result<std::vector<Net>> nets) {
  if (!nets) return nets;
  for (Net& net : *nets) {
    net.unknown_members.clear();
    for (IpRange& range : net.ip_ranges) range.unknown_members.clear();
    for (Domain& domain : net.domains) domain.unknown_members.clear();
  }
  return nets;
}
template <class Answer>
Answer known_part(Answer answer) {
  return answer;
}

// What we write for each documented request is the documented request.
TEST(Contract, RequestsAreWritten) {
  const auto expect_written = [](std::string_view name, const Intent& intent) {
    const auto checked = check_intent(intent);
    ASSERT_TRUE(checked) << name << ": " << describe(checked.error());
    EXPECT_EQ(parse(write_request_body(*checked)), parse(example(name))) << name;
  };
  expect_written("01-send-invitation.request", {.operation = Operation::send_invitation,
                                                .product_code = "CO27409",
                                                .contact = {.value = "kari.nordmann@gmail.com"}});
  expect_written("02-accept.request",
                 {.operation = Operation::accept_invitation, .share_code = "1234WEF"});
  expect_written("03-decline.request",
                 {.operation = Operation::decline_invitation, .share_code = "32479VSA"});
  expect_written("06-change-details.request", {.operation = Operation::change_invitation_details,
                                               .share_code = "kyu54",
                                               .first_name = "Kari",
                                               .last_name = "Nordmann"});
  expect_written("08-cancel.request",
                 {.operation = Operation::cancel_sharing, .share_code = "123AFDG"});
  const auto nets = read_nets(example("10-change-nets.request"));
  ASSERT_TRUE(nets);
  expect_written("10-change-nets.request", {.operation = Operation::change_nets, .nets = *nets});
  expect_written("11-change-distribution-level.request",
                 {.operation = Operation::change_distribution_level,
                  .product_code = "ABC",
                  .distribution_level = "N"});
}

TEST(Contract, UnknownMembersAreIgnoredAnywhere) {
  const json strangers = parse(R"([null, true, 0, -1.5, 1e300, 123456789012345678901234567890, "x",
      [], {}, [[[1, {"status": 2}]]], {"status": 5, "nets": "x", "success": {}, "deeper": [null]}])");
  for_each_answer([&](std::string_view name, auto read) {
    const json original = parse(example(name));
    const auto expected = read(original.dump());
    ASSERT_TRUE(expected) << name;
    std::vector<json::json_pointer> objects{json::json_pointer()};
    for_each_member(original, [&](const json::json_pointer& at, const std::string&) {
      const json& value = original[at];
      if (!value.is_array()) return;
      for (std::size_t i = 0; i < value.size(); ++i) objects.push_back(at / i);
    });
    for (const json& stranger : strangers) {
      json changed = original;
      for (const auto& object : objects) {
        changed[object]["aNewMember"] = stranger;
        changed[object]["zNewMember"] = stranger;
        changed[object][""] = stranger;
      }
      EXPECT_EQ(known_part(read(ExactText(changed.dump()))), expected) << name << changed.dump();
    }
  });
}

TEST(Contract, NullIsTheSameAsAbsent) {
  for_each_answer([&](std::string_view name, auto read) {
    const json original = parse(example(name));
    for_each_member(original, [&](const json::json_pointer& at, const std::string& names) {
      json with_null = original;
      with_null[at] = nullptr;
      json without = original;
      without[at.parent_pointer()].erase(at.back());
      const auto absent = read(ExactText(without.dump()));
      EXPECT_EQ(read(ExactText(with_null.dump())), absent) << name << ' ' << names;
      // Absent is fine, or it is an error that names what is missing.
      if (!absent) {
        EXPECT_EQ(absent.error(), (Error{ErrorCode::answer_missing_member, names, {}})) << name;
      }
    });
  });
}

TEST(Contract, AWrongTypeIsNamedByThePathOfTheMember) {
  const json wrong =
      parse(R"([true, 1, -1, 1.0, "x", "", [], {}, [1], ["x"], [null], [true], [[]], [[{}]]])");
  int tried = 0;
  for_each_answer([&](std::string_view name, auto read) {
    const json original = parse(example(name));
    for_each_member(original, [&](const json::json_pointer& at, const std::string& names) {
      const json& right = original[at];
      for (const json& value : wrong) {
        const bool both_numbers = value.is_number() && right.is_number();
        const bool empty_list = value.is_array() && value.empty() && right.is_array();
        // A status may be a number, and a null item is left out.
        const bool status = names == "status" && value.is_number();
        const bool null_item = value == json::array({nullptr}) && right.is_array();
        if ((!right.is_array() && value.type() == right.type()) || both_numbers || empty_list ||
            status || null_item)
          continue;
        json changed = original;
        changed[at] = value;
        EXPECT_EQ(error_of(read(ExactText(changed.dump()))),
                  (Error{ErrorCode::answer_wrong_type, names, {}}))
            << name << ' ' << changed.dump();
        ++tried;
      }
    });
  });
  EXPECT_GT(tried, 300);
}

TEST(Contract, AnAnswerIsOneObject) {
  for_each_answer([](std::string_view name, auto read) {
    for (const std::string_view body : {"[]", "[{}]", "1", "1.5", "true", "null", "\"SHARE_OK\""})
      EXPECT_EQ(error_of(read(ExactText(body))), (Error{ErrorCode::answer_wrong_type, {}, {}}))
          << name << ' ' << body;
    for (const std::string_view body :
         {"{", "}", "{,}", "{\"a\":1,}", "{a:1}", "{'a':1}", "\xff", "<html></html>",
          "{\"a\":\"\t\"}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":\"\\x\"}", "{\"a\":\"\\ud80\"}",
          "// x\n{}"}) {
      EXPECT_EQ(error_of(read(ExactText(body))), (Error{ErrorCode::answer_not_json, {}, {}}))
          << name << ' ' << body;
    }
  });
}

TEST(Contract, NothingFollowsTheObject) {
  for_each_answer([](std::string_view name, auto read) {
    for (const std::string_view more : {"{}", "x", "]", ",", "\"\"", "\xff"}) {
      EXPECT_EQ(error_of(read(ExactText(example(name) + std::string(more)))),
                (Error{ErrorCode::answer_not_json, {}, {}}))
          << name << ' ' << more;
    }
  });
}

TEST(Contract, AnAnswerCutOffAnywhereIsNotRead) {
  for_each_answer([](std::string_view name, auto read) {
    const std::string body = example(name);
    const std::size_t end = body.rfind('}');
    for (std::size_t size = 1; size <= end; ++size) {
      EXPECT_EQ(code_of(read(ExactText(body.substr(0, size)))), ErrorCode::answer_not_json)
          << name << " after " << size << " bytes";
    }
    EXPECT_TRUE(read(ExactText(body.substr(0, end + 1)))) << name;
  });
}

// No assertion beyond "it ends and the sanitizers are silent": what a damaged answer means is not
// stated, but a reader that accepts one has read valid JSON.
TEST(Contract, DamagedAnswersAreSurvived) {
  constexpr std::uint32_t seed = 32767;
  std::mt19937 random(seed);
  for_each_answer([&](std::string_view name, auto read) {
    const std::string body = example(name);
    for (std::size_t at = 0; at < body.size(); ++at) {
      for (int i = 0; i < 4; ++i) {
        std::string damaged = body;
        damaged[at] = static_cast<char>(random());
        const bool was_read = read(ExactText(damaged)).has_value();
        // The library takes a NUL byte for the end of the text, and no text with damaged bytes.
        if (was_read && !damaged.contains('\0') && count_code_points(damaged)) {
          EXPECT_FALSE(parse(damaged).is_discarded()) << name << " at " << at << ", seed " << seed;
        }
      }
    }
  });
}

TEST(Contract, DeepNestingIsSurvived) {
  constexpr std::size_t depth = 200'000;
  const std::string lists = repeat("[", depth) + repeat("]", depth);
  const std::string objects = repeat("{\"a\":", depth) + "1" + repeat("}", depth);
  for (const std::string& deep : {lists, objects}) {
    EXPECT_EQ(read_success("{\"x\":" + deep + ",\"success\":false}"), Success(false));
    EXPECT_EQ(error_of(read_nets("{\"nets\":" + deep + "}")),
              (Error{ErrorCode::answer_wrong_type, "nets", {}}));
  }
  EXPECT_EQ(code_of(read_nets(lists)), ErrorCode::answer_wrong_type);
  EXPECT_EQ(code_of(read_nets(repeat("[", depth))), ErrorCode::answer_wrong_type);
  EXPECT_EQ(code_of(read_status(repeat("{\"a\":", depth))), ErrorCode::answer_not_json);
}

TEST(Contract, AnswersHaveASizeLimit) {
  EXPECT_EQ(max_answer_bytes, 16u * 1024 * 1024);
  std::string body = R"({"success":true})";
  body.append(max_answer_bytes - body.size(), ' ');
  EXPECT_EQ(read_success(ExactText(body)), Success(true));
  body += ' ';
  for_each_answer([&](std::string_view name, auto read) {
    EXPECT_EQ(error_of(read(body)), (Error{ErrorCode::answer_too_large, {}, {}})) << name;
  });
  EXPECT_EQ(read_exception(body).error_message, "");
}

}  // namespace
}  // namespace subshare::test
