// The control routes under /sandbox/ on the API port: how a test arranges what it needs. They take
// and give JSON, need no token, and are closed to web pages.
#pragma once

#include <nlohmann/json.hpp>

#include "house.hpp"
#include "http_server.hpp"

namespace sandbox {

class Control {
 public:
  explicit Control(House& house) : house_(house) {}

  /// Answers a request whose path starts with /sandbox/.
  void handle(const httplib::Request& request, httplib::Response& response);

 private:
  nlohmann::json route(const std::string& route, const nlohmann::json& body);
  nlohmann::json add_fault(const nlohmann::json& body);
  nlohmann::json list_faults();
  nlohmann::json set_habits(const nlohmann::json& body);
  nlohmann::json set_nets(const nlohmann::json& body);
  nlohmann::json set_limits(const nlohmann::json& body);
  nlohmann::json create_shares(const nlohmann::json& body);
  nlohmann::json set_status(const nlohmann::json& body);
  nlohmann::json force_status(const nlohmann::json& body);
  nlohmann::json stop_subscription(const nlohmann::json& body);
  nlohmann::json create_session(const nlohmann::json& body);
  nlohmann::json move_clock(const nlohmann::json& body);
  std::int64_t user_id(const nlohmann::json& body, const char* member);

  House& house_;
};

}  // namespace sandbox
