// The owner's picture: who has it or was asked, and the seats of each product.
//
// Two sources feed it: lists read from the server, and the outcomes of what was done here since.
// The server's word always wins: a list replaces everything, except what happened here after that
// list was asked for, which it cannot know yet. A list that was asked for before the one already
// shown is dropped.
//
//   auto ticket = list.begin_read();         // ask endpoint 7
//   list.on_cancelled("XYZ");                // the owner ends a share meanwhile
//   list.replace(ticket, std::move(answer)); // the answer still has XYZ; the picture does not
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "subshare/contact.hpp"
#include "subshare/export.hpp"
#include "subshare/invitation.hpp"
#include "subshare/rules.hpp"
#include "subshare/wire.hpp"

namespace subshare {

// Which rows were there when an invitation began that are about its person, or may be: tells the
// row it made from older ones, also when the person has answered it meanwhile.
struct SUBSHARE_API KnownBefore {
  bool list_known = false;  // whether any list had been read
  // The list had been asked for just before the invitation left: what is new since is its own.
  bool just_before = false;
  // One of them may have been the person's and still open: masked, or in a state of no known word.
  bool maybe_there = false;
  std::uint64_t left_at = 0;             // lists of this ticket and later were asked for since
  std::vector<std::string> share_codes;  // sorted
  // How many of them were known without a code, so that they pass for new as soon as a list tells
  // it.
  std::size_t nameless = 0;

  // A row that is none of its making, though it came since.
  void add(std::string_view share_code);
  // Whether `row`, which is about that person, has come since. A row without a code, or one that is
  // seen without a list to compare with, may have.
  bool surely_new(const SharedUser& row) const;
  bool maybe_new(const SharedUser& row) const;
};

// The owner's picture. A session keeps its own (Session::list).
class SUBSHARE_API ShareList {
 public:
  // Says which of two lists was asked for later.
  using Ticket = std::uint64_t;

  // Call when endpoint 7 is asked, not when it answers.
  Ticket begin_read();

  // False, and nothing changes, where a list asked for later has been shown already. One that is
  // `provisional` is shown, and lists that were asked for before it take its place all the same.
  bool replace(Ticket ticket, SharedSubscribers answer, bool provisional = false);

  // Outcomes. None of them needs the list to be read again; an invited person's share code is known
  // only after the next list, since endpoint 1 does not answer it. `before` was taken when the
  // invitation began.
  void on_invited(const Contact& contact, std::string_view product_code,
                  std::string_view first_name, std::string_view last_name, KnownBefore before = {});
  void on_cancelled(std::string_view share_code);
  void on_renamed(std::string_view share_code, std::string_view first_name,
                  std::string_view last_name);

  // Drops everything: another user has logged in. Tickets from before are void.
  void clear();

  // The rows that are about that person, or may be, as they stand now: for on_invited.
  KnownBefore known_before(std::string_view contact, std::string_view product_code) const;

  // Whether any list has been read.
  bool known() const { return known_; }
  // Counts up with every change, so that a page knows when to draw again.
  std::uint64_t version() const { return version_; }

  // All rows, as the server lists them. Good until the next change.
  std::span<const SharedUser> rows() const { return rows_; }
  // The row with this code; null where there is none. Good until the next change.
  const SharedUser* find_code(std::string_view share_code) const;
  // The row of a person who has this product or was asked and has not answered; null where there is
  // none.
  const SharedUser* find_active(std::string_view contact, std::string_view product_code) const;

  // The product's code as the list has it, where that differs from the one given in letters' case
  // or in white space around it; else as given.
  std::string_view spelling_of(std::string_view product_code) const;

  // Rows of one product in the order they are shown (accepted, pending, unknown, then declined and
  // ended; as the server lists them within each), narrowed to those that `query` finds
  // (search.hpp).
  std::vector<std::uint32_t> select(std::string_view product_code,
                                    std::string_view query = {}) const;

  // Rows are counted once for each version; asking again costs nothing, however long the list.
  Seats seats(std::string_view product_code, std::optional<std::int32_t> allowed) const;

 private:
  struct Counted {
    std::string product_code;
    std::int32_t in_use = 0, pending = 0;
  };
  struct Invited {
    Contact contact;
    std::string product_code, first_name, last_name;
    KnownBefore before;
    std::string share_code;  // once a list has told it
  };
  struct Cancelled {
    std::string share_code;
  };
  struct Renamed {
    std::string share_code, first_name, last_name;
  };
  struct Change {
    Ticket at;
    std::variant<Invited, Cancelled, Renamed> what;
  };

  void record(std::variant<Invited, Cancelled, Renamed> what);
  std::vector<SharedUser>::iterator find_made_by(const Invited& change);
  void apply(Invited& change);
  void apply(const Cancelled& change);
  void apply(const Renamed& change);
  void count_in_use(std::string_view product_code, std::int32_t by);
  const Counted& count(std::string_view product_code) const;

  std::vector<SharedUser> rows_;
  std::vector<SharedSubscriptionSummary> summaries_;
  std::vector<Change> changes_;
  mutable std::vector<Counted> counted_;  // of version counted_at_
  mutable std::uint64_t counted_at_ = 0;
  Ticket next_ticket_ = 1;
  Ticket shown_ = 0;
  std::uint64_t version_ = 0;
  bool known_ = false;
  bool provisional_ = false;
};

}  // namespace subshare
