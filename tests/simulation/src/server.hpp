// The model of the server: small, obvious, and sharing no code with the core. It is the oracle:
// what it holds is what happened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "random.hpp"

namespace simulation {

using Milliseconds = std::int64_t;

inline constexpr std::string_view base_url = "https://api.example.com/capi";
inline constexpr std::string_view decline_route = "https://paper.example.com/decline";
inline constexpr std::string_view product = "NAT";
// Part of every token, and of nothing else.
inline constexpr std::string_view token_mark = "SECRET";

enum class Held : std::uint8_t { pending, accepted, declined, ended };

enum class Does : std::uint8_t { invite, accept, decline, rules, rename, list, cancel, nothing };

// What the facts leave open, chosen anew for each journey.
struct Habits {
  bool dedupes = true;         // refuses a second invitation of the same person
  bool late = false;           // a request that was given up may still arrive, much later
  bool pending_counts = true;  // a pending request is a share in use
  bool gives_summary = true;
  bool gives_success = true;    // or an empty object
  bool digits = false;          // answers with digits where there are any
  bool one_share_each = false;  // SHARE_LIMIT
  bool names_required = false;
  bool limit_headers = true;
  std::string_view accepted_word = "SHARE_OK";
  std::string_view declined_word = "REQUEST_DECLINED";
  std::string_view ended_word = "SHARING_ENDED";
  std::optional<int> share_count;
  int rate_limit = 0;  // requests in 60 s; 0: none
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
  bool late = false;
};

struct Answer {
  int status = 200;
  std::string body;
  std::optional<std::int64_t> remaining;
  std::optional<std::int64_t> reset;  // seconds
  std::uint32_t seen = 0;             // how many changes the server had made when it answered
  bool is_list = false;
};

struct Share {
  int owner = 0;
  std::string contact;  // as it was sent
  std::string code;
  std::string first_name, last_name;
  Held state = Held::pending;
  int created_by = 0;  // call
  bool created_late = false;
  Milliseconds created_at = 0;
  Milliseconds accepted_at = -1;
  Milliseconds left_at = -1;  // declined or ended
};

// One change that the server has made, in order.
struct Change {
  std::size_t share = 0;
  int call = 0;
  bool late = false;
  bool names = false;  // a rename; otherwise the state
  Held state = Held::pending;
  std::string first_name, last_name;
};

class Server {
 public:
  explicit Server(const Habits& habits) : habits_(habits) {}

  // Carries a request out as an honest server would.
  Answer handle(const Request& request, Milliseconds now);
  // A 429, whatever the windows say.
  Answer turn_away(Milliseconds now);
  // What the answer would be without the change.
  static Does what(std::string_view method, std::string_view url);

  // The token of this version and all older ones are refused from now on.
  void expire(const Token& token);
  void log_out(int account, bool out) { logged_out_ = out ? account : -1; }
  bool refuses(const Token& token) const;
  void stop_limiting() { habits_.rate_limit = 0; }

  const Habits& habits() const { return habits_; }
  const std::vector<Share>& shares() const { return shares_; }
  const std::vector<Change>& changes() const { return changes_; }
  std::string_view word(Held state) const;
  int in_use(int account) const;
  std::optional<std::size_t> find(std::string_view code) const;

 private:
  Answer count(Milliseconds now);
  std::string invite(const Request& request, Milliseconds now);
  std::string answer_invitation(const Request& request, bool accept, Milliseconds now);
  std::string cancel(const Request& request, Milliseconds now);
  std::string rename(const Request& request);
  std::string list(int account) const;
  std::string status(std::string_view word) const;
  void set_state(std::size_t share, Held state, const Request& request, Milliseconds now);

  Habits habits_;
  std::vector<Share> shares_;
  std::vector<Change> changes_;
  std::vector<Token> expired_;
  int logged_out_ = -1;
  Milliseconds window_start_ = 0;
  int window_used_ = 0;
};

bool same_person(std::string_view a, std::string_view b);

}  // namespace simulation
