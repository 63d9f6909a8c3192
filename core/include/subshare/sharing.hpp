// One user's dealings with one API: what is known, what is under way, and what may be started.
//
// It ties the pieces together for a carrier: `begin` checks an intent and hands out a Call,
// `settle` takes its outcome into the picture. An intent that is already under way is not begun
// twice, however often a button is pressed; an invitation whose outcome stayed unclear is looked
// for in the list before it is sent anew. A list or a rule that was read less than a minute ago
// is not asked for again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "subshare/call.hpp"
#include "subshare/endpoint.hpp"
#include "subshare/rules.hpp"
#include "subshare/share_list.hpp"

namespace subshare {

struct SharingOptions {
  CallOptions call;
  ContactOptions contact;
  Milliseconds fresh_for = 60'000;  // how long an answer is reused
};

class Sharing {
 public:
  Sharing(Endpoints endpoints, SharingOptions options = {})
      : endpoints_(std::move(endpoints)), options_(options) {}
  Sharing(const Sharing&) = delete;
  Sharing& operator=(const Sharing&) = delete;

  // What `begin` hands out: the call, and what `settle` must know about it.
  struct Begun {
    Call call;
    std::string key;         // one intent, one key
    std::uint64_t user = 0;  // whose call it is
  };

  // Errors: those of check_intent; what the rule and the seats say, where they are known, for an
  // invitation; what the state says, where it is known, for a change of a listed share; under_way
  // for an intent that has been begun and not settled.
  Result<Begun> begin(Intent intent);

  // Takes the outcome into the picture. False, and nothing changes, where the user has changed
  // since the call began.
  bool settle(const Begun& begun, Outcome& outcome, Milliseconds now);

  // Another user: drops lists, rules and everything under way.
  void change_user();

  bool list_is_fresh(Milliseconds now) const;
  bool rules_are_fresh(std::string_view product_code, Milliseconds now) const;
  // Nothing where no rules of this product have been read.
  const std::vector<ShareRule>* rules(std::string_view product_code) const;
  Seats seats(std::string_view product_code) const;
  // Whether so many more people may be invited to this product, as far as is known here.
  Result<void> may_invite(std::string_view product_code, std::int32_t how_many = 1) const;

  const ShareList& list() const { return list_; }
  Endpoints& endpoints() { return endpoints_; }
  const SharingOptions& options() const { return options_; }

 private:
  struct KnownRules {
    std::string product_code;
    std::vector<ShareRule> rules;
    Milliseconds read_at;
  };

  // An invitation of which it is not known whether it was sent, until a list asked for later tells.
  struct Unclear {
    std::string key;
    ShareList::Ticket since;
  };

  Result<void> check_known(const Intent& intent) const;
  void take_list(ShareList::Ticket ticket, SharedSubscribers list, Milliseconds now);

  Endpoints endpoints_;
  SharingOptions options_;
  Pacer pacer_;
  ShareList list_;
  std::optional<Milliseconds> list_read_at_;
  std::vector<KnownRules> rules_;
  std::vector<std::string> under_way_;
  std::vector<Unclear> unclear_;
  // Lists asked for before this ticket may lack what has happened.
  ShareList::Ticket doubtful_before_ = 0;
};

}  // namespace subshare
