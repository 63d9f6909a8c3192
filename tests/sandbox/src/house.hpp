#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "call_log.hpp"
#include "clock.hpp"
#include "faults.hpp"
#include "habits.hpp"
#include "late.hpp"
#include "rate_limits.hpp"
#include "redirects.hpp"
#include "store.hpp"

namespace sandbox {

/// The one confidential client of the example publisher (seed data, not a secret).
inline constexpr char kClientId[] = "fjordposten";
inline constexpr char kClientSecret[] = "fjordposten-sandbox-secret";

/// Where the three parts are found, without a slash at the end: "http://127.0.0.1:8101".
struct Origins {
  std::string api, login, publisher;
  /// Of pages that a developer has elsewhere, and that may call as the publisher's do.
  std::vector<std::string> others{};

  bool may_call(const std::string& origin) const {
    return origin == publisher || std::ranges::find(others, origin) != others.end();
  }
};

/// What the three parts share. Lives as long as they do.
struct House {
  Clock& clock;
  Store& store;
  Faults& faults;
  Habits& habits;
  Late& late;
  Limits& limits;
  CallLog& calls;
  Redirects& redirects;
  Origins origins;
  bool clock_control = false;
};

}  // namespace sandbox
