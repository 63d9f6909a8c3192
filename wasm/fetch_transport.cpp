// Ownership, as emscripten_fetch wants it: it copies URL and headers, but not the body, which
// therefore lives in `Running` until the fetch is closed. Closing one that is under way calls its
// onerror first (status 65535), so a fetch is taken off its `Running` before it is closed, and a
// callback whose fetch is not the current one does nothing.
#include "fetch_transport.hpp"

#include <emscripten/em_js.h>
#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>
#include <emscripten/fetch.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

// The token goes straight from the JavaScript string into memory that is ours to wipe; as a
// std::string argument it would leave a copy behind in embind's buffer.
EM_JS_DEPS(subshare_token, "$Emval,$lengthBytesUTF8,$stringToUTF8");
EM_JS(int, subshare_utf8_length, (emscripten::EM_VAL text),
      { return lengthBytesUTF8(Emval.toValue(text)); });
EM_JS(void, subshare_write_utf8, (emscripten::EM_VAL text, char* to, int size),
      { stringToUTF8(Emval.toValue(text), to, size); });
EM_JS(bool, subshare_is_offline, (), { return !navigator.onLine; });
// In a task of its own, and without the 4 ms that a timer waits at least. (clang-format would take
// the arrow apart.)
EM_JS_DEPS(subshare_task, "$getWasmTableEntry");
// clang-format off
EM_JS(void, subshare_in_next_task, (em_arg_callback_func act, void* data), {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    getWasmTableEntry(act)(data);
  };
  port2.postMessage(0);
});
// clang-format on

namespace subshare::module {
namespace {

using emscripten::val;

struct Running {
  int id;
  int session;
  Sharing::Begun begun;
  val hooks;
  Step step;
  emscripten_fetch_t* fetch = nullptr;
  int timer = 0;
};

// A session's number is its place, counted from 1; the places of closed ones stay empty.
std::vector<std::unique_ptr<Sharing>> sessions;
std::vector<std::unique_ptr<Running>> calls;
int last_call = 0;

// For so many ms a long answer is read before others have their turn: drawing, typing, scrolling.
constexpr double longest_turn = 8;

Running* find_call(int id) {
  const auto found = std::ranges::find(calls, id, &Running::id);
  return found == calls.end() ? nullptr : found->get();
}

void* as_user_data(int id) { return reinterpret_cast<void*>(static_cast<std::intptr_t>(id)); }
int from_user_data(void* data) { return static_cast<int>(reinterpret_cast<std::intptr_t>(data)); }

void carry_out(Running& running, Step&& step);

std::optional<std::int64_t> header_number(std::string_view headers, std::string_view name) {
  // XMLHttpRequest gives the names in lower case, one a line.
  for (std::size_t start = 0; start < headers.size();) {
    const std::size_t end = std::min(headers.find('\n', start), headers.size());
    const std::string_view line = headers.substr(start, end - start);
    start = end + 1;
    if (!line.starts_with(name) || line.substr(name.size(), 1) != ":") continue;
    const std::string_view value = trim(line.substr(name.size() + 1));
    std::int64_t number = 0;
    for (const char c : value) {
      if (c < '0' || c > '9' || number > 1'000'000'000) return std::nullopt;
      number = number * 10 + (c - '0');
    }
    return value.empty() ? std::nullopt : std::optional(number);
  }
  return std::nullopt;
}

std::string read_headers(emscripten_fetch_t* fetch) {
  std::string headers(emscripten_fetch_get_response_headers_length(fetch) + 1, '\0');
  headers.resize(emscripten_fetch_get_response_headers(fetch, headers.data(), headers.size()));
  return headers;
}

void stop_timer(Running& running) {
  if (running.timer != 0) emscripten_clear_timeout(std::exchange(running.timer, 0));
}

void close_fetch(Running& running) {
  if (emscripten_fetch_t* fetch = std::exchange(running.fetch, nullptr))
    emscripten_fetch_close(fetch);
}

void report_failure(Running& running, Failure failure) {
  stop_timer(running);
  close_fetch(running);
  carry_out(running, running.begun.call.on_failure(failure, static_cast<Milliseconds>(now()),
                                                   emscripten_random()));
}

void read_on(Running& running, Step&& step);

void on_turn(void* user_data) {
  Running* running = find_call(from_user_data(user_data));
  if (running == nullptr) return;
  if (running->step.kind == StepKind::read_on) return read_on(*running, std::move(running->step));
  carry_out(*running, std::move(running->step));
}

// Where a list has been read in turns, what the page makes of it has a turn of its own.
void read_on(Running& running, Step&& step) {
  const double begun = now();
  const bool is_first = running.step.kind == StepKind::send;
  while (step.kind == StepKind::read_on && now() - begun < longest_turn) {
    step = running.begun.call.on_turn(static_cast<Milliseconds>(now()), emscripten_random());
  }
  if (step.kind != StepKind::read_on) {
    close_fetch(running);
    if (is_first || step.kind != StepKind::done) return carry_out(running, std::move(step));
  }
  running.step = std::move(step);
  subshare_in_next_task(on_turn, as_user_data(running.id));
}

void on_answer(emscripten_fetch_t* fetch) {
  Running* running = find_call(from_user_data(fetch->userData));
  if (running == nullptr || running->fetch != fetch) return;
  stop_timer(*running);
  // Status 0 is XMLHttpRequest's word for a network error.
  if (fetch->status == 0)
    return report_failure(*running, subshare_is_offline() ? Failure::offline : Failure::lost);
  const std::string headers = read_headers(fetch);
  const HttpResponse response{
      .status = fetch->status,
      .body = {fetch->data, static_cast<std::size_t>(fetch->numBytes)},
      .rate_limit_remaining = header_number(headers, "x-ratelimit-remaining"),
      .rate_limit_reset = header_number(headers, "x-ratelimit-reset"),
  };
  read_on(*running, running->begun.call.on_response(response, static_cast<Milliseconds>(now()),
                                                    emscripten_random()));
}

void on_progress(emscripten_fetch_t* fetch) {
  Running* running = find_call(from_user_data(fetch->userData));
  if (running == nullptr || running->fetch != fetch) return;
  if (fetch->dataOffset + fetch->numBytes > max_answer_bytes)
    report_failure(*running, Failure::too_large);
}

void on_timeout(void* user_data) {
  Running* running = find_call(from_user_data(user_data));
  if (running == nullptr) return;
  running->timer = 0;
  if (running->step.kind == StepKind::send) return report_failure(*running, Failure::timed_out);
  carry_out(*running,
            running->begun.call.on_timer(static_cast<Milliseconds>(now()), emscripten_random()));
}

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

  emscripten_fetch_t* fetch = emscripten_fetch(&attributes, request.url.c_str());
  if (fetch == nullptr) return report_failure(running, Failure::lost);
  running.fetch = fetch;
  if (authorization != nullptr) {
    // The headers have been handed to the browser; emscripten_fetch keeps its own copy until the
    // fetch is closed.
    for (const char* const* header = fetch->__attributes.requestHeaders; *header != nullptr;
         ++header) {
      if (std::strncmp(*header, "Bearer ", 7) == 0) wipe(const_cast<char*>(*header));
    }
  }
  running.timer = emscripten_set_timeout(on_timeout, static_cast<double>(running.step.timeout),
                                         as_user_data(running.id));
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

void finish(Running& running) {
  Outcome outcome = running.begun.call.take_outcome();
  if (Sharing* sharing = find_session(running.session))
    sharing->settle(running.begun, outcome, static_cast<Milliseconds>(now()));
  const val hooks = running.hooks;
  std::erase_if(calls, [&](const auto& other) { return other.get() == &running; });
  hooks.call<void>("done", to_info(outcome));
}

void carry_out(Running& running, Step&& step) {
  running.step = std::move(step);
  switch (running.step.kind) {
    case StepKind::send:
      return send(running, nullptr);
    case StepKind::get_token:
      return running.hooks.call<void>("needToken", running.id,
                                      val(running.step.mode == Mode::user ? "user" : "client"),
                                      running.step.fresh);
    case StepKind::wait:
      running.timer = emscripten_set_timeout(on_timeout, static_cast<double>(running.step.wait),
                                             as_user_data(running.id));
      return running.hooks.call<void>("waiting", std::string(reason_name(running.step.reason)),
                                      static_cast<double>(running.step.wait));
    case StepKind::done:
      return finish(running);
    case StepKind::read_on:  // stays in read_on
      break;
  }
}

constexpr std::string_view scheme = "Bearer ";

// The value of the Authorization header, ending in a zero byte.
std::vector<char> bearer(const Token& token) {
  const int length = subshare_utf8_length(token.as_handle());
  std::vector<char> value(scheme.size() + static_cast<std::size_t>(length) + 1);
  scheme.copy(value.data(), scheme.size());
  subshare_write_utf8(token.as_handle(), value.data() + scheme.size(), length + 1);
  return value;
}

// Visible ASCII after the scheme, as RFC 6750, 2.1 has it; the browser would throw at a line break.
bool is_header_value(const std::vector<char>& value) {
  return value.size() > scheme.size() + 1 &&
         std::all_of(value.begin() + static_cast<std::ptrdiff_t>(scheme.size()), value.end() - 1,
                     [](char c) { return c > ' ' && c < 0x7F; });
}

OutcomeInfo refused(const Error& error) {
  Outcome outcome;
  outcome.kind = Outcome::Kind::refused;
  outcome.error = error;
  return to_info(outcome);
}

}  // namespace

double now() { return emscripten_get_now(); }

int open_session(Endpoints endpoints, const SharingOptions& options) {
  sessions.push_back(std::make_unique<Sharing>(std::move(endpoints), options));
  return static_cast<int>(sessions.size());
}

Sharing* find_session(int session) {
  const auto place = static_cast<std::size_t>(session) - 1;
  return place < sessions.size() ? sessions[place].get() : nullptr;
}

void close_session(int session) {
  std::vector<int> ended;
  for (const auto& running : calls) {
    if (running->session == session) ended.push_back(running->id);
  }
  for (const int id : ended) abort_call(id);
  if (find_session(session) != nullptr) sessions[static_cast<std::size_t>(session) - 1].reset();
}

int start_call(int session, Intent intent, const CallHooks& hooks) {
  const int id = ++last_call;
  Sharing* sharing = find_session(session);
  auto begun = sharing == nullptr ? Result<Sharing::Begun>(fail(ErrorCode::aborted, "session"))
                                  : sharing->begin(std::move(intent));
  if (!begun) {
    hooks.call<void>("done", refused(begun.error()));
    return id;
  }
  auto running = std::make_unique<Running>(Running{id, session, std::move(*begun), hooks, {}});
  Running& added = *calls.emplace_back(std::move(running));
  carry_out(added, added.begun.call.start(static_cast<Milliseconds>(now()), emscripten_random()));
  return id;
}

void provide_token(int call, const Token& token, const std::string& result) {
  Running* running = find_call(call);
  if (running == nullptr || running->step.kind != StepKind::get_token) return;
  // Where there is no network there is no token either: that is waited out, and no attempt.
  if (result == "failed" && subshare_is_offline())
    return report_failure(*running, Failure::offline);
  std::vector<char> authorization;
  TokenAnswer answer =
      result == "login_required" ? TokenAnswer::login_required : TokenAnswer::failed;
  if (result == "available" && token.isString()) {
    authorization = bearer(token);
    if (is_header_value(authorization)) answer = TokenAnswer::available;
  }
  Step step =
      running->begun.call.on_token(answer, static_cast<Milliseconds>(now()), emscripten_random());
  if (step.kind == StepKind::send) {
    running->step = std::move(step);
    send(*running, authorization.data());
  } else {
    carry_out(*running, std::move(step));
  }
  if (!authorization.empty()) wipe(authorization.data());
}

void abort_call(int call) {
  Running* running = find_call(call);
  if (running == nullptr) return;
  stop_timer(*running);
  Step step = running->begun.call.on_abort();
  close_fetch(*running);
  carry_out(*running, std::move(step));
}

void network_is_back() {
  std::vector<int> ids;
  for (const auto& running : calls) ids.push_back(running->id);
  for (const int id : ids) {
    Running* running = find_call(id);
    if (running == nullptr) continue;
    if (auto step =
            running->begun.call.on_online(static_cast<Milliseconds>(now()), emscripten_random())) {
      stop_timer(*running);
      carry_out(*running, std::move(*step));
    }
  }
}

}  // namespace subshare::module
