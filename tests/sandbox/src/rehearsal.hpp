// Calls that try something out: what they do is taken back, and a fault may stand in their path, so
// that it meets them alone and always.
//
//   /capi/rehearsal/v1/…
//   /capi/rehearsal/{operation}/{fault}/v1/…
//   /capi/rehearsal/{operation}/{fault}/{argument}/v1/…
#pragma once

#include <optional>
#include <string>

#include "faults.hpp"

namespace sandbox {

struct Rehearsal {
  std::optional<Fault> fault;
  std::string problem;  // what is wrong with the path, or empty

  /// The fault, where it is meant for `operation`.
  std::optional<Fault> fault_of(const std::string& operation) const;
};

/// Reads the beginning of a path below /capi and takes it off; nothing where it asks for none.
std::optional<Rehearsal> read_rehearsal(std::string& path);

}  // namespace sandbox
