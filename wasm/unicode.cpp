// unicode.hpp by what the browser has.
#include "subshare/unicode.hpp"

#include <emscripten/em_js.h>

#include <cstdlib>

EM_JS_DEPS(subshare_unicode, "$UTF8ToString,$stringToNewUTF8");

// Null where there is no such domain.
EM_JS(char*, subshare_unicode, (const char* text, int length, int is_domain), {
  const string = UTF8ToString(text, length);
  try {
    return stringToNewUTF8(is_domain ? new URL('http://' + string).hostname
                                     : string.normalize().toUpperCase().normalize());
  } catch (noDomain) {
    return 0;
  }
});

namespace subshare::unicode {
namespace {

std::string ask(std::string_view text, bool is_domain) {
  char* answer = subshare_unicode(text.data(), static_cast<int>(text.size()), is_domain);
  std::string copy = answer == nullptr ? "" : answer;
  std::free(answer);
  return copy;
}

}  // namespace

std::string domain_to_ascii(std::string_view domain) { return ask(domain, true); }
std::string fold(std::string_view text) { return ask(text, false); }

}  // namespace subshare::unicode
