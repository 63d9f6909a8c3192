// In place of embind's own list of built-in types, which registers every integer, string and memory
// view there is and brings the glue for each: those that pass between this module and JavaScript. A
// type that is missing here is told of when the declarations are generated.
//
// The link takes these functions, as they come before the library that has them too (libembind).
#include <emscripten/bind.h>
#include <emscripten/wire.h>

#include <cstdlib>
#include <limits>
#include <string>

using namespace emscripten::internal;

namespace {

InitFunc* first = nullptr;

template <class Integer>
void register_integer(const char* name) {
  using Limits = std::numeric_limits<Integer>;
  _embind_register_integer(TypeID<Integer>::get(), name, sizeof(Integer), Limits::min(),
                           Limits::max());
}

}  // namespace

extern "C" {

// For the text of an error about a type that is not registered: it goes without its name.
const char* __getTypeName(const std::type_info*) { return static_cast<char*>(std::calloc(1, 1)); }

void _embind_initialize_bindings() {
  for (const InitFunc* each = first; each != nullptr; each = each->next) each->init_func();
}

void _embind_register_bindings(InitFunc* bindings) {
  bindings->next = first;
  first = bindings;
}
}

EMSCRIPTEN_BINDINGS(types) {
  _embind_register_void(TypeID<void>::get(), "void");
  _embind_register_bool(TypeID<bool>::get(), "bool", true, false);
  register_integer<int>("int");
  register_integer<unsigned>("unsigned int");
  _embind_register_float(TypeID<double>::get(), "double", sizeof(double));
  _embind_register_std_string(TypeID<std::string>::get(), "std::string");
  _embind_register_emval(TypeID<emscripten::val>::get());
}
