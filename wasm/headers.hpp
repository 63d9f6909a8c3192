// An answer as XMLHttpRequest gives it, as the core takes it.
#pragma once

#include <emscripten/fetch.h>

#include "subshare/session.hpp"

namespace subshare::module {

// Its body is the fetch's, and stays as long as that.
HttpResponse to_response(emscripten_fetch_t* fetch);

}  // namespace subshare::module
