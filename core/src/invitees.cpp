// Lines to people. The scanner (invitees_scan.cpp) has found the anchors of a line and the pieces
// of text before, between and after them; here each piece gets to the anchor it belongs to, or to
// nobody.
#include "subshare/invitees.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "characters.hpp"
#include "contact_parts.hpp"
#include "decimal.hpp"
#include "invitee_names.hpp"
#include "invitees_cards.hpp"
#include "invitees_coded.hpp"
#include "invitees_lines.hpp"
#include "invitees_people.hpp"
#include "invitees_records.hpp"
#include "invitees_scan.hpp"
#include "invitees_told.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {

class InviteeReader::Lines {
 public:
  explicit Lines(std::string_view text) : seen_(as_seen(text)), text_(seen_) { look_for_table(); }

  bool read_on(std::size_t lines) {
    std::size_t& at = at_;
    while (at < text_.size() && lines-- > 0) {
      const std::size_t start = at, before = invitees_.size();
      if (begins_card(text_, at)) {
        keep_untold(read_card(text_, at, invitees_), invitees_, before);
        lines_.push_back({});
        continue;
      }
      if (read_record(text_, at, invitees_)) {
        keep_untold(text_.substr(start, at - start), invitees_, before);
        lines_.push_back({});
        continue;
      }
      std::string_view sender = skip_chat_mark(at);
      if (sender.empty()) sender = skip_reply_mark(at);
      Line line = read_line(text_, at, header_.empty() ? '\0' : separator_);
      if (!header_.empty() && line.cells.size() < 2 && header_.size() > 1) {
        // The table has ended.
        header_.clear();
        at = start + sender.size();
        line = read_line(text_, at, '\0');
      }
      LineRead read = kind_of(line);
      read_people(std::move(line), at);
      if (!sender.empty()) {
        if (before == invitees_.size()) add_typed(invitees_, trim(sender));
        Invitee& first = invitees_[before];
        // Who wrote is not who is meant.
        if (first.contact != trim(sender)) append(first.rest, trim(sender));
      }
      if (!is_date_of_head(text_.substr(start, at - start)))
        keep_untold(text_.substr(start, at - start), invitees_, before);
      // One row, with nothing beside what the line is.
      const bool one = before + 1 == invitees_.size() && header_.empty();
      const Invitee* only = one ? &invitees_[before] : nullptr;
      if (read.kind != LineKind::blank &&
          !(only && only->first_name.empty() && only->last_name.empty() && only->rest.empty()))
        read.kind = LineKind::other;
      read.row = before;
      lines_.push_back(read);
    }
    return at < text_.size();
  }

  std::vector<Invitee> take() {
    split_full_names();
    pair_lines(lines_, invitees_);
    for (Invitee& invitee : invitees_) finish(invitee);
    return std::move(invitees_);
  }

 private:
  std::string seen_;
  std::string_view text_;  // all of it
  std::size_t at_ = 0;
  std::vector<Invitee> invitees_;
  std::vector<Column> header_;
  std::size_t email_column_ = 0;  // the first
  char separator_ = 0;
  std::vector<LineRead> lines_;
  std::vector<std::string> headings_;
  std::vector<std::size_t> rows_of_cells_;  // of people in three cells or more, without a header
  bool table_[128]{};  // by separator: whether all lines have as many of it, as a table has

  // Lines that all have as many semicolons or commas, two or more, as a program writes them: no
  // space behind any, and no brackets, which mail programs write.
  void look_for_table() {
    for (const char separator : {';', ','}) {
      std::ptrdiff_t count = 0;
      int lines = 0;
      bool same = true;
      for (std::size_t at = 0; at < text_.size() && same;) {
        const std::string_view line = trim(text_.substr(at, text_.find('\n', at) - at));
        at = std::min(text_.find('\n', at), text_.size() - 1) + 1;
        if (line.empty()) continue;
        const auto here = std::ranges::count(line, separator);
        same = line.find('<') == line.npos && here > 1 && (lines++ == 0 || here == count) &&
               !line.contains(std::string(1, separator) + ' ');
        count = here;
      }
      table_[static_cast<int>(separator)] = same && lines > 1;
    }
  }

  static LineKind kind_of_name(std::string_view typed) {
    const std::string name = tidy_name(typed);
    const bool short_enough = std::ranges::count(name, ' ') < 4;
    return is_name(name) && short_enough && !name.contains(',') && !is_firm(name) ? LineKind::name
                                                                                  : LineKind::other;
  }

  static LineRead kind_of(const Line& line) {
    if (line.typed.empty()) return {LineKind::blank};
    if (line.anchors.empty()) return {kind_of_name(line.typed)};
    return {line.anchors.size() == 1 ? LineKind::contact : LineKind::other};
  }

  // "Sendt: torsdag 26. november 2026 18.40".
  static bool is_date_of_head(std::string_view line) {
    std::size_t run = 0, longest = 0;
    for (const char c : line) longest = std::max(longest, run = is_digit(c) ? run + 1 : 0);
    return is_head_of_date(line) && !line.contains('@') && longest > 0 && longest < 7;
  }

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

  // "On Thu, Nov 26, 2026 at 6:40 PM Kari <kari@x.no> wrote:".
  std::string_view skip_reply_mark(std::size_t& at) const {
    const std::string_view line = text_.substr(at, text_.find('\n', at) - at);
    const std::string_view head = line.substr(0, line.find('<'));
    const auto ends = [&](std::string_view word) { return trim(line).ends_with(word); };
    std::size_t length = 0;
    if (const std::size_t wrote = head.find(" skrev "); wrote != head.npos && ends(">:")) {
      length = wrote + 7;
    } else if (ends("> wrote:") || ends("> skrev:") || ends("> kirjoitti:")) {
      length = head.find_last_of("0123456789") + 1;
      if (length == 0) return {};
      length = std::min(head.find_first_not_of(" ,.:", length), head.size());
      for (const std::string_view half : {"AM ", "PM "}) {
        if (head.substr(length).starts_with(half)) length += half.size();
      }
    }
    if (length == 0 || length >= line.size() || head.substr(0, length).contains('@')) return {};
    at += length;
    return line.substr(0, length);
  }

  // "Nordmann, Kari; Hansen, Ola", without anything to reach them by: each has a row.
  static bool are_people(const Line& line) {
    const auto is_whole_name = [](std::string_view cell) {
      return cell.empty() || (is_name(cell) && cell.contains(' ') && cell.size() < 60);
    };
    return line.separator == ';' && line.cells.size() > 1 &&
           std::ranges::all_of(line.cells, is_whole_name);
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
    if (known == 0 || !(has(Column::email) || has(Column::phone)) ||
        (!header_.empty() && known < 2))
      return false;
    if (known * 2 < filled && !(names && known > 2) && !stands_above(columns, line.separator, at))
      return false;
    if (line.cells.size() == 1 && (text_.find_first_not_of(" \t\n", at) == std::string_view::npos ||
                                   trim(line.cells[0]).contains(' ')))
      return false;
    email_column_ =
        static_cast<std::size_t>(std::ranges::find(columns, Column::email) - columns.begin());
    header_ = std::move(columns);
    headings_ = line.cells;
    separator_ = line.separator;
    return true;
  }

  // Whether the next line has in each such column what its heading says.
  bool stands_above(const std::vector<Column>& columns, char separator, std::size_t at) const {
    const std::size_t start = std::min(text_.find_first_not_of('\n', at), text_.size());
    at = start;
    const Line next = read_line(text_, at, separator);
    if (next.cells.size() != columns.size() || columns.size() < 2) return false;
    const auto fits = [&](std::size_t i) {
      if (columns[i] == Column::email) return next.cells[i].contains('@');
      return columns[i] != Column::phone || std::ranges::count_if(next.cells[i], is_digit) > 5;
    };
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!fits(i) && !next.cells[i].empty()) return false;
    }
    return true;
  }

  // By the columns of the header. False where the row does not fit them.
  bool read_row(const Line& line) {
    if (line.cells.size() > header_.size()) return false;
    Invitee invitee;
    std::string name, middle, number, unread;
    bool reversed = false;
    std::size_t contact_column = 0;
    std::vector<std::string_view> others;  // cells with somebody in them
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      std::string_view cell = trim(line.cells[i]);
      if (cell.empty()) continue;
      const Column column = header_[i];
      // "---" is no more than an empty one.
      if (!cell.contains('@') && tidy_name(cell).empty()) continue;
      // "kari@x.no ::: kari@y.no", several of one person, as Google has them.
      if (const std::size_t more = cell.find(" ::: ");
          more != cell.npos && (column == Column::email || column == Column::phone)) {
        append(invitee.rest, cell.substr(more + 5));
        cell = cell.substr(0, more);
      }
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
        if (invitee.contact.empty()) {
          invitee.contact = cell;
          contact_column = i;
        } else if (headings_[i] == headings_[contact_column]) {
          others.push_back(cell);  // the same heading again: another one's
        } else {
          append(invitee.rest, cell);  // further ones of theirs are told
        }
      } else if (column == Column::phone && number.empty() && !cell.contains('@')) {
        number = cell;
      } else if (i == email_column_ && !cell.contains('@')) {
        unread = cell;  // what is wrong with it is for parse_contact to say
      } else if (column == Column::none && cell.contains('@')) {
        others.push_back(cell);
      } else if (cell.contains('@')) {
        return false;  // several
      } else {
        append(invitee.rest, cell);
      }
    }
    if (invitee.contact.empty() && !others.empty()) return false;
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
    const std::string contact = invitee.contact;
    const std::size_t at = invitees_.size();
    invitees_.push_back(std::move(invitee));
    for (const std::string_view other : others) {
      std::size_t begin = 0;
      Line its = read_line(other, begin, 0);
      const bool same = std::ranges::all_of(
          its.anchors, [&](const Anchor& anchor) { return same_contact(anchor.contact, contact); });
      if (same || its.anchors.empty())
        append(invitees_[at].rest, other);
      else
        add_people(its, false, invitees_);
    }
    return true;
  }

  static bool has_text(const Line& line) {
    return std::ranges::any_of(line.segments, [](const Segment& segment) {
      return !segment.pieces.empty() || !segment.comments.empty() || !segment.asides.empty();
    });
  }

  void read_people(Line line, std::size_t at) {
    const bool email =
        std::ranges::any_of(line.anchors, [](const Anchor& anchor) { return anchor.email; });
    if (!email && is_date_of_head(line.typed)) return;
    // A mail's own marks are in no mailbox.
    if (email && is_head(line.typed)) return add_typed(invitees_, line.typed);
    if (line.anchors.empty()) {
      if (read_header(line, at) || (!header_.empty() && read_row(line))) return;
      // What a spreadsheet writes first ("sep=;"), and a mail's head, is nobody.
      if (!has_text(line) || line.typed.starts_with("sep=") || is_head(line.typed)) return;
      if (header_.empty() && are_people(line)) {
        for (const std::string& cell : line.cells) add_typed(invitees_, cell);
      } else {
        add_typed(invitees_, line.typed);
      }
      return;
    }
    if (!header_.empty() && read_row(line)) return;
    // "kari @x.no": which words belong to it nobody can tell.
    const std::string& only = line.anchors.front().contact;
    const auto alone = [&] {
      const std::size_t mark = only.find('@');
      if (mark == only.npos) return false;
      if (mark == 0 || mark + 1 == only.size()) return true;
      // "kari@x .no", "kari@x. no".
      const auto& behind = line.segments[1];
      return !only.substr(mark).contains('.') && !behind.pieces.empty() &&
             !behind.separated_before && behind.pieces[0].size() < 5 &&
             std::ranges::all_of(behind.pieces[0], [](char c) { return c >= 'a' && c <= 'z'; });
    };
    // A fax is nobody's to read by.
    const bool fax = !line.anchors.front().email && line.segments[0].fax;
    if (line.anchors.size() == 1 && (fax || (line.anchors.front().email && alone())))
      return add_typed(invitees_, line.typed);
    const bool table = line.separator == '\t' || table_[static_cast<int>(line.separator) & 127];
    const std::size_t before = invitees_.size();
    add_people(line, table, invitees_);
    if (invitees_.size() == before + 1 && line.cells.size() > 2 && header_.empty() &&
        !invitees_[before].last_name.empty())
      rows_of_cells_.push_back(before);
  }

  // "Kari Nordmann→Oslo→kari@x.no", row after row: the first of two is the whole name.
  void split_full_names() {
    if (rows_of_cells_.size() < 3 || invitees_.size() < rows_of_cells_.size()) return;
    for (const std::size_t row : rows_of_cells_) {
      if (row >= invitees_.size() || !invitees_[row].first_name.contains(' ')) return;
    }
    for (const std::size_t row : rows_of_cells_) {
      Invitee& invitee = invitees_[row];
      std::string other = std::exchange(invitee.last_name, {});
      const std::string name = std::exchange(invitee.first_name, {});
      set_name(invitee, name);
      append(other, invitee.rest);
      invitee.rest = std::move(other);
    }
  }

  void finish(Invitee& invitee) const {
    for (const auto& [name, field] :
         {std::pair(&invitee.first_name, "firstName"), std::pair(&invitee.last_name, "lastName")}) {
      if (const auto checked = parse_name(*name, field); !checked && !invitee.error)
        invitee.error = checked.error();
    }
  }
};

InviteeReader::InviteeReader(std::string_view text) : lines_(std::make_unique<Lines>(text)) {}
InviteeReader::InviteeReader(InviteeReader&&) noexcept = default;
InviteeReader& InviteeReader::operator=(InviteeReader&&) noexcept = default;
InviteeReader::~InviteeReader() = default;

bool InviteeReader::read_on(std::size_t lines) { return lines_->read_on(lines); }
std::vector<Invitee> InviteeReader::take() { return lines_->take(); }

std::vector<Invitee> split_invitees(std::string_view text) {
  InviteeReader reader(text);
  reader.read_on(std::string_view::npos);
  return reader.take();
}

}  // namespace subshare
