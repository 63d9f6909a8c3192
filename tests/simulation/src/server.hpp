// The model of the server: small, obvious, and sharing no code with the core. It is the oracle:
// what it holds is what happened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "habits.hpp"
#include "random.hpp"

namespace simulation {

using Milliseconds = std::int64_t;

inline constexpr std::string_view base_url = "https://api.example.com/capi";
inline constexpr std::string_view decline_route = "https://paper.example.com/decline";
inline constexpr std::string_view product = "NAT";
// Part of every token, and of nothing else.
inline constexpr std::string_view token_mark = "SECRET";

enum class Held : std::uint8_t { pending, accepted, declined, ended };

enum class Does : std::uint8_t {
  invite,
  accept,
  decline,
  rules,
  rename,
  list,
  cancel,
  nets,
  change_nets,
  change_level,
  nothing
};

// What else the facts leave open, chosen anew for each journey.
struct Facts {
  Habits habits;
  std::string_view accepted_word = "SHARE_OK";
  std::string_view declined_word = "REQUEST_DECLINED";
  std::string_view ended_word = "SHARING_ENDED";
  std::optional<int> share_count;
  int rate_limit = 0;      // requests in 60 s; 0: none
  std::uint64_t salt = 0;  // which rows are echoed in part
};

struct Token {
  int account = 0;
  int version = 0;
};

struct Request {
  std::string_view method;
  std::string_view url;
  std::string_view body;
  std::optional<Token> token;
  int call = 0;
  bool late = false;       // after it was given up
  bool very_late = false;  // after anybody could wait for it
};

struct Answer {
  int status = 200;
  std::string body;
  std::optional<std::int64_t> remaining;
  std::optional<std::int64_t> reset;  // seconds
  std::optional<Milliseconds> retry_after;
  std::uint32_t seen = 0;  // how many changes the server had made when it answered
  Milliseconds at = 0;
  bool is_list = false;
  bool is_nets = false;
  int nets = 0;  // which list of them
};

struct Share {
  int owner = 0;
  std::string contact;  // as it was sent
  std::string code;
  std::string first_name, last_name;
  Held state = Held::pending;
  int created_by = 0;  // call, or other_device
  bool created_very_late = false;
  Milliseconds created_at = 0;
  Milliseconds accepted_at = -1;
  Milliseconds left_at = -1;  // declined or ended
};

// A net as the server holds it: what the page knows of it, and what it does not.
struct HeldNet {
  std::string domain;
  std::string
      unknown;  // members that the vendor has added since: of the net, its range, its domain
};

// One change that the server has made, in order.
struct Change {
  std::size_t share = 0;
  int call = 0;
  bool late = false, very_late = false;
  bool names = false;  // a rename; otherwise the state
  Held state = Held::pending;
  std::string first_name, last_name;
  bool first_given = false, last_given = false;  // of a rename
};

class Server {
 public:
  explicit Server(const Facts& facts);

  // Carries a request out as an honest server would.
  Answer handle(const Request& request, Milliseconds now);
  // A 429, whatever the windows say.
  Answer turn_away(Milliseconds now);
  // A 503.
  Answer be_busy(Milliseconds now) const;
  // What the answer would be without the change.
  static Does what(std::string_view method, std::string_view url);

  // The token of this version and all older ones are refused from now on.
  void expire(const Token& token);
  void log_out(int account, bool out) { logged_out_ = out ? account : -1; }
  bool refuses(const Token& token) const;
  void stop_limiting() { facts_.rate_limit = 0; }

  const std::vector<Share>& shares() const { return shares_; }
  const std::vector<Change>& changes() const { return changes_; }
  std::string_view word(Held state) const;
  int in_use(int account) const;
  std::optional<std::size_t> find(std::string_view code) const;
  // As the lists of this server write it at this time; empty where they leave it out.
  std::string echoed_contact(std::size_t share, Milliseconds at) const;
  std::string_view echoed_product(std::size_t share, Milliseconds at) const;
  // How often the whole list of nets was replaced, and what it was after so many times.
  int nets_changes() const { return static_cast<int>(nets_.size()) - 1; }
  const std::vector<HeldNet>& nets(int changes) const {
    return nets_[static_cast<std::size_t>(changes)];
  }
  int level_changes() const { return level_changes_; }

 private:
  Answer count(Milliseconds now);
  std::string invite(const Request& request, Milliseconds now);
  std::string answer_invitation(const Request& request, bool accept, Milliseconds now);
  std::string cancel(const Request& request, Milliseconds now);
  bool rename(const Request& request);
  std::string list(int account, Milliseconds at) const;
  std::string list_nets() const;
  void change_nets(std::string_view body);
  void succeed(Answer& answer, bool success) const;
  std::optional<Milliseconds> retry_after() const;
  std::uint64_t hash(std::size_t share, std::uint64_t what) const;
  std::string status(std::string_view word) const;
  void set_state(std::size_t share, Held state, const Request& request, Milliseconds now);

  Facts facts_;
  Habits habits_;
  std::vector<Share> shares_;
  std::vector<Change> changes_;
  std::vector<Token> expired_;
  int logged_out_ = -1;
  Milliseconds window_start_ = 0;
  int window_used_ = 0;
  std::vector<std::vector<HeldNet>> nets_;
  int level_changes_ = 0;
};

// Of a change on the owner's other device, which is no call of ours.
inline constexpr int other_device = -1;

bool same_person(std::string_view a, std::string_view b);

}  // namespace simulation
