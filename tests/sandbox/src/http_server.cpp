#include "http_server.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <vector>

namespace sandbox {
namespace {

constexpr int kKeepAliveMs = 5'000;
constexpr int kReadTimeoutMs = 10'000;
constexpr int kWriteTimeoutMs = 30'000;
constexpr int kRequestsPerConnection = 10'000;
constexpr int kBacklog = 256;
constexpr std::size_t kLargestBody = 4 * 1024 * 1024;
constexpr std::size_t kLongestPath = 2048;  // httplib matches paths with a recursive regex

thread_local socket_t current_socket = INVALID_SOCKET;

bool wait_for(socket_t sock, short events, int timeout_ms) {
  pollfd entry{sock, events, 0};
  int result = 0;
  do {
    result = poll(&entry, 1, timeout_ms);
  } while (result < 0 && errno == EINTR);
  return result > 0;
}

// httplib's own stream over a socket is private to its library, so this is ours.
class SocketStream : public httplib::Stream {
 public:
  explicit SocketStream(socket_t sock) : sock_(sock) {}

  using httplib::Stream::write;

  bool has_request(int timeout_ms) const {
    return at_ < end_ || wait_for(sock_, POLLIN, timeout_ms);
  }

  bool is_readable() const override { return has_request(kReadTimeoutMs); }
  bool is_writable() const override { return wait_for(sock_, POLLOUT, kWriteTimeoutMs); }

  ssize_t read(char* target, size_t size) override {
    if (at_ == end_) {
      if (!is_readable()) return -1;
      ssize_t got = 0;
      do {
        got = recv(sock_, buffer_, sizeof buffer_, 0);
      } while (got < 0 && errno == EINTR);
      if (got <= 0) return got;
      at_ = 0;
      end_ = static_cast<size_t>(got);
    }
    const size_t count = std::min(size, end_ - at_);
    std::memcpy(target, buffer_ + at_, count);
    at_ += count;
    return static_cast<ssize_t>(count);
  }

  ssize_t write(const char* source, size_t size) override {
    if (!is_writable()) return -1;
    ssize_t sent = 0;
    do {
      sent = send(sock_, source, size, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent;
  }

  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    address(getpeername, ip, port);
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    address(getsockname, ip, port);
  }
  socket_t socket() const override { return sock_; }

 private:
  template <typename Getter>
  void address(Getter getter, std::string& ip, int& port) const {
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    char host[NI_MAXHOST];
    char service[NI_MAXSERV];
    if (getter(sock_, reinterpret_cast<sockaddr*>(&storage), &length) == 0 &&
        getnameinfo(reinterpret_cast<sockaddr*>(&storage), length, host, sizeof host, service,
                    sizeof service, NI_NUMERICHOST | NI_NUMERICSERV) == 0) {
      ip = host;
      port = std::atoi(service);
    }
  }

  socket_t sock_;
  char buffer_[8192];
  size_t at_ = 0;
  size_t end_ = 0;
};

// Starts a thread when no idle one is left, and keeps it for the next connection.
class GrowingPool : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    if (idle_ < tasks_.size()) {
      threads_.emplace_back([this] { work(); });
    } else {
      wake_.notify_one();
    }
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      wake_.wait(lock, [this] { return !tasks_.empty() || stopping_; });
      --idle_;
      if (tasks_.empty()) return;
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

std::string reason_not_to_bind(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    return "there is no such address";
  }
  std::string reason = "unknown reason";
  const int sock = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  const int yes = 1;
  setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(sock, found->ai_addr, found->ai_addrlen) != 0) reason = std::strerror(errno);
  close(sock);
  freeaddrinfo(found);
  return reason;
}

}  // namespace

HttpServer::HttpServer() {
  new_task_queue = [] { return new GrowingPool; };
  set_tcp_nodelay(true);
  set_payload_max_length(kLargestBody);
  set_keep_alive_max_count(kRequestsPerConnection);
  // Not SO_REUSEPORT, httplib's default: two sandboxes would share one port by turns.
  set_socket_options([](socket_t sock) {
    const int yes = 1;
    setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
    if (request.path.size() <= kLongestPath) return HandlerResponse::Unhandled;
    response.status = 414;
    return HandlerResponse::Handled;
  });
  const auto handle = [this](const httplib::Request& request, httplib::Response& response) {
    try {
      handler_(request, response);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "subshare-sandbox: %s %s failed: %s\n", request.method.c_str(),
                   request.path.c_str(), error.what());
      response.status = 500;
      response.set_content(
          R"({"exceptionType":"InternalError","errorMessage":"the sandbox failed; see its output"})",
          "application/json");
    }
  };
  constexpr char kAnyPath[] = R"([\s\S]*)";
  Get(kAnyPath, handle);
  Post(kAnyPath, Handler(handle));
  Put(kAnyPath, Handler(handle));
  Patch(kAnyPath, Handler(handle));
  Delete(kAnyPath, Handler(handle));
  Options(kAnyPath, handle);
}

HttpServer::~HttpServer() { halt(); }

int HttpServer::bind(const std::string& host, int port, std::string& why) {
  const int bound = port == 0 ? bind_to_any_port(host) : (bind_to_port(host, port) ? port : -1);
  if (bound < 0) {
    why = reason_not_to_bind(host, port);
    return -1;
  }
  // httplib's queue of five would let a burst of connections wait a second for a repeat.
  ::listen(svr_sock_, kBacklog);
  return bound;
}

void HttpServer::start() {
  thread_ = std::thread([this] { listen_after_bind(); });
  // `stop` before the loop runs would be lost.
  while (!is_running()) std::this_thread::yield();
}

void HttpServer::halt() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& [sock, idle] : connections_) shutdown(sock, SHUT_RDWR);
  }
  stop();
  thread_.join();
}

void HttpServer::set_close_after_answer(bool on) {
  const std::lock_guard lock(mutex_);
  close_after_answer_ = on;
  if (!on) return;
  for (const auto& [sock, idle] : connections_) {
    if (idle) shutdown(sock, SHUT_RDWR);
  }
}

void HttpServer::drop_connection() {
  if (current_socket != INVALID_SOCKET) shutdown(current_socket, SHUT_RDWR);
}

bool HttpServer::client_is_gone() {
  pollfd entry{current_socket, POLLRDHUP, 0};
  return poll(&entry, 1, 0) > 0;
}

bool HttpServer::enter(socket_t sock) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return false;
  connections_[sock] = true;
  return true;
}

void HttpServer::leave(socket_t sock) {
  const std::lock_guard lock(mutex_);
  connections_.erase(sock);
  shutdown(sock, SHUT_RDWR);
  close(sock);
}

void HttpServer::set_idle(socket_t sock, bool idle) {
  const std::lock_guard lock(mutex_);
  connections_[sock] = idle;
}

bool HttpServer::process_and_close_socket(socket_t sock) {
  if (!enter(sock)) {
    close(sock);
    return true;
  }
  current_socket = sock;
  SocketStream stream(sock);
  const auto prepare = [](httplib::Request& request) {
    // The library is built with compression and would spend seconds on a long list; and it waits
    // for the end of the connection where a method that may have a body comes without a length.
    request.headers.erase("Accept-Encoding");
    request.ranges.clear();
    if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
      request.set_header("Content-Length", "0");
    }
  };
  for (int left = kRequestsPerConnection; left > 0; --left) {
    if (!stream.has_request(kKeepAliveMs)) break;
    set_idle(sock, false);
    const bool close_connection = left == 1 || close_after_answer_;
    bool connection_closed = close_connection;
    if (!process_request(stream, close_connection, connection_closed, prepare)) break;
    if (connection_closed || close_after_answer_) break;
    set_idle(sock, true);
  }
  current_socket = INVALID_SOCKET;
  leave(sock);
  return true;
}

}  // namespace sandbox
