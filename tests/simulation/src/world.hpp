// One journey: people, their pages (each a real Sharing of the core), the network between and the
// server, moved on by a queue of events. Everything is drawn from one seed, so that a journey is
// the same whenever it is run.
//
//   carrier.cpp  carries the core's calls over a network that lies
//   people.cpp   what owner and recipients do
//   checks.cpp   what must be true
//   world.cpp    set-up, the queue, the end
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "random.hpp"
#include "server.hpp"
#include "subshare/subshare.hpp"

namespace simulation {

enum class Fault : std::uint8_t {
  request_lost,
  answer_lost,
  timed_out,
  timed_out_before_commit,
  committed_late,
  error_before_commit,
  error_after_commit,
  unauthorized_once,
  token_expired,
  logged_out,
  token_route_failed,
  rate_limited,
  turned_away,
  not_json_before_commit,
  not_json_after_commit,
  wrong_shape,
  too_large,
  refused,
  slow_answer,
  offline,
  aborted,
  double_click,
  second_tab,
  reload,
  user_change,
  count_
};
inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::count_);
std::string_view fault_name(Fault fault);

struct Counts {
  std::uint64_t calls = 0;
  std::uint64_t requests = 0;
  std::uint64_t invitations = 0;
  std::uint64_t unclear = 0;
  std::array<std::uint64_t, fault_count> faults{};

  void add(const Counts& other);
};

// What one page knows and shows.
struct Tab {
  std::unique_ptr<subshare::Sharing> sharing;
  int account = 0;
  bool is_owner = false;
  std::size_t person = 0;  // the recipient
  std::string share_code;  // the recipient's
  int acts_left = 0;
  std::uint64_t user_since = 0;  // counts reloads and changes of user

  // Evidence for the checks. `shown_*`: of the list that must be on show.
  std::uint32_t shown_asked = 0;
  std::uint32_t shown_seen = 0;
  bool list_shown = false;
  std::uint32_t unclear_asked = 0;  // lists asked for up to here may lack something
  bool was_unclear = false;
  std::vector<std::string> unclear_keys;  // intents of which one call has ended unclear
  std::vector<std::pair<std::uint32_t, int>> own_changes;  // index into Server::changes, call
  std::optional<std::int64_t> remaining;
  Milliseconds resets_at = 0;
};

// A call that is under way, and what was seen of it.
struct Live {
  Live(int id_, std::size_t tab_, subshare::Sharing::Begun begun_)
      : id(id_), tab(tab_), begun(std::move(begun_)) {}

  int id;
  std::size_t tab;
  subshare::Sharing::Begun begun;
  subshare::Step step{};
  int epoch = 0;  // events of an earlier step are void
  int flight = -1;
  bool over = false;
  std::uint64_t user_since = 0;
  int account = 0;
  Token token;
  bool has_token = false;
  bool looks_up = false;
  bool may_be_unclear = false;
  Milliseconds started = 0;
  Milliseconds not_before = 0;  // after a 429
  Milliseconds waits_since = 0;
  Milliseconds offline_waited = 0;
  Milliseconds down_before = 0;  // how long the network had been down when it began
  int waits = 0;
  int refusals = 0;                             // 401
  std::uint32_t asked = 0;                      // of the last list that it asked for
  std::uint32_t list_asked = 0, list_seen = 0;  // of the last that came
};

// A request on its way.
struct Flight {
  int call = 0;
  int epoch = 0;
  subshare::Method method{};
  std::string url, body;
  std::optional<Token> token;
  Fault fault = Fault::count_;  // count_: none
  bool dead = false;
  bool arrived = false;
  bool late = false;
  Milliseconds back_in = 0;
  Answer answer;
};

class World {
 public:
  World(std::uint64_t seed, Counts& counts, bool verbose);

  // Empty where all that must be true is true.
  const std::string& run();

 private:
  enum class Kind : std::uint8_t {
    timer,
    turn,
    token,
    arrive,
    deliver,
    fail,
    owner_acts,
    recipient_acts,
    network,
    expire,
    log_in,
    press
  };
  struct Event {
    Milliseconds at;
    std::uint64_t order;
    Kind kind;
    int call;   // or tab, or person
    int epoch;  // or what else the kind needs
    int flight;
  };

  // world.cpp
  void draw_habits();
  void plan();
  void schedule(Milliseconds in, Kind kind, int call = 0, int epoch = 0, int flight = 0);
  void happen(const Event& event);
  void drain();
  void set_network(bool up);
  void end_calmly();
  [[gnu::format(printf, 2, 3)]] void trace(const char* format, ...);
  [[gnu::format(printf, 2, 3)]] void violate(const char* format, ...);
  void count(Fault fault) { ++counts_.faults[static_cast<std::size_t>(fault)]; }

  // carrier.cpp
  bool begin(std::size_t tab, subshare::Intent intent);
  void carry(Live& live, subshare::Step step);
  void send(Live& live);
  Fault draw_fault(const Live& live);
  void arrive(std::size_t index);
  void deliver(Live& live, Flight& flight);
  void fail(Live& live, subshare::Failure failure);
  void answer_token(Live& live);
  void let_go(Live& live);
  void abort(Live& live);
  void finish(Live& live);
  Live* find(int call);

  // people.cpp
  std::size_t open_tab(int account, bool is_owner);
  void rebuild(Tab& tab);
  void owner_acts(std::size_t tab);
  void invite(std::size_t tab, std::size_t person);
  void choose_invitees(std::size_t tab);
  void cancel(std::size_t tab);
  void rename(std::size_t tab);
  void read(std::size_t tab, bool anew);
  void abort_something(std::size_t tab);
  void reload(std::size_t tab);
  void change_user(std::size_t tab);
  void recipient_acts(std::size_t share);
  const subshare::SharedUser* some_row(std::size_t tab);

  // checks.cpp
  void check_begun(std::size_t tab, const subshare::Intent& intent, std::string_view key);
  void check_first_step(const Live& live);
  void check_step(const Live& live);
  void check_request(const Live& live, const subshare::HttpRequest& request);
  void check_bounds(const Live& live);
  void check_outcome(const Live& live, const subshare::Outcome& outcome);
  void check_invitation(const Live& live, const subshare::Outcome& outcome);
  void check_change(const Live& live, const subshare::Outcome& outcome);
  void check_no_token(std::string_view text, const char* where);
  void check_one_each(int account);
  void check_shown(std::size_t tab, bool after_fresh_list);
  bool shown_is_exact(const Tab& tab) const;

  std::uint64_t seed_;
  Random random_;
  Counts& counts_;
  bool verbose_;
  std::string violation_;

  Milliseconds now_ = 0;
  std::vector<Event> queue_;
  std::uint64_t events_ = 0;
  bool network_up_ = true;
  Milliseconds down_since_ = 0;
  Milliseconds down_total_ = 0;
  bool calm_ = false;  // the end: no more faults, no more deeds

  Habits habits_;
  double trouble_ = 0;           // how likely a request meets a fault
  bool owners_share_ = false;    // two tabs of one account
  bool carrier_aborts_ = false;  // on a change of user
  bool decline_by_route_ = false;
  bool route_knows_login_ = false;  // the token route says that nobody is logged in
  std::optional<Server> server_;
  std::deque<Tab> tabs_;
  std::deque<Live> live_;
  std::deque<Flight> flights_;
  std::array<int, 3> token_version_{1, 1, 1};  // of accounts 0 and 1; all others share the last
  std::uint32_t asked_ = 0;
  std::size_t shares_told_ = 0;  // shares whose recipients have got their mail
};

inline constexpr int client_account = 99;
inline constexpr int first_recipient = 10;
inline constexpr std::size_t person_count = 4;
// As a person may type it; `again` in another way.
std::string_view contact_of(std::size_t person, bool again = false);
std::size_t person_of(std::string_view contact);
std::string token_text(const Token& token);

}  // namespace simulation
