// Small answers: a status, `success`, the body of a 400; and the status words themselves.
#include "subshare/status.hpp"
#include "../json_witness.hpp"
#include "subshare/wire.hpp"
#include "trim.hpp"

using namespace fuzzing;

namespace {

void check_word(std::string_view text) {
  const subshare::Status status = subshare::parse_status(text);
  // What is written back is the word, and it is read as the same thing.
  CHECK(subshare::parse_status(status.text) == status);
  if (status.value == subshare::ShareStatus::unknown) {
    CHECK(status.text == text);
  } else {
    CHECK(status.text == subshare::status_word(status.value));
    CHECK(status.text == text || (text.size() == 1 && text[0] >= '1' && text[0] <= '7'));
  }
  for (const auto& endpoint : subshare::endpoint_table) {
    const auto meaning = subshare::status_meaning(endpoint.operation, status.value);
    if (status.value == subshare::ShareStatus::unknown)
      CHECK(meaning == subshare::Meaning::unknown);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  check_word(body);
  check_answer(body, subshare::read_status, [](const subshare::Status& status, const Json& tree) {
    const Json& said = tree.at("status");
    const std::string text = said.is_string() ? said.get<std::string>() : status.text;
    CHECK(subshare::parse_status(subshare::trim(text)) == status && !status.text.empty());
    if (!said.is_string()) CHECK(said.is_number());
    check_word(status.text);
  });
  check_answer(body, subshare::read_success,
               [](const std::optional<bool>& success, const Json& tree) {
                 const Json* value = member(tree, "success");
                 CHECK(success.has_value() == (value != nullptr));
                 if (value != nullptr) CHECK(value->get<bool>() == *success);
               });
  const subshare::Exception exception = subshare::read_exception(body);
  CHECK(is_utf8(exception.error_message) && is_utf8(exception.exception_type));
  return 0;
}
