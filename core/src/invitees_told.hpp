// The account that every line is closed with: what the text has and its rows do not tell.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "subshare/invitees.hpp"

namespace subshare {

// Puts whatever of `text` could reach somebody, an @ or five digits, and stands in none of the rows
// from `first` on, into rows of its own behind them, as typed. The readers of lines and cards know
// many shapes; that none of them loses anybody is seen to here, whatever they read.
void keep_untold(std::string_view text, std::vector<Invitee>& rows, std::size_t first);

}  // namespace subshare
