// What stands in the bindings for the generated declarations alone: the names of arguments, and
// types in TypeScript's words. The whole module has them, since the declarations are made from it;
// the one for people would only carry them along.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "whole.hpp"

namespace subshare::module {

template <std::size_t size>
struct Literal {
  consteval Literal(const char (&from)[size]) { std::copy_n(from, size, text); }
  char text[size];
};

template <Literal literal, std::size_t size>
inline constexpr auto beginning = [] {
  std::array<char, size + 1> text{};
  std::copy_n(literal.text, size, text.data());
  return text;
}();

// The first `size` characters of the literal, or all of it in the whole module.
template <Literal literal, std::size_t size>
consteval const char* declared_from() {
  if constexpr (whole) {
    return beginning<literal, std::string_view(literal.text).size()>.data();
  } else {
    return beginning<literal, size>.data();
  }
}

inline namespace literals {

// "rowAt(session, index)"_function: a function's name and arguments.
template <Literal literal>
consteval const char* operator""_function() {
  return declared_from<literal, std::string_view(literal.text).find('(')>();
}

// "string[]"_type: what TypeScript is told of a type.
template <Literal literal>
consteval const char* operator""_type() {
  return declared_from<literal, 0>();
}

}  // namespace literals
}  // namespace subshare::module
