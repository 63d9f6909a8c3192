#include "rehearsal.hpp"

#include <charconv>
#include <vector>

#include "api.hpp"

namespace sandbox {
namespace {

constexpr std::string_view kPrefix = "/rehearsal/";

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find('/'), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// The argument is what the control route's named members are: a number, or the status word.
bool take_argument(Fault& fault, const std::string& text) {
  if (fault.kind == FaultKind::force_status) {
    fault.status = text;
    return true;
  }
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number < 0) return false;
  switch (fault.kind) {
    case FaultKind::delay:
      fault.delay_ms = number;
      return true;
    case FaultKind::status_429:
      fault.reset_seconds = number;
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Fault> Rehearsal::fault_of(const std::string& operation) const {
  const bool meant = fault && (fault->operation == "*" || fault->operation == operation);
  return meant ? fault : std::nullopt;
}

std::optional<Rehearsal> read_rehearsal(std::string& path) {
  if (!path.starts_with(kPrefix)) return std::nullopt;
  Rehearsal rehearsal;
  const auto call = path.find("/v1/", kPrefix.size() - 1);
  if (call == std::string::npos) {
    rehearsal.problem = "the path of an endpoint follows after rehearsal, beginning with /v1/";
    return rehearsal;
  }
  const auto begin = kPrefix.size();
  const auto parts = call > begin ? split(std::string_view(path).substr(begin, call - begin))
                                  : std::vector<std::string>{};
  path.erase(0, call);
  if (parts.empty()) return rehearsal;
  Fault fault;
  // A base URL may have no asterisk.
  fault.operation = parts[0] == "any" ? "*" : parts[0];
  const auto kind = parts.size() > 1 ? fault_kind(parts[1]) : std::nullopt;
  if (fault.operation != "*" && find_endpoint_by_name(fault.operation) == nullptr) {
    rehearsal.problem = "there is no operation " + fault.operation;
  } else if (!kind) {
    rehearsal.problem = "there is no such fault; README.md lists them";
  } else {
    fault.kind = *kind;
    const bool needs_word = fault.kind == FaultKind::force_status;
    if (parts.size() > 3 || (parts.size() == 3 && !take_argument(fault, parts[2])) ||
        (needs_word && fault.status.empty())) {
      rehearsal.problem = "the fault " + parts[1] + " does not take this argument";
    }
  }
  rehearsal.fault = fault;
  return rehearsal;
}

}  // namespace sandbox
