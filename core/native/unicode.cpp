// unicode.hpp by libidn2 and libunistring, which idn2 is built on.
#include "subshare/unicode.hpp"

#include <idn2.h>
#include <unicase.h>
#include <uninorm.h>

#include <cstdint>
#include <cstdlib>
#include <memory>

namespace subshare::unicode {
namespace {

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

}  // namespace

std::string domain_to_ascii(std::string_view domain) {
  char* found = nullptr;
  const int code =
      idn2_to_ascii_8z(std::string(domain).c_str(), &found, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<char, Free> ascii(found);
  return code == IDN2_OK ? ascii.get() : "";
}

std::string fold(std::string_view text) {
  // Upper case, as the browser does: its lower case depends on what stands next to a letter (σ, ς).
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t length = 0;
  const std::unique_ptr<std::uint8_t, Free> folded(
      u8_toupper(bytes, text.size(), nullptr, UNINORM_NFC, nullptr, &length));
  return folded ? std::string(reinterpret_cast<const char*>(folded.get()), length)
                : std::string(text);
}

}  // namespace subshare::unicode
