// Forms, as pages and programs send them: a label on each line ("Navn: Kari↵E-post: kari@x.no").
#pragma once

#include <string_view>
#include <vector>

#include "subshare/invitees.hpp"

namespace subshare {

// Reads the lines with labels that begin at `at`, and moves `at` behind them, where they tell a
// name and a way to reach it. They are one person's until a label comes again.
bool read_record(std::string_view text, std::size_t& at, std::vector<Invitee>& invitees);

}  // namespace subshare
