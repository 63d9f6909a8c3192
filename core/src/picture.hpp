// What a session knows: the list, the rules, who is being invited, and how old each is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pacer.hpp"
#include "subshare/session.hpp"

namespace subshare {

class Picture {
 public:
  explicit Picture(const SessionOptions& options) : options_(options) {}

  // What of what is known speaks against an intent. `blocks`: it is fresh enough to refuse; where
  // it is not, it is read anew.
  struct Objection {
    Error error;
    bool blocks = false;
    bool is_of_rules = false;  // else of the list
  };
  // `self` is the call that asks: it does not take its own seat.
  std::optional<Objection> objection(const Intent& intent, CallId self, Milliseconds now) const;

  // An invitation takes its seat when it begins.
  void on_inviting(CallId id, const Intent& intent);
  void on_ended(CallId id);

  // `asked` is when the list was asked for, by the clock; `ticket`, in the order of what happened.
  void take_list(ShareList::Ticket ticket, Milliseconds asked, SharedSubscribers list);
  void take_rules(std::string_view product_code, std::vector<ShareRule> rules, Milliseconds now);
  // The server's picture is another than ours, or not known.
  void doubt_list();
  void clear();

  bool list_is_fresh(Milliseconds now) const;
  bool rules_are_fresh(std::string_view product_code, Milliseconds now) const;
  // Whether an invitation may leave on the list that is known.
  bool list_is_of_just_now(Milliseconds now) const;
  const std::vector<ShareRule>* rules(std::string_view product_code) const;
  Seats seats(std::string_view product_code, CallId self = 0) const;
  Result<void> may_invite(std::string_view product_code, std::int32_t how_many,
                          CallId self = 0) const;

  const SessionOptions& options() const { return options_; }

  ShareList list;
  Pacer pacer;

 private:
  struct KnownRules {
    std::string product_code;
    std::vector<ShareRule> rules;
    Milliseconds read_at;
  };
  struct Inviting {
    CallId id;
    std::string contact;
    std::string product_code;
  };

  const KnownRules* known_rules(std::string_view product_code) const;

  const SessionOptions& options_;
  std::optional<Milliseconds> list_asked_at_;
  std::vector<KnownRules> rules_;
  std::vector<Inviting> inviting_;
  // Lists asked for before this ticket may lack what has happened.
  ShareList::Ticket doubtful_before_ = 0;
};

}  // namespace subshare
