#include "invitees_records.hpp"

#include <algorithm>

#include "characters.hpp"
#include "invitee_names.hpp"
#include "invitees_people.hpp"
#include "invitees_scan.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

struct Labelled {
  std::string_view label, value;
};

// "Navn: Kari", "Navn:→Kari".
Labelled labelled(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return {};
  return {trim(line.substr(0, colon)), trim(line.substr(colon + 1))};
}

// Whether a value is one contact and nothing else.
bool is_one(std::string_view value, bool email) {
  std::size_t at = 0;
  const Line line = read_line(value, at, '\t');
  return line.anchors.size() == 1 && line.anchors[0].email == email &&
         std::ranges::all_of(line.segments, [](const Segment& s) {
           return s.pieces.empty() && s.comments.empty() && s.asides.empty();
         });
}

}  // namespace

bool read_record(std::string_view text, std::size_t& at, std::vector<Invitee>& invitees) {
  Invitee invitee;
  std::string name, number, others;
  std::vector<std::string_view> labels;
  std::size_t end = at;
  while (end < text.size()) {
    const std::size_t stop = std::min(text.find('\n', end), text.size());
    const auto [label, value] = labelled(text.substr(end, stop - end));
    const Column column = column_of(label);
    if (label.empty() || std::ranges::find(labels, label) != labels.end()) break;
    if (labels.empty() && column == Column::none) return false;
    // Somebody, and no label's value.
    if (column == Column::none &&
        (value.contains('@') || std::ranges::count_if(value, is_digit) > 6))
      break;
    if ((column == Column::email || column == Column::phone) && !value.empty() &&
        !is_one(value, column == Column::email))
      break;
    labels.push_back(label);
    end = std::min(stop + 1, text.size());
    if (column == Column::given && invitee.first_name.empty())
      invitee.first_name = tidy_name(value);
    else if (column == Column::family && invitee.last_name.empty())
      invitee.last_name = tidy_name(value);
    else if (column == Column::name && name.empty())
      name = tidy_name(value);
    else if (column == Column::email && invitee.contact.empty())
      invitee.contact = value;
    else if (column == Column::phone && number.empty())
      number = value;
    else
      append(others, value);
  }
  if (invitee.contact.empty())
    invitee.contact = number;
  else
    append(invitee.rest, number);
  append(invitee.rest, others);
  if (invitee.first_name.empty() && invitee.last_name.empty())
    set_name(invitee, name);
  else
    append(invitee.rest, name);
  if (invitee.contact.empty() || (invitee.first_name.empty() && invitee.last_name.empty()))
    return false;
  invitees.push_back(std::move(invitee));
  at = end;
  return true;
}

}  // namespace subshare
