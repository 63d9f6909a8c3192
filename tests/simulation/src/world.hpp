// One journey: people, their pages (each a real Session of the core), the network between and the
// server, moved on by a queue of events. Everything is drawn from one seed, so that a journey is
// the same whenever it is run.
//
//   habits.hpp   how the world lies, in two tables
//   server.cpp   what the server does; echo.cpp: what it tells
//   network.cpp  a network that lies, and the browser's cache
//   carrier.cpp  carries the core's calls, as the browser's would
//   people.cpp   what owner and recipients do
//   checks.cpp   what must be true of steps and pages; promises.cpp: of outcomes
//   world.cpp    set-up, the queue, the end
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "habits.hpp"
#include "random.hpp"
#include "server.hpp"
#include "subshare/subshare.hpp"

namespace simulation {

struct Counts {
  std::uint64_t calls = 0;
  std::uint64_t requests = 0;
  std::uint64_t invitations = 0;
  std::uint64_t unclear = 0;
  std::array<std::uint64_t, fault_count> faults{};
  std::array<std::uint64_t, habit_count> habits{};  // journeys

  void add(const Counts& other);
};

// What one page knows and shows.
struct Tab {
  std::unique_ptr<subshare::Session> session;
  int account = 0;
  int login = 0;  // who is logged in by now, whom the page may not know of yet
  bool is_owner = false;
  std::size_t person = 0;  // the recipient
  int acts_left = 0;
  std::uint64_t loads = 0;  // a session each
  std::uint64_t user = 0;   // counts loads and changes of user: what is remembered ends with it

  // Evidence for the checks. `shown_*`: of the list that must be on show.
  std::uint32_t shown_asked = 0;
  std::uint32_t shown_seen = 0;
  Milliseconds shown_at = 0;        // when the server told it
  Milliseconds shown_left_at = 0;   // and when it was asked for
  Milliseconds list_asked_at = -1;  // of the last that came
  Milliseconds list_came_at = -1, rules_came_at = -1;
  Milliseconds doubtful_at = -1;  // lists asked for until then may lack something
  bool list_shown = false;
  std::uint32_t unclear_asked = 0;  // lists asked for up to here may lack something
  bool was_unclear = false;
  // Invitations that somebody else made passed for this page's until a list asked for after this.
  std::uint32_t others_pass_until = 0;
  std::vector<std::pair<std::uint32_t, int>> own_changes;  // index into Server::changes, call
  std::vector<std::size_t> ended;  // shares that it was told are ended, whoever did it
  std::optional<std::int64_t> remaining;
  Milliseconds resets_at = 0;
  std::vector<subshare::Net> nets;  // as they were read last
  int nets_told = 0;                // which list of the server's that was
  bool nets_known = false;
};

// What a call that has ended says to the person.
enum class Says : std::uint8_t { nothing, done, already, not_done, unclear };

// A call that is under way, and what was seen of it.
struct Live {
  int id = 0;
  std::size_t tab = 0;
  subshare::CallId number = 0;  // the session's
  subshare::Intent intent;
  std::string key;  // one thing asked for, one key
  subshare::Step step{};
  int epoch = 0;  // events of an earlier step are void
  int flight = -1;
  bool over = false;
  Says says = Says::nothing;
  std::uint64_t loads = 0, user = 0;
  int account = 0;
  Token token;
  bool has_token = false;
  bool may_be_unclear = false;
  int nets_told = 0;          // which list it read, or was made from
  bool must_be_done = false;  // the server did it, and told so well enough
  bool is_so = false;         // the server has said that what is asked for is so
  int effects = 0;            // of changes that leave no Change
  Milliseconds started = 0;
  Milliseconds sent_at = -1;    // the change, for the first time of which something may have come
  bool knew_list = false;       // the last time, on any list at all
  bool listed_before = false;   // the last time, on a list that had just been asked for
  Milliseconds not_before = 0;  // after a 429 or 503
  Milliseconds waits_since = 0;
  Milliseconds offline_waited = 0;
  Milliseconds slept = 0;        // timers that came late
  Milliseconds down_before = 0;  // how long the network had been down when it began
  int sends = 0;
  int waits = 0;
  int held_up = 0;          // by the limit or the network
  int refusals = 0;         // 401
  std::uint32_t asked = 0;  // of the last list that it asked for
  // A list that came: which one it is, how many changes it had seen, when it was asked for and
  // told.
  struct List {
    std::uint32_t asked = 0, seen = 0;
    Milliseconds left_at = -1, at = 0;
  };
  List list;                      // the last that has been read
  std::optional<List> reading;    // and what is being read
  std::uint32_t ended_asked = 0;  // lists asked for when it ended
};

// What the carrier tells the core.
struct News {
  enum class Kind : std::uint8_t { token, response, failure, timer, turn, online };
  Kind kind{};
  subshare::TokenAnswer token{};
  const subshare::HttpResponse* response = nullptr;
  subshare::Failure failure{};
};

// A request on its way.
struct Flight {
  int call = 0;
  int epoch = 0;
  subshare::Operation operation{};
  subshare::Method method{};
  std::string url, body;
  std::optional<Token> token;
  Fault fault = Fault::count_;  // count_: none
  Milliseconds left_at = 0;
  bool dead = false;
  bool arrived = false;
  bool answered = false;   // before it arrives
  bool late = false;       // arrives after it was given up
  bool very_late = false;  // and after anybody could wait for it
  Milliseconds back_in = 0;
  Answer answer;
};

// What the browser keeps, by URL and nothing else.
struct Cached {
  std::string url;
  Answer answer;
  int account = 0;
  Milliseconds until = 0;
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
    device_acts,
    network,
    expire,
    log_in,
    log_in_as_other,
    press_again,
    haunt
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
  bool begin(std::size_t tab, const subshare::Intent& intent);
  subshare::Step pass(const Live& live, const News& news);
  bool loses_event(Live& live);
  void tell(Live& live, const News& news);
  News some_news();
  void carry(Live& live, subshare::Step step);
  void misfit(const Live& live);
  void haunt(const Live& live);
  void expect_nothing(const Live& live, const subshare::Step& step);
  void answer_token(Live& live);
  void wake(Live& live);
  void abort(Live& live);
  void end_all(std::size_t tab, const std::vector<subshare::Session::Ended>& ended);
  void finish(Live& live, const subshare::Outcome& outcome);
  Live* find(int call);

  // network.cpp
  void send(Live& live);
  Fault draw_fault(const Live& live);
  bool is_cached(Live& live, const subshare::HttpRequest& request);
  void keep(const Flight& flight);
  void arrive(std::size_t index);
  void deliver(Live& live, Flight& flight);
  void fail(Live& live, subshare::Failure failure);
  void let_go(Live& live, Milliseconds at_work);
  void tell_recipients();

  // people.cpp
  std::size_t open_tab(int account, bool is_owner);
  void rebuild(Tab& tab);
  void forget(Tab& tab);
  void owner_acts(std::size_t tab);
  void invite(std::size_t tab, std::size_t person);
  void choose_invitees(std::size_t tab);
  void cancel(std::size_t tab);
  void rename(std::size_t tab);
  void read(std::size_t tab, bool anew);
  void change_nets(std::size_t tab);
  void abort_something(std::size_t tab);
  void reload(std::size_t tab);
  void change_user(std::size_t tab);
  void recipient_acts(std::size_t share);
  void device_acts();
  void press_again(const Live& live);
  const subshare::SharedUser* some_row(std::size_t tab);

  // checks.cpp
  void check_begun(std::size_t tab, std::string_view key, const subshare::Intent& intent);
  void check_not_begun(std::size_t tab, std::string_view key, const subshare::Error& error);
  void check_first_step(const Live& live);
  void check_step(const Live& live);
  void check_request(const Live& live, const subshare::HttpRequest& request);
  void check_nets(const Live& live, std::string_view body);
  void check_bounds(const Live& live);
  void check_no_token(std::string_view text, const char* where);
  void check_shown(std::size_t tab, bool after_fresh_list);
  void check_seats(std::size_t tab, int held, bool after_fresh_list);
  bool shown_is_exact(const Tab& tab) const;

  // promises.cpp
  void check_outcome(const Live& live, const subshare::Outcome& outcome);
  void check_invitation(const Live& live);
  void check_change(const Live& live);
  void check_uncounted_change(const Live& live);
  void check_commit(const Flight& flight, std::size_t changes_before);
  void check_doubles(std::size_t share);
  bool same_wish(const Live& live, const Live& earlier) const;
  bool is_ours(const Live& live, int created_by) const;
  bool has_passed_for(const Live& invitation) const;

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

  Facts facts_;
  Habits habits_;
  double trouble_ = 0;  // how likely a request meets a fault
  std::optional<Server> server_;
  std::deque<Tab> tabs_;
  std::deque<Live> live_;
  std::deque<Flight> flights_;
  std::vector<Cached> cache_;
  std::array<int, 3> token_version_{1, 1, 1};  // of accounts 0 and 1; all others share the last
  std::uint32_t asked_ = 0;
  int uncounted_changes_ = 0;    // of nets and levels, as counted last
  std::size_t shares_told_ = 0;  // shares whose recipients have got their mail
};

inline constexpr int client_account = 99;
inline constexpr int first_recipient = 10;
inline constexpr std::size_t person_count = 4;
// As a person may type it; `again` in another way.
std::string_view contact_of(std::size_t person, bool again = false);
// person_count for nobody, or a contact that does not tell.
std::size_t person_of(std::string_view contact);
bool changes(subshare::Operation operation);
std::string token_text(const Token& token);

}  // namespace simulation
