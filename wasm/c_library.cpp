// What the module does without of the C library: reading and printing floating-point numbers, an
// eighth of its bytes. The link puts these in the place of the originals (--wrap); whoever calls
// them is listed here, and none needs what they would say.
#include <cstddef>
#include <cstring>

extern "C" {

// nlohmann's lexer, for a number with a fraction or an exponent. Our reader takes the value from
// the text (core/src/json_reader.cpp); the lexer only wants to hear that all of it was read.
double __wrap_strtod(const char* text, char** end) {
  *end = const_cast<char*>(text) + std::strlen(text);
  return 0;
}

// nlohmann's lexer, for the control character in the text of an error that nobody asks for.
int __wrap_snprintf(char* to, std::size_t size, const char*, ...) {
  if (size > 0) *to = '\0';
  return 0;
}

// embind, for the address of a type that was not bound, in its error message. Which types are bound
// is checked when the declarations are generated. `siprintf` is what clang makes of a sprintf
// without floating-point numbers.
int __wrap_siprintf(char* to, const char*, ...) {
  to[0] = '?';
  to[1] = '\0';
  return 1;
}
}
