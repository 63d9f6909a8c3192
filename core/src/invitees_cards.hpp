// Contact cards: vCard (RFC 6350, and what telephones write of it) and LDIF (RFC 2849).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "subshare/invitees.hpp"

namespace subshare {

// Whether a card begins at `at`.
bool begins_card(std::string_view text, std::size_t at);

// Reads it, and moves `at` behind it; another card, or an address that is in no field, ends it too.
// A person with several contacts is asked at the first address, or else number; the others are told
// in `rest`; pictures, keys, dates and marks of programs are passed over. Returns the card as it is
// told: its folded lines put together, its coded ones decoded.
std::string read_card(std::string_view text, std::size_t& at, std::vector<Invitee>& invitees);

}  // namespace subshare
