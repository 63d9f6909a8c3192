// Addresses beside the publisher's own that may be gone to after a login: where a test has a front
// of another make on a port of its own.
#pragma once

#include <mutex>
#include <set>
#include <string>

namespace sandbox {

class Redirects {
 public:
  /// Only pages of this machine are developed against the sandbox.
  static bool may_be_added(const std::string& uri) {
    return uri.starts_with("http://127.0.0.1:") || uri.starts_with("http://localhost:");
  }

  void add(const std::string& uri) {
    const std::lock_guard lock(mutex_);
    known_.insert(uri);
  }

  /// Exactly this one, as RFC 9700 wants it.
  bool has(const std::string& uri) const {
    const std::lock_guard lock(mutex_);
    return known_.contains(uri);
  }

  /// Their origins, each after a space, for the policy of the login page's forms.
  std::string origins() const {
    const std::lock_guard lock(mutex_);
    std::string all;
    for (const auto& uri : known_) all += " " + uri.substr(0, uri.find('/', uri.find("//") + 2));
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::set<std::string> known_;
};

}  // namespace sandbox
