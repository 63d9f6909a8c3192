// The Connect API under /capi: the way of every call from its arrival to its answer.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

#include "house.hpp"
#include "http_server.hpp"
#include "rehearsal.hpp"

namespace sandbox {

/// Status code and JSON body of an answer.
struct Answer {
  int status = 200;
  std::string body;
  std::optional<Fault> piecewise{};  // nothing: whole
};

/// `{"exceptionType": …, "errorMessage": …}` with a status of 400 or more.
Answer error_answer(int status, const std::string& message);

enum class Operation {
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
  list_subscriptions,
};

/// One of the eleven endpoints of sharing-api.md, or the list of subscriptions beside them. The
/// paths marked [I] there are inferred.
struct Endpoint {
  Operation operation;
  const char* name;
  const char* method;
  const char* path;  // ends in / where a product code follows
  bool client_mode;
  bool answers_status;
};

std::span<const Endpoint> all_endpoints();
const Endpoint* find_endpoint_by_name(const std::string& name);

/// A call that may pass: what its endpoint works on.
struct Call {
  const Endpoint& endpoint;
  std::int64_t user_id = 0;  // 0 in client mode
  std::string product_code;  // from the path
  const httplib::Request& request;
};

/// Does the call (api_operations.cpp).
Answer perform(House& house, const Call& call);

class Api {
 public:
  explicit Api(House& house) : house_(house) {}

  /// Answers a request whose path starts with /capi.
  void handle(const httplib::Request& request, httplib::Response& response);

 private:
  Answer answer_call(const httplib::Request& request, httplib::Response& response,
                     const Endpoint& endpoint, std::string product_code, std::uint64_t number,
                     const std::optional<Rehearsal>& rehearsal);
  void send_piecewise(const Answer& answer, httplib::Response& response);
  void allow_pages(const httplib::Request& request, httplib::Response& response) const;

  House& house_;
};

}  // namespace sandbox
