#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace sandbox {

/// What a server goes on with after it has answered, or after its client has left. Kept in memory
/// only: what a restart finds waiting is never done.
class Late {
 public:
  Late();
  ~Late();
  Late(const Late&) = delete;
  Late& operator=(const Late&) = delete;

  /// Does `work` after so many ms; without a number only when `commit` asks for it.
  void add(std::function<void()> work, std::optional<std::int64_t> ms);

  /// Does all that is waiting, now, and says how much that was.
  std::size_t commit();

 private:
  using Clock = std::chrono::steady_clock;
  struct Work {
    std::function<void()> act;
    std::optional<Clock::time_point> due;
  };
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Work> waiting_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace sandbox
