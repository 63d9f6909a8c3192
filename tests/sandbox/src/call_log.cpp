#include "call_log.hpp"

#include <nlohmann/json.hpp>

namespace sandbox {
namespace {

constexpr std::size_t kKept = 100'000;

}  // namespace

std::uint64_t CallLog::begin(Call call) {
  const std::lock_guard lock(mutex_);
  calls_.push_back(std::move(call));
  if (calls_.size() > kKept) {
    calls_.pop_front();
    ++first_;
  }
  return first_ + calls_.size() - 1;
}

CallLog::Call* CallLog::find(std::uint64_t number) {
  // A call may end after the log was cleared.
  if (number < first_ || number - first_ >= calls_.size()) return nullptr;
  return &calls_[number - first_];
}

void CallLog::set_user(std::uint64_t number, std::int64_t user_id) {
  const std::lock_guard lock(mutex_);
  if (auto* call = find(number)) call->user_id = user_id;
}

void CallLog::finish(std::uint64_t number, int status) {
  const std::lock_guard lock(mutex_);
  if (auto* call = find(number)) call->status = status;
}

void CallLog::clear() {
  const std::lock_guard lock(mutex_);
  first_ += calls_.size();
  calls_.clear();
}

nlohmann::json CallLog::to_json() {
  const std::lock_guard lock(mutex_);
  auto list = nlohmann::json::array();
  for (const auto& call : calls_) {
    list.push_back({{"operation", call.operation},
                    {"method", call.method},
                    {"path", call.path},
                    {"status", call.status ? nlohmann::json(*call.status) : nlohmann::json()},
                    {"at", call.at},
                    {"userId", call.user_id ? nlohmann::json(*call.user_id) : nlohmann::json()}});
  }
  return list;
}

}  // namespace sandbox
