// httplib's server with four things the sandbox needs and httplib does not have:
//  - one handler sees every request, so that there is one place for faults, limits and the log;
//  - a handler can cut its connection, so that "no answer" is real and not a status code;
//  - threads grow with the connections, so that a hanging request never blocks another one;
//  - it stops at once, also in the middle of an open connection.
#pragma once

// The library's own warnings are not ours to fix.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#include <httplib.h>
#pragma GCC diagnostic pop

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace sandbox {

class HttpServer : public httplib::Server {
 public:
  HttpServer();
  ~HttpServer() override;

  /// Called for every request with its body read. An exception becomes a bare 500.
  using RequestHandler = std::function<void(const httplib::Request&, httplib::Response&)>;
  void on_request(RequestHandler handler) { handler_ = std::move(handler); }

  /// Takes the port (0: any free one) and queues connections from now on.
  /// Returns the port, or -1 with the reason in `why`.
  int bind(const std::string& host, int port, std::string& why);

  /// Starts answering; needs a port from `bind`.
  void start();

  /// Cuts every connection and waits for the threads. Harmless when called twice.
  void halt();

  /// While on, every answer closes its connection; switching it on closes the idle ones. A browser
  /// silently repeats a request that dies on a used connection; on a fresh one it does not, so a
  /// dropped request reaches the page as the failure it is.
  void set_close_after_answer(bool on);

  /// Cuts the connection of the request this thread is answering.
  static void drop_connection();

  /// Whether the client of the request this thread is answering has hung up.
  static bool client_is_gone();

 private:
  bool process_and_close_socket(socket_t sock) override;
  bool enter(socket_t sock);
  void leave(socket_t sock);
  void set_idle(socket_t sock, bool idle);

  RequestHandler handler_;
  std::thread thread_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> close_after_answer_ = false;
  std::mutex mutex_;
  std::map<socket_t, bool> connections_;  // open connections; true: waiting for a request
};

}  // namespace sandbox
