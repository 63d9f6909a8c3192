#include "sandbox.hpp"

#include <stdexcept>

namespace sandbox {
namespace {

std::string bind_or_say_why(HttpServer& server, const Options& options, int port,
                            const char* option) {
  std::string why;
  const int bound = server.bind(options.host, port, why);
  if (bound < 0) {
    throw std::runtime_error("Port " + std::to_string(port) + " on " + options.host +
                             " cannot be used (" + why +
                             "); end the program that uses it or give " + option +
                             " another number, 0 for any free one.");
  }
  const bool is_ipv6 = options.host.find(':') != std::string::npos;
  return "http://" + (is_ipv6 ? "[" + options.host + "]" : options.host) + ":" +
         std::to_string(bound);
}

}  // namespace

Sandbox::Sandbox(const Options& options)
    : store_(options.data, clock_),
      faults_([this](bool cuts_waiting) { api_server_.set_close_after_answer(cuts_waiting); }),
      limits_(clock_),
      house_{clock_,  store_, faults_,    habits_, late_,
             limits_, calls_, redirects_, {},      options.clock_control},
      api_(house_),
      control_(house_),
      connectid_(house_),
      publisher_(house_, options.web, options.demo) {
  if (options.crowd) store_.fill_seats("sofie", "BIG");
  // All ports first: a page of one part names the other two.
  house_.origins.api = bind_or_say_why(api_server_, options, options.api_port, "--api-port");
  house_.origins.login =
      bind_or_say_why(login_server_, options, options.login_port, "--login-port");
  house_.origins.publisher =
      bind_or_say_why(publisher_server_, options, options.publisher_port, "--publisher-port");
  if (!options.origin.empty()) house_.origins.publisher = options.origin;
  house_.origins.others = options.allowed_origins;

  api_server_.on_request([this](const httplib::Request& request, httplib::Response& response) {
    if (request.path == "/capi" || request.path.starts_with("/capi/")) {
      api_.handle(request, response);
    } else if (request.path.starts_with("/sandbox/")) {
      control_.handle(request, response);
    } else {
      const auto answer = error_answer(404, "the API is under /capi");
      response.status = answer.status;
      response.set_content(answer.body, "application/json");
    }
  });
  login_server_.on_request([this](const httplib::Request& request, httplib::Response& response) {
    connectid_.handle(request, response);
  });
  publisher_server_.on_request(
      [this](const httplib::Request& request, httplib::Response& response) {
        publisher_.handle(request, response);
      });
  api_server_.start();
  login_server_.start();
  publisher_server_.start();
}

Sandbox::~Sandbox() {
  faults_.stop();
  api_server_.halt();
  login_server_.halt();
  publisher_server_.halt();
}

}  // namespace sandbox
