#pragma once

#include <memory>
#include <string>

#include "api.hpp"
#include "connectid.hpp"
#include "control.hpp"
#include "house.hpp"
#include "http_server.hpp"
#include "options.hpp"
#include "publisher.hpp"

namespace sandbox {

/// A running sandbox: three servers over one store. Ends cleanly when it is destroyed.
class Sandbox {
 public:
  /// Opens the data and binds the ports; throws std::runtime_error with a sentence for the person
  /// who started it. All three parts answer when this returns.
  explicit Sandbox(const Options& options);
  ~Sandbox();

  const Origins& origins() const { return house_.origins; }
  Clock& clock() { return clock_; }

 private:
  Clock clock_;
  Store store_;
  HttpServer api_server_, login_server_, publisher_server_;
  Faults faults_;
  Habits habits_;
  Limits limits_;
  CallLog calls_;
  Redirects redirects_;
  Late late_;
  House house_;
  Api api_;
  Control control_;
  ConnectId connectid_;
  Publisher publisher_;
};

}  // namespace sandbox
