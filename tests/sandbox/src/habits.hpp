// How a server behaves all the time where the vendor says nothing, as against a fault, which meets
// one call. The first word of each habit is the polite one, and what it is without being asked.
#pragma once

#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace sandbox {

/// Kept in memory only: a restart makes the sandbox polite again.
class Habits {
 public:
  bool is(const std::string& name, const std::string& word);

  /// What is wrong with this, or empty; then it is so from now on.
  std::string set(const std::string& name, const std::string& word);

  void reset();

  /// Every habit and its word.
  nlohmann::json to_json();

 private:
  std::string word_of(const std::string& name) const;

  std::mutex mutex_;
  std::map<std::string, std::string> chosen_;
};

}  // namespace sandbox
