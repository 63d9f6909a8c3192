// The program as a person or a script starts it: its one line, its failures, its end.
#include <signal.h>
#include <sys/stat.h>

#include "harness.hpp"

namespace sandbox::test {
namespace {

using nlohmann::json;

std::string origin_of(const json& line, const char* part) {
  const std::string url = line.at(part);
  return url.substr(0, url.find('/', 7));
}

std::string port_of(const json& line, const char* part) {
  const auto origin = origin_of(line, part);
  return origin.substr(origin.rfind(':') + 1);
}

class ProgramTest : public ::testing::Test {
 protected:
  // Expects the start to fail with one sentence that has `hint` in it.
  void expect_failure(std::vector<std::string> arguments, const std::string& hint) {
    Program program(std::move(arguments));
    const auto line = program.first_line();
    EXPECT_EQ(line, "");
    if (!line.empty()) program.signal(SIGKILL);
    EXPECT_EQ(program.wait(), 1);
    EXPECT_NE(program.errors().find(hint), std::string::npos) << program.errors();
    EXPECT_EQ(std::count(program.errors().begin(), program.errors().end(), '\n'), 1)
        << program.errors();
  }
  TemporaryFolder folder_;
};

TEST_F(ProgramTest, PrintsWhereItIsAndEndsWell) {
  for (const int signal : {SIGINT, SIGTERM}) {
    Program program({"--data", folder_.path("data")});
    const auto line = json::parse(program.first_line());
    EXPECT_TRUE(line.at("api").get<std::string>().ends_with("/capi"));
    EXPECT_EQ(send(origin_of(line, "publisher"), "GET", "/outbox.json").status, 200);
    EXPECT_EQ(send(origin_of(line, "login"), "GET", "/").status, 200);
    program.signal(signal);
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.errors(), "");
  }
}

TEST_F(ProgramTest, KilledAndStartedAgainItGoesOnAsIfNothingHadHappened) {
  auto program =
      std::make_unique<Program>(std::vector<std::string>{"--data", folder_.path("data")});
  const auto first = program->first_line();
  const auto line = json::parse(first);
  const auto session =
      send(origin_of(line, "api"), "POST", "/sandbox/session", {}, R"({"user":"ola"})").json();
  const httplib::Headers headers = {
      {"Authorization", "Bearer " + session.at("access_token").get<std::string>()}};
  const auto invite = [&] {
    return send(origin_of(line, "api"), "POST", "/capi/v1/subscription/share/invitation", headers,
                R"({"contact":"kari@example.com","contactType":"A","productCode":"NAT"})")
        .word();
  };
  EXPECT_EQ(invite(), "SHARE_OK");
  program->signal(SIGKILL);
  EXPECT_EQ(program->wait(), 128 + SIGKILL);

  program = std::make_unique<Program>(std::vector<std::string>{
      "--data", folder_.path("data"), "--api-port", port_of(line, "api"), "--login-port",
      port_of(line, "login"), "--publisher-port", port_of(line, "publisher")});
  EXPECT_EQ(program->first_line(), first);
  EXPECT_EQ(invite(), "ALREADY_IN_USE");
  EXPECT_EQ(send(origin_of(line, "publisher"), "GET", "/subshare/token",
                 {{"Cookie", session.at("cookie")}})
                .status,
            200);
}

TEST_F(ProgramTest, ATakenPortIsSaidPlainly) {
  Program program({"--data", folder_.path("one")});
  const auto line = json::parse(program.first_line());
  for (const char* part : {"api", "login", "publisher"}) {
    const auto option = std::string("--") + part + "-port";
    expect_failure({"--data", folder_.path("two"), option, port_of(line, part)},
                   "Port " + port_of(line, part) + " on 127.0.0.1 cannot be used");
  }
}

TEST_F(ProgramTest, UnusableDataIsSaidPlainly) {
  expect_failure({"--data", folder_.path("no/such/folder/data")}, "cannot be opened for writing");
  folder_.write("text", std::string(5000, 'x'));
  expect_failure({"--data", folder_.path("text")}, "is not a sandbox data file");
  {
    sqlite3* other = nullptr;
    sqlite3_open(folder_.path("other").c_str(), &other);
    sqlite3_exec(other, "CREATE TABLE mine(x)", nullptr, nullptr, nullptr);
    sqlite3_close(other);
  }
  expect_failure({"--data", folder_.path("other")}, "a database of something else");
  {
    sqlite3* old = nullptr;
    sqlite3_open(folder_.path("old").c_str(), &old);
    sqlite3_exec(old, "CREATE TABLE x(y); PRAGMA application_id=1396855624; PRAGMA user_version=99",
                 nullptr, nullptr, nullptr);
    sqlite3_close(old);
  }
  expect_failure({"--data", folder_.path("old")}, "another version of the sandbox");
  Program program({"--data", folder_.path("shared")});
  EXPECT_NE(program.first_line(), "");
  expect_failure({"--data", folder_.path("shared")}, "in use by another sandbox");
}

TEST_F(ProgramTest, PagesOfOnesOwnMayCallWhereTheyAreAllowed) {
  const std::string own = "http://localhost:5173", other = "http://[::1]:3000";
  Program program({"--data", folder_.path("data"), "--allow-origin", own, "--allow-origin", other});
  const auto line = json::parse(program.first_line());
  const auto allowed = [&](const char* part, const std::string& method, const std::string& path,
                           const std::string& origin) {
    return send(origin_of(line, part), method, path, {{"Origin", origin}})
        .header("Access-Control-Allow-Origin");
  };
  const std::string reads = "/capi/v1/subscription/share", declines = "/subshare/decline",
                    token = "/rehearsal/token/ola";
  for (const auto& origin : {own, other}) {
    EXPECT_EQ(allowed("api", "OPTIONS", reads, origin), origin);
    EXPECT_EQ(allowed("api", "GET", reads, origin), origin);
    EXPECT_EQ(allowed("publisher", "OPTIONS", declines, origin), origin);
    EXPECT_EQ(allowed("publisher", "PATCH", declines, origin), origin);
    EXPECT_EQ(allowed("publisher", "GET", token, origin), origin);
    // With the publisher's cookies nobody else asks for anything.
    EXPECT_EQ(allowed("publisher", "GET", "/subshare/token", origin), "");
  }
  EXPECT_EQ(allowed("api", "GET", reads, "http://localhost:5174"), "");
  EXPECT_EQ(allowed("publisher", "GET", token, "http://localhost:5174"), "");
  EXPECT_EQ(send(origin_of(line, "publisher"), "PATCH", declines,
                 {{"Origin", "http://localhost:5174"}}, "{}")
                .status,
            403);
}

TEST_F(ProgramTest, AWrongCommandLineIsSaidPlainly) {
  expect_failure({}, "--data is missing");
  expect_failure({"--data"}, "needs a value");
  expect_failure({"--data", "x", "--api-port", "99999"}, "not a port");
  expect_failure({"--data", "x", "--api-port", "80a"}, "not a port");
  expect_failure({"--data", "x", "--colour", "red"}, "no option --colour");
  for (const char* origin : {"localhost:5173", "http://localhost:5173/", "*", "http://A.no"}) {
    expect_failure({"--data", "x", "--allow-origin", origin}, "not an origin");
  }
  expect_failure({"--data", "x", "--web", folder_.path("none")}, "does not exist");
  expect_failure({"--data", folder_.path("y"), "--host", "not an address"}, "cannot be used");
  Program help({"--help"});
  EXPECT_TRUE(help.first_line().starts_with("Usage:"));
}

}  // namespace
}  // namespace sandbox::test
