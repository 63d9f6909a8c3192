// A line of a list, taken apart into what its people can be told from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace subshare {

// An address or a number.
struct Anchor {
  std::string contact;
  bool email = false;
  bool bracketed = false;  // "<kari@x.no>"
};

// What stands before, between or after anchors.
struct Segment {
  std::vector<std::string> pieces;    // tidied, none empty
  std::vector<std::string> comments;  // right after an anchor
  std::vector<std::string> asides;    // anywhere else, or what else a link carries
  bool separated_before = false, separated_after = false;
  bool quoted = false;                 // "Nordmann, Kari" in marks is one name
  bool labelled = false, fax = false;  // nothing but "Mobil:", "Fax" before the next anchor
};

struct Line {
  std::vector<Anchor> anchors;
  std::vector<Segment> segments;   // one more than anchors
  std::vector<std::string> cells;  // all of it, at the separators
  std::string typed;
  char separator = 0;
};

// Reads the line that begins at `at` and moves `at` behind it. `separator`: the one that cells
// have, or 0 for the strongest that stands in it (tab, then ; or |, then comma).
Line read_line(std::string_view text, std::size_t& at, char separator);

}  // namespace subshare
