#include "harness.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace sandbox::test {

std::string Reply::word() const {
  const auto parsed = json();
  return parsed.is_object() ? parsed.value("status", "") : "";
}

std::string Reply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

std::string Reply::cookie() const {
  const auto value = header("Set-Cookie");
  return value.substr(0, value.find(';'));
}

Reply send(const std::string& origin, const std::string& method, const std::string& path,
           httplib::Headers headers, const std::string& body, const std::string& content_type) {
  httplib::Client client(origin);
  client.set_read_timeout(20);
  client.set_follow_location(false);
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.headers = std::move(headers);
  request.body = body;
  if (!body.empty() && !request.has_header("Content-Type")) {
    request.set_header("Content-Type", content_type);
  }
  const auto result = client.send(request);
  if (!result) return {};
  return {result->status, result->body, result->headers};
}

std::string send_raw(const std::string& origin, const std::string& bytes) {
  const int sock = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(std::stoi(origin.substr(origin.rfind(':') + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(sock, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      ::send(sock, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(bytes.size())) {
    char buffer[4096];
    ssize_t got = 0;
    while ((got = recv(sock, buffer, sizeof buffer, 0)) > 0) {
      answer.append(buffer, static_cast<std::size_t>(got));
    }
  }
  close(sock);
  return answer;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = std::filesystem::temp_directory_path() / "subshare-sandbox-XXXXXX";
  path_ = mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::path(const std::string& name) const {
  return name.empty() ? path_ : path_ + "/" + name;
}

void TemporaryFolder::write(const std::string& name, const std::string& content) const {
  std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << content;
}

SandboxTest::SandboxTest() {
  options_.data = folder_.path("data.sqlite");
  options_.clock_control = true;
  restart();
}

void SandboxTest::restart() {
  const auto port = [](const std::string& origin) {
    return std::stoi(origin.substr(origin.rfind(':') + 1));
  };
  if (sandbox_) {
    options_.api_port = port(sandbox_->origins().api);
    options_.login_port = port(sandbox_->origins().login);
    options_.publisher_port = port(sandbox_->origins().publisher);
  }
  sandbox_.reset();
  sandbox_ = std::make_unique<Sandbox>(options_);
}

Reply SandboxTest::control(const std::string& method, const std::string& route,
                           const nlohmann::json& body) {
  return send(sandbox_->origins().api, method, "/sandbox/" + route, {}, body.dump());
}

std::string SandboxTest::token_of(const std::string& login) {
  return control("POST", "session", {{"user", login}}).json().at("access_token");
}

std::string SandboxTest::publisher_cookie(const std::string& login) {
  return control("POST", "session", {{"user", login}}).json().at("cookie");
}

std::string SandboxTest::client_token() {
  return send(sandbox_->origins().login, "POST", "/oauth/token", {},
              "grant_type=client_credentials&client_id=fjordposten&client_secret=" +
                  std::string(kClientSecret),
              "application/x-www-form-urlencoded")
      .json()
      .at("access_token");
}

Reply SandboxTest::call(const std::string& token, const std::string& method,
                        const std::string& path, const nlohmann::json& body) {
  httplib::Headers headers;
  if (!token.empty()) headers.emplace("Authorization", "Bearer " + token);
  return send(sandbox_->origins().api, method, "/capi" + path, headers,
              body.is_null() ? "" : body.dump());
}

Reply SandboxTest::invite(const std::string& token, const std::string& product,
                          const std::string& contact, const nlohmann::json& more) {
  nlohmann::json body = {{"contact", contact},
                         {"contactType", contact[0] == '+' ? "B" : "A"},
                         {"productCode", product}};
  body.update(more);
  return call(token, "POST", "/v1/subscription/share/invitation", body);
}

Reply SandboxTest::accept(const std::string& token, const std::string& code) {
  return call(token, "PATCH", "/v1/subscription/share/invitation",
              {{"shareCode", code}, {"changeType", "ACCEPT"}});
}

Reply SandboxTest::decline(const std::string& code) {
  return call(client_token(), "PATCH", "/v1/client/subscription/share/invitation",
              {{"shareCode", code}, {"changeType", "DECLINE"}});
}

Reply SandboxTest::cancel(const std::string& token, const std::string& code) {
  return call(token, "PATCH", "/v1/subscription/share",
              {{"shareCode", code}, {"changeType", "CANCEL"}});
}

nlohmann::json SandboxTest::shares(const std::string& token) {
  return call(token, "GET", "/v1/subscription/share").json().at("sharedUserInformationList");
}

int SandboxTest::seats_in_use(const std::string& token, const std::string& product) {
  const auto answer = call(token, "GET", "/v1/subscription/share").json();
  for (const auto& row : answer.at("sharedSubscriptionSummary")) {
    if (row.at("productCode") == product) return row.at("sharesInUseCount");
  }
  return -1;
}

nlohmann::json SandboxTest::outbox() { return publisher("GET", "/outbox.json").json(); }

Reply SandboxTest::publisher(const std::string& method, const std::string& path,
                             httplib::Headers headers, const std::string& body) {
  return send(sandbox_->origins().publisher, method, path, std::move(headers), body);
}

Reply SandboxTest::login(const std::string& method, const std::string& path,
                         httplib::Headers headers, const std::string& body) {
  return send(sandbox_->origins().login, method, path, std::move(headers), body,
              "application/x-www-form-urlencoded");
}

Program::Program(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), SANDBOX_PROGRAM);
  int output[2];
  int errors[2];
  if (pipe2(output, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0)
    throw std::runtime_error("pipe");
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    dup2(output[1], STDOUT_FILENO);
    dup2(errors[1], STDERR_FILENO);
    execv(pointers[0], pointers.data());
    _exit(127);
  }
  close(output[1]);
  close(errors[1]);
  output_ = output[0];
  error_output_ = errors[0];
}

Program::~Program() {
  if (pid_ > 0) {
    signal(SIGKILL);
    wait();
  }
  close(output_);
  close(error_output_);
}

std::string Program::first_line() {
  std::string line;
  char c = 0;
  while (read(output_, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

void Program::signal(int number) const { kill(pid_, number); }

int Program::wait() {
  char c = 0;
  while (read(error_output_, &c, 1) == 1) errors_ += c;
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace sandbox::test
