#include "habits.hpp"

#include <nlohmann/json.hpp>
#include <vector>

namespace sandbox {
namespace {

struct Row {
  const char* name;
  std::vector<std::string> words;
};

// README.md says what each word does.
const std::vector<Row>& table() {
  static const std::vector<Row> rows = {
      {"caching", {"no-store", "private", "public", "last-modified", "etag"}},
      {"vary", {"origin", "none"}},
      {"preflights", {"cached", "every-time"}},
      {"exposed", {"all", "none"}},
      {"retryAfter", {"none", "seconds", "date"}},
      {"doubles", {"refused", "accepted"}},
      {"contacts", {"plain", "masked", "respelled", "absent"}},
      {"productCodes", {"plain", "lower-case", "absent"}},
      {"changes", {"body", "no-content", "empty"}},
      {"tokenLife", {"number", "text", "absent"}},
      {"declineRoute", {"open", "login"}},
      {"refresh", {"keeps", "rotates"}},
      {"cors", {"allowed", "none", "no-patch"}},
      {"badTokens", {"401", "403", "400"}},
      {"errors", {"exception", "oauth", "empty", "html"}},
      {"rateLimits", {"seconds", "absent", "epoch"}},
      {"unknownPaths", {"404", "401"}},
      {"unknownParameters", {"ignored", "refused"}},
      {"clientSecret", {"either", "header", "body"}},
      {"hostTokenLife", {"number", "absent"}},
  };
  return rows;
}

const Row* find(const std::string& name) {
  for (const auto& row : table()) {
    if (name == row.name) return &row;
  }
  return nullptr;
}

}  // namespace

std::string Habits::word_of(const std::string& name) const {
  const auto found = chosen_.find(name);
  return found == chosen_.end() ? find(name)->words.front() : found->second;
}

bool Habits::is(const std::string& name, const std::string& word) {
  const std::lock_guard lock(mutex_);
  return word_of(name) == word;
}

std::string Habits::set(const std::string& name, const std::string& word) {
  const auto* row = find(name);
  if (row == nullptr) return "there is no habit " + name;
  std::string known;
  for (const auto& each : row->words) {
    if (each == word) {
      const std::lock_guard lock(mutex_);
      chosen_[name] = word;
      return {};
    }
    known += (known.empty() ? "" : ", ") + each;
  }
  return name + " is one of: " + known;
}

void Habits::reset() {
  const std::lock_guard lock(mutex_);
  chosen_.clear();
}

nlohmann::json Habits::to_json() {
  const std::lock_guard lock(mutex_);
  auto all = nlohmann::json::object();
  for (const auto& row : table()) all[row.name] = word_of(row.name);
  return all;
}

}  // namespace sandbox
