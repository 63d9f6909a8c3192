// Characters to lines. A weaker separator than the line's own stays in the pieces: the comma of
// "Nordmann, Kari" where semicolons part the people.
#include "invitees_scan.hpp"

#include <algorithm>
#include <iterator>

#include "characters.hpp"
#include "contact_parts.hpp"
#include "invitee_names.hpp"
#include "invitees_links.hpp"
#include "invitees_numbers.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

constexpr std::size_t none = std::string_view::npos;
// How far a quotation, and a link or a query, are followed. Longer ones are no person's, and a text
// that opens one at every step would be read through as often.
constexpr std::size_t max_quotation = 2000, max_link = 500;

bool is_separator(char c) { return c == '\t' || c == ';' || c == '|' || c == ','; }

bool has_anchor(std::string_view text) {
  return text.contains('@') || std::ranges::count_if(text, is_digit) >= 6;
}

// Where a quotation that begins at `at` ends, if it does: a cell of RFC 4180, in which a doubled
// mark is one. Over a line's end it goes only where it holds no contact and a cell ends with it, so
// that a mark that is never closed swallows nobody.
std::size_t end_of_quotation(std::string_view text, std::size_t at) {
  text = text.substr(0, at + max_quotation);
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    // RFC 5322, 3.2.4; where the mark could end a cell it does.
    if (text[i] == '\\' && i + 2 < text.size() && text[i + 1] == '"' && text[i + 2] != '\n' &&
        !is_separator(text[i + 2])) {
      ++i;
      continue;
    }
    if (text[i] != '"') continue;
    if (i + 1 < text.size() && text[i + 1] == '"') {
      ++i;
      continue;
    }
    const std::string_view inside = text.substr(at + 1, i - at - 1);
    if (!inside.contains('\n')) return i;
    const std::size_t next = text.find_first_not_of(' ', i + 1);
    const bool cell = next == none || is_separator(text[next]) || text[next] == '\n';
    return cell && !has_anchor(inside) ? i : none;
  }
  return none;
}

// Where the quotation marks at `at` end: what none of them closes is not looked for at each.
std::size_t end_of_marks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of('"', at), text.size());
}

class Scanner {
 public:
  Scanner(std::string_view text, std::size_t& at, char separator) : text_(text), at_(at) {
    line_.separator = separator == 0 ? strongest() : separator;
    line_.segments.emplace_back();
  }

  Line read() {
    const std::size_t start = at_;
    cell_ = start;
    while (at_ < text_.size() && text_[at_] != '\n') step();
    const std::size_t end = at_;
    line_.typed = trim(text_.substr(start, end - start));
    if (at_ < text_.size()) ++at_;
    end_piece();
    close_cell(end);
    return std::move(line_);
  }

 private:
  std::string_view text_;
  std::size_t& at_;
  Line line_;
  std::string piece_;
  std::size_t cell_ = 0;  // where the cell begins
  std::size_t no_address_before_ = 0;
  std::size_t closing_ = none;  // the mark that ends a quotation with an anchor in it

  char strongest() const {
    char found = 0;
    std::size_t inside = 0;
    for (std::size_t i = at_; i < text_.size() && text_[i] != '\n'; ++i) {
      const char c = text_[i];
      if (c == '"') {
        const std::size_t end = end_of_quotation(text_, i);
        i = end == none ? end_of_marks(text_, i) - 1 : end;
        continue;
      }
      if (c == '\t') return c;
      if (c == '(' || c == '<') ++inside;
      if ((c == ')' || c == '>') && inside > 0) --inside;
      if (inside > 0) continue;
      if (c == ';' || (c == '|' && found != ';')) found = c;
      if (c == ',' && found == 0) found = c;
    }
    return found;
  }

  Segment& segment() { return line_.segments.back(); }

  // Nothing stands before it but marks: `[{"name":"Kari Nordmann"`.
  bool begins_piece() const {
    constexpr std::size_t a_few = 16;
    return piece_.size() < a_few && tidy_name(piece_).empty();
  }

  void end_piece() {
    std::string tidy = tidy_name(piece_);
    const std::string_view raw = trim(piece_);
    if (tidy.empty() && std::ranges::any_of(raw, is_letter) && !is_joining_word(raw)) {
      segment().labelled = true;
      segment().fax = ascii_lower(raw).contains("fa");
    }
    piece_.clear();
    // Marks alone are nothing between a separator and an anchor: "'+47 412 34 567" of a
    // spreadsheet.
    if (!tidy.empty()) segment().separated_after = false;
    // The number of a row, in a column of its own.
    const bool number =
        line_.cells.empty() && tidy.size() <= 4 && std::ranges::all_of(tidy, is_digit);
    if (!tidy.empty() && !number) segment().pieces.push_back(std::move(tidy));
  }

  // A cell is kept as it was typed, but for the quotation marks that only hold it together.
  void close_cell(std::size_t end) {
    std::string_view cell = trim(text_.substr(cell_, end - cell_));
    while (cell.size() > 1 && cell.front() == '"' && end_of_quotation(cell, 0) == cell.size() - 1)
      cell = trim(cell.substr(1, cell.size() - 2));
    std::string& kept = line_.cells.emplace_back(cell);
    if (kept.contains("\"\"")) std::erase(kept, '"');
    cell_ = std::min(end + 1, text_.size());
  }

  // At a separator; `end` where it stands.
  void end_cell(std::size_t end) {
    // What stands between two separators alone is no name, but the separators count.
    end_piece();
    Segment& now = segment();
    if (now.pieces.empty()) now.separated_before = true;
    now.separated_after = true;
    close_cell(end);
  }

  void add_text(std::string_view text) {
    if (piece_.empty() && trim(text).empty()) return;
    piece_ += text;
  }

  // "+4741234567 41234567", of a link and its text.
  static bool ends_as(std::string_view number, std::string_view national) {
    std::string all, some;
    std::ranges::copy_if(number, std::back_inserter(all), is_digit);
    std::ranges::copy_if(national, std::back_inserter(some), is_digit);
    return number.contains('+') && some.size() > 6 && some.size() < all.size() &&
           all.ends_with(some);
  }

  void add_anchor(std::string_view contact, bool email, bool bracketed) {
    end_piece();
    // "kari@x.no <mailto:kari@x.no>" is one address.
    const bool again = !line_.anchors.empty() && segment().pieces.empty() &&
                       segment().comments.empty() && !segment().separated_after &&
                       (same_contact(line_.anchors.back().contact, contact) ||
                        (!email && ends_as(line_.anchors.back().contact, contact)));
    if (again) {
      line_.anchors.back().bracketed |= bracketed;
      return;
    }
    line_.anchors.push_back({std::string(contact), email, bracketed});
    line_.segments.emplace_back();
  }

  void step() {
    const char c = text_[at_];
    if (c == line_.separator || c == '\t' || (c == ';' && line_.separator == '|')) {
      return end_cell(at_++);
    }
    if (c == '"' && at_ != closing_ && begins_piece() && quotation()) return;
    if (is_letter(c) && link()) return;
    if (c == '<' && bracket()) return;
    if (c == '(' && comment()) return;
    if (anchor()) return;
    const CodePoint point = decode_utf8(text_, at_);
    const std::size_t length = std::max<std::size_t>(point.length, 1);
    if (c == '"') {
      segment().quoted = true;
      add_text(" ");
      at_ = at_ == closing_ ? at_ + 1 : end_of_marks(text_, at_);
      return;
    }
    const std::string_view box = text_.substr(at_, 3);
    if (box == "[x]" || box == "[X]") {
      at_ += box.size();
      return;
    }
    if (c == '[' || c == ']') {
      add_text(" ");
    } else if (is_letter(c) || is_digit(c)) {
      // A word at once, so that no number or address is looked for inside of it.
      std::size_t end = at_ + 1;
      while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
      add_text(text_.substr(at_, end - at_));
      at_ = end;
      return;
    } else {
      add_text(text_.substr(at_, length));
    }
    at_ += length;
  }

  bool link() {
    if (!piece_.empty() && (is_letter(piece_.back()) || is_digit(piece_.back()))) return false;
    const std::size_t end = end_of_link(text_, at_);
    if (end == none) return false;
    const std::string_view all = text_.substr(at_, end - at_);
    if (const std::string contact = contact_of_link(all); !contact.empty())
      add_anchor(contact, contact.contains('@') || contact.starts_with('m'), false);
    segment().asides.emplace_back(all);
    at_ = end;
    return true;
  }

  bool quotation() {
    const std::size_t end = end_of_quotation(text_, at_);
    if (end == none) return false;
    std::string inside(text_.substr(at_ + 1, end - at_ - 1));
    const std::size_t next = text_.find_first_not_of(' ', end + 1);
    // An address as the name of another one is neither asked nor a name.
    const bool is_name_of = next != none && text_[next] == '<';
    if (has_anchor(inside) && !is_name_of) {
      closing_ = end;
      return false;
    }
    // "Kari ""Kaja"" Nordmann", and with backslashes.
    for (std::size_t mark = inside.find("\\\""); mark != none; mark = inside.find("\\\"", mark))
      inside.erase(mark, 1);
    std::erase(inside, '"');
    std::ranges::replace(inside, '\n', ' ');
    if (has_anchor(inside)) {
      const std::size_t close = text_.find_first_of(">\n", next);
      const bool itself =
          close != none && same_contact(inside, text_.substr(next + 1, close - next - 1));
      if (!itself) segment().asides.push_back(std::move(inside));
    } else {
      // "Nordmann, Kari (Salg)".
      for (std::size_t open = inside.find('('), close = inside.find(')', open + 1);
           open != none && close != none;
           open = inside.find('('), close = inside.find(')', open + 1)) {
        segment().asides.push_back(inside.substr(open + 1, close - open - 1));
        inside.erase(open, close + 1 - open);
      }
      segment().quoted = true;
      add_text(inside);
    }
    at_ = end + 1;
    return true;
  }

  // "<…>": a contact, a tag, or something that was meant as a contact.
  bool bracket() {
    const std::size_t end = text_.find_first_of("<>\n", at_ + 1);
    if (end == none || text_[end] != '>') {
      ++at_;
      return true;
    }
    const std::string_view inside = trim(text_.substr(at_ + 1, end - at_ - 1));
    if (inside.contains("://") && !inside.contains("mailto:")) {
      ++at_;  // a link, or a tag with one: nobody by itself
      return true;
    }
    const std::string lower = ascii_lower(inside.substr(0, inside.find(' ')));
    const auto is_tag = [&](std::string_view names) {
      return !lower.empty() && names.contains(" " + lower + " ");
    };
    if (inside.contains('@') || has_anchor(inside)) {
      // Also `<a href="mailto:kari@x.no">`.
      const std::size_t link = std::min(inside.find("mailto:"), inside.find("tel:"));
      std::string_view contact = link == none ? inside : inside.substr(link);
      if (link != none || lower == "a") contact = contact.substr(0, contact.find_first_of("\"' "));
      if (std::ranges::count(contact, '@') > 1 || contact.find_first_of(",;") != none) {
        ++at_;  // several: each is found by itself
        return true;
      }
      add_anchor(contact, contact.contains('@'), lower != "a");
    } else if (is_tag(" p /p br br/ div /div li /li tr /tr td /td ul /ul table /table ")) {
      end_cell(at_);
    } else if (!inside.empty() &&
               !is_tag(" a /a b /b i /i span /span em /em strong /strong u /u ")) {
      add_anchor(inside, false, true);
    }
    at_ = end + 1;
    return true;
  }

  bool comment() {
    const std::size_t end = text_.find_first_of("()\n", at_ + 1);
    if (end == none || text_[end] != ')') return false;
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    if (read_number(text_, at_).end != none) return false;
    if (has_anchor(inside)) {
      ++at_;
      return true;
    }
    std::string tidy = inside.contains(',') ? std::string(trim(inside)) : tidy_name(inside);
    const bool follows = !line_.anchors.empty() && segment().pieces.empty() &&
                         !segment().separated_after && trim(piece_).empty();
    if (tidy.find_first_not_of("0123456789") != none)
      (follows ? segment().comments : segment().asides).push_back(std::move(tidy));
    at_ = end + 1;
    return true;
  }

  bool anchor() {
    const bool word_start =
        piece_.empty() || !(is_letter(piece_.back()) || is_digit(piece_.back()) ||
                            static_cast<unsigned char>(piece_.back()) >= 0xC0);
    if (!word_start) return false;
    const std::string_view here = text_.substr(at_, max_link);
    if (has_scheme(here, "tel:")) {
      // Its parameters are part of it, up to white space or what could not stand in it.
      const std::size_t end = std::min(here.find_first_of(" \t\n<>\"|,)"), here.size());
      std::string_view link = here.substr(0, end);
      // "TEL:41234567;EMAIL:kari@x.no": that is none of its parameters.
      for (std::size_t part = link.find(';'); part < link.size(); part = link.find(';', part + 1)) {
        const std::string_view parameter =
            link.substr(part + 1, link.find(';', part + 1) - part - 1);
        if (parameter.contains('=') && !parameter.contains('@')) continue;
        link = link.substr(0, part);
      }
      while (link.ends_with(';')) link.remove_suffix(1);
      if (std::ranges::count_if(link, is_digit) < 3) return false;
      add_anchor(link, false, false);
      at_ += link.size();
      return true;
    }
    // "26.11.2026" and "18:40" have begun before their second group.
    const bool goes_on = piece_.size() > 1 && is_digit(piece_[piece_.size() - 2]) &&
                         std::string_view(".-/:").contains(piece_.back());
    if (trim(piece_).empty()) {
      // "1. 412 34 567"; "412. 34 567" is no number of a row.
      const std::size_t digits = std::min(here.find_first_not_of("0123456789"), here.size());
      const auto long_enough = [&] {
        return std::ranges::count_if(here.substr(digits, here.find('\n') - digits), is_digit) > 6;
      };
      if (digits > 0 && (digits < 3 || (digits == 3 && long_enough())) &&
          digits + 1 < here.size() && std::string_view(".)").contains(here[digits]) &&
          here[digits + 1] == ' ') {
        at_ += digits + 1;
        return true;
      }
    }
    if (!goes_on && (is_digit(here.front()) || here.front() == '+' || here.front() == '(')) {
      const Number number = read_number(text_, at_);
      if (number.end != none) {
        const std::size_t end = end_of_extension(text_, number.end);
        add_anchor(text_.substr(at_, end - at_), false, false);
        at_ = end;
        return true;
      }
    }
    return address();
  }

  // A run of what an address can have, with an @ inside.
  bool address() {
    if (at_ < no_address_before_ && !has_scheme(text_.substr(at_, 7), "mailto:")) return false;
    std::size_t end = at_, ats = 0, at_mark = none;
    const auto is_word = [&](std::size_t i) {
      return i < text_.size() && (is_letter(text_[i]) || is_digit(text_[i]));
    };
    while (end < text_.size()) {
      const CodePoint c = decode_utf8(text_, end);
      const char byte = text_[end];
      if (c.length == 1 &&
          (byte == line_.separator || std::string_view(" \t\n\r\v\f,;<>()[]{}\"|:").contains(byte)))
        break;
      // "o’brien@x.no": a program has made it of the apostrophe.
      const bool apostrophe = (c.value == 0x2018 || c.value == 0x2019 || c.value == 0xB4) &&
                              ats == 0 && end > at_ && is_word(end - 1) && is_word(end + c.length);
      if (c.length > 1 && !apostrophe &&
          (is_space(c.value) || is_quotation_mark(c.value) || c.value == 0x2026))
        break;
      if (byte == '@') {
        ++ats;
        at_mark = std::min(at_mark, end);
      }
      // A query ends the address, not the run: "?cc=ola@x.no" is read by itself.
      if (ats > 0 && (byte == '?' || byte == '/' || byte == '&')) break;
      end += std::max<std::size_t>(c.length, 1);
    }
    const std::string_view link = text_.substr(at_, 7);
    if (ats == 0 && has_scheme(link, "mailto:")) {
      at_ += 7;
      // With a coded @ it is a link as a whole.
      const std::string_view reach = text_.substr(at_, max_link);
      const std::size_t last = at_ + std::min(reach.find_first_of(" \t\n<>\")"), reach.size());
      const std::string_view whole = text_.substr(at_, last - at_);
      if (!whole.contains('@') && whole.contains("%40")) {
        add_anchor(std::string("mailto:").append(whole.substr(0, whole.find('?'))), true, false);
        at_ = last;
      }
      return true;
    }
    if (ats == 0) {
      no_address_before_ = end;
      return false;
    }
    // "Kari @ Avisen": where, and no address.
    if (end == at_ + 1 && at_ > 0 && text_[at_ - 1] == ' ' && text_.substr(end, 1) == " ") {
      add_text("@");
      at_ = end;
      return true;
    }
    // "kari@x,no", where a stop was meant.
    if (end + 2 < text_.size() && text_[end] == ',' &&
        !text_.substr(at_mark, end - at_mark).contains('.')) {
      std::size_t word = end + 1;
      while (word < text_.size() && text_[word] >= 'a' && text_[word] <= 'z') ++word;
      const bool ends =
          word == text_.size() || std::string_view(" \n\t,;<>|)").contains(text_[word]);
      if (word > end + 2 && word < end + 5 && ends) end = word;
    }
    // What touches the address and no mailbox begins with: bullets, and marks of programs.
    std::size_t start = at_;
    while (start < at_mark) {
      const CodePoint c = decode_utf8(text_, start);
      const bool bullet = (is_dash(c.value) && (start == 0 || text_[start - 1] == '\n')) ||
                          (c.length > 1 && tidy_name(text_.substr(start, c.length)).empty()) ||
                          std::string_view("#!~+=/$^?&*>`'").contains(text_[start]);
      const bool space = text_.substr(start).starts_with("%20");
      if (!(bullet || space) || c.length == 0) break;
      start += space ? 3 : c.length;
    }
    // "to=" and "cc=" of a link; "Kari=kari@x.no".
    const std::string_view run = text_.substr(start, at_mark - start);
    const std::size_t field = run.find('=');
    const auto is_name_part = [](char c) { return is_letter(c) || !is_ascii(c); };
    if (field != none && std::ranges::all_of(run.substr(0, field), is_name_part)) {
      const std::string word = ascii_lower(run.substr(0, field));
      if (!std::string_view(" to cc bcc email mail ").contains(' ' + word + ' '))
        add_text(run.substr(0, field));
      start += field + 1;
    }
    std::string address(text_.substr(start, end - start));
    const std::size_t domain = at_mark + 1 - start;
    for (std::size_t before = 0; before != address.size();) {
      before = address.size();
      // No domain ends with a mark; what is typed between the letters of one is for parse_contact.
      while (address.size() > domain && is_ascii(address.back()) && !is_letter(address.back()) &&
             !is_digit(address.back()) && !std::string_view("@-+_").contains(address.back()))
        address.pop_back();
      // A picture that touches it; no top-level domain has one.
      if (address.size() > domain + 3 && !is_ascii(address.back())) {
        std::size_t last = address.size() - 1;
        while (last > 0 && (static_cast<unsigned char>(address[last]) & 0xC0) == 0x80) --last;
        if (is_symbol(decode_utf8(address, last).value)) address.resize(last);
      }
    }
    // "_kari@x.no_".
    if (address.starts_with('_') && address.ends_with('_'))
      address = address.substr(1, address.size() - 2);
    for (const std::string_view mark : {"\u2018", "\u2019", "\u00B4"}) {
      const std::size_t found = address.find(mark);
      if (found < address.find('@')) address.replace(found, mark.size(), "'");
    }
    add_anchor(address, true, false);
    at_ = end;
    // The rest of a link's query, but for the addresses in it, is nobody.
    while (at_ < text_.size() && (text_[at_] == '?' || text_[at_] == '&')) {
      const std::string_view reach = text_.substr(at_ + 1, max_link);
      const std::size_t stop = at_ + 1 + std::min(reach.find_first_of("& \t\n<>\")"), reach.size());
      if (text_.substr(at_, stop - at_).contains('@')) {
        end_cell(at_++);
        break;
      }
      const std::string_view part = text_.substr(at_ + 1, stop - at_ - 1);
      std::string told = part.contains('=') ? std::string(part) : tidy_name(part);
      if (!told.empty()) segment().comments.push_back(std::move(told));
      at_ = stop;
    }
    if (at_ < text_.size() && text_[at_] == '/') {
      end_cell(at_++);
    }
    return true;
  }
};

}  // namespace

Line read_line(std::string_view text, std::size_t& at, char separator) {
  return Scanner(text, at, separator).read();
}

}  // namespace subshare
