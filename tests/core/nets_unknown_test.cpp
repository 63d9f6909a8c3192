// Networks lose nothing: what the server's list has and we do not know goes back as it came.
#include "examples.hpp"

namespace subshare::test {
namespace {

// Numbers that no double holds, texts with every kind of escape, an order that is not the
// alphabet's, a name given twice, nesting, white space, null.
constexpr std::string_view answer = R"({"version":7,"nets":[
  {"zone":"Z","loginRequired":true,"priority":12345678901234567890123,"note":"\u00e5\"\\\/ \n <b>",
   "startTime":1562018400000,
   "ipRanges":[{"label" : "office", "ipRangeStart":"10.0.0.1","ipRangeEnd":"10.0.0.2",
                "vlan":1.50},{"ipRangeStart":"::1","ipRangeEnd":"::1"}],
   "domains":[{"verified":false,"domain":"A.no","by":null},{"domain":"b.no"}],
   "contacts":[{"name":"Kari","tags":["a",{"loginRequired":1}]}, [] , {}],
   "priority":2,"empty":null,"":0},
  {"domains":[{"domain":"c.no"}]}]})";

TEST(UnknownMembers, AreKeptAsTheyStand) {
  const auto nets = read_nets(ExactText(answer));
  ASSERT_TRUE(nets) << describe(nets.error());
  ASSERT_EQ(nets->size(), 2u);
  const Net& net = nets->front();
  EXPECT_EQ(net.unknown_members,
            R"({"zone":"Z","priority":12345678901234567890123,"note":"\u00e5\"\\\/ \n <b>",)"
            R"("contacts":[{"name":"Kari","tags":["a",{"loginRequired":1}]}, [] , {}],)"
            R"("priority":2,"empty":null,"":0})");
  EXPECT_EQ(net.ip_ranges[0].unknown_members, R"({"label" : "office","vlan":1.50})");
  EXPECT_EQ(net.ip_ranges[1].unknown_members, "");
  EXPECT_EQ(net.domains[0].unknown_members, R"({"verified":false,"by":null})");
  EXPECT_EQ(net.domains[1].unknown_members, "");
  EXPECT_EQ(nets->back(), (Net{.domains = {{"c.no"}}}));
}

TEST(UnknownMembers, GoBackAlsoAfterAnEdit) {
  auto nets = read_nets(answer);
  ASSERT_TRUE(nets);
  nets->front().login_required = false;
  nets->front().ip_ranges[0].ip_range_end = "10.0.0.9";
  nets->front().domains[1].domain = " D.no ";
  const auto checked = check_intent({.operation = Operation::change_nets, .nets = *nets});
  ASSERT_TRUE(checked) << describe(checked.error());
  EXPECT_EQ(write_request_body(*checked),
            R"({"nets":[{"loginRequired":false,"startTime":1562018400000,"ipRanges":[)"
            R"({"ipRangeStart":"10.0.0.1","ipRangeEnd":"10.0.0.9","label" : "office","vlan":1.50},)"
            R"({"ipRangeStart":"::1","ipRangeEnd":"::1"}],"domains":[)"
            R"({"domain":"a.no","verified":false,"by":null},{"domain":"d.no"}],)"
            R"("zone":"Z","priority":12345678901234567890123,"note":"\u00e5\"\\\/ \n <b>",)"
            R"("contacts":[{"name":"Kari","tags":["a",{"loginRequired":1}]}, [] , {}],)"
            R"("priority":2,"empty":null,"":0},{"loginRequired":false,"ipRanges":[],"domains":[)"
            R"({"domain":"c.no"}]}]})");
  // There and back once more changes nothing.
  const auto again = read_nets(write_request_body(*checked));
  EXPECT_EQ(again, *checked->nets);
}

TEST(UnknownMembers, DamagedTextIsMendedBeforeItIsSent) {
  const auto nets = read_nets(
      "{\"nets\":[{\"a\":\"\xe5\",\"\\ud800\":[\"\\udc00x\"],\"domains\":"
      "[{\"domain\":\"a.no\"}]}]}");
  ASSERT_TRUE(nets);
  EXPECT_EQ(nets->front().unknown_members, "{\"a\":\"\ufffd\",\"\\ufffd\":[\"\\ufffdx\"]}");
  EXPECT_FALSE(parse(write_request_body({.operation = Operation::change_nets, .nets = *nets}))
                   .is_discarded());
}

Result<Intent> with_members(std::string_view members) {
  return check_intent(
      {.operation = Operation::change_nets,
       .nets = std::vector{Net{.domains = {{"a.no"}}, .unknown_members = std::string(members)}}});
}

// Text from a page: it takes the place of nothing that is known, and breaks out of nothing.
TEST(UnknownMembers, OfAPageAreChecked) {
  const auto body = [](std::string_view members) {
    const auto checked = with_members(members);
    if (!checked) return std::string(error_name(checked.error().code));
    const std::string written = write_request_body(*checked);
    constexpr std::string_view before =
        R"({"nets":[{"loginRequired":false,"ipRanges":[],"domains":[{"domain":"a.no"}])";
    EXPECT_TRUE(written.starts_with(before)) << written;
    EXPECT_FALSE(parse(written).is_discarded()) << written;
    return written.substr(before.size(), written.size() - before.size() - 3);
  };
  EXPECT_EQ(body(""), "");
  EXPECT_EQ(body("{}"), "");
  EXPECT_EQ(body(" { } "), "");
  EXPECT_EQ(body(R"( {"a" : 1 } )"), R"(,"a" : 1)");
  EXPECT_EQ(body(R"({"loginRequired":true,"a":{"loginRequired":true},"domains":[]})"),
            R"(,"a":{"loginRequired":true})");
  EXPECT_EQ(body(R"({"error":"x","exceptionType":"y"})"), R"(,"error":"x","exceptionType":"y")");
  EXPECT_EQ(body("{\"a\":\"\xff\"}"), ",\"a\":\"\ufffd\"");
  for (const std::string_view bad :
       {"1", "[]", "null", "\"\"", " ", "{", "{}{}", "{\"a\":1}]}", "{\"a\":1},{\"b\":2}", "{a:1}",
        "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":1e}", "{\"a\":\"\n\"}", "{\"loginRequired\":5}"})
    EXPECT_EQ(error_of(with_members(bad)),
              (Error{ErrorCode::answer_not_json, "nets[0].unknownMembers", {}}))
        << bad;
}

}  // namespace
}  // namespace subshare::test
