#include "late.hpp"

#include <algorithm>
#include <utility>

namespace sandbox {

Late::Late() : thread_([this] { run(); }) {}

Late::~Late() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Late::add(std::function<void()> work, std::optional<std::int64_t> ms) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(
      {std::move(work),
       ms ? std::optional(Clock::now() + std::chrono::milliseconds(*ms)) : std::nullopt});
  changed_.notify_all();
}

std::size_t Late::commit() {
  std::vector<Work> all;
  {
    const std::lock_guard lock(mutex_);
    all.swap(waiting_);
  }
  for (const auto& work : all) work.act();
  return all.size();
}

void Late::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    const auto next =
        std::min_element(waiting_.begin(), waiting_.end(), [](const Work& one, const Work& other) {
          return one.due && (!other.due || *one.due < *other.due);
        });
    if (next == waiting_.end() || !next->due) {
      changed_.wait(lock);
    } else if (*next->due > Clock::now()) {
      // A copy: the list may move while this waits.
      const auto due = *next->due;
      changed_.wait_until(lock, due);
    } else {
      const auto work = std::move(next->act);
      waiting_.erase(next);
      lock.unlock();
      work();
      lock.lock();
    }
  }
}

}  // namespace sandbox
