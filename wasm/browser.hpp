// What the browser does for this module, and may refuse at any time: a request, a page's function,
// more memory. Exceptions of JavaScript do not unwind C++: they would leave its stack where it was
// and its objects half changed. So they end here, and nowhere else.
#pragma once

#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace subshare::module {

enum class Refusal : std::uint8_t {
  none,
  exception,      // of the browser, or of a function of the page
  out_of_memory,  // the memory could not grow
};

Refusal guarded(void (*act)(void*), void* data);

// Does `act`, which may call what throws. What was refused has been stopped in its middle.
template <class Act>
Refusal guarded(Act&& act) {
  using Plain = std::remove_reference_t<Act>;
  return guarded([](void* data) { (*static_cast<Plain*>(data))(); }, &act);
}

// Calls a function of the page. What it throws is reported as the browser reports what an event
// listener throws, and changes nothing here.
void call_hook(const emscripten::val& hooks, const char* name, const emscripten::val& arguments);

// Whether so many bytes can be had in one piece. Memory that was had once stays, so what is asked
// for right afterwards is there.
bool has_room(std::size_t bytes);

bool is_offline();

// Whether the browser takes this for a request at all. Nothing is sent.
bool may_ask(const char* method, const char* url);

// In a task of its own, and without the 4 ms that a timer waits at least.
void in_next_task(void (*act)(void*), void* data);

// A clock in ms that does not run backwards, and that goes on while the computer sleeps.
double now();

// Text straight from a JavaScript string into memory of ours; as a std::string argument it would
// leave a copy behind in embind's buffer. `to` has room for `utf8_length` bytes and a zero.
int utf8_length(const emscripten::val& text);
void write_utf8(const emscripten::val& text, char* to, int size);

}  // namespace subshare::module
