#include "invitees_people.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "invitee_names.hpp"
#include "subshare/contact.hpp"

namespace subshare {
namespace {

// Given and family name in columns of their own, next to each other.
void set_columns(Invitee& invitee, const std::vector<std::string>& pieces) {
  std::vector<std::string_view> names;
  bool ended = false;
  for (const std::string& piece : pieces) {
    const bool name =
        !ended && is_name(piece) && names.size() < 2 && !(is_firm(piece) && pieces.size() > 1);
    ended |= !name && !names.empty();
    if (name)
      names.push_back(piece);
    else
      append(invitee.rest, piece);
  }
  if (names.size() == 1) set_name(invitee, names[0]);
  if (names.size() == 2) {
    if (names[0].contains(',')) {
      set_name(invitee, names[0]);
      return append(invitee.rest, names[1]);
    }
    invitee.first_name = names[0];
    invitee.last_name = names[1];
  }
}

// Of one line. Given to nobody: rows of their own, before the anchor they stand before.
struct Person {
  std::vector<std::string> columns;
  std::string name;
  std::vector<std::string> rest;
  std::vector<std::string> strays;
  bool named() const { return !columns.empty() || !name.empty(); }
};

// "Olsen" or "van der Berg": what stands before the comma of "Family, Given" for sure.
bool is_family(std::string_view piece) {
  Invitee invitee;
  set_name(invitee, std::string("x ").append(piece));
  return invitee.last_name == piece;
}

}  // namespace

void append(std::string& list, std::string_view text, std::string_view between) {
  if (text.empty()) return;
  if (!list.empty()) list += between;
  list += text;
  std::ranges::replace(list, '\n', ' ');  // of a cell that is quoted
}

void add_typed(std::vector<Invitee>& rows, std::string_view typed) {
  if (!typed.empty())
    rows.push_back({.contact = std::string(typed), .first_name = {}, .last_name = {}});
}

namespace {

// Where each way to reach somebody has a label, or stands in a row of a table, one address and
// numbers are one person's; so are those with labels behind somebody who has a name. A fax reaches
// nobody by itself. The others are told with the first address, or else number.
void join_ways(Line& line, bool table) {
  auto& anchors = line.anchors;
  auto& segments = line.segments;
  const auto emails = std::ranges::count(anchors, true, &Anchor::email);
  bool labelled = emails == 1, behind = !segments[0].pieces.empty();
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    labelled &= segments[i].labelled || (i == 0 && !segments[0].pieces.empty());
    behind &= i == 0 || (segments[i].labelled && segments[i].pieces.empty());
  }
  const bool one =
      anchors.size() > 1 && ((table && emails == 1) || labelled || (behind && emails < 2));
  std::size_t kept = 0;
  while (one && emails == 1 && !anchors[kept].email) ++kept;
  for (std::size_t i = anchors.size(); i-- > 0;) {
    const bool fax = segments[i].fax && !anchors[i].email && anchors.size() > 1;
    if (!fax && (!one || i == kept)) continue;
    segments[i].asides.push_back(std::move(anchors[i].contact));
    anchors.erase(anchors.begin() + static_cast<std::ptrdiff_t>(i));
    Segment& behind_it = segments[i + 1];
    Segment& before = segments[i];
    for (auto part : {&Segment::pieces, &Segment::comments, &Segment::asides})
      std::ranges::move(behind_it.*part, std::back_inserter(before.*part));
    before.separated_after = behind_it.separated_after;
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(i + 1));
    if (i < kept) --kept;
  }
}

}  // namespace

void add_people(Line& line, bool table, std::vector<Invitee>& invitees) {
  join_ways(line, table);
  auto& anchors = line.anchors;
  auto& segments = line.segments;
  std::vector<std::string> seconds;
  // A number beside the address of somebody who has a name is the same person's, where that holds
  // for all of the line.
  const auto is_pair = [&](std::size_t i) {
    const Segment& between = segments[i + 1];
    return anchors[i].email != anchors[i + 1].email && between.pieces.empty() &&
           between.comments.empty() && between.asides.empty() && !segments[i].pieces.empty() &&
           !(anchors[i].bracketed && between.separated_before && line.separator != '\t');
  };
  bool pairs = anchors.size() % 2 == 0;
  for (std::size_t i = 0; pairs && i < anchors.size(); i += 2) pairs = is_pair(i);
  for (std::size_t i = 0; pairs && i < anchors.size(); ++i) {
    const auto number = static_cast<std::ptrdiff_t>(anchors[i].email ? i + 1 : i);
    seconds.push_back(std::move(anchors[static_cast<std::size_t>(number)].contact));
    anchors.erase(anchors.begin() + number);
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(i + 1));
  }
  const std::size_t count = anchors.size();
  std::vector<Person> people(count + 1);  // the last one: strays behind all
  for (std::size_t i = 0; i < seconds.size(); ++i) people[i].rest.push_back(std::move(seconds[i]));
  // "(Kari) kari@x.no (Ola) ola@x.no": each comment is about the next one.
  if (segments[0].pieces.empty() && segments[0].asides.size() == 1 &&
      is_name(segments[0].asides[0])) {
    bool each = segments[count].comments.empty();
    for (std::size_t i = 1; i < count; ++i)
      each &= segments[i].comments.size() == 1 && segments[i].pieces.empty();
    if (each) {
      people[0].name = std::move(segments[0].asides[0]);
      segments[0].asides.clear();
    }
    for (std::size_t i = 1; i <= count; ++i) {
      auto& comments = segments[i].comments;
      // Else nobody can tell whose they are.
      auto& to = each ? people[i].name : people[i - 1].rest.emplace_back();
      for (std::string& comment : comments) append(to, comment);
      comments.clear();
    }
  }

  const bool first = !segments[0].pieces.empty(), last = !segments[count].pieces.empty();
  const bool names_before = first && (!last || count == 1);
  bool names_after = !first && last;
  for (std::size_t i = 1; i < count; ++i) names_after &= !segments[i].pieces.empty();
  const auto stray = [&](std::size_t place, std::vector<std::string>& pieces, std::size_t until) {
    for (std::size_t i = 0; i < until; ++i) {
      // In a table a further column is no person, and neither is a number.
      const bool person = line.separator != '\t' && is_name(pieces[i]);
      const std::size_t owner = std::min(place, count - 1);
      (person ? people[place].strays : people[owner].rest).push_back(std::move(pieces[i]));
    }
  };
  // "Berg Hansen, Kari <…>; Hansen, Ola <…>": all are written so, or it is the only one.
  const bool families_first = std::ranges::all_of(
      segments.begin(), segments.end() - 1,
      [](const Segment& s) { return s.pieces.empty() || s.pieces.back().contains(','); });
  const auto give_before = [&](std::size_t i) {
    auto& pieces = segments[i].pieces;
    Person& person = people[i];
    if (segments[i].separated_after) {
      person.columns = std::move(pieces);
      return;
    }
    // "Kari | Avisen <kari@x.no>": which of them is called so nobody can tell.
    if (line.separator == '|' && pieces.size() > 1) {
      person.rest = std::move(pieces);
      return;
    }
    std::size_t used = 1;
    person.name = std::move(pieces.back());
    if (pieces.size() > 1 && line.separator == ',' && !segments[i].quoted) {
      std::string& before = pieces[pieces.size() - 2];
      if (is_firm(person.name)) {
        person.rest.push_back(std::exchange(person.name, std::move(before)));
        used = 2;
      } else if (!person.name.contains(',') && (is_family(before) || is_ending(person.name))) {
        person.name = std::move(before) + ", " + person.name;
        used = 2;
      }
    } else if (const std::size_t comma = person.name.find(", ");
               comma != std::string::npos && line.separator == ';' && !segments[i].quoted &&
               !is_family(std::string_view(person.name).substr(0, comma)) &&
               !(families_first && !person.name.substr(comma + 2).contains(' ')) &&
               !is_ending(std::string_view(person.name).substr(comma + 2))) {
      // "Kari Nordmann, Ola Hansen <ola@x.no>; …" is not one with two family names.
      person.strays.push_back(person.name.substr(0, comma));
      person.name.erase(0, comma + 2);
    }
    stray(i, pieces, pieces.size() - used);
  };

  // "Kari, Ola, +47 412 34 567, Du": the members of a group, as chats list them.
  const auto& ends_with = segments[count].pieces;
  if (line.separator == ',' && !ends_with.empty() && is_oneself(ends_with.back())) {
    for (std::size_t i = 0; i <= count; ++i)
      people[i].strays = std::exchange(segments[i].pieces, {});
  }

  for (std::size_t i = 0; i <= count; ++i) {
    Segment& segment = segments[i];
    for (std::string& comment : segment.comments) {
      Person& person = people[i - 1];
      if (!person.named() && is_name(comment))
        person.name = std::move(comment);
      else
        person.rest.push_back(std::move(comment));
    }
    for (std::string& aside : segment.asides)
      people[std::min(i, count - 1)].rest.push_back(std::move(aside));
    auto& pieces = segment.pieces;
    if (pieces.empty()) continue;
    const bool touches_previous = i > 0 && !segment.separated_before;
    const bool touches_next = i < count && !segment.separated_after;
    const bool previous_free = i > 0 && !people[i - 1].named();
    if (i == 0) {
      // "Friends: a@x.no, b@x.no": a group, which nobody in it is called.
      const bool group = count > 1 && pieces.size() == 1 && line.typed.contains(pieces[0] + ':') &&
                         std::ranges::all_of(segments.begin() + 1, segments.end(),
                                             [](const Segment& s) { return s.pieces.empty(); });
      if (group)
        people[0].rest.push_back(std::move(pieces[0]));
      else
        give_before(0);
    } else if (i == count) {
      const bool list =
          anchors[i - 1].bracketed && segment.separated_before && line.separator != '\t';
      if (previous_free && !list && (count == 1 || names_after || touches_previous)) {
        people[i - 1].columns = std::move(pieces);
      } else if (!list && (count == 1 || line.separator == '\t')) {
        for (std::string& piece : pieces) people[i - 1].rest.push_back(std::move(piece));
      } else {
        stray(count, pieces, pieces.size());
      }
    } else {
      if (pieces.size() > 1 && line.separator != '|' && touches_previous && touches_next &&
          previous_free) {
        people[i - 1].name = std::move(pieces.front());
        pieces.erase(pieces.begin());
        give_before(i);
      } else if (touches_next && (anchors[i].bracketed || !touches_previous)) {
        give_before(i);
      } else if (touches_previous && !touches_next && previous_free) {
        people[i - 1].columns = std::move(pieces);
      } else if (names_before) {
        give_before(i);
      } else if (names_after && previous_free) {
        people[i - 1].columns = std::move(pieces);
      } else {
        stray(i, pieces, pieces.size());
      }
    }
  }

  for (std::size_t i = 0; i <= count; ++i) {
    for (const std::string& typed : people[i].strays) add_typed(invitees, typed);
    if (i == count) break;
    Person& person = people[i];
    Invitee invitee{.contact = std::move(anchors[i].contact), .first_name = {}, .last_name = {}};
    // "Friends: Kari": a group, and who is in it.
    if (const std::size_t colon = person.name.find(": "); colon != std::string::npos) {
      person.rest.push_back(person.name.substr(0, colon));
      person.name.erase(0, colon + 2);
    }
    // "Kari Nordmann / Avisen AS", "Avisen AS - Kari Nordmann".
    for (const std::string_view between : {" / ", " | ", " - ", " \u2013 ", " \u2014 "}) {
      const std::size_t at = person.name.find(between);
      if (at == std::string::npos) continue;
      std::string before = person.name.substr(0, at);
      person.name.erase(0, at + between.size());
      if (!is_firm(before)) std::swap(before, person.name);
      person.rest.push_back(std::move(before));
    }
    if (is_name(person.name))
      set_name(invitee, person.name);
    else
      person.rest.push_back(std::move(person.name));
    set_columns(invitee, person.columns);
    for (const std::string& one : person.rest) append(invitee.rest, one);
    invitees.push_back(std::move(invitee));
  }
}

}  // namespace subshare
