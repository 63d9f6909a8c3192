// What may have happened, and what a list says about it.
#pragma once

#include <cstdint>

#include "subshare/session.hpp"

namespace subshare {

// A change of which a request went out, and nothing was heard that settles what came of it. Closed
// and yet remembered where somebody else's invitation was found there: ours may still be at work.
struct Doubt {
  bool open = false;
  Milliseconds at_work_until = 0;  // till then a request that was given up may still take effect
  // For an invitation: who was listed before the first request of it.
  KnownBefore before;
};

// What a list says about an invitation that may have been sent.
enum class Verdict : std::uint8_t {
  ours,         // the row that it made is there, whatever has been answered since
  there,        // the person has it or was asked, and who did that cannot be told
  cannot_tell,  // a row that may be the one: masked, without contact or product; or no list at all
  absent,       // but for rows that were there before
};

// A row that does not say its product may be of any.
bool may_be_of_product(const SharedUser& row, std::string_view product_code);

Verdict judge(const SharedSubscribers& list, const Contact& contact, std::string_view product_code,
              const KnownBefore& before);

}  // namespace subshare
