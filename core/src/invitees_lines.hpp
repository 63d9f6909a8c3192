// A name on a line of its own, and its contact on the next: whether the one is of the other.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "subshare/invitees.hpp"

namespace subshare {

// What a line was read as.
enum class LineKind : char { blank, name, contact, other };

struct LineRead {
  LineKind kind = LineKind::other;
  std::size_t row = 0;  // of a name or a contact
};

// Puts names to contacts where that is sure, see the header's grammar; all others stay rows of
// their own.
void pair_lines(std::vector<LineRead>& lines, std::vector<Invitee>& rows);

}  // namespace subshare
