// How the world lies: two tables, of what is drawn once for a journey and of what is drawn anew for
// each request or deed. Nothing lies in this world that has no row here; `./dev sim --habits`
// prints them.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "random.hpp"

namespace simulation {

// Of one journey: who the server is, what stands between, who the people are.
enum class Habit : std::uint8_t {
  refuses_doubles,
  pending_counts,
  gives_summary,
  gives_success,
  empty_success,
  digits,
  one_share_each,
  names_required,
  limit_headers,
  retry_after,
  codes_in_capitals,
  codes_in_small_letters,
  domains_in_capitals,
  phones_without_plus,
  phones_with_zeros,
  phones_spaced,
  masks_contacts,
  omits_contact,
  omits_product,
  damaged_text,
  null_items,
  commits_late,
  commits_very_late,
  caches_by_age,
  caches_by_guess,
  other_device,
  other_page,
  long_thoughts,
  presses_again,
  login_changes,
  aborts_on_change,
  declines_by_route,
  route_knows_login,
  hooks_throw,
  events_repeated,
  late_timers,
  company,
  count_
};
inline constexpr std::size_t habit_count = static_cast<std::size_t>(Habit::count_);

struct HabitRow {
  Habit habit;
  std::string_view name;
  double chance;
  std::string_view meaning;
};

// clang-format off
inline constexpr std::array<HabitRow, habit_count> habit_table{{
    // The server
    {Habit::refuses_doubles,        "refuses_doubles",        0.5,  "a second pending invitation of one person is ALREADY_IN_USE; else it is made"},
    {Habit::pending_counts,         "pending_counts",         0.8,  "a pending request is a share in use"},
    {Habit::gives_summary,          "gives_summary",          0.8,  "lists come with sharedSubscriptionSummary"},
    {Habit::gives_success,          "gives_success",          0.7,  "a change is answered with success; else with an empty object"},
    {Habit::empty_success,          "empty_success",          0.2,  "or with 204 or an empty body"},
    {Habit::digits,                 "digits",                 0.3,  "statuses are digits where there are any"},
    {Habit::one_share_each,         "one_share_each",         0.3,  "who has one share accepts no second: SHARE_LIMIT"},
    {Habit::names_required,         "names_required",         0.3,  "the rule wants names"},
    {Habit::limit_headers,          "limit_headers",          0.8,  "X-RateLimit-* come with every answer"},
    {Habit::retry_after,            "retry_after",            0.4,  "429 and 503 come with Retry-After, from seconds to an hour"},
    // What it echoes
    {Habit::codes_in_capitals,      "codes_in_capitals",      0.06, "product codes come back in capitals"},
    {Habit::codes_in_small_letters, "codes_in_small_letters", 0.06, "product codes come back in small letters"},
    {Habit::domains_in_capitals,    "domains_in_capitals",    0.15, "kari@EXAMPLE.COM"},
    {Habit::phones_without_plus,    "phones_without_plus",    0.08, "4741234567"},
    {Habit::phones_with_zeros,      "phones_with_zeros",      0.08, "004741234567"},
    {Habit::phones_spaced,          "phones_spaced",          0.08, "+47 412 34 567"},
    {Habit::masks_contacts,         "masks_contacts",         0.06, "k**@example.com, +47******67"},
    {Habit::omits_contact,          "omits_contact",          0.06, "some rows have no contact, for a while or for ever"},
    {Habit::omits_product,          "omits_product",          0.06, "some rows have no product, for a while or for ever"},
    {Habit::damaged_text,           "damaged_text",           0.15, "lists hold lone surrogates and Latin-1 bytes"},
    {Habit::null_items,             "null_items",             0.15, "and null items"},
    // What lies between
    {Habit::commits_late,           "commits_late",           0.4,  "a request that was given up may still arrive, within at_work"},
    {Habit::commits_very_late,      "commits_very_late",      0.25, "or hours later; only where doubles are refused, since nobody could wait so long"},
    {Habit::caches_by_age,          "caches_by_age",          0.2,  "the browser answers reads by max-age, without Vary: another user's too"},
    {Habit::caches_by_guess,        "caches_by_guess",        0.2,  "the same by Last-Modified alone, for hours"},
    // The people
    {Habit::other_device,           "other_device",           0.2,  "the owner invites, ends and renames on another device meanwhile"},
    {Habit::other_page,             "other_page",             0.12, "or on a second page of this browser"},
    {Habit::long_thoughts,          "long_thoughts",          0.2,  "hours between two presses"},
    {Habit::presses_again,          "presses_again",          0.5,  "what ended unclear is pressed again"},
    {Habit::login_changes,          "login_changes",          0.08, "somebody else logs in; the page learns it with the next token"},
    // The page
    {Habit::aborts_on_change,       "aborts_on_change",       0.5,  "it gives up its calls by itself when the user changes"},
    {Habit::declines_by_route,      "declines_by_route",      0.5,  "Decline goes to the publisher's route"},
    {Habit::route_knows_login,      "route_knows_login",      0.5,  "the token route says that nobody is logged in"},
    {Habit::hooks_throw,            "hooks_throw",            0.15, "an event is lost in a hook; all that comes is the time-out of the step"},
    {Habit::events_repeated,        "events_repeated",        0.2,  "events come twice, or for numbers that have ended"},
    {Habit::late_timers,            "late_timers",            0.1,  "the computer sleeps: a timer comes up to a day late, seldom a fortnight"},
    {Habit::company,                "company",                0.08, "the owner has nets and distribution levels"},
}};
// clang-format on

class Habits {
 public:
  static Habits draw(Random& random) {
    Habits drawn;
    for (const HabitRow& row : habit_table) {
      if (random.chance(row.chance)) drawn.set(row.habit);
    }
    return drawn;
  }
  bool operator()(Habit habit) const { return set_[static_cast<std::size_t>(habit)]; }
  void set(Habit habit, bool to = true) { set_[static_cast<std::size_t>(habit)] = to; }

 private:
  std::bitset<habit_count> set_;
};

// Of one request (with a weight among those that go wrong) or one deed (without).
enum class Fault : std::uint8_t {
  request_lost,
  answer_lost,
  timed_out,
  timed_out_before_commit,
  committed_late,
  error_before_commit,
  error_then_commit,
  error_after_commit,
  unauthorized_once,
  turned_away,
  busy,
  not_json_before_commit,
  not_json_after_commit,
  wrong_shape,
  exception_200,
  empty_answer,
  empty_before_commit,
  another_page,
  empty_status,
  too_large,
  refused,
  refused_by_status,
  slow_answer,
  keeps_coming,
  token_expired,
  logged_out,
  token_route_failed,
  token_hangs,
  rate_limited,
  offline,
  aborted,
  double_click,
  pressed_again,
  reload,
  user_change,
  device_acts,
  event_lost,
  event_repeated,
  ended_number_used,
  timer_late,
  count_
};
inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::count_);

struct FaultRow {
  Fault fault;
  std::string_view name;
  int weight;
  std::string_view meaning;
};

// clang-format off
inline constexpr std::array<FaultRow, fault_count> fault_table{{
    {Fault::request_lost,            "request_lost",            6, "the connection is lost before the server is reached"},
    {Fault::answer_lost,             "answer_lost",             8, "and after"},
    {Fault::timed_out,               "timed_out",               4, "carried out, and never answered"},
    {Fault::timed_out_before_commit, "timed_out_before_commit", 4, "neither"},
    {Fault::committed_late,          "committed_late",          5, "lost or timed out, and carried out after that (commits_late)"},
    {Fault::error_before_commit,     "error_before_commit",     4, "408 or 5xx, and nothing done"},
    {Fault::error_then_commit,       "error_then_commit",       3, "408 or 5xx, and carried out after that (commits_late)"},
    {Fault::error_after_commit,      "error_after_commit",      5, "5xx, and done"},
    {Fault::unauthorized_once,       "unauthorized_once",       3, "401 with a good token"},
    {Fault::turned_away,             "turned_away",             4, "429 before the limit is used up"},
    {Fault::busy,                    "busy",                    2, "503 (retry_after)"},
    {Fault::not_json_before_commit,  "not_json_before_commit",  2, "200 with HTML that quotes the request, token and all; nothing done"},
    {Fault::not_json_after_commit,   "not_json_after_commit",   3, "the same, or half an answer, and done"},
    {Fault::wrong_shape,             "wrong_shape",             2, "JSON of other types, and done"},
    {Fault::exception_200,           "exception_200",           3, "exceptionType with 200, and nothing done"},
    {Fault::empty_answer,            "empty_answer",            2, "204 or an empty body, and done"},
    {Fault::empty_before_commit,     "empty_before_commit",     1, "the same to an invitation or a read, and nothing done"},
    {Fault::another_page,            "another_page",            3, "200 with a login page's HTML or, where that is no answer, its JSON; nothing done"},
    {Fault::empty_status,            "empty_status",            1, "status is an empty word; nothing done"},
    {Fault::too_large,               "too_large",               1, "more bytes than are read, and done"},
    {Fault::refused,                 "refused",                 2, "400, 403 or 404, and nothing done"},
    {Fault::refused_by_status,       "refused_by_status",       2, "a change's status is a refusal, whatever came of an earlier request; nothing done"},
    {Fault::slow_answer,             "slow_answer",             4, "seconds"},
    {Fault::keeps_coming,            "keeps_coming",            2, "minutes, but never silent"},
    {Fault::token_expired,           "token_expired",           0, "the token is refused from now on"},
    {Fault::logged_out,              "logged_out",              0, "and so is every other"},
    {Fault::token_route_failed,      "token_route_failed",      0, "no token this time"},
    {Fault::token_hangs,             "token_hangs",             0, "a token that never comes"},
    {Fault::rate_limited,            "rate_limited",            0, "429"},
    {Fault::offline,                 "offline",                 0, "no network, for a moment or for more than it is waited for"},
    {Fault::aborted,                 "aborted",                 0, "a call is given up"},
    {Fault::double_click,            "double_click",            0, "pressed twice"},
    {Fault::pressed_again,           "pressed_again",           0, "after it ended unclear"},
    {Fault::reload,                  "reload",                  0, "the page is loaded anew, and knows nothing"},
    {Fault::user_change,             "user_change",             0, "another user, in the middle of calls"},
    {Fault::device_acts,             "device_acts",             0, "the other device changes something"},
    {Fault::event_lost,              "event_lost",              0, "only the step's time-out is told"},
    {Fault::event_repeated,          "event_repeated",          0, "told twice"},
    {Fault::ended_number_used,       "ended_number_used",       0, "an event for a call that is over"},
    {Fault::timer_late,              "timer_late",              0, "hours late"},
}};
// clang-format on

template <class Table>
constexpr bool rows_in_order(const Table& table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if constexpr (requires { table[i].habit; }) {
      if (static_cast<std::size_t>(table[i].habit) != i) return false;
    } else {
      if (static_cast<std::size_t>(table[i].fault) != i) return false;
    }
  }
  return true;
}
static_assert(rows_in_order(habit_table) && rows_in_order(fault_table));

constexpr std::string_view fault_name(Fault fault) {
  return fault_table[static_cast<std::size_t>(fault)].name;
}

}  // namespace simulation
