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
  exact_body,      // done, answered with the right members and so many bytes in all
  refuse,          // nothing is done, answered with {"success": false}
  force_status,    // nothing is done, answered with a given status word
  http_status,     // nothing is done, answered with a given HTTP status
  exception_200,   // nothing is done, answered with an exception and 200
  late_commit,     // answered with an HTTP status or cut, and done later
  other_device,    // another device of the same person does the same a moment before
  piecewise,     // done; the answer's head and first piece come, the others when they are asked for
  no_content,    // done, answered with 204
  empty_body,    // done, answered with nothing
  other_json,    // done, answered with another page's JSON
  html,          // done, answered with a login page
  damaged_text,  // done; texts have a lone surrogate's escape and a byte of Latin-1
  null_items,    // done; every list begins with null
  empty_rows,    // done; a list of so many empty rows
};

/// The publisher's own routes, which can have faults as well.
inline constexpr char kTokenRoute[] = "token_route";
inline constexpr char kDeclineRoute[] = "decline_route";

std::optional<FaultKind> fault_kind(const std::string& name);
const char* fault_name(FaultKind kind);

struct Fault {
  std::string operation;  // "*": any of the API
  FaultKind kind = FaultKind::status_500;
  std::int64_t times = 1;
  std::int64_t delay_ms = 1000;
  std::int64_t reset_seconds = 1;
  std::int64_t bytes = 32 * 1024 * 1024;
  std::int64_t count = 1'000'000;         // empty_rows
  std::int64_t pieces = 5;                // piecewise
  int code = 503;                         // http_status, late_commit; 0: cut
  std::optional<std::int64_t> commit_ms;  // late_commit; nothing: when it is asked for
  std::string retry_after;                // http_status; empty: not sent
  std::string status;
  std::uint64_t taken_at = 0;  // how often the faults had been cleared by then
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

  /// Lets answers that come piece by piece go on by so many pieces.
  void give_more(std::int64_t pieces);

  /// Waits for the next piece, or until the faults have been cleared since `fault` was taken. False
  /// when it was `gone`.
  bool wait_for_more(const Fault& fault, const std::function<bool()>& gone);

  /// Ends every wait, for shutting down.
  void stop();

 private:
  bool cuts_waiting() const;

  std::function<void(bool)> on_change_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Fault> faults_;
  std::uint64_t cleared_ = 0;
  std::int64_t more_ = 0;  // pieces asked for and not sent yet
  bool stopped_ = false;
};

}  // namespace sandbox
