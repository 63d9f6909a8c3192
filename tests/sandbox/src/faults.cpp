#include "faults.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sandbox {
namespace {

constexpr std::pair<FaultKind, const char*> kNames[] = {
    {FaultKind::drop_request, "drop_request"},
    {FaultKind::drop_answer, "drop_answer"},
    {FaultKind::delay, "delay"},
    {FaultKind::hang, "hang"},
    {FaultKind::status_429, "status_429"},
    {FaultKind::status_500, "status_500"},
    {FaultKind::expire_token, "expire_token"},
    {FaultKind::malformed_body, "malformed_body"},
    {FaultKind::wrong_shape, "wrong_shape"},
    {FaultKind::huge_body, "huge_body"},
    {FaultKind::refuse, "refuse"},
    {FaultKind::force_status, "force_status"},
    {FaultKind::exact_body, "exact_body"},
    {FaultKind::http_status, "http_status"},
    {FaultKind::exception_200, "exception_200"},
    {FaultKind::late_commit, "late_commit"},
    {FaultKind::other_device, "other_device"},
    {FaultKind::piecewise, "piecewise"},
    {FaultKind::no_content, "no_content"},
    {FaultKind::empty_body, "empty_body"},
    {FaultKind::other_json, "other_json"},
    {FaultKind::html, "html"},
    {FaultKind::damaged_text, "damaged_text"},
    {FaultKind::null_items, "null_items"},
    {FaultKind::empty_rows, "empty_rows"},
};

// How often a waiting call looks whether its client is still there.
constexpr auto kLook = std::chrono::milliseconds(20);

// The publisher's own, which "*" does not mean.
bool is_route(const std::string& operation) { return operation.ends_with("_route"); }

}  // namespace

std::optional<FaultKind> fault_kind(const std::string& name) {
  for (const auto& [kind, text] : kNames) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

const char* fault_name(FaultKind kind) {
  for (const auto& [known, text] : kNames) {
    if (known == kind) return text;
  }
  return "";
}

bool Faults::cuts_waiting() const {
  return std::any_of(faults_.begin(), faults_.end(), [](const Fault& fault) {
    return fault.kind == FaultKind::drop_request || fault.kind == FaultKind::drop_answer ||
           (fault.kind == FaultKind::late_commit && fault.code == 0);
  });
}

void Faults::add(const Fault& fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(fault);
  on_change_(cuts_waiting());
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
  more_ = 0;
  ++cleared_;
  changed_.notify_all();
  on_change_(false);
}

std::vector<Fault> Faults::waiting() {
  const std::lock_guard lock(mutex_);
  return {faults_.begin(), faults_.end()};
}

std::optional<Fault> Faults::take(const std::string& operation) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(faults_.begin(), faults_.end(), [&](const Fault& fault) {
    return fault.operation == operation || (fault.operation == "*" && !is_route(operation));
  });
  if (found == faults_.end()) return std::nullopt;
  Fault taken = *found;
  taken.taken_at = cleared_;
  if (--found->times == 0) faults_.erase(found);
  on_change_(cuts_waiting());
  return taken;
}

bool Faults::wait(std::int64_t ms, const std::function<bool()>& gone) {
  std::unique_lock lock(mutex_);
  const auto cleared = cleared_;
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
  while (cleared == cleared_ && !stopped_) {
    if (ms >= 0 && std::chrono::steady_clock::now() >= until) return true;
    if (gone()) return false;
    const auto look = std::chrono::steady_clock::now() + kLook;
    changed_.wait_until(lock, ms >= 0 ? std::min(look, until) : look);
  }
  return !stopped_;
}

void Faults::give_more(std::int64_t pieces) {
  const std::lock_guard lock(mutex_);
  more_ += pieces;
  changed_.notify_all();
}

bool Faults::wait_for_more(const Fault& fault, const std::function<bool()>& gone) {
  std::unique_lock lock(mutex_);
  while (more_ == 0 && fault.taken_at == cleared_ && !stopped_) {
    if (gone()) return false;
    changed_.wait_for(lock, kLook);
  }
  if (more_ > 0) --more_;
  return !stopped_;
}

void Faults::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
}

}  // namespace sandbox
