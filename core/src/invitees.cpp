// Lines to people. The scanner (invitees_scan.cpp) has found the anchors of a line and the pieces
// of text before, between and after them; here each piece gets to the anchor it belongs to, or to
// nobody.
#include "subshare/invitees.hpp"

#include <algorithm>
#include <utility>

#include "characters.hpp"
#include "contact_parts.hpp"
#include "decimal.hpp"
#include "invitee_names.hpp"
#include "invitees_cards.hpp"
#include "invitees_scan.hpp"
#include "invitees_told.hpp"
#include "subshare/text.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

void append(std::string& list, std::string_view text, std::string_view between = ", ") {
  if (text.empty()) return;
  if (!list.empty()) list += between;
  list += text;
  std::ranges::replace(list, '\n', ' ');  // of a cell that is quoted
}

// Given and family name in columns of their own.
void set_columns(Invitee& invitee, const std::vector<std::string>& pieces) {
  std::vector<std::string_view> names;
  for (const std::string& piece : pieces) {
    if (is_name(piece) && names.size() < 2)
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

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<Invitee> read() {
    std::size_t at = 0;
    while (at < text_.size()) {
      const std::size_t start = at, before = invitees_.size();
      if (begins_card(text_, at)) {
        keep_untold(read_card(text_, at, invitees_), invitees_, before);
        continue;
      }
      std::string_view sender = skip_chat_mark(at);
      Line line = read_line(text_, at, header_.empty() ? '\0' : separator_);
      if (!header_.empty() && line.cells.size() < 2 && header_.size() > 1) {
        // The table has ended.
        header_.clear();
        at = start + sender.size();
        line = read_line(text_, at, '\0');
      }
      read_people(std::move(line), at);
      if (!sender.empty()) {
        if (before == invitees_.size()) add_row(trim(sender));
        Invitee& first = invitees_[before];
        // Who wrote is not who is meant.
        if (first.contact != trim(sender)) append(first.rest, trim(sender));
      }
      keep_untold(text_.substr(start, at - start), invitees_, before);
    }
    for (Invitee& invitee : invitees_) finish(invitee);
    return std::move(invitees_);
  }

 private:
  std::string_view text_;
  std::vector<Invitee> invitees_;
  std::vector<Column> header_;
  std::size_t email_column_ = 0;  // the first
  char separator_ = 0;

  // "[26.11.2026, 18:40] Kari: " and "26.11.2026, 18:40 - Kari: ", as chats are copied.
  std::string_view skip_chat_mark(std::size_t& at) const {
    std::string_view line = text_.substr(at, text_.find('\n', at) - at);
    const bool bracket = line.starts_with('[');
    if (!bracket && (line.empty() || !is_digit(line.front()))) return {};
    const std::size_t end = bracket ? line.find("] ") : line.find(" - ");
    const std::string_view time = line.substr(0, end);
    const auto fits = [](char c) {
      return is_digit(c) || is_letter(c) || std::string_view("[.,:/- ").contains(c);
    };
    if (end == std::string_view::npos || end > 30 || !time.contains(':') ||
        !std::ranges::any_of(time, is_digit) || !std::ranges::all_of(time, fits))
      return {};
    std::size_t length = end + (bracket ? 2 : 3);
    const std::size_t colon = line.find(": ", length);
    if (colon != std::string_view::npos && !line.substr(0, colon).contains('@')) length = colon + 2;
    at += length;
    return line.substr(0, length);
  }

  void add_row(std::string_view typed) {
    if (!typed.empty())
      invitees_.push_back({.contact = std::string(typed), .first_name = {}, .last_name = {}});
  }

  bool read_header(const Line& line, std::size_t at) {
    std::vector<Column> columns;
    std::size_t known = 0, filled = 0;
    for (const std::string& cell : line.cells) {
      columns.push_back(column_of(trim(cell)));
      filled += !trim(cell).empty();
      known += columns.back() != Column::none;
    }
    const auto has = [&](Column column) {
      return std::ranges::find(columns, column) != columns.end();
    };
    // One word alone is a heading only where something stands under it.
    const bool names = has(Column::given) || has(Column::family) || has(Column::name);
    if (known == 0 || (known * 2 < filled && !(names && known > 2)) ||
        (!header_.empty() && known < 2) || !(has(Column::email) || has(Column::phone)))
      return false;
    if (line.cells.size() == 1 && (text_.find_first_not_of(" \t\n", at) == std::string_view::npos ||
                                   trim(line.cells[0]).contains(' ')))
      return false;
    email_column_ =
        static_cast<std::size_t>(std::ranges::find(columns, Column::email) - columns.begin());
    header_ = std::move(columns);
    separator_ = line.separator;
    return true;
  }

  // By the columns of the header. False where the row does not fit them.
  bool read_row(const Line& line) {
    if (line.cells.size() > header_.size()) return false;
    Invitee invitee;
    std::string name, middle, number, unread;
    bool reversed = false;
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      const std::string_view cell = trim(line.cells[i]);
      if (cell.empty()) continue;
      const Column column = header_[i];
      // "---" is no more than an empty one.
      if (!cell.contains('@') && tidy_name(cell).empty()) continue;
      if (column == Column::given && invitee.first_name.empty()) {
        invitee.first_name = tidy_name(cell);
      } else if (column == Column::middle) {
        if (!middle.empty()) middle += ' ';
        middle += tidy_name(cell);
      } else if (column == Column::family && invitee.last_name.empty()) {
        invitee.last_name = tidy_name(cell);
      } else if ((column == Column::name || column == Column::reversed_name) && name.empty()) {
        name = tidy_name(cell);
        reversed = column == Column::reversed_name;
      } else if (column == Column::email && std::ranges::count(cell, '@') == 1) {
        // Further ones of theirs are told.
        if (invitee.contact.empty())
          invitee.contact = cell;
        else
          append(invitee.rest, cell);
      } else if (column == Column::phone && number.empty() && !cell.contains('@')) {
        number = cell;
      } else if (i == email_column_ && !cell.contains('@')) {
        unread = cell;  // what is wrong with it is for parse_contact to say
      } else if (cell.contains('@')) {
        return false;  // several, or in a column for something else
      } else {
        append(invitee.rest, cell);
      }
    }
    for (std::string* other : {&unread, &number}) {
      if (invitee.contact.empty()) std::swap(invitee.contact, *other);
      append(invitee.rest, *other);
    }
    if (!middle.empty()) append(invitee.first_name, middle, " ");
    if (!name.empty()) {
      Invitee whole;
      set_name(whole, name);
      if (invitee.first_name.empty() && invitee.last_name.empty())
        (reversed ? set_reversed_name : set_name)(invitee, name);
      else if (invitee.last_name.empty() && whole.last_name.empty())
        invitee.last_name = name;  // "Fornavn", "Navn"
      else if (invitee.last_name.empty() && whole.first_name == invitee.first_name)
        invitee.last_name = whole.last_name;
      else if (name != invitee.first_name + ' ' + invitee.last_name)
        append(invitee.rest, name);
    }
    if (invitee.contact.empty()) return false;
    // "Kari <kari@x.no>" or two numbers in one cell are for the grammar of lines.
    std::size_t start = 0;
    const Line cell = read_line(invitee.contact, start, '\t');
    if (cell.anchors.size() > 1 || (cell.anchors.size() == 1 && has_text(cell))) return false;
    invitees_.push_back(std::move(invitee));
    return true;
  }

  static bool has_text(const Line& line) {
    return std::ranges::any_of(line.segments, [](const Segment& segment) {
      return !segment.pieces.empty() || !segment.comments.empty() || !segment.asides.empty();
    });
  }

  void read_people(Line line, std::size_t at) {
    if (line.anchors.empty()) {
      if (read_header(line, at) || (!header_.empty() && read_row(line))) return;
      // What a spreadsheet writes first ("sep=;"), and a mail's head, is nobody.
      if (has_text(line) && !line.typed.starts_with("sep=") && !is_head(line.typed))
        add_row(line.typed);
      return;
    }
    if (!header_.empty() && read_row(line)) return;
    // "kari @x.no": which words belong to it nobody can tell.
    const std::string& only = line.anchors.front().contact;
    if (line.anchors.size() == 1 && line.anchors.front().email &&
        (only.starts_with('@') || only.ends_with('@')))
      return add_row(line.typed);
    assign(line);
  }

  void assign(Line& line);

  // Of one line. Given to nobody: rows of their own, before the anchor they stand before.
  struct Person {
    std::vector<std::string> columns;
    std::string name;
    std::vector<std::string> rest;
    std::vector<std::string> strays;
    bool named() const { return !columns.empty() || !name.empty(); }
  };

  void finish(Invitee& invitee) const {
    for (const auto& [name, field] :
         {std::pair(&invitee.first_name, "firstName"), std::pair(&invitee.last_name, "lastName")}) {
      if (const auto checked = parse_name(*name, field); !checked && !invitee.error)
        invitee.error = checked.error();
    }
  }
};

// "Olsen" or "van der Berg": what stands before the comma of "Family, Given" for sure.
bool is_family(std::string_view piece) {
  Invitee invitee;
  set_name(invitee, std::string("x ").append(piece));
  return invitee.last_name == piece;
}

void Reader::assign(Line& line) {
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
  const bool names_before = first && (!last || count == 1), names_after = !first && last;
  const auto stray = [&](std::size_t place, std::vector<std::string>& pieces, std::size_t until) {
    for (std::size_t i = 0; i < until; ++i) {
      // In a table a further column is no person, and neither is a number.
      const bool person = line.separator != '\t' && is_name(pieces[i]);
      const std::size_t owner = std::min(place, count - 1);
      (person ? people[place].strays : people[owner].rest).push_back(std::move(pieces[i]));
    }
  };
  const auto give_before = [&](std::size_t i) {
    auto& pieces = segments[i].pieces;
    Person& person = people[i];
    if (segments[i].separated_after) {
      person.columns = std::move(pieces);
      return;
    }
    std::size_t used = 1;
    person.name = std::move(pieces.back());
    if (pieces.size() > 1 && line.separator == ',' && !person.name.contains(',') &&
        (count == 1 || is_family(pieces[pieces.size() - 2]) || is_ending(person.name))) {
      person.name = std::move(pieces[pieces.size() - 2]) + ", " + person.name;
      used = 2;
    }
    stray(i, pieces, pieces.size() - used);
  };

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
      if (pieces.size() > 1 && touches_previous && touches_next && previous_free) {
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
    for (const std::string& typed : people[i].strays) add_row(typed);
    if (i == count) break;
    Person& person = people[i];
    Invitee invitee{.contact = std::move(anchors[i].contact), .first_name = {}, .last_name = {}};
    // "Friends: Kari": a group, and who is in it.
    if (const std::size_t colon = person.name.find(": "); colon != std::string::npos) {
      person.rest.push_back(person.name.substr(0, colon));
      person.name.erase(0, colon + 2);
    }
    // "Kari Nordmann / Avisen AS".
    if (const std::size_t slash = person.name.find(" / "); slash != std::string::npos) {
      person.rest.push_back(person.name.substr(slash + 3));
      person.name.resize(slash);
    }
    if (is_name(person.name))
      set_name(invitee, person.name);
    else
      person.rest.push_back(std::move(person.name));
    set_columns(invitee, person.columns);
    for (const std::string& one : person.rest) append(invitee.rest, one);
    invitees_.push_back(std::move(invitee));
  }
}

}  // namespace

namespace {

// "1.kari@x.no" could be an address. Where each line begins so, with the next number, it is none.
void drop_numbers_of_lines(std::string& text) {
  std::string without;
  int line = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view rest = trim(std::string_view(text).substr(at, end - at));
    at = end + 1;
    if (rest.empty()) continue;
    const std::string number = decimal(++line);
    const bool numbered = rest.starts_with(number) && rest.size() > number.size() + 1 &&
                          rest[number.size()] == '.' && is_letter(rest[number.size() + 1]);
    if (!numbered) return;
    without.append(rest.substr(number.size() + 1)).append("\n");
  }
  if (line > 1) text = std::move(without);
}

}  // namespace

std::vector<Invitee> split_invitees(std::string_view text) {
  // Line ends as one kind; what cannot be seen goes first, so that it parts nothing.
  std::string plain;
  const std::string seen = plain_text(text);
  for (std::size_t at = 0; at < seen.size();) {
    const CodePoint c = decode_utf8(seen, at);
    const std::size_t length = std::max<std::size_t>(c.length, 1);
    const bool ends_line =
        c.length > 0 && (c.value == '\r' || c.value == 0x0B || c.value == 0x0C || c.value == 0x85 ||
                         c.value == 0x2028 || c.value == 0x2029);
    if (!ends_line) {
      plain.append(seen, at, length);
    } else if (c.value != '\r' || at + 1 == seen.size() || seen[at + 1] != '\n') {
      plain += '\n';
    }
    at += length;
  }
  drop_numbers_of_lines(plain);
  return Reader(plain).read();
}

}  // namespace subshare
