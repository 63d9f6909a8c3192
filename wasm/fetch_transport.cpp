// Ownership, as emscripten_fetch wants it: it copies URL and headers, but not the body, which
// therefore lives in `Running` until the fetch is closed. Closing one that is under way calls its
// onerror first (status 65535), so a fetch is taken off its `Running` before it is closed, and a
// callback whose fetch is not the current one does nothing.
//
// A hook of the page may do anything: abort the call that it is told of, close its session, begin
// another. So a hook is the last that is done for a call, and what comes back comes by number.
//
// Memory: what an answer needs is asked for while it comes, and given back at once; where that is
// refused, the one call fails (out_of_memory). Should memory end all the same while the core is at
// work, its session cannot be trusted any more: its calls end, changes as unclear, and one that
// knows nothing takes its place.
#include "fetch_transport.hpp"

#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>
#include <emscripten/fetch.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "browser.hpp"
#include "headers.hpp"

namespace subshare::module {
namespace {

using emscripten::val;

// A timer is known by a number of our own: the page's `setTimeout` may be somebody else's (a test's
// clock, a library's), and what that returns need not fit an int, so clearing it need not work.
struct Timer {
  int tick = 0;  // 0: none
  int id = 0;
};

struct Running {
  int id = 0;
  int session = 0;
  CallId call = 0;
  bool changes = false;
  val hooks;
  Step step{};
  emscripten_fetch_t* fetch = nullptr;
  Timer timer;    // for what the step waits for; of a request, its next byte
  Timer longest;  // for a request and its whole answer
  std::size_t reserved = 0;
  bool failed_at_once = false;
};

struct Opened {
  std::unique_ptr<Session> session;
  Endpoints endpoints;
  SessionOptions options;
  WrongOptions wrong;
};

// A session's number is its place, counted from 1; the places of closed ones stay empty.
std::vector<std::unique_ptr<Opened>> sessions;
std::vector<std::unique_ptr<Running>> calls;
int last_call = 0;
int last_tick = 0;

// For so many ms a long answer is read before others have their turn: drawing, typing, scrolling.
constexpr double longest_turn = 8;

// What a call needs besides its answer, and what reading an answer takes for each of its bytes.
constexpr std::size_t small_room = 256u << 10;
constexpr std::size_t room_per_byte = 3;

constexpr std::string_view out_of_memory = "out_of_memory";

Opened* find_opened(int session) {
  const auto place = static_cast<std::size_t>(session) - 1;
  return place < sessions.size() ? sessions[place].get() : nullptr;
}

Running* find_call(int id) {
  const auto found = std::ranges::find(calls, id, &Running::id);
  return found == calls.end() ? nullptr : found->get();
}

void* as_user_data(int id) { return reinterpret_cast<void*>(static_cast<std::intptr_t>(id)); }
int from_user_data(void* data) { return static_cast<int>(reinterpret_cast<std::intptr_t>(data)); }
Milliseconds moment() { return static_cast<Milliseconds>(now()); }

void carry_out(Running& running, Step&& step);
void read_on(Running& running, Step&& step);

void clear(Timer& timer) {
  if (timer.tick != 0) emscripten_clear_timeout(std::exchange(timer, {}).id);
}

void stop(Running& running) {
  clear(running.timer);
  clear(running.longest);
  if (emscripten_fetch_t* fetch = std::exchange(running.fetch, nullptr))
    emscripten_fetch_close(fetch);
}

void tell_outcome(const val& hooks, const OutcomeInfo& info) {
  val arguments = val::array();
  push(arguments, val(info));
  call_hook(hooks, "done", arguments);
}

// `reason`: an error that the core does not know of, in place of the outcome's own.
void finish(Running& running, const Outcome& outcome, std::string_view reason = {}) {
  stop(running);
  const val hooks = running.hooks;
  OutcomeInfo info = to_info(outcome);
  if (!reason.empty()) info.error = MaybeError(val(ErrorInfo{.code = std::string(reason)}));
  std::erase_if(calls, [&](const auto& other) { return other.get() == &running; });
  tell_outcome(hooks, info);
}

OutcomeInfo refused(const Error& error) {
  Outcome outcome;
  outcome.kind = Outcome::Kind::refused;
  outcome.error = error;
  return to_info(outcome);
}

void break_down(int session, std::string_view reason) {
  // What it was in the middle of nobody knows: it is left as it is.
  if (Opened* opened = find_opened(session)) {
    static_cast<void>(opened->session.release());
    opened->session = std::make_unique<Session>(opened->endpoints, opened->options);
  }
  std::vector<int> ended;
  for (const auto& running : calls) {
    if (running->session == session) ended.push_back(running->id);
  }
  for (const int id : ended) {
    Running* running = find_call(id);
    if (running == nullptr) continue;
    Outcome outcome;
    outcome.unclear = running->changes;
    finish(*running, outcome, reason);
  }
}

// Everything that comes from outside comes to its call through here.
template <class Act>
void with_call(int id, Act&& act) {
  const Running* running = find_call(id);
  if (running == nullptr) return;
  const int session = running->session;
  const Refusal refusal = guarded([&] {
    if (Running* found = find_call(id); found != nullptr && find_session(session) != nullptr)
      act(*found, *find_opened(session)->session);
  });
  if (refusal != Refusal::none)
    break_down(session, refusal == Refusal::out_of_memory ? out_of_memory : "module_failed");
}

void give_up(Running& running, Session& session, std::string_view reason) {
  Step step = session.abort(running.call, moment());
  if (step.outcome) finish(running, *step.outcome, reason);
}

void report_failure(Running& running, Session& session, Failure failure) {
  stop(running);
  carry_out(running, session.on_failure(running.call, failure, moment(), emscripten_random()));
}

void on_turn(void* user_data) {
  with_call(from_user_data(user_data), [](Running& running, Session&) {
    if (running.step.kind == StepKind::read_on) return read_on(running, std::move(running.step));
    carry_out(running, std::move(running.step));
  });
}

// Where a list has been read in turns, what the page makes of it has a turn of its own.
void read_on(Running& running, Step&& step) {
  Session& session = *find_opened(running.session)->session;
  const double begun = now();
  const bool is_first = running.step.kind == StepKind::send;
  while (step.kind == StepKind::read_on && now() - begun < longest_turn) {
    if (!has_room(small_room)) return give_up(running, session, out_of_memory);
    step = session.on_turn(running.call, moment(), emscripten_random());
  }
  if (step.kind != StepKind::read_on) {
    stop(running);
    if (is_first || step.kind != StepKind::done) return carry_out(running, std::move(step));
  }
  running.step = std::move(step);
  in_next_task(on_turn, as_user_data(running.id));
}

void on_answer(emscripten_fetch_t* fetch) {
  with_call(from_user_data(fetch->userData), [&](Running& running, Session& session) {
    if (running.fetch != fetch) {
      // The browser refused the request while it was being made.
      if (running.fetch == nullptr && running.step.kind == StepKind::send)
        running.failed_at_once = true;
      return;
    }
    clear(running.timer);
    clear(running.longest);
    // Status 0 is XMLHttpRequest's word for a network error.
    if (fetch->status == 0) {
      return report_failure(running, session, is_offline() ? Failure::offline : Failure::lost);
    }
    const HttpResponse response = to_response(fetch);
    read_on(running, session.on_response(running.call, response, moment(), emscripten_random()));
  });
}

void wait_for(Running& running, Milliseconds ms);

void on_progress(emscripten_fetch_t* fetch) {
  with_call(from_user_data(fetch->userData), [&](Running& running, Session& session) {
    if (running.fetch != fetch) return;
    const auto bytes = static_cast<std::size_t>(fetch->dataOffset + fetch->numBytes);
    if (bytes > max_answer_bytes) return report_failure(running, session, Failure::too_large);
    // The browser has it all before this module has any of it.
    if (bytes > running.reserved && !has_room(bytes * room_per_byte + small_room))
      return give_up(running, session, out_of_memory);
    running.reserved = bytes;
    wait_for(running, running.step.timeout);
  });
}

void on_state(emscripten_fetch_t* fetch) {
  with_call(from_user_data(fetch->userData), [&](Running& running, Session&) {
    if (running.fetch == fetch) wait_for(running, running.step.timeout);
  });
}

void on_tick(void* user_data) {
  const int tick = from_user_data(user_data);
  const auto found = std::ranges::find_if(calls, [&](const auto& running) {
    return running->timer.tick == tick || running->longest.tick == tick;
  });
  if (found == calls.end()) return;  // it was cleared
  with_call((*found)->id, [&](Running& running, Session& session) {
    const bool is_longest = running.longest.tick == tick;
    (is_longest ? running.longest : running.timer) = {};
    if (is_longest || running.step.kind != StepKind::wait)
      return report_failure(running, session, Failure::timed_out);
    carry_out(running, session.on_timer(running.call, moment(), emscripten_random()));
  });
}

// Anew, where it runs already.
void set(Timer& timer, Milliseconds ms) {
  clear(timer);
  const int tick = ++last_tick;
  timer = {tick, emscripten_set_timeout(on_tick, static_cast<double>(ms), as_user_data(tick))};
}

void wait_for(Running& running, Milliseconds ms) { set(running.timer, ms); }

void wipe(char* text) {
  // volatile: the compiler must not take the writes for dead.
  for (volatile char* c = text; *c != '\0'; ++c) *c = '\0';
}

void send(Running& running, const char* authorization) {
  const HttpRequest& request = running.step.request;
  const char* headers[7] = {"Accept", "application/json"};
  std::size_t count = 2;
  if (!request.body.empty()) {
    headers[count++] = "Content-Type";
    headers[count++] = "application/json";
  }
  if (authorization != nullptr) {
    headers[count++] = "Authorization";
    headers[count++] = authorization;
  }
  emscripten_fetch_attr_t attributes;
  emscripten_fetch_attr_init(&attributes);
  const std::string_view method = method_name(request.method);
  method.copy(attributes.requestMethod, sizeof(attributes.requestMethod) - 1);
  // REPLACE keeps IndexedDB out of it: no answer is stored anywhere.
  attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY | EMSCRIPTEN_FETCH_REPLACE;
  attributes.requestHeaders = headers;
  attributes.requestData = request.body.data();
  attributes.requestDataSize = request.body.size();
  attributes.userData = as_user_data(running.id);
  attributes.onsuccess = on_answer;
  attributes.onerror = on_answer;
  attributes.onprogress = on_progress;
  attributes.onreadystatechange = on_state;

  running.failed_at_once = false;
  running.reserved = 0;
  emscripten_fetch_t* fetch = nullptr;
  // A request that the browser refuses to make throws: a host that it takes for none, a policy, an
  // extension. Asked beforehand, so that no copy of the token is left behind; and guarded, for it
  // may think otherwise then.
  Session& session = *find_opened(running.session)->session;
  if (!may_ask(attributes.requestMethod, request.url.c_str()))
    return report_failure(running, session, Failure::lost);
  const Refusal refusal =
      guarded([&] { fetch = emscripten_fetch(&attributes, request.url.c_str()); });
  running.fetch = fetch;
  if (fetch != nullptr && authorization != nullptr) {
    // The headers have been handed to the browser; emscripten_fetch keeps its own copy until the
    // fetch is closed.
    for (const char* const* header = fetch->__attributes.requestHeaders; *header != nullptr;
         ++header) {
      if (std::strncmp(*header, "Bearer ", 7) == 0) wipe(const_cast<char*>(*header));
    }
  }
  if (refusal == Refusal::out_of_memory) return give_up(running, session, out_of_memory);
  if (fetch == nullptr || running.failed_at_once)
    return report_failure(running, session, Failure::lost);
  wait_for(running, running.step.timeout);
  set(running.longest, running.step.longest);
}

std::string_view reason_name(WaitReason reason) {
  switch (reason) {
    case WaitReason::pacing:
      return "pacing";
    case WaitReason::backoff:
      return "backoff";
    case WaitReason::rate_limited:
      return "rate_limited";
    case WaitReason::offline:
      break;
  }
  return "offline";
}

void carry_out(Running& running, Step&& step) {
  if (step.kind == StepKind::none) return;
  running.step = std::move(step);
  val arguments = val::array();
  switch (running.step.kind) {
    case StepKind::send:
      return send(running, nullptr);
    case StepKind::get_token:
      wait_for(running, running.step.timeout);
      push(arguments, val(running.id));
      push(arguments, val(running.step.mode == Mode::user ? "user" : "client"));
      push(arguments, val(running.step.fresh));
      return call_hook(val(running.hooks), "needToken", arguments);
    case StepKind::wait:
      wait_for(running, running.step.wait);
      push(arguments, val(std::string(reason_name(running.step.reason))));
      push(arguments, val(static_cast<double>(running.step.wait)));
      return call_hook(val(running.hooks), "waiting", arguments);
    case StepKind::done:
      return finish(running, Outcome(*running.step.outcome));
    case StepKind::none:
    case StepKind::read_on:  // stays in read_on
      break;
  }
}

constexpr std::string_view scheme = "Bearer ";

// The value of the Authorization header, ending in a zero byte.
std::vector<char> bearer(const Token& token) {
  const int length = utf8_length(token);
  std::vector<char> value(scheme.size() + static_cast<std::size_t>(length) + 1);
  scheme.copy(value.data(), scheme.size());
  write_utf8(token, value.data() + scheme.size(), length + 1);
  return value;
}

// Visible ASCII after the scheme, as RFC 6750, 2.1 has it; the browser would throw at a line break.
bool is_header_value(const std::vector<char>& value) {
  return value.size() > scheme.size() + 1 &&
         std::all_of(value.begin() + static_cast<std::ptrdiff_t>(scheme.size()), value.end() - 1,
                     [](char c) { return c > ' ' && c < 0x7F; });
}

void tell_ended(int session, const std::vector<Session::Ended>& all) {
  for (const Session::Ended& ended : all) {
    const auto found = std::ranges::find_if(calls, [&](const auto& running) {
      return running->session == session && running->call == ended.id;
    });
    if (found != calls.end()) finish(**found, ended.outcome);
  }
}

}  // namespace

int open_session(Endpoints endpoints, const SessionOptions& options, WrongOptions wrong) {
  auto session = std::make_unique<Session>(endpoints, options);
  sessions.push_back(std::make_unique<Opened>(
      Opened{std::move(session), std::move(endpoints), options, std::move(wrong)}));
  return static_cast<int>(sessions.size());
}

const Endpoints* find_endpoints(int session) {
  const Opened* opened = find_opened(session);
  return opened == nullptr ? nullptr : &opened->endpoints;
}

const Session* find_session(int session) {
  const Opened* opened = find_opened(session);
  return opened == nullptr ? nullptr : opened->session.get();
}

void close_session(int session) {
  if (find_opened(session) == nullptr) return;
  // Off its place first: a hook that is told of an end may ask for it again.
  const auto opened = std::move(sessions[static_cast<std::size_t>(session) - 1]);
  tell_ended(session, opened->session->close(moment()));
}

void change_user(int session) {
  if (Opened* opened = find_opened(session))
    tell_ended(session, opened->session->change_user(moment()));
}

int start_call(int session, Intent intent, const CallHooks& hooks) {
  const int id = ++last_call;
  const Opened* opened = find_opened(session);
  const bool is_wrong =
      opened != nullptr && opened->wrong[static_cast<std::size_t>(intent.operation)];
  if (opened == nullptr || is_wrong) {
    tell_outcome(hooks,
                 refused(is_wrong ? *opened->wrong[static_cast<std::size_t>(intent.operation)]
                                  : Error{ErrorCode::aborted, "session", {}}));
    return id;
  }
  calls.push_back(std::make_unique<Running>(
      Running{.id = id,
              .session = session,
              .changes = endpoint(intent.operation).repeat != Repeat::safe,
              .hooks = hooks}));
  if (!has_room(small_room)) {
    finish(*calls.back(), Outcome{}, out_of_memory);
    return id;
  }
  with_call(id, [&](Running& running, Session& with) {
    auto begun = with.begin(std::move(intent), moment(), emscripten_random());
    if (!begun) {
      Outcome outcome;
      outcome.kind = Outcome::Kind::refused;
      outcome.error = begun.error();
      return finish(running, outcome);
    }
    running.call = begun->id;
    carry_out(running, std::move(begun->step));
  });
  return id;
}

void provide_token(int call, const Token& token, const std::string& result) {
  with_call(call, [&](Running& running, Session& session) {
    if (running.step.kind != StepKind::get_token) return;
    if (!has_room(small_room)) return give_up(running, session, out_of_memory);
    // Where there is no network there is no token either: that is waited out, and no attempt.
    if (result == "failed" && is_offline())
      return report_failure(running, session, Failure::offline);
    clear(running.timer);
    std::vector<char> authorization;
    TokenAnswer answer =
        result == "login_required" ? TokenAnswer::login_required : TokenAnswer::failed;
    if (result == "available" && token.isString()) {
      authorization = bearer(token);
      if (is_header_value(authorization)) answer = TokenAnswer::available;
    }
    Step step = session.on_token(running.call, answer, moment(), emscripten_random());
    if (step.kind == StepKind::send) {
      running.step = std::move(step);
      send(running, authorization.data());
    } else {
      carry_out(running, std::move(step));
    }
    if (!authorization.empty()) wipe(authorization.data());
  });
}

void abort_call(int call) {
  with_call(call, [](Running& running, Session& session) {
    Step step = session.abort(running.call, moment());
    carry_out(running, std::move(step));
  });
}

void network_is_back() {
  std::vector<int> ids;
  for (const auto& running : calls) ids.push_back(running->id);
  for (const int id : ids) {
    with_call(id, [](Running& running, Session& session) {
      Step step = session.on_online(running.call, moment(), emscripten_random());
      if (step.kind == StepKind::none) return;
      clear(running.timer);
      carry_out(running, std::move(step));
    });
  }
}

}  // namespace subshare::module
