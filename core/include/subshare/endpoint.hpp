// The 11 endpoints of the Sharing API in one table, and the URLs made from it.
//
// Rows marked `inferred` have a path that we concluded from documented neighbours [I]; any path can
// be overridden at run time through Endpoints::override_path, without rebuilding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "subshare/error.hpp"

namespace subshare {

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

inline constexpr std::size_t operation_count = 11;

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

struct Endpoint {
  Operation operation;
  std::string_view name;  // as in the client's methods and in `paths`: "sendInvitation"
  Method method;
  std::string_view path;
  Mode mode;
  Repeat repeat;
  bool inferred;
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

std::string_view method_name(Method method);

// Checks a base URL and takes a trailing slash off. It must be https, or http to a loopback host
// (localhost, 127.0.0.0/8, [::1]); without user name, query or fragment. Errors: base_url_invalid,
// base_url_insecure.
Result<std::string> parse_base_url(std::string_view text);

// Base URL, path overrides and the publisher's own decline route: where each operation goes.
class Endpoints {
 public:
  static Result<Endpoints> create(std::string_view base_url);

  // Replaces the path of the operation with this `name`. The path begins with one slash, has
  // neither query, fragment nor dot segments, and keeps `{productCode}` if and only if the
  // documented path has it. Errors: path_invalid.
  Result<void> override_path(std::string_view name, std::string_view path);

  // A same-origin route of the publisher that forwards Decline and adds the client token on the
  // server, so that none is needed in the browser. Must be absolute, under the same rules as a base
  // URL. Errors: base_url_*.
  Result<void> set_decline_route(std::string_view url);

  // Full URL. `product_code` fills `{productCode}`, percent-encoded.
  std::string url(Operation operation, std::string_view product_code = {}) const;

  // Whether a token goes with the request: not to the publisher's decline route, which adds its
  // own.
  bool needs_token(Operation operation) const;

  const std::string& base_url() const { return base_url_; }

 private:
  std::string base_url_;
  std::string decline_route_;
  std::array<std::string, operation_count> overrides_;
};

}  // namespace subshare
