// A real sandbox per test, spoken to over real HTTP.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sandbox.hpp"

namespace sandbox::test {

struct Reply {
  int status = 0;  // 0: the connection ended without an answer
  std::string body;
  httplib::Headers headers;

  nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
  /// The status word of a ShareStatus answer, or empty.
  std::string word() const;
  std::string header(const std::string& name) const;
  /// The "name=value" of the first cookie set, or empty.
  std::string cookie() const;
};

/// One request on a fresh connection.
Reply send(const std::string& origin, const std::string& method, const std::string& path,
           httplib::Headers headers = {}, const std::string& body = {},
           const std::string& content_type = "application/json");

/// Sends the bytes as they are and gives all that comes back.
std::string send_raw(const std::string& origin, const std::string& bytes);

/// A folder of its own, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  std::string path(const std::string& name = {}) const;
  void write(const std::string& name, const std::string& content) const;

 private:
  std::string path_;
};

class SandboxTest : public ::testing::Test {
 protected:
  SandboxTest();

  /// Ends the sandbox, when there is one, and starts it on the same file and ports.
  void restart();

  Reply control(const std::string& method, const std::string& route,
                const nlohmann::json& body = nlohmann::json::object());
  /// A user-mode token of a seed user.
  std::string token_of(const std::string& login);
  std::string client_token();
  std::string publisher_cookie(const std::string& login);

  /// One API call; `path` starts with /v1. A null body sends none.
  Reply call(const std::string& token, const std::string& method, const std::string& path,
             const nlohmann::json& body = nullptr);
  Reply invite(const std::string& token, const std::string& product, const std::string& contact,
               const nlohmann::json& more = nlohmann::json::object());
  Reply accept(const std::string& token, const std::string& code);
  Reply decline(const std::string& code);
  Reply cancel(const std::string& token, const std::string& code);
  nlohmann::json shares(const std::string& token);
  int seats_in_use(const std::string& token, const std::string& product);
  nlohmann::json outbox();

  Reply publisher(const std::string& method, const std::string& path, httplib::Headers headers = {},
                  const std::string& body = {});
  Reply login(const std::string& method, const std::string& path, httplib::Headers headers = {},
              const std::string& body = {});

  TemporaryFolder folder_;
  Options options_;
  std::unique_ptr<Sandbox> sandbox_;
};

/// The built program in a process of its own.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments);
  ~Program();
  /// The first line it prints, or empty when it ends without one.
  std::string first_line();
  void signal(int number) const;
  /// Waits for its end and gives its exit status.
  int wait();
  /// What it said on stderr; after `wait`.
  const std::string& errors() const { return errors_; }

 private:
  int pid_ = -1;
  int output_ = -1;
  int error_output_ = -1;
  std::string errors_;
};

}  // namespace sandbox::test
