// The login host: OAuth 2.0 authorize and token, the documented login URL, and a login page.
#pragma once

#include <map>
#include <string>

#include "house.hpp"
#include "http_server.hpp"

namespace sandbox {

class ConnectId {
 public:
  explicit ConnectId(House& house) : house_(house) {}

  void handle(const httplib::Request& request, httplib::Response& response);

 private:
  void authorize(const httplib::Request& request, httplib::Response& response);
  void login_url(const httplib::Request& request, httplib::Response& response);
  void submit(const httplib::Request& request, httplib::Response& response);
  void logout(const httplib::Request& request, httplib::Response& response);
  void home(const httplib::Request& request, httplib::Response& response);
  void token(const httplib::Request& request, httplib::Response& response);
  void login_page(httplib::Response& response, int status, const std::string& go_on,
                  const std::string& problem, const std::string& cancel_url = {});
  std::string unknown_redirect(const std::string& uri) const;
  void page(httplib::Response& response, int status, const std::string& title,
            const std::string& content);
  bool is_publisher_url(const std::string& url) const;
  std::optional<User> session_user(const httplib::Request& request);

  House& house_;
};

}  // namespace sandbox
