// Reads JSON straight into plain structs, described by tables. No document tree is built: an answer
// can list 32,767 people, and a tree of it would be several times as large as the answer (and its
// code larger than all the rest of the module).
//
//   constexpr Field fields[] = {text_field<&Row::name>("name"), integer_field<&Row::age>("age",
//   required)}; constexpr Shape shape{"rows", fields};
//
// A shape is an object: its members, and where each goes. A member that holds a list of objects has
// the shape of its items.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decimal.hpp"
#include "subshare/error.hpp"

namespace subshare::json {

struct Shape;

// It takes what it has a setter for.
struct Field {
  std::string_view name;
  bool required;
  void (*set_text)(void* object, std::string_view value) = nullptr;
  bool (*set_integer)(void* object, std::int64_t value) = nullptr;  // false: out of range
  void (*set_boolean)(void* object, bool value) = nullptr;
  void* (*append)(void* object) = nullptr;  // a new item of the list
  const Shape* items = nullptr;
};

enum class Role : std::uint8_t {
  item,
  // A whole answer: `request_refused` where it is a refusal in disguise (see wire.hpp).
  answer,
  // An answer whose lists may be absent: `answer_missing_member` where it has members, and none of
  // ours, so that another page's JSON is no empty list.
  list_answer,
  // A part of an object: nothing is required in it.
  part,
};

struct Shape {
  std::span<const Field> fields;
  Role role = Role::item;
  // Where members go that are not known: a JSON object with all of them as they came, in their
  // order. Null: they are forgotten.
  std::string& (*unknown)(void* object) = nullptr;
};

inline constexpr bool required = true;

namespace detail {
template <class T>
struct MemberOf;
template <class Object, class Value>
struct MemberOf<Value Object::*> {
  using object = Object;
  using value = Value;
};
template <auto Member>
auto& member(void* object) {
  return static_cast<typename MemberOf<decltype(Member)>::object*>(object)->*Member;
}
}  // namespace detail

template <auto Member>
constexpr Field text_field(std::string_view name, bool is_required = false) {
  return {
      .name = name, .required = is_required, .set_text = [](void* object, std::string_view value) {
        detail::member<Member>(object) = value;
      }};
}

// A text that some servers write as a number: 5 is "5".
template <auto Member>
constexpr Field text_or_number_field(std::string_view name, bool is_required = false) {
  Field field = text_field<Member>(name, is_required);
  field.set_integer = [](void* object, std::int64_t value) {
    detail::member<Member>(object) = decimal(value);
    return true;
  };
  return field;
}

// std::int32_t members take 0..32767, the range that the API states for its counts [D]; 64-bit ones
// take any integer.
template <auto Member>
constexpr Field integer_field(std::string_view name, bool is_required = false) {
  return {
      .name = name, .required = is_required, .set_integer = [](void* object, std::int64_t value) {
        auto& member = detail::member<Member>(object);
        using Value = std::remove_reference_t<decltype(member)>;
        constexpr bool is_count = std::is_same_v<Value, std::int32_t> ||
                                  std::is_same_v<Value, std::optional<std::int32_t>>;
        if (is_count && (value < 0 || value > std::numeric_limits<std::int16_t>::max()))
          return false;
        if constexpr (is_count) {
          member = static_cast<std::int32_t>(value);
        } else {
          member = value;
        }
        return true;
      }};
}

template <auto Member>
constexpr Field boolean_field(std::string_view name) {
  return {.name = name, .required = false, .set_boolean = [](void* object, bool value) {
            detail::member<Member>(object) = value;
          }};
}

template <auto Member>
constexpr auto unknown_members =
    [](void* object) -> std::string& { return detail::member<Member>(object); };

template <auto Member>
constexpr Field objects_field(std::string_view name, const Shape& items, bool is_required = false) {
  return {.name = name,
          .required = is_required,
          .append = [](void* object) -> void* {
            return &detail::member<Member>(object).emplace_back();
          },
          .items = &items};
}

// One JSON object, read into `object` piece by piece:
//
//   Reading reading(text, shape, &rows, 1000);
//   while (reading.read_on(65'536)) let_others_have_their_turn();
//   if (auto read = reading.result(); !read) ...
//
// `text`, `shape` and `object` must outlive it.
class Reading {
 public:
  // At most so many items are read, of all lists together.
  Reading(std::string_view text, const Shape& shape, void* object, std::size_t max_items);
  ~Reading();
  Reading(Reading&&) noexcept;
  Reading& operator=(Reading&&) noexcept;

  // Reads about so many bytes. True: there is more.
  bool read_on(std::size_t bytes);

  // Once there is no more. Errors: answer_empty, answer_not_json, answer_wrong_type,
  // answer_missing_member, answer_out_of_range, answer_too_many, request_refused; the field is the
  // path of the member ("nets.ipRanges.ipRangeStart").
  Result<void> result();

  // Whether the root object had this field of its shape, and not as null.
  bool has(std::size_t field) const;

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

// All of it at once.
Result<void> read(std::string_view text, const Shape& shape, void* object, std::size_t max_items);

}  // namespace subshare::json
