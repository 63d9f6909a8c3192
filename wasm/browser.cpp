// Memory: with growth, Emscripten's malloc answers null where there is none left, and its glue,
// which asks for memory too (for a string, for the body of an answer), would write at address 0. So
// malloc is ours: emmalloc's, but where that has nothing it throws, which `guarded` or the client
// catches.
#include "browser.hpp"

#include <emscripten/em_js.h>
#include <emscripten/emmalloc.h>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>

EM_JS_DEPS(subshare_browser,
           "$Emval,$lengthBytesUTF8,$stringToUTF8,$UTF8ToString,$getWasmTableEntry,$stackSave,"
           "$stackRestore");
// clang-format off
EM_JS(int, subshare_utf8_length, (emscripten::EM_VAL text),
      { return lengthBytesUTF8(Emval.toValue(text)); });
EM_JS(void, subshare_write_utf8, (emscripten::EM_VAL text, char* to, int size),
      { stringToUTF8(Emval.toValue(text), to, size); });
EM_JS(bool, subshare_may_ask, (const char* method, const char* url), {
  try {
    new XMLHttpRequest().open(UTF8ToString(method), UTF8ToString(url));
    return true;
  } catch {
    return false;
  }
});
EM_JS(bool, subshare_is_offline, (), { return !navigator.onLine; });
EM_JS(void, subshare_in_next_task, (em_arg_callback_func act, void* data), {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    getWasmTableEntry(act)(data);
  };
  port2.postMessage(0);
});
EM_JS(int, subshare_guarded, (em_arg_callback_func act, void* data), {
  const stack = stackSave();
  try {
    getWasmTableEntry(act)(data);
    return 0;
  } catch (error) {
    stackRestore(stack);
    return error.outOfMemory ? 2 : 1;
  }
});
EM_JS(void, subshare_call_hook, (emscripten::EM_VAL hooks, const char* name, emscripten::EM_VAL args), {
  try {
    Emval.toValue(hooks)[UTF8ToString(name)](...Emval.toValue(args));
  } catch (error) {
    (globalThis.reportError || console.error)(error);
  }
});
EM_JS(void, subshare_throw_out_of_memory, (), {
  throw Object.assign(new RangeError('subshare: out of memory'), { outOfMemory: true });
});
// clang-format on

extern "C" void* malloc(std::size_t size) {
  void* memory = emmalloc_malloc(size);
  if (memory == nullptr) subshare_throw_out_of_memory();
  return memory;
}

namespace subshare::module {

Refusal guarded(void (*act)(void*), void* data) {
  return static_cast<Refusal>(subshare_guarded(act, data));
}

void call_hook(const emscripten::val& hooks, const char* name, const emscripten::val& arguments) {
  subshare_call_hook(hooks.as_handle(), name, arguments.as_handle());
}

bool has_room(std::size_t bytes) {
  void* memory = emmalloc_malloc(bytes);
  emmalloc_free(memory);
  return memory != nullptr;
}

bool may_ask(const char* method, const char* url) { return subshare_may_ask(method, url); }

bool is_offline() { return subshare_is_offline(); }

void in_next_task(void (*act)(void*), void* data) { subshare_in_next_task(act, data); }

double now() {
  static double counted = emscripten_get_now();  // stands still while some systems sleep
  static double dated = emscripten_date_now();   // is set, forwards and backwards
  static double all = counted;
  const double count = emscripten_get_now();
  const double date = emscripten_date_now();
  all += std::max({0.0, count - counted, date - dated});
  counted = count;
  dated = date;
  return all;
}

int utf8_length(const emscripten::val& text) { return subshare_utf8_length(text.as_handle()); }

void write_utf8(const emscripten::val& text, char* to, int size) {
  subshare_write_utf8(text.as_handle(), to, size);
}

}  // namespace subshare::module
