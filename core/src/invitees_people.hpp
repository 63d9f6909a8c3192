// A line's anchors, and to which of them each piece of text before, between and after them belongs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "invitees_scan.hpp"
#include "subshare/invitees.hpp"

namespace subshare {

// Puts the people of a line behind `invitees`. `table`: it is a row of one, and about one person.
void add_people(Line& line, bool table, std::vector<Invitee>& invitees);

// A row of what nobody can be told from.
void add_typed(std::vector<Invitee>& invitees, std::string_view typed);

// Puts a text behind others in one line.
void append(std::string& list, std::string_view text, std::string_view between = ", ");

}  // namespace subshare
