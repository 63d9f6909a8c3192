// What is sent: checked first, then written.
#include <random>

#include "examples.hpp"

namespace subshare::test {
namespace {

Intent intent_for(Operation operation) {
  return {.operation = operation,
          .product_code = "NAT",
          .share_code = "XYZ",
          .contact = {.value = "kari@example.com"},
          .first_name = "Kari",
          .last_name = "Nordmann",
          .distribution_level = "N",
          .nets = std::vector{Net{.domains = {{"example.com"}}}}};
}

TEST(CheckIntent, NormalisesWhatTheOperationSends) {
  Intent wanted = intent_for(Operation::send_invitation);
  wanted.contact = {ContactType::email, " 0046 (0)70-123 45 67 "};
  wanted.product_code = " NAT ";
  wanted.first_name = "\u00a0\u00c5se ";
  wanted.last_name = " ";
  const auto checked = check_intent(wanted);
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->contact, (Contact{ContactType::phone, "+46701234567"}));
  EXPECT_EQ(checked->product_code, "NAT");
  EXPECT_EQ(checked->first_name, "\u00c5se");
  EXPECT_EQ(checked->last_name, "");
}

TEST(CheckIntent, TakesThePagesCallingCode) {
  Intent wanted = intent_for(Operation::send_invitation);
  wanted.contact.value = "412 34 567";
  EXPECT_EQ(code_of(check_intent(wanted)), ErrorCode::phone_calling_code_needed);
  EXPECT_EQ(check_intent(wanted, {.calling_code = 47})->contact.value, "+4741234567");
}

// For each operation the members it sends, each broken in turn; what it has no use for may be
// anything.
TEST(CheckIntent, ChecksEveryMemberThatIsSentAndNoOther) {
  struct Broken {
    std::string_view field;
    ErrorCode code;
    void (*apply)(Intent&);
  };
  constexpr Broken breakages[] = {
      {"contact", ErrorCode::contact_unreadable, [](Intent& i) { i.contact.value = "kari"; }},
      {"productCode", ErrorCode::required, [](Intent& i) { i.product_code = " "; }},
      {"productCode", ErrorCode::too_long,
       [](Intent& i) { i.product_code = repeat("\u00d8", 13); }},
      {"productCode", ErrorCode::product_code_invalid, [](Intent& i) { i.product_code = ".."; }},
      {"shareCode", ErrorCode::required, [](Intent& i) { i.share_code = ""; }},
      {"shareCode", ErrorCode::too_long, [](Intent& i) { i.share_code = repeat("\u20ac", 256); }},
      {"firstName", ErrorCode::too_long, [](Intent& i) { i.first_name = repeat("\u00c5", 31); }},
      {"firstName", ErrorCode::not_utf8, [](Intent& i) { i.first_name = "\xff"; }},
      {"lastName", ErrorCode::too_long, [](Intent& i) { i.last_name = repeat("\u00c5", 31); }},
      {"lastName", ErrorCode::control_character, [](Intent& i) { i.last_name = "a\nb"; }},
      {"distributionLevel", ErrorCode::required, [](Intent& i) { i.distribution_level = ""; }},
      {"distributionLevel", ErrorCode::control_character,
       [](Intent& i) {
         i.distribution_level = {"N\0N", 3};
       }},
      {"nets", ErrorCode::required, [](Intent& i) { i.nets.reset(); }},
      {"nets[0].domains[0].domain", ErrorCode::domain_top_level_only,
       [](Intent& i) { i.nets->front().domains[0].domain = "com"; }},
      {"nets[0].domains[1].domain", ErrorCode::domain_repeated,
       [](Intent& i) { i.nets->front().domains.push_back({"EXAMPLE.com."}); }},
      {"nets[0].domains[0].domain", ErrorCode::domain_invalid,
       [](Intent& i) { i.nets->front().domains[0].domain = std::string("a\0.no", 6); }},
      {"nets[0].startTime", ErrorCode::time_range_reversed,
       [](Intent& i) { i.nets->front().start_time = i.nets->front().end_time = 5; }},
      {"nets[0].ipRanges[1].ipRangeStart", ErrorCode::ip_invalid,
       [](Intent& i) {
         i.nets->front().ip_ranges = {{"::1", "::1"}, {"\xed\xa0\x80", "::2"}};
       }},
      {"nets[0].ipRanges[0].ipRangeEnd", ErrorCode::ip_invalid,
       [](Intent& i) {
         i.nets->front().ip_ranges = {{"::1", ""}};
       }},
      {"nets[0].ipRanges[1]", ErrorCode::ip_ranges_overlap,
       [](Intent& i) {
         i.nets->front().ip_ranges = {{"::1", "::1"}, {"::1", "::2"}};
       }},
      {"nets[1]", ErrorCode::net_empty, [](Intent& i) { i.nets->emplace_back(); }},
      {"nets[0].unknownMembers", ErrorCode::answer_not_json,
       [](Intent& i) { i.nets->front().unknown_members = "{\"a\":NaN}"; }},
      {"nets[0].unknownMembers", ErrorCode::answer_not_json,
       [](Intent& i) { i.nets->front().domains[0].unknown_members = "[]"; }},
  };
  const auto sends = [](Operation operation) -> std::vector<std::string_view> {
    switch (operation) {
      case Operation::send_invitation:
        return {"contact", "productCode", "firstName", "lastName"};
      case Operation::accept_invitation:
      case Operation::decline_invitation:
      case Operation::cancel_sharing:
        return {"shareCode"};
      case Operation::change_invitation_details:
        return {"shareCode", "firstName", "lastName"};
      case Operation::list_share_rules:
      case Operation::list_distribution_levels:
        return {"productCode"};
      case Operation::change_distribution_level:
        return {"productCode", "distributionLevel"};
      case Operation::change_nets:
        return {"nets",
                "nets[1]",
                "nets[0].domains[0].domain",
                "nets[0].domains[1].domain",
                "nets[0].startTime",
                "nets[0].ipRanges[1].ipRangeStart",
                "nets[0].ipRanges[0].ipRangeEnd",
                "nets[0].ipRanges[1]",
                "nets[0].unknownMembers"};
      default:
        return {};
    }
  };
  for (const Endpoint& row : endpoint_table) {
    ASSERT_TRUE(check_intent(intent_for(row.operation))) << row.name;
    const auto sent = sends(row.operation);
    for (const Broken& broken : breakages) {
      Intent wanted = intent_for(row.operation);
      broken.apply(wanted);
      const Error error = error_of(check_intent(wanted));
      if (std::ranges::find(sent, broken.field) == sent.end()) {
        EXPECT_EQ(error.code, ErrorCode::none) << row.name << ' ' << broken.field;
      } else {
        EXPECT_EQ(error.code, broken.code) << row.name << ' ' << broken.field;
        EXPECT_EQ(error.field, broken.field) << row.name;
      }
    }
  }
}

TEST(CheckIntent, LimitsInCodePoints) {
  Intent wanted = intent_for(Operation::send_invitation);
  wanted.product_code = repeat("\u00d8", 12);
  wanted.first_name = repeat("\U0001F600", 30);
  wanted.last_name = repeat("\u00e5", 30);
  EXPECT_TRUE(check_intent(wanted));
  Intent accept = intent_for(Operation::accept_invitation);
  accept.share_code = repeat("\u20ac", 255);
  EXPECT_TRUE(check_intent(accept));
}

TEST(CheckIntent, RenamingNeedsOneName) {
  Intent wanted = intent_for(Operation::change_invitation_details);
  wanted.last_name.clear();
  EXPECT_TRUE(check_intent(wanted));
  wanted.first_name = " ";
  EXPECT_EQ(error_of(check_intent(wanted)), (Error{ErrorCode::required, "firstName", {}}));
  wanted.last_name = "Nordmann";
  EXPECT_TRUE(check_intent(wanted));
}

TEST(CheckIntent, NetsAreNormalisedAndTheFirstProblemIsGiven) {
  Intent wanted = intent_for(Operation::change_nets);
  wanted.nets =
      std::vector{Net{.ip_ranges = {{" 2001:DB8::1", "2001:0db8::2 "}}, .domains = {{" A.no. "}}}};
  const auto checked = check_intent(wanted);
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->nets->front().ip_ranges[0], (IpRange{"2001:db8::1", "2001:db8::2"}));
  EXPECT_EQ(checked->nets->front().domains[0].domain, "a.no");
  // A list of no nets is fine where it was given: it takes the last one away.
  EXPECT_TRUE(check_intent({.operation = Operation::change_nets, .nets = std::vector<Net>{}}));
  EXPECT_EQ(error_of(check_intent({.operation = Operation::change_nets})),
            (Error{ErrorCode::required, "nets", {}}));
  constexpr struct {
    std::string_view start, end;
    ErrorCode code;
  } table[] = {
      {"10.0.0.2", "10.0.0.1", ErrorCode::ip_range_reversed},
      {"10.0.0.1", "::1", ErrorCode::ip_families_differ},
      {"10.0.0.1", "", ErrorCode::ip_invalid},
      {"", "10.0.0.1", ErrorCode::ip_invalid},
      {"", "", ErrorCode::ip_invalid},
      // Each is one address.
      {"10.0.0.1 - 10.0.0.5", "", ErrorCode::ip_invalid},
      {"10.0.0.0/8", "10.0.0.1", ErrorCode::ip_invalid},
      {"10.0.0.0/", "8", ErrorCode::ip_invalid},
      {"10.0.0.1", "10.0.0.2/8", ErrorCode::ip_invalid},
      {"10.0.0.1", "10.0.0.2 - 10.0.0.3", ErrorCode::ip_invalid},
  };
  for (const auto& row : table) {
    wanted.nets = std::vector{Net{.ip_ranges = {{std::string(row.start), std::string(row.end)}}}};
    EXPECT_EQ(code_of(check_intent(wanted)), row.code) << row.start << ' ' << row.end;
  }
}

TEST(WriteRequest, ReadsHaveNoBody) {
  for (const Endpoint& row : endpoint_table) {
    const std::string body = write_request_body(intent_for(row.operation));
    EXPECT_EQ(body.empty(), row.method == Method::get) << row.name;
    EXPECT_TRUE(body.empty() || parse(body).is_object()) << row.name << body;
  }
}

TEST(WriteRequest, ExactBodies) {
  const auto body = [](Operation operation) { return write_request_body(intent_for(operation)); };
  EXPECT_EQ(body(Operation::send_invitation),
            R"({"contact":"kari@example.com","contactType":"A","productCode":"NAT",)"
            R"("firstName":"Kari","lastName":"Nordmann"})");
  EXPECT_EQ(body(Operation::accept_invitation), R"({"shareCode":"XYZ","changeType":"ACCEPT"})");
  EXPECT_EQ(body(Operation::decline_invitation), R"({"shareCode":"XYZ","changeType":"DECLINE"})");
  EXPECT_EQ(body(Operation::cancel_sharing), R"({"shareCode":"XYZ","changeType":"CANCEL"})");
  EXPECT_EQ(body(Operation::change_invitation_details),
            R"({"shareCode":"XYZ","firstName":"Kari","lastName":"Nordmann"})");
  EXPECT_EQ(body(Operation::change_distribution_level),
            R"({"productCode":"NAT","distributionLevel":"N"})");
  EXPECT_EQ(write_request_body({.operation = Operation::change_nets, .nets = std::vector<Net>{}}),
            R"({"nets":[]})");
  EXPECT_EQ(
      write_request_body({.operation = Operation::change_nets,
                          .nets = std::vector{Net{.login_required = true,
                                                  .end_time = -5,
                                                  .ip_ranges = {{"::1", "::2"}, {"::4", "::4"}}},
                                              Net{.domains = {{"a.no"}, {"b.no"}}}}}),
      R"({"nets":[{"loginRequired":true,"endTime":-5,"ipRanges":[)"
      R"({"ipRangeStart":"::1","ipRangeEnd":"::2"},{"ipRangeStart":"::4","ipRangeEnd":"::4"}],)"
      R"("domains":[]},{"loginRequired":false,"ipRanges":[],)"
      R"("domains":[{"domain":"a.no"},{"domain":"b.no"}]}]})");
}

TEST(WriteRequest, NamesThatAreNotGivenAreLeftOut) {
  Intent wanted = intent_for(Operation::send_invitation);
  wanted.first_name.clear();
  EXPECT_EQ(parse(write_request_body(wanted)),
            parse(R"({"contact":"kari@example.com","contactType":"A","productCode":"NAT",
                      "lastName":"Nordmann"})"));
  Intent phone = intent_for(Operation::send_invitation);
  phone.contact = {ContactType::phone, "+4741234567"};
  EXPECT_EQ(parse(write_request_body(phone)).value("contactType", ""), "B");
}

// Random texts of the characters that JSON treats specially, read back by the document tree.
TEST(WriteRequest, WhatIsWrittenIsReadBack) {
  constexpr std::uint32_t seed = 8259;
  std::mt19937 random(seed);
  constexpr std::string_view pieces[] = {"\"",      "\\",     "/", "{",      "}",      ",",
                                         ":",       "a",      " ", "\u00e5", "\u20ac", "\U0001F600",
                                         "\\u0041", "\u202e", "<", "'"};
  const auto text = [&] {
    std::string made = "x";
    for (auto length = random() % 5; length > 0; --length)
      made += pieces[random() % std::size(pieces)];
    return made + "x";
  };
  for (int i = 0; i < 2'000; ++i) {
    Intent wanted = intent_for(Operation::change_invitation_details);
    wanted.share_code = text();
    wanted.first_name = text();
    wanted.last_name = text();
    const auto checked = check_intent(wanted);
    ASSERT_TRUE(checked) << wanted.share_code;
    const json read = parse(write_request_body(*checked));
    ASSERT_EQ(read, (json{{"shareCode", wanted.share_code},
                          {"firstName", wanted.first_name},
                          {"lastName", wanted.last_name}}))
        << "seed " << seed;
  }
}

TEST(WriteRequest, NetsAreReadBackByTheReaderOfAnswers) {
  const std::vector<Net> nets{{.login_required = true,
                               .start_time = INT64_MIN,
                               .end_time = INT64_MAX,
                               .ip_ranges = {{"::1", "::2"}},
                               .domains = {{"a.no"}}},
                              {.domains = {{"b.no"}}}};
  EXPECT_EQ(read_nets(write_request_body({.operation = Operation::change_nets, .nets = nets})),
            nets);
}

}  // namespace
}  // namespace subshare::test
