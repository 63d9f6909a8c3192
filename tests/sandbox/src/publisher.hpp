// The example publisher: what a newspaper's own server would do around the elements. It holds the
// client secret and the refresh tokens, so that the browser holds neither.
#pragma once

#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "house.hpp"
#include "http_server.hpp"

namespace sandbox {

/// A folder of files under a URL prefix, without a way out of it.
class FileFolder {
 public:
  struct File {
    std::string content, mime_type, etag;
    bool is_html = false;
  };

  /// An empty folder name serves nothing.
  explicit FileFolder(const std::string& folder);

  /// The file for a decoded path relative to the folder ("" and "x/" mean index.html). Hidden
  /// files, "..", and links that lead out are not found.
  std::optional<File> find(const std::string& relative_path) const;

 private:
  std::string root_;
};

/// A path on the publisher's own site to go back to, or "/" when `target` is anything else: another
/// site by scheme, "//" or "/\", or a text with control characters.
std::string safe_return_path(const std::string& target);

struct Endpoint;

// What both its parts are made with (publisher.cpp, publisher_api.cpp).
void publisher_json(httplib::Response& response, int status, const nlohmann::json& body);
httplib::Client client_for(const std::string& origin);
/// The API's answer as a page of this origin gets it.
void pass_on(const httplib::Response& result, httplib::Response& response);

class Publisher {
 public:
  Publisher(House& house, const std::string& web_folder, const std::string& demo_folder);

  void handle(const httplib::Request& request, httplib::Response& response);

 private:
  void login(const httplib::Request& request, httplib::Response& response);
  void callback(const httplib::Request& request, httplib::Response& response);
  void logout(const httplib::Request& request, httplib::Response& response);
  /// Whether a fault of the route has been met; then it is answered.
  bool fails(const char* route, httplib::Response& response);
  void user_token(const httplib::Request& request, httplib::Response& response);
  /// A session's new token in the place of the one that was refused, once for all who ask at the
  /// same time. Empty, and the session's end, where there is none to be had.
  std::string renewed(const std::string& session_id, const std::string& refused);
  /// Whether the request is for `/subshare/api`; then it is answered (publisher_api.cpp).
  bool reads_api(const httplib::Request& request, httplib::Response& response);
  void reader_json(const httplib::Request& request, httplib::Response& response);
  void forward(const httplib::Request& request, httplib::Response& response,
               const Endpoint& endpoint, const std::string& target);
  void rehearsal_token(const std::string& login, httplib::Response& response);
  void decline(const httplib::Request& request, httplib::Response& response,
               const std::string& api = "/capi");
  void session_json(const httplib::Request& request, httplib::Response& response);
  void outbox_json(httplib::Response& response);
  void files(const httplib::Request& request, httplib::Response& response);
  bool allow_others(const httplib::Request& request, httplib::Response& response);
  void page(httplib::Response& response, int status, const std::string& title,
            const std::string& content);
  std::string fill_in(const std::string& html, const httplib::Request& request);
  std::optional<PublisherSession> session(const httplib::Request& request);
  std::optional<IssuedTokens> ask_for_tokens(const std::string& form);
  std::string client_token(bool fresh);

  House& house_;
  FileFolder web_;
  FileFolder demo_;
  std::mutex renewal_mutex_;
  std::mutex client_token_mutex_;
  std::string client_token_;
};

}  // namespace sandbox
