// What the rate limit's headers say, kept for all calls of a session.
#pragma once

#include "subshare/session.hpp"

namespace subshare {

class Pacer {
 public:
  void on_response(const HttpResponse& response, Milliseconds now);
  // How long a request should wait from now on; `random` in [0, 1).
  Milliseconds delay(Milliseconds now, double random) const;
  // Whether few calls are left, so that none is spent that can be done without.
  bool is_scarce(Milliseconds now) const;

 private:
  Milliseconds resets_at_ = 0;
  std::int64_t remaining_ = -1;  // -1: not known
};

// A random part of `span`.
inline Milliseconds scaled(Milliseconds span, double random) {
  return static_cast<Milliseconds>(static_cast<double>(span) * random);
}

// How long a call waits after a 429 that names no time of its own (Retry-After).
struct Turned {
  Milliseconds since;    // the call's first 429
  int times;             // how often it has waited
  bool invites = false;  // it has been through the line already, to read the list
};
Milliseconds wait_for_reset(const HttpResponse& response, const Turned& turned,
                            const CallOptions& options, Milliseconds now, double random);

}  // namespace subshare
