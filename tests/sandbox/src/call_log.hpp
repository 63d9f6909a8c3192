#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace sandbox {

/// The API calls since the start or the last `clear`, oldest first; the latest 100,000 are kept.
class CallLog {
 public:
  struct Call {
    std::string operation, method, path;
    std::int64_t at = 0;
    std::optional<int> status;  // nothing: not answered yet; 0: cut without an answer
    std::optional<std::int64_t> user_id;
  };

  /// Notes the arrival of a call; the number names it afterwards.
  std::uint64_t begin(Call call);
  void set_user(std::uint64_t number, std::int64_t user_id);
  void finish(std::uint64_t number, int status);
  void clear();
  nlohmann::json to_json();

 private:
  Call* find(std::uint64_t number);

  std::mutex mutex_;
  std::deque<Call> calls_;
  std::uint64_t first_ = 0;  // number of calls_.front()
};

}  // namespace sandbox
