// Nobody may get another's name, and lines do not say what belongs together. Two things do:
//
// - Blank lines, where all of the text is blocks of a name and what is under it.
// - The address: kari.nordmann@x.no is Kari Nordmann's, and onordmann@x.no is not. Where names and
//   contacts take turns and one pair is so proved, and none the other way round, the turns are.
//
// A part of the name is no proof: two of one family can stand above each other.
#include "invitees_lines.hpp"

#include <algorithm>
#include <string>

#include "characters.hpp"
#include "invitee_names.hpp"
#include "invitees_people.hpp"
#include "subshare/search.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

// Upper-case letters alone, as addresses have them: "Åse" is ASE, or AASE.
std::string letters(std::string_view text, bool doubled) {
  struct Spelling {
    std::string_view letter, one, two;
  };
  static constexpr Spelling spellings[] = {{"Å", "A", "AA"}, {"Æ", "AE", "AE"}, {"Ø", "O", "OE"},
                                           {"Ä", "A", "AE"}, {"Ö", "O", "OE"},  {"É", "E", "E"},
                                           {"Ü", "U", "UE"}, {"Á", "A", "A"},   {"Š", "S", "S"}};
  const std::string key = search_key(text);
  std::string found;
  for (std::size_t at = 0; at < key.size();) {
    const std::string_view here = std::string_view(key).substr(at);
    const auto* spelling = std::ranges::find_if(
        spellings, [&](const Spelling& one) { return here.starts_with(one.letter); });
    if (spelling != std::end(spellings)) {
      found += doubled ? spelling->two : spelling->one;
      at += spelling->letter.size();
      continue;
    }
    if (is_letter(key[at])) found += key[at];
    ++at;
  }
  return found;
}

// Whether the address is made of this name.
bool is_of(const Invitee& contact, std::string_view typed) {
  const std::size_t at = contact.contact.find('@');
  if (at == std::string::npos) return false;
  const std::string local = letters(contact.contact.substr(0, at), false);
  Invitee named;
  set_name(named, tidy_name(typed));
  for (const bool doubled : {false, true}) {
    const std::string whole = letters(named.first_name, doubled);
    const std::string given =
        letters(named.first_name.substr(0, named.first_name.find(' ')), doubled);
    const std::string family = letters(named.last_name, doubled);
    if (given.size() < 2) continue;
    if (local == given || local == whole) return true;
    if (family.size() < 2) continue;
    for (const std::string& first : {given, whole, given.substr(0, 1)}) {
      if (local == first + family || local == family + first) return true;
    }
    if (local == given + family.substr(0, 1)) return true;
  }
  return false;
}

class Pairs {
 public:
  Pairs(std::vector<LineRead>& lines, std::vector<Invitee>& rows)
      : lines_(lines), rows_(rows), goes_(rows.size()) {}

  void find() {
    if (!by_blocks()) by_turns();
    std::vector<Invitee> left;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!goes_[i]) left.push_back(std::move(rows_[i]));
    }
    rows_ = std::move(left);
  }

 private:
  std::vector<LineRead>& lines_;
  std::vector<Invitee>& rows_;
  std::vector<bool> goes_;  // told in another row

  void join(std::size_t name, std::size_t contact) {
    set_name(rows_[contact], tidy_name(rows_[name].contact));
    goes_[name] = true;
  }

  // The lines of each block: from, to.
  bool by_blocks() {
    std::vector<std::pair<std::size_t, std::size_t>> blocks;
    for (std::size_t i = 0; i < lines_.size();) {
      if (lines_[i].kind == LineKind::blank) {
        ++i;
        continue;
      }
      const std::size_t from = i;
      if (lines_[i++].kind != LineKind::name) return false;
      while (i < lines_.size() && lines_[i].kind == LineKind::contact) ++i;
      if (i == from + 1 || (i < lines_.size() && lines_[i].kind != LineKind::blank)) return false;
      blocks.emplace_back(from, i);
    }
    if (blocks.size() < 2) return false;
    for (const auto& [from, to] : blocks) {
      std::size_t best = lines_[from + 1].row;
      for (std::size_t i = to; --i > from;) {
        if (rows_[lines_[i].row].contact.contains('@')) best = lines_[i].row;
      }
      for (std::size_t i = from + 1; i < to; ++i) {
        const std::size_t row = lines_[i].row;
        if (row == best) continue;
        append(rows_[best].rest, rows_[row].contact);
        goes_[row] = true;
      }
      join(lines_[from].row, best);
    }
    return true;
  }

  bool proves(std::size_t name, std::size_t contact) const {
    return contact < lines_.size() && lines_[name].kind == LineKind::name &&
           lines_[contact].kind == LineKind::contact &&
           is_of(rows_[lines_[contact].row], rows_[lines_[name].row].contact);
  }

  // Names and contacts that take turns.
  void by_turns() {
    const auto takes_part = [&](std::size_t i) {
      return i < lines_.size() &&
             (lines_[i].kind == LineKind::name || lines_[i].kind == LineKind::contact);
    };
    for (std::size_t from = 0; from < lines_.size();) {
      std::size_t to = from + 1;
      while (takes_part(from) && takes_part(to) && lines_[to].kind != lines_[to - 1].kind) ++to;
      std::size_t before = 0, behind = 0;
      for (std::size_t i = from; i + 1 < to; ++i) {
        before += proves(i, i + 1);
        behind += proves(i + 1, i);
      }
      if (takes_part(from) && (before == 0) != (behind == 0)) {
        const bool first = before > 0;
        const bool all = (to - from) % 2 == 0 && (lines_[from].kind == LineKind::name) == first;
        for (std::size_t i = from; i + 1 < to; ++i) {
          const std::size_t name = first ? i : i + 1, contact = first ? i + 1 : i;
          if (lines_[name].kind == LineKind::name && (all || proves(name, contact)))
            join(lines_[name].row, lines_[contact].row);
        }
      }
      from = to;
    }
  }
};

}  // namespace

void pair_lines(std::vector<LineRead>& lines, std::vector<Invitee>& rows) {
  const auto has = [&](LineKind kind) {
    return std::ranges::find(lines, kind, &LineRead::kind) != lines.end();
  };
  if (has(LineKind::name) && has(LineKind::contact)) Pairs(lines, rows).find();
}

}  // namespace subshare
