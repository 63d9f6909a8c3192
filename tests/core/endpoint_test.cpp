#include "subshare/endpoint.hpp"

#include <set>

#include "testing.hpp"

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
      {"http://127.0.0", ErrorCode::base_url_insecure},
      {"http://127.0.0.1.1", ErrorCode::base_url_insecure},
      {"http://128.0.0.1", ErrorCode::base_url_insecure},
      {"http://0127.0.0.1", ErrorCode::base_url_insecure},
      {"http://0x7f.0.0.1", ErrorCode::base_url_insecure},
      {"http://0.0.0.0", ErrorCode::base_url_insecure},
      {"http://127..0.1", ErrorCode::base_url_insecure},
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
      {"https://x.no/\u00e5", ErrorCode::base_url_invalid},
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
      {"listNets", "", ""},
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
    EXPECT_EQ(error_of(endpoints.override_path(ExactText(row.name), ExactText(row.path))),
              (Error{ErrorCode::path_invalid, "paths", std::string(row.fragment)}))
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

TEST(Endpoints, ABrokenDeclineRouteIsRefused) {
  Endpoints endpoints = production();
  EXPECT_EQ(error_of(endpoints.set_decline_route("http://paper.example/x")),
            (Error{ErrorCode::base_url_insecure, "declineUrl", "http://paper.example/x"}));
  EXPECT_EQ(code_of(endpoints.set_decline_route("/subshare/decline")), ErrorCode::base_url_invalid);
  EXPECT_TRUE(endpoints.needs_token(Operation::decline_invitation));
  EXPECT_EQ(endpoints.base_url(), "https://api.mediaconnect.no/capi");
}

}  // namespace
}  // namespace subshare::test
