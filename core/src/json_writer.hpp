// Writes the small, flat JSON of the requests. nlohmann's writer needs its document tree, which the
// module does without (see json_reader.hpp); what is written here has been checked to be valid
// UTF-8 without control characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "decimal.hpp"

namespace subshare::json {

class Writer {
 public:
  void begin_object() { open('{'); }
  void end_object() { close('}'); }

  void begin_list(std::string_view name) {
    key(name);
    out_ += '[';
    first_ = true;
  }
  void end_list() { close(']'); }

  void text(std::string_view name, std::string_view value) {
    key(name);
    quote(value);
  }
  void integer(std::string_view name, std::int64_t value) {
    key(name);
    out_ += decimal(value);
  }
  void boolean(std::string_view name, bool value) {
    key(name);
    out_ += value ? "true" : "false";
  }

  // The members of an object that is JSON already; nothing for an empty text.
  void members(std::string_view object) {
    const std::size_t begin = object.find('{'), end = object.rfind('}');
    if (begin == end) return;
    const std::string_view inner = object.substr(begin + 1, end - begin - 1);
    if (inner.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
    separate();
    out_ += inner;
  }

  std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  void open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void key(std::string_view name) {
    separate();
    quote(name);
    out_ += ':';
  }
  void quote(std::string_view text) {
    out_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') out_ += '\\';
      out_ += c;
    }
    out_ += '"';
  }

  std::string out_;
  bool first_ = true;
};

}  // namespace subshare::json
