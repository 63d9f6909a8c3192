// The documented examples of tests/contract/examples, and a reader for each answer among them.
#pragma once

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "subshare/wire.hpp"
#include "testing.hpp"

namespace subshare::test {

using nlohmann::json;

inline std::string example(std::string_view name) {
  std::ifstream file(std::string(SUBSHARE_EXAMPLES "/") + std::string(name) + ".json",
                     std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_FALSE(text.empty()) << name << " is missing";
  return text;
}

// The library's own document tree is the second witness of what a text says. Never throws: the
// core is compiled without exceptions, and one program must not hold both kinds of the library.
inline json parse(std::string_view text) { return json::parse(text, nullptr, false); }

// A Result and an optional compare in too many ways.
using Success = Result<std::optional<bool>>;

// Calls visit(name, reader) for each documented answer.
template <class Visit>
void for_each_answer(Visit visit) {
  visit("01-send-invitation.response", read_status);
  visit("02-accept.response", read_status);
  visit("03-decline.response", read_status);
  visit("04-share-rules.response", read_share_rules);
  visit("05-distribution-levels.response", read_distribution_levels);
  visit("06-change-details.response", read_success);
  visit("07-shared-subscribers.response", read_shared_subscribers);
  visit("08-cancel.response", read_status);
  visit("09-nets.response", read_nets);
  visit("10-change-nets.response", read_success);
  visit("11-change-distribution-level.response", read_success);
}

// Calls visit(pointer, names) for each member of each object in `document`; `names` is its path as
// an error tells it, without the places in lists.
template <class Visit>
void for_each_member(const json& document, Visit visit,
                     const json::json_pointer& at = json::json_pointer(),
                     const std::string& names = {}) {
  if (document.is_array()) {
    for (std::size_t i = 0; i < document.size(); ++i)
      for_each_member(document[i], visit, at / i, names);
    return;
  }
  if (!document.is_object()) return;
  for (const auto& [name, value] : document.items()) {
    const std::string path = names.empty() ? name : names + '.' + name;
    visit(at / name, path);
    for_each_member(value, visit, at / name, path);
  }
}

}  // namespace subshare::test
