// The second path for answers: nlohmann's document tree, which the core does without.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "fuzzing.hpp"
#include "trim.hpp"

namespace fuzzing {

using Json = nlohmann::json;

// Whether a number in the text may be one that a double does not hold as it stands: with more than
// 15 digits and a point or an exponent, or with an exponent of three. The witness rounds those, or
// takes them for no number at all; the core reads them exactly.
inline bool has_odd_number(std::string_view text) {
  constexpr std::string_view parts = "0123456789.eE+-";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = std::min(text.find_first_not_of(parts, at), text.size());
    const std::string_view number = text.substr(at, end - at);
    const std::size_t exponent = number.find_first_of("eE");
    if (number.size() > 15 && number.find_first_of(".eE") != number.npos) return true;
    if (exponent != number.npos && number.size() - exponent > 3) return true;
    at = end;
  }
  return false;
}

// Whether a text in it may be damaged: bytes that are no UTF-8, or an escape of half a surrogate
// pair. The core reads those as U+FFFD; the witness takes none of it.
inline bool may_be_damaged(std::string_view text) {
  if (!is_utf8(text)) return true;
  for (std::size_t at = 0; (at = text.find("\\u", at)) != text.npos; ++at) {
    const std::string_view escape = text.substr(at + 2, 2);
    if (escape.size() == 2 && (escape[0] == 'd' || escape[0] == 'D') && escape[1] >= '8')
      return true;
  }
  return false;
}

// The document, or nothing where the text is no JSON or says the same thing twice: which of two
// equal names wins is nobody's promise.
class Witness {
 public:
  explicit Witness(std::string_view text) {
    std::size_t named = 0;
    const auto count = [&](int, Json::parse_event_t event, Json&) {
      if (event == Json::parse_event_t::key) ++named;
      return true;
    };
    document_ = Json::parse(text.begin(), text.end(), count, false);
    // The library takes a zero byte for the end of the text; RFC 8259 has no place for one.
    is_json_ = !document_.is_discarded() && !text.contains('\0');
    if (!is_json_) return;
    repeats_ = named != members(document_);
  }

  bool is_json() const { return is_json_; }
  bool is_plain() const { return is_json_ && !repeats_ && document_.is_object(); }
  const Json& document() const { return document_; }

 private:
  static std::size_t members(const Json& value) {
    std::size_t sum = value.is_object() ? value.size() : 0;
    if (value.is_structured())
      for (const Json& item : value) sum += members(item);
    return sum;
  }

  Json document_;
  bool is_json_ = false;
  bool repeats_ = false;
};

// What the tree holds under a name; null is the same as absent.
inline const Json* member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

inline void check_text(const Json& object, const char* name, const std::string& read) {
  const Json* value = member(object, name);
  CHECK(value == nullptr ? read.empty() : value->is_string());
  if (value != nullptr) CHECK(value->get_ref<const std::string&>() == read);
}

inline void check_flag(const Json& object, const char* name, bool read) {
  const Json* value = member(object, name);
  CHECK(value == nullptr ? !read : value->is_boolean());
  if (value != nullptr) CHECK(value->get<bool>() == read);
}

template <class Integer>
void check_number(const Json& object, const char* name, const std::optional<Integer>& read) {
  const Json* value = member(object, name);
  CHECK(read.has_value() == (value != nullptr));
  if (value == nullptr) return;
  CHECK(value->is_number());
  if (value->is_number_integer()) {
    CHECK(value->get<std::int64_t>() == static_cast<std::int64_t>(*read));
  } else {
    CHECK(value->get<double>() == static_cast<double>(*read));
  }
}

// The list under a name without its null items; an empty one where it is absent.
inline Json items(const Json& object, const char* name) {
  const Json* value = member(object, name);
  if (value == nullptr) return Json::array();
  Json list = *value;
  CHECK(list.is_array());
  for (auto it = list.begin(); it != list.end();) it = it->is_null() ? list.erase(it) : it + 1;
  return list;
}

// Known lists' null items are left out, and null members are the same as absent.
inline void drop_nulls(Json& value) {
  if (value.is_structured()) {
    for (auto it = value.begin(); it != value.end();)
      it = it->is_null() ? value.erase(it) : std::next(it);
  }
  if (value.is_structured())
    for (Json& item : value) drop_nulls(item);
}

// Reads `body` with `read`; hands what was read and the tree to `compare`, where both can be had.
template <class Read, class Compare>
void check_answer(std::string_view body, Read read, Compare compare) {
  const auto answer = read(body);
  if (has_odd_number(body)) return;
  const Witness witness(body);
  if (witness.is_plain()) {
    // null is the same as absent, anywhere; but {"nets": null, "x": 1} says that it is about nets.
    Json fewer = witness.document();
    for (Json& value : fewer) drop_nulls(value);
    const auto same = read(fewer.dump());
    CHECK(same.has_value() == answer.has_value());
  }
  if (!answer) {
    check_error(answer.error());
    CHECK((answer.error().code == subshare::ErrorCode::answer_not_json) <= !witness.is_json());
    CHECK((answer.error().code == subshare::ErrorCode::answer_empty) <= !witness.is_json());
    return;
  }
  if (!witness.is_json()) {
    CHECK(may_be_damaged(body) || subshare::trim(body).empty());
    return;
  }
  CHECK(witness.document().is_object());
  if (!witness.is_plain()) return;
  compare(*answer, witness.document());
  if (witness.document().empty()) return;
  // Written in another way it says the same, and so it does with members that nobody knows.
  Json more = witness.document();
  more["notKnownYet"] = Json::parse(R"({"a":[1,{"status":[]}],"b":null})");
  const auto again = read(more.dump());
  CHECK(again.has_value());
  compare(*again, witness.document());
}

}  // namespace fuzzing
