// Carries the sessions' calls out with emscripten_fetch: it does what a Step says and reports what
// happened. It decides nothing.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "convert.hpp"
#include "subshare/subshare.hpp"

namespace subshare::module {

// What is wrong with an option that one operation needs: that operation is refused, the others
// work.
using WrongOptions = std::array<std::optional<Error>, operation_count>;

// Opens a session: one base URL and one user. Sessions are plain numbers, never reused; 0 is none.
int open_session(Endpoints endpoints, const SessionOptions& options, WrongOptions wrong);
// Ends its calls; nothing of it is used again.
void close_session(int session);
// Ends its calls, and forgets whatever is known.
void change_user(int session);
const Session* find_session(int session);
const Endpoints* find_endpoints(int session);

// Starts a call and returns its number. `hooks.done` is called exactly once, possibly before this
// returns.
int start_call(int session, Intent intent, const CallHooks& hooks);

// The page's answer to `hooks.needToken`. `result` is "available", "login_required" or "failed".
// The token is copied into this module's memory for the one header it goes into, and wiped before
// this returns. One that is not waited for is not looked at.
void provide_token(int call, const Token& token, const std::string& result);

void abort_call(int call);

// The page heard the browser's `online` event.
void network_is_back();

}  // namespace subshare::module
