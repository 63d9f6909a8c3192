#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace sandbox {

enum class FaultKind {
  drop_request,  // cut before anything is done
  drop_answer,   // done and kept, then cut without an answer
  delay,         // done after a while
  hang,          // waits until the faults are cleared; nothing is done if the client leaves first
  status_429,
  status_500,
  expire_token,    // the caller's token expires, so: 401
  malformed_body,  // done, answered with half a JSON text
  wrong_shape,     // done, answered with JSON of wrong types
  huge_body,       // done, answered with the right members and a very long unknown one
  refuse,          // nothing is done, answered with {"success": false}
  force_status,    // nothing is done, answered with a given status word
};

std::optional<FaultKind> fault_kind(const std::string& name);
const char* fault_name(FaultKind kind);

struct Fault {
  std::string operation;  // "*": any
  FaultKind kind = FaultKind::status_500;
  std::int64_t times = 1;
  std::int64_t delay_ms = 1000;
  std::int64_t reset_seconds = 1;
  std::int64_t bytes = 32 * 1024 * 1024;
  std::string status;
};

/// Faults waiting for their call, first come first served. Kept in memory only: a restart heals.
class Faults {
 public:
  /// `on_change` hears, in order, whether a fault that cuts connections is waiting; it must not
  /// call back.
  explicit Faults(std::function<void(bool cuts_waiting)> on_change) : on_change_(on_change) {}

  void add(const Fault& fault);
  void clear();
  std::vector<Fault> waiting();

  /// The fault for a call of `operation`, used up once.
  std::optional<Fault> take(const std::string& operation);

  /// Waits `ms` (negative: for ever) or until the faults are cleared or `gone` says so.
  /// False when it was `gone`.
  bool wait(std::int64_t ms, const std::function<bool()>& gone);

  /// Ends every wait, for shutting down.
  void stop();

 private:
  bool cuts_waiting() const;

  std::function<void(bool)> on_change_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Fault> faults_;
  std::uint64_t cleared_ = 0;
  bool stopped_ = false;
};

}  // namespace sandbox
