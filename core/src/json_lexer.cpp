// Of the library just this: its parser of whole documents is several times as large, a fifth of the
// module with the errors that it words and nobody here reads, and cannot stop in the middle of a
// long answer.
#include "json_lexer.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>

namespace subshare::json {
namespace {

// What the lexer wants to know of the document that it reads for.
struct Values {
  using number_integer_t = std::int64_t;
  using number_unsigned_t = std::uint64_t;
  using number_float_t = double;
  using string_t = std::string;
};

class Input {
 public:
  using char_type = char;

  explicit Input(std::string_view text) : rest_(text) {}

  int get_character() {
    if (rest_.empty()) return std::char_traits<char>::eof();
    const auto next = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return next;
  }

 private:
  std::string_view rest_;
};

using Lexer = nlohmann::detail::lexer<Values, Input>;
using Token = Lexer::token_type;

}  // namespace

std::optional<std::string> decode_text(std::string_view token) {
  Lexer lexer{Input(token)};
  if (lexer.scan() != Token::value_string) return std::nullopt;
  return std::move(lexer.get_string());
}

bool is_number(std::string_view token) {
  Lexer lexer{Input(token)};
  switch (lexer.scan()) {
    case Token::value_unsigned:
    case Token::value_integer:
    case Token::value_float:
      return lexer.scan() == Token::end_of_input;
    default:
      return false;
  }
}

}  // namespace subshare::json
