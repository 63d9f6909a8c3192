// Carries the core's calls out with emscripten_fetch: it does what a Step says and reports what
// happened. It decides nothing.
#pragma once

#include <string>

#include "convert.hpp"
#include "subshare/subshare.hpp"

namespace subshare::module {

// Opens a session: one base URL and one user. Sessions are plain numbers, never reused; 0 is none.
int open_session(Endpoints endpoints, const SharingOptions& options);
void close_session(int session);
Sharing* find_session(int session);

// Starts a call and returns its number. `hooks.done` is called exactly once, possibly before this
// returns.
int start_call(int session, Intent intent, const CallHooks& hooks);

// The page's answer to `hooks.needToken`. `result` is "available", "login_required" or "failed".
// The token is copied into this module's memory for the one header it goes into, and wiped before
// this returns.
void provide_token(int call, const Token& token, const std::string& result);

void abort_call(int call);

// The page heard the browser's `online` event.
void network_is_back();

double now();

}  // namespace subshare::module
