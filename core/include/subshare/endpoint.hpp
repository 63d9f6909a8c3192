// The 11 endpoints of the Sharing API in one table, and the URLs made from it.
//
// Rows marked `inferred` have a path that we concluded from documented neighbours [I]; any path can
// be overridden at run time through Endpoints::override_path, without rebuilding.
//
// An answer must never come out of a cache: it would be an old list, or another user's, whatever
// headers the API sends or a proxy in between invents. The browser's requests have no cache mode
// here (emscripten_fetch is XMLHttpRequest), and a request header such as Cache-Control would have
// to be allowed by the API's CORS rules, of which we know nothing. So each read gets a parameter of
// our own that is another each time, `?_=...`: no cache of a browser or a CDN has seen that URL,
// and a server that does not know the parameter passes over it, as nearly all do. For one that does
// not, the parameter can be given another name, or none (Endpoints::set_cache_parameter).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "subshare/error.hpp"
#include "subshare/export.hpp"

namespace subshare {

// The API's eleven, in the order of its documentation. What each needs stands at Intent (wire.hpp).
enum class Operation : std::uint8_t {
  send_invitation,
  accept_invitation,
  decline_invitation,
  list_share_rules,
  list_distribution_levels,
  change_invitation_details,
  list_shared_subscribers,
  cancel_sharing,
  list_nets,
  change_nets,
  change_distribution_level,
};

// How many operations there are.
inline constexpr std::size_t operation_count = 11;

// The HTTP methods that the API has.
enum class Method : std::uint8_t { get, post, patch };

// Whose token the request carries.
enum class Mode : std::uint8_t {
  user,    // OAuth 2.0 authorization code
  client,  // OAuth 2.0 client credentials: a token that does not belong in a browser
};

// What may be done after an outcome that is not known (lost answer, time-out, 5xx).
enum class Repeat : std::uint8_t {
  safe,        // reads only
  idempotent,  // doing it twice leaves what doing it once leaves
  look_first,  // only after the list has shown that it did not happen
};

// One row of the table.
struct Endpoint {
  Operation operation;    // whose row it is
  std::string_view name;  // as in the client's methods and in `paths`: "sendInvitation"
  Method method;          // with which it is asked
  std::string_view path;  // below the base URL; {productCode} is filled in by Endpoints::url
  Mode mode;              // whose token it takes
  Repeat repeat;          // what may be done after an unclear outcome
  bool inferred;          // whether the path is concluded, not documented
};

// clang-format off
inline constexpr std::array<Endpoint, operation_count> endpoint_table{{
    {Operation::send_invitation,           "sendInvitation",          Method::post,  "/v1/subscription/share/invitation",                        Mode::user,   Repeat::look_first, false},
    {Operation::accept_invitation,         "acceptInvitation",        Method::patch, "/v1/subscription/share/invitation",                        Mode::user,   Repeat::idempotent, false},
    {Operation::decline_invitation,        "declineInvitation",       Method::patch, "/v1/client/subscription/share/invitation",                 Mode::client, Repeat::idempotent, false},
    {Operation::list_share_rules,          "listShareRules",          Method::get,   "/v1/customer/product/share/rule/{productCode}",            Mode::user,   Repeat::safe,       false},
    {Operation::list_distribution_levels,  "listDistributionLevels",  Method::get,   "/v1/subscription/share/distribution/level/{productCode}",  Mode::user,   Repeat::safe,       true},
    {Operation::change_invitation_details, "changeInvitationDetails", Method::patch, "/v1/subscription/share/invitation/data",                   Mode::user,   Repeat::idempotent, false},
    {Operation::list_shared_subscribers,   "listSharedSubscribers",   Method::get,   "/v1/subscription/share",                                   Mode::user,   Repeat::safe,       true},
    {Operation::cancel_sharing,            "cancelSharing",           Method::patch, "/v1/subscription/share",                                   Mode::user,   Repeat::idempotent, false},
    {Operation::list_nets,                 "listNets",                Method::get,   "/v1/subscription/share/net",                               Mode::user,   Repeat::safe,       true},
    {Operation::change_nets,               "changeNets",              Method::post,  "/v1/subscription/share/net",                               Mode::user,   Repeat::idempotent, true},
    {Operation::change_distribution_level, "changeDistributionLevel", Method::patch, "/v1/subscription/share/distribution/level",                Mode::user,   Repeat::idempotent, true},
}};
// clang-format on

constexpr const Endpoint& endpoint(Operation operation) {
  return endpoint_table[static_cast<std::size_t>(operation)];
}

// As HTTP writes it: "PATCH".
SUBSHARE_API std::string_view method_name(Method method);

// Checks a base URL and takes a trailing slash off. It must be https, or http to a loopback host
// (localhost, 127.0.0.0/8, [::1]); without user name, query or fragment. The host is a name in
// ASCII (punycode for other scripts) or an IPv4 address in full, nothing that a browser refuses or
// takes for another host (10.0.0.300, 1.2.3, a..b, port 99999). Letters beyond ASCII in the path
// are percent-encoded, as a browser does. Errors: required, base_url_invalid, base_url_insecure;
// the field is "baseUrl".
SUBSHARE_API Result<std::string> parse_base_url(std::string_view text);

// Base URL, path overrides and the publisher's own decline route: where each operation goes.
class SUBSHARE_API Endpoints {
 public:
  // The one way to have one. Errors: those of parse_base_url.
  static Result<Endpoints> create(std::string_view base_url);

  // Replaces the path of the operation with this `name`; an empty one replaces nothing. The path
  // begins with one slash, has neither query, fragment nor dot segments, and keeps `{productCode}`
  // if and only if the documented path has it. Errors, after which all is as before: path_invalid
  // with the field "paths.listNets", or "paths" for a name that no operation has.
  Result<void> override_path(std::string_view name, std::string_view path);

  // A same-origin route of the publisher that forwards Decline and adds the client token on the
  // server, so that none is needed in the browser. Must be absolute, under the same rules as a base
  // URL, but it may have a query, and a final slash stays. Errors, after which all is as before:
  // required, base_url_*; the field is "declineUrl".
  Result<void> set_decline_route(std::string_view url);

  // Name of the parameter that keeps caches from answering reads, `_` unless set here; letters,
  // digits, `_` and `-`. Empty: none, and then whatever caches there are may answer. Errors:
  // path_invalid with the field "cacheParameter".
  Result<void> set_cache_parameter(std::string_view name);

  // Full URL. `product_code` fills `{productCode}`, percent-encoded. A read gets `unlike` as the
  // parameter against caches, where it is not empty; it must be another text each time, also after
  // the page has been loaded again.
  std::string url(Operation operation, std::string_view product_code = {},
                  std::string_view unlike = {}) const;

  // Whether a token goes with the request: not to the publisher's decline route, which adds its
  // own.
  bool needs_token(Operation operation) const;

  // As parse_base_url left it, without a final slash. Lives as long as this object.
  const std::string& base_url() const { return base_url_; }

 private:
  Endpoints() = default;
  std::string base_url_;
  std::string decline_route_;
  std::string cache_parameter_ = "_";
  std::array<std::string, operation_count> overrides_;
};

}  // namespace subshare
