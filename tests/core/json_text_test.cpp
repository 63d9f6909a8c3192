// Escapes and numbers of JSON, against a witness: nlohmann's reader, which shares no code with
// ours.
#include "json_text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

namespace subshare::json {
namespace {

using Witness = nlohmann::json;

std::optional<std::string> witnessed(const std::string& token) {
  const Witness read = Witness::parse(token, nullptr, false);
  if (!read.is_string()) return std::nullopt;
  return read.get<std::string>();
}

std::string escape(unsigned unit, const char* format = "\\u%04x") {
  std::array<char, 7> text{};
  std::snprintf(text.data(), text.size(), format, unit);
  return text.data();
}

TEST(JsonText, EveryEscapeOfOneCharacterMeansWhatTheWitnessSays) {
  for (int c = 0; c < 0x80; ++c) {
    const std::string token = {'"', '\\', static_cast<char>(c), 'x', '"'};
    EXPECT_EQ(decode_text(token), witnessed(token)) << c;
  }
}

TEST(JsonText, EveryUnitMeansWhatTheWitnessSaysAndHalfAPairIsReplaced) {
  for (unsigned unit = 0; unit <= 0xFFFF; ++unit) {
    const std::string token = '"' + escape(unit) + '"';
    const bool is_half = unit >= 0xD800 && unit <= 0xDFFF;
    ASSERT_EQ(decode_text(token), is_half ? std::optional<std::string>("\uFFFD") : witnessed(token))
        << token;
  }
  EXPECT_EQ(decode_text("\"" + escape(0xE5, "\\u%04X") + "\""), "å");
}

TEST(JsonText, EveryPairMeansWhatTheWitnessSays) {
  for (unsigned high = 0xD800; high <= 0xDBFF; high += 3) {
    for (unsigned low = 0xDC00; low <= 0xDFFF; low += 0x55) {
      const std::string token = "\"a" + escape(high) + escape(low) + "b\"";
      ASSERT_EQ(decode_text(token), witnessed(token)) << token;
    }
  }
}

TEST(JsonText, AControlCharacterBesideAnEscapeIsNoJson) {
  for (char c = 0; c < ' '; ++c) {
    const std::string token = {'"', '\\', 'n', c, '"'};
    EXPECT_EQ(decode_text(token), std::nullopt);
    EXPECT_EQ(witnessed(token), std::nullopt);
  }
}

// All texts of up to six characters that a number is made of.
TEST(JsonText, ATextIsANumberWhereTheWitnessSaysSo) {
  constexpr std::string_view characters = "01+-.eE";
  std::string text;
  const auto with_more = [&](const auto& self) -> void {
    if (text.size() == 6) return;
    for (const char c : characters) {
      text += c;
      // An exponent that no double has is a number all the same; the witness would not have it.
      if (text.find_first_of("eE") == text.npos || text.size() < 6) {
        ASSERT_EQ(is_number(text), Witness::accept(text)) << text;
      }
      self(self);
      text.pop_back();
    }
  };
  with_more(with_more);
  EXPECT_TRUE(is_number("1e999"));
  EXPECT_FALSE(is_number(""));
}

}  // namespace
}  // namespace subshare::json
