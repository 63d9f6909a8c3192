#include "subshare/endpoint.hpp"

#include <set>

#include "subshare/text.hpp"
#include "testing.hpp"
#include "trim.hpp"

namespace subshare::test {
namespace {

// Written down once more from the API's documentation, so that a slip in the table is seen.
constexpr struct {
  Operation operation;
  std::string_view name, line;
  Mode mode;
  Repeat repeat;
  bool inferred;
} documented[] = {
    {Operation::send_invitation, "sendInvitation", "POST /v1/subscription/share/invitation",
     Mode::user, Repeat::look_first, false},
    {Operation::accept_invitation, "acceptInvitation", "PATCH /v1/subscription/share/invitation",
     Mode::user, Repeat::idempotent, false},
    {Operation::decline_invitation, "declineInvitation",
     "PATCH /v1/client/subscription/share/invitation", Mode::client, Repeat::idempotent, false},
    {Operation::list_share_rules, "listShareRules", "GET /v1/customer/product/share/rule/NAT",
     Mode::user, Repeat::safe, false},
    {Operation::list_distribution_levels, "listDistributionLevels",
     "GET /v1/subscription/share/distribution/level/NAT", Mode::user, Repeat::safe, true},
    {Operation::change_invitation_details, "changeInvitationDetails",
     "PATCH /v1/subscription/share/invitation/data", Mode::user, Repeat::idempotent, false},
    {Operation::list_shared_subscribers, "listSharedSubscribers", "GET /v1/subscription/share",
     Mode::user, Repeat::safe, true},
    {Operation::cancel_sharing, "cancelSharing", "PATCH /v1/subscription/share", Mode::user,
     Repeat::idempotent, false},
    {Operation::list_nets, "listNets", "GET /v1/subscription/share/net", Mode::user, Repeat::safe,
     true},
    {Operation::change_nets, "changeNets", "POST /v1/subscription/share/net", Mode::user,
     Repeat::idempotent, true},
    {Operation::change_distribution_level, "changeDistributionLevel",
     "PATCH /v1/subscription/share/distribution/level", Mode::user, Repeat::idempotent, true},
};

Endpoints production() { return *Endpoints::create("https://api.mediaconnect.no/capi"); }

TEST(Endpoint, TheTableIsAsDocumented) {
  static_assert(std::size(documented) == operation_count);
  const Endpoints endpoints = production();
  for (const auto& row : documented) {
    const Endpoint& found = endpoint(row.operation);
    EXPECT_EQ(found.name, row.name);
    EXPECT_EQ(found.mode, row.mode) << row.name;
    EXPECT_EQ(found.repeat, row.repeat) << row.name;
    EXPECT_EQ(found.inferred, row.inferred) << row.name;
    const std::string_view path = row.line.substr(row.line.find(' ') + 1);
    EXPECT_EQ(method_name(found.method), row.line.substr(0, row.line.find(' '))) << row.name;
    EXPECT_EQ(endpoints.url(row.operation, "NAT"),
              "https://api.mediaconnect.no/capi" + std::string(path));
    EXPECT_TRUE(endpoints.needs_token(row.operation)) << row.name;
  }
}

TEST(BaseUrl, ReadsHttpsAndLoopback) {
  constexpr Reads table[] = {
      {"https://api.mediaconnect.no/capi", "https://api.mediaconnect.no/capi"},
      {"https://api.mediaconnect.no/capi/", "https://api.mediaconnect.no/capi"},
      {"https://api.mediaconnect.no", "https://api.mediaconnect.no"},
      {"https://api.mediaconnect.no///", "https://api.mediaconnect.no"},
      {" HTTPS://API.Mediaconnect.NO/CaPi ", "https://api.mediaconnect.no/CaPi"},
      {"https://api.mediaconnect.no:8443/capi", "https://api.mediaconnect.no:8443/capi"},
      {"https://x.no:1", "https://x.no:1"},
      {"https://x.no:65535", "https://x.no:65535"},
      {"https://x.no/a/b-c_d~e.f", "https://x.no/a/b-c_d~e.f"},
      {"https://x.no./a", "https://x.no./a"},
      {"https://xn--blbr-qoab.no", "https://xn--blbr-qoab.no"},
      {"https://x.1a", "https://x.1a"},
      {"https://0x1f.no", "https://0x1f.no"},
      // As a browser writes the path.
      {"https://x.no/bl\u00e5b\u00e6r", "https://x.no/bl%C3%A5b%C3%A6r"},
      {"https://x.no/\U0001F600/", "https://x.no/%F0%9F%98%80"},
      {"https://x.no/a%20b/%c3%a5", "https://x.no/a%20b/%c3%a5"},
      {"https://x.no/a!$&'()*+,;=:@b", "https://x.no/a!$&'()*+,;=:@b"},
      {"https://x.no/...", "https://x.no/..."},
      {"https://192.0.2.1/capi", "https://192.0.2.1/capi"},
      {"https://[::1]/capi", "https://[::1]/capi"},
      // This computer.
      {"http://localhost", "http://localhost"},
      {"http://LOCALHOST:8701/capi", "http://localhost:8701/capi"},
      {"http://127.0.0.1:8701/capi", "http://127.0.0.1:8701/capi"},
      {"http://127.1.2.3", "http://127.1.2.3"},
      {"http://[::1]:8701", "http://[::1]:8701"},
  };
  for (const auto& row : table) {
    const auto url = parse_base_url(ExactText(row.input));
    EXPECT_EQ(url, row.expected) << row.input;
    EXPECT_EQ(parse_base_url(row.expected), row.expected) << "reading it twice changes nothing";
  }
}

TEST(BaseUrl, RefusesWhatATokenMustNotGoTo) {
  constexpr struct {
    std::string_view input;
    ErrorCode code;
  } table[] = {
      {"", ErrorCode::required},
      {"  ", ErrorCode::required},
      // Not encrypted, and not this computer, however much it looks so.
      {"http://api.mediaconnect.no/capi", ErrorCode::base_url_insecure},
      {"http://localhost.evil.example", ErrorCode::base_url_insecure},
      {"http://localhost.", ErrorCode::base_url_insecure},
      {"http://evil-localhost", ErrorCode::base_url_insecure},
      {"http://127.evil.example", ErrorCode::base_url_insecure},
      {"http://127.0.0.1.evil.example", ErrorCode::base_url_insecure},
      {"http://128.0.0.1", ErrorCode::base_url_insecure},
      {"http://0.0.0.0", ErrorCode::base_url_insecure},
      // Numbers that a browser reads in its own way.
      {"http://127.0.0", ErrorCode::base_url_invalid},
      {"http://127.0.0.1.1", ErrorCode::base_url_invalid},
      {"http://0127.0.0.1", ErrorCode::base_url_invalid},
      {"http://0x7f.0.0.1", ErrorCode::base_url_invalid},
      {"http://127..0.1", ErrorCode::base_url_invalid},
      {"http://2130706433", ErrorCode::base_url_invalid},
      // Other schemes, and none.
      {"ftp://x.no", ErrorCode::base_url_invalid},
      {"javascript://x.no/%0aalert(1)", ErrorCode::base_url_invalid},
      {"//x.no", ErrorCode::base_url_invalid},
      {"x.no/capi", ErrorCode::base_url_invalid},
      {"/capi", ErrorCode::base_url_invalid},
      {"https:/x.no", ErrorCode::base_url_invalid},
      {"https:x.no", ErrorCode::base_url_invalid},
      {"://x.no", ErrorCode::base_url_invalid},
      // User names, queries, fragments.
      {"https://user@x.no", ErrorCode::base_url_invalid},
      {"https://user:word@x.no", ErrorCode::base_url_invalid},
      {"http://localhost@evil.example", ErrorCode::base_url_invalid},
      {"http://localhost:80@evil.example", ErrorCode::base_url_invalid},
      {"https://x.no?a", ErrorCode::base_url_invalid},
      {"https://x.no/a?b", ErrorCode::base_url_invalid},
      {"https://x.no#a", ErrorCode::base_url_invalid},
      {"https://x.no/a#b", ErrorCode::base_url_invalid},
      // Texts that a browser's URL parser takes for something else.
      {"http://localhost\\@evil.example", ErrorCode::base_url_invalid},
      {"https://x.no\\evil", ErrorCode::base_url_invalid},
      {"https://x.no/a\\b", ErrorCode::base_url_invalid},
      {"https://x.no/a b", ErrorCode::base_url_invalid},
      {"https://x\t.no", ErrorCode::base_url_invalid},
      {"https://x.no/\u00a0x", ErrorCode::base_url_invalid},
      {"https://x.no/\u2028x", ErrorCode::base_url_invalid},
      {"https://x.no/a\xe5", ErrorCode::base_url_invalid},
      {"https://x.no/100%", ErrorCode::base_url_invalid},
      {"https://x.no/%e", ErrorCode::base_url_invalid},
      {"https://x.no/%zz", ErrorCode::base_url_invalid},
      {"https://x.no/a|b", ErrorCode::base_url_invalid},
      {"https://x.no/<a>", ErrorCode::base_url_invalid},
      {"https://x.no/a\"b", ErrorCode::base_url_invalid},
      {"https://x.no/%2E/b", ErrorCode::base_url_invalid},
      {"https://x.no/.%2e", ErrorCode::base_url_invalid},
      {"https://\u24e7.no", ErrorCode::base_url_invalid},
      {"https://x.no/%2e%2e", ErrorCode::base_url_invalid},
      {"https://x.no/a//b", ErrorCode::base_url_invalid},
      {"https://x.no/../b", ErrorCode::base_url_invalid},
      {"https://x.no/a/.", ErrorCode::base_url_invalid},
      {"https://x.no/a/..", ErrorCode::base_url_invalid},
      // Hosts and ports.
      {"https://", ErrorCode::base_url_invalid},
      {"https:///capi", ErrorCode::base_url_invalid},
      {"https://.x.no", ErrorCode::base_url_invalid},
      {"https://-x.no", ErrorCode::base_url_invalid},
      // Hosts that a browser refuses: every request would have failed.
      {"https://10.0.0.300", ErrorCode::base_url_invalid},
      {"https://10.0.0.256/capi", ErrorCode::base_url_invalid},
      {"https://1.2.3", ErrorCode::base_url_invalid},
      {"https://1.2.3.4.5", ErrorCode::base_url_invalid},
      {"https://x.no.1", ErrorCode::base_url_invalid},
      {"https://x.0x1f", ErrorCode::base_url_invalid},
      {"https://x.0X", ErrorCode::base_url_invalid},
      {"https://09.1.1.1", ErrorCode::base_url_invalid},
      {"https://x..no", ErrorCode::base_url_invalid},
      {"https://x.no..", ErrorCode::base_url_invalid},
      {"https://.", ErrorCode::base_url_invalid},
      {"https://x y.no", ErrorCode::base_url_invalid},
      {"https://x%20y.no", ErrorCode::base_url_invalid},
      {"https://x%.no", ErrorCode::base_url_invalid},
      {"https://x<y.no", ErrorCode::base_url_invalid},
      {"https://x|y.no", ErrorCode::base_url_invalid},
      {"https://bl\u00e5b\u00e6r.no", ErrorCode::base_url_invalid},
      {"https://[2001:db8::g]", ErrorCode::base_url_invalid},
      {"https://x_y.no", ErrorCode::base_url_invalid},
      {"https://[::2]", ErrorCode::base_url_invalid},
      {"http://[::1", ErrorCode::base_url_invalid},
      {"http://[::1]x", ErrorCode::base_url_invalid},
      {"https://x.no:", ErrorCode::base_url_invalid},
      {"https://x.no:x", ErrorCode::base_url_invalid},
      {"https://x.no:80:80", ErrorCode::base_url_invalid},
      {"https://x.no:-1", ErrorCode::base_url_invalid},
      // These ports were once taken, and every request then failed.
      {"https://x.no:0", ErrorCode::base_url_invalid},
      {"https://x.no:65536", ErrorCode::base_url_invalid},
      {"https://x.no:99999", ErrorCode::base_url_invalid},
      {"https://x.no:123456", ErrorCode::base_url_invalid},
      {"https://\xff.no", ErrorCode::base_url_invalid},
  };
  for (const auto& row : table) {
    EXPECT_EQ(code_of(parse_base_url(ExactText(row.input))), row.code) << row.input;
    EXPECT_EQ(code_of(Endpoints::create(ExactText(row.input))), row.code) << row.input;
  }
  EXPECT_EQ(error_of(parse_base_url("http://evil.example")),
            (Error{ErrorCode::base_url_insecure, "baseUrl", "http://evil.example"}));
}

TEST(Endpoints, ProductCodesArePercentEncoded) {
  const Endpoints endpoints = production();
  const auto last = [&](std::string_view code) {
    const std::string url = endpoints.url(Operation::list_share_rules, code);
    return url.substr(url.rfind('/') + 1);
  };
  EXPECT_EQ(last("CO27409"), "CO27409");
  EXPECT_EQ(last("a-b._~"), "a-b._~");
  EXPECT_EQ(last("A/B?c#d e%"), "A%2FB%3Fc%23d%20e%25");
  EXPECT_EQ(last("\u00c5"), "%C3%85");
  EXPECT_EQ(last("{productCode}"), "%7BproductCode%7D");
}

TEST(Endpoints, PathsCanBeOverridden) {
  for (const Endpoint& row : endpoint_table) {
    Endpoints endpoints = production();
    const bool marked = row.path.contains("{productCode}");
    const std::string path = marked ? "/v2/x/{productCode}/y" : "/v2/x";
    ASSERT_TRUE(endpoints.override_path(row.name, path)) << row.name;
    EXPECT_EQ(endpoints.url(row.operation, "N/T"),
              std::string("https://api.mediaconnect.no/capi/v2/x") + (marked ? "/N%2FT/y" : ""));
    for (const Endpoint& other : endpoint_table) {
      if (other.operation == row.operation) continue;
      EXPECT_EQ(endpoints.url(other.operation, "N"), production().url(other.operation, "N"));
    }
  }
}

TEST(Endpoints, BrokenOverridesAreRefusedAndChangeNothing) {
  constexpr struct {
    std::string_view name, path, fragment;
  } table[] = {
      {"listEverything", "/x", "listEverything"},
      {"", "/x", ""},
      {"listnets", "/x", "listnets"},
      {"listNets", "x", "x"},
      {"listNets", "//evil.example/x", "//evil.example/x"},
      {"listNets", "/x//y", "/x//y"},
      {"listNets", "/x?y", "/x?y"},
      {"listNets", "/x#y", "/x#y"},
      {"listNets", "/../x", "/../x"},
      {"listNets", "/x/.", "/x/."},
      {"listNets", "/%2e%2e/x", "/%2e%2e/x"},
      {"listNets", "/\\evil.example", "/\\evil.example"},
      {"listNets", "https://evil.example", "https://evil.example"},
      {"listNets", "/x\n", "/x\n"},
      {"listNets", "/\xff", ""},
      // The mark stands where the documented path has it, and nowhere else, once.
      {"listNets", "/x/{productCode}", "/x/{productCode}"},
      {"listShareRules", "/x", "/x"},
      {"listShareRules", "/x/{productcode}", "/x/{productcode}"},
      {"listShareRules", "/{productCode}/{productCode}", "/{productCode}/{productCode}"},
      {"listShareRules", "{productCode}", "{productCode}"},
  };
  for (const auto& row : table) {
    Endpoints endpoints = production();
    EXPECT_EQ(
        error_of(endpoints.override_path(ExactText(row.name), ExactText(row.path))),
        (Error{ErrorCode::path_invalid,
               row.name.empty() || row.name == row.fragment ? "paths"
                                                            : "paths." + std::string(row.name),
               std::string(row.fragment)}))
        << row.name << ' ' << row.path;
    for (const Endpoint& each : endpoint_table)
      EXPECT_EQ(endpoints.url(each.operation, "N"), production().url(each.operation, "N"));
  }
}

TEST(Endpoints, TheDeclineRouteTakesNoToken) {
  Endpoints endpoints = production();
  ASSERT_TRUE(endpoints.set_decline_route("https://paper.example/subshare/decline"));
  EXPECT_EQ(endpoints.url(Operation::decline_invitation), "https://paper.example/subshare/decline");
  for (const Endpoint& row : endpoint_table)
    EXPECT_EQ(endpoints.needs_token(row.operation), row.operation != Operation::decline_invitation);
  // It wins over a path of the API.
  ASSERT_TRUE(endpoints.override_path("declineInvitation", "/x"));
  EXPECT_EQ(endpoints.url(Operation::decline_invitation), "https://paper.example/subshare/decline");
}

// A final slash, a query and letters of the publisher's language: its own server knows why.
TEST(Endpoints, TheDeclineRouteIsThePublishersOwn) {
  constexpr Reads table[] = {
      {"https://paper.example/decline/", "https://paper.example/decline/"},
      {"https://paper.example/", "https://paper.example/"},
      {"https://paper.example/decline?site=a&b=/?%20c",
       "https://paper.example/decline?site=a&b=/?%20c"},
      {"https://paper.example?a", "https://paper.example?a"},
      {"https://paper.example/avsl\u00e5?hvorfor=\u00e5",
       "https://paper.example/avsl%C3%A5?hvorfor=%C3%A5"},
      {" HTTPS://Paper.Example:8443/Decline/ ", "https://paper.example:8443/Decline/"},
      {"http://localhost:8703/decline?x", "http://localhost:8703/decline?x"},
  };
  for (const auto& row : table) {
    Endpoints endpoints = production();
    ASSERT_TRUE(endpoints.set_decline_route(ExactText(row.input))) << row.input;
    EXPECT_EQ(endpoints.url(Operation::decline_invitation), row.expected);
    ASSERT_TRUE(endpoints.set_decline_route(row.expected)) << "reading it twice changes nothing";
    EXPECT_EQ(endpoints.url(Operation::decline_invitation), row.expected);
  }
}

TEST(Endpoints, AnEmptyOverrideReplacesNothing) {
  for (const Endpoint& row : endpoint_table) {
    Endpoints endpoints = production();
    EXPECT_TRUE(endpoints.override_path(row.name, ""));
    EXPECT_EQ(endpoints.url(row.operation, "N"), production().url(row.operation, "N"));
  }
  EXPECT_EQ(error_of(production().override_path("listEverything", "")),
            (Error{ErrorCode::path_invalid, "paths", "listEverything"}));
}

TEST(Endpoints, OverriddenPathsAreEncoded) {
  Endpoints endpoints = production();
  ASSERT_TRUE(endpoints.override_path("listShareRules", "/\u00e5/{productCode}/\u00e6%20/"));
  EXPECT_EQ(endpoints.url(Operation::list_share_rules, "N/T"),
            "https://api.mediaconnect.no/capi/%C3%A5/N%2FT/%C3%A6%20/");
}

TEST(Endpoints, NoReadIsLikeAnother) {
  Endpoints endpoints = production();
  for (const Endpoint& row : endpoint_table) {
    const std::string plain = endpoints.url(row.operation, "N");
    EXPECT_EQ(endpoints.url(row.operation, "N", "1.5 \u00e5"),
              plain + (row.method == Method::get ? "?_=1.5%20%C3%A5" : ""));
  }
  ASSERT_TRUE(endpoints.set_cache_parameter("no-cache_1"));
  EXPECT_TRUE(endpoints.url(Operation::list_nets, {}, "7").ends_with("/net?no-cache_1=7"));
  for (const std::string_view name : {"a b", "a=b", "a&b", "\u00e5", "a/b", "?"}) {
    EXPECT_EQ(error_of(endpoints.set_cache_parameter(name)),
              (Error{ErrorCode::path_invalid, "cacheParameter", std::string(name)}));
  }
  EXPECT_TRUE(endpoints.url(Operation::list_nets, {}, "7").ends_with("/net?no-cache_1=7"));
  ASSERT_TRUE(endpoints.set_cache_parameter(""));
  EXPECT_TRUE(endpoints.url(Operation::list_nets, {}, "7").ends_with("/net"));
}

TEST(Endpoints, ABrokenDeclineRouteIsRefused) {
  Endpoints endpoints = production();
  EXPECT_EQ(error_of(endpoints.set_decline_route("http://paper.example/x")),
            (Error{ErrorCode::base_url_insecure, "declineUrl", "http://paper.example/x"}));
  for (const std::string_view url :
       {"/subshare/decline", "https://paper.example/a#b", "https://paper.example/a b",
        "https://paper.example/a//b", "https://paper.example/../b", "https://paper.example?a\\b",
        "https://paper.example/?\xff", "https://10.0.0.300/decline", "https://bl\u00e5.no/decline"})
    EXPECT_EQ(error_of(endpoints.set_decline_route(url)),
              (Error{ErrorCode::base_url_invalid, "declineUrl",
                     std::string(count_code_points(url) ? url : std::string_view{})}))
        << url;
  EXPECT_EQ(error_of(endpoints.set_decline_route(" ")),
            (Error{ErrorCode::required, "declineUrl", {}}));
  EXPECT_TRUE(endpoints.needs_token(Operation::decline_invitation));
  EXPECT_EQ(endpoints.base_url(), "https://api.mediaconnect.no/capi");
}

}  // namespace
}  // namespace subshare::test
