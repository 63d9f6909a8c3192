// A list of people, as it is pasted, dropped or typed: whom it names, and by what name.
//
//   split_invitees("Nordmann, Kari <kari@x.no>; Hansen, Ola <ola@x.no>")
//     -> {kari@x.no, Kari, Nordmann}, {ola@x.no, Ola, Hansen}
//   split_invitees("Etternavn\tFornavn\tE-post\nNordmann\tKari\tkari@x.no")
//     -> {kari@x.no, Kari, Nordmann}
//   split_invitees("kari@x.no +47 900 00 000")    -> two people
//   split_invitees("Kari Nordmann")               -> {"Kari Nordmann"}, whose contact is unreadable
//
// The grammar, from the outside in:
//
//   list      = *( card / record / line )  ; a card is BEGIN:VCARD to END:VCARD, or LDIF
//   record    = 2*( label ":" value )      ; "Navn: Kari", and on the next line "E-post: …"
//   line      = cell *( separator cell )
//   separator = tab / ";" / "," / "|"      ; not inside quotation marks or brackets
//   cell      = *( anchor / name / comment / noise )
//   anchor    = address / number / "<" anchor ">" / "mailto:" … / "tel:" … / a link to one of them
//   address   = a run without white space that has an "@" inside, without the marks around it
//   number    = at least seven digits with what people put between them; a date is none, and
//               neither is what a page's address ("https://…", "www.…") has
//   comment   = "(" text ")"               ; of an anchor without a name it is its name
//   noise     = bullets, pictures, "1." "a)" "#2", labels such as "E-post:" and "Tlf.", chats'
//               times, "Emne: …" and such of a mail's head, "sep=;"
//
// An anchor is a person; the words next to it are its name. Choices, where a text could mean two
// things, go by two rules: nobody named is dropped without a word, and nobody gets another's name.
//
// - Two anchors in a cell are two people, with the words before each, or else the words after each.
//   Words between two bare anchors could be either's: they become a row of their own.
// - A number after an address that has a name, or in the same row of a table, is the same person's:
//   it is told in `rest`, and not asked. So are ways that have labels ("Kari, tlf. …, e-post …"),
//   and a further address in a column of another heading, or in a card, whose pictures, keys and
//   dates are passed over. A table is what has tabs, or lines with as many separators each.
// - A name on a line of its own and its contact on the next are put together in two cases alone:
//   where blank lines part all of the text into a name and what is under it, and where the address
//   is made of the name (kari.nordmann@x.no, knordmann@x.no) or names and contacts take turns and
//   one pair is so proved. Else both stay rows: "Ola↵412 34 567↵Per↵900 00 000" can have been cut
//   out of a list that has the contact first, and then everybody would get another's name.
// - "Friends: Kari <…>", "Kari / Avisen AS <…>", "Kari (Avisen) <…>": the name is Kari. Words of a
//   sentence ("ta med Kari:") are no name, and neither are answers ("kari@x.no: kommer").
// - "1.kari@x.no" is numbering where each line begins so, with the next number; else an address. So
//   are "1 412 34 567" and "A. kari@x.no".
// - "Kari Nordmann, Ola Hansen <…>" are two people, and Kari has no contact. "Nordmann, Kari <…>"
//   is one; so is "Berg Hansen, Kari" with quotation marks, in a cell, or where semicolons part
//   people who are all written so.
// - "Kari | Avisen <…>": which of them is the name nobody can tell, so there is none.
// - One cell before a bare anchor is its name; two are given name and family name, as spreadsheets
//   have them, unless the first of them has two words in each of three rows or more: then it is the
//   name, and the other a place or a title. "Family, Given" with the anchor or a quotation mark
//   behind it is turned round.
// - A header row (nb nn sv da fi en) decides what the columns are and is left out itself; one that
//   has both names in one column ("Etternavn, fornavn") says which comes first.
// - The family name is the last word with the particles before it ("van der Berg", "von", "de la").
// - What has no anchor, and nobody's name it can be, is a row of its own, as typed.
//
// Characters that cannot be seen (Unicode Cf, variation selectors) are left out, full-width forms
// and other scripts' digits are written as the usual ones, what programs have coded ("&lt;",
// "=?utf-8?Q?…?=", "%2C" of a mailto:) as it is meant. Reading what was read changes nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "subshare/error.hpp"
#include "subshare/export.hpp"

namespace subshare {

// One person out of a list.
struct Invitee {
  // For parse_contact, never empty. Where nothing could be read: the piece as it was typed.
  std::string contact;
  std::string first_name;  // empty where there is none, as typed
  std::string last_name;   // the same
  // What else stood with this person and is not used: a second way to reach them, further columns.
  std::string rest{};
  // too_long for a name over 30 code points; it stays as it is. The contact's own errors are
  // parse_contact's.
  std::optional<Error> error{};

  bool operator==(const Invitee&) const = default;
};

// In the order of the text. Somebody who stands there twice is there twice: who is the same depends
// on the page's country, see contact_key.
SUBSHARE_API std::vector<Invitee> split_invitees(std::string_view text);

// The same, some lines at a time: for whoever must make way for others in between, as a browser's
// page with a list of thousands must.
//
//   InviteeReader reader(text);
//   while (reader.read_on(50)) make_way();
//   const std::vector<Invitee> invitees = reader.take();
class SUBSHARE_API InviteeReader {
 public:
  explicit InviteeReader(std::string_view text);  // keeps a copy
  // What was read so far goes along; the one that it is taken from can only be assigned to.
  InviteeReader(InviteeReader&&) noexcept;
  InviteeReader& operator=(InviteeReader&&) noexcept;
  ~InviteeReader();

  // So many lines more; a contact card or a record of a directory counts as one. False when all of
  // the text has been read.
  bool read_on(std::size_t lines);
  // Who was read, once read_on has said false. What it has not come to would be missing.
  std::vector<Invitee> take();

 private:
  class Lines;
  std::unique_ptr<Lines> lines_;
};

// Whether a text is surely one contact, or nobody's, as it stands: split_invitees would find no
// more in it than parse_contact reads of all of it. Cheap, and by itself, so that a carrier can
// leave the rest of this until it is false.
SUBSHARE_API bool stands_alone(std::string_view text);

}  // namespace subshare
