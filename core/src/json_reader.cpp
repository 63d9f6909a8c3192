// nlohmann's SAX parser calls the reader below for each piece. The reader keeps a stack of the
// objects that are being filled; whatever stands under a member that is not known is counted
// through (`skipping_`) and forgotten.
#include "json_reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "utf8.hpp"

namespace subshare::json {
namespace {

// The number that a JSON number with a fraction or an exponent stands for, where it is an integer:
// JSON does not tell 80 from 80.0 or 8e1. Taken from its text, which loses nothing, where a double
// would round; so the module gets by without the C library's strtod. Nothing for what is no integer
// or has more than 18 digits.
std::optional<std::int64_t> integer_in(std::string_view text) {
  constexpr int longest = 18;
  constexpr int far = 1 << 20;  // from here on, one more in the exponent makes no difference
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  int exponent = 0;
  for (const char c : text.substr(mark)) {
    if (is_digit(c)) exponent = std::min(exponent * 10 + (c - '0'), far);
  }
  if (text.substr(mark).contains('-')) exponent = -exponent;

  const bool negative = text.starts_with('-');
  std::string digits(text.substr(negative ? 1 : 0, mark - (negative ? 1 : 0)));
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    digits.erase(point, 1);
    exponent -= static_cast<int>(digits.size() - point);
  }
  digits.erase(0, digits.find_first_not_of('0'));
  for (; digits.ends_with('0'); ++exponent) digits.pop_back();
  if (digits.empty()) return 0;
  if (exponent < 0 || static_cast<int>(digits.size()) + exponent > longest) return std::nullopt;

  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  for (; exponent > 0; --exponent) value *= 10;
  return negative ? -value : value;
}

class Reader {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  Reader(const Shape& shape, void* object) : root_shape_(shape), root_(object) {}

  // null is the same as absent.
  bool null() {
    if (skipping_ > 0) return true;
    if (in_list() || frames_.empty()) return wrong_type();
    frames_.back().member = nullptr;
    return true;
  }

  bool boolean(bool value) {
    if (ignored()) return true;
    const Field* field = expect(Kind::boolean);
    if (field == nullptr) return false;
    field->set_boolean(frames_.back().object, value);
    return seen();
  }

  bool number_integer(number_integer_t value) { return integer(value); }

  bool number_unsigned(number_unsigned_t value) {
    if (value <= static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
      return integer(static_cast<std::int64_t>(value));
    }
    return no_integer();
  }

  bool number_float(number_float_t, const string_t& text) {
    const auto value = integer_in(text);
    return value ? integer(*value) : no_integer();
  }

  bool string(string_t& value) {
    if (ignored()) return true;
    const Field* field = expect(Kind::text);
    if (field == nullptr) return false;
    // Copied: what is moved away leaves the lexer to grow a new buffer, letter by letter.
    field->set_text(frames_.back().object, value);
    return seen();
  }

  bool binary(binary_t&) { return wrong_type(); }

  bool start_object(std::size_t) {
    if (skipping_ > 0) return skip();
    if (frames_.empty()) {
      frames_.push_back({&root_shape_, root_, nullptr, 0, false});
      return true;
    }
    Frame& top = frames_.back();
    if (top.member == nullptr) return skip();
    if (!top.in_list) return wrong_type();
    // Items of one list are filled one after another, so the pointer stays good while its frame is
    // open.
    frames_.push_back({top.member->items, top.member->append(top.object), nullptr, 0, false});
    return true;
  }

  bool key(string_t& name) {
    if (skipping_ > 0) return true;
    Frame& top = frames_.back();
    top.member = nullptr;
    for (const Field& field : top.shape->fields) {
      if (field.name == name) top.member = &field;
    }
    return true;
  }

  bool end_object() {
    if (skipping_ > 0) {
      --skipping_;
      return true;
    }
    const Frame& top = frames_.back();
    for (std::size_t i = 0; i < top.shape->fields.size(); ++i) {
      const Field& field = top.shape->fields[i];
      if (!field.required || (top.seen >> i & 1) != 0) continue;
      frames_.back().member = &field;
      return stop(ErrorCode::answer_missing_member);
    }
    frames_.pop_back();
    return true;
  }

  bool start_array(std::size_t) {
    if (skipping_ > 0) return skip();
    if (frames_.empty()) return wrong_type();
    Frame& top = frames_.back();
    if (top.member == nullptr) return skip();
    if (top.in_list || top.member->kind != Kind::objects) return wrong_type();
    top.in_list = true;
    return seen();
  }

  bool end_array() {
    if (skipping_ > 0) {
      --skipping_;
    } else {
      frames_.back().in_list = false;
    }
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
    return stop(ErrorCode::answer_not_json);
  }

  Error take_error() { return std::move(error_); }

 private:
  struct Frame {
    const Shape* shape;
    void* object;
    const Field* member;  // the one whose value comes next; null: not known
    std::uint32_t seen;   // bit i: field i of the shape has been read
    bool in_list;
  };

  bool in_list() const { return !frames_.empty() && frames_.back().in_list; }
  bool ignored() const {
    return skipping_ > 0 || (!frames_.empty() && frames_.back().member == nullptr);
  }

  bool skip() {
    ++skipping_;
    return true;
  }

  bool integer(std::int64_t value) {
    if (ignored()) return true;
    const Field* field = expect(Kind::integer);
    if (field == nullptr) return false;
    if (!field->set_integer(frames_.back().object, value))
      return stop(ErrorCode::answer_out_of_range);
    return seen();
  }

  bool no_integer() {
    if (ignored()) return true;
    return expect(Kind::integer) != nullptr && stop(ErrorCode::answer_out_of_range);
  }

  const Field* expect(Kind kind) {
    if (!frames_.empty() && !frames_.back().in_list && frames_.back().member->kind == kind)
      return frames_.back().member;
    wrong_type();
    return nullptr;
  }

  bool seen() {
    Frame& top = frames_.back();
    top.seen |= 1u << static_cast<unsigned>(top.member - top.shape->fields.data());
    return true;
  }

  bool wrong_type() { return stop(ErrorCode::answer_wrong_type); }

  bool stop(ErrorCode code) {
    error_.code = code;
    if (code == ErrorCode::answer_not_json) return false;
    for (const Frame& frame : frames_) {
      if (frame.member == nullptr) continue;
      if (!error_.field.empty()) error_.field += '.';
      error_.field += frame.member->name;
    }
    return false;
  }

  const Shape& root_shape_;
  void* root_;
  std::vector<Frame> frames_;
  std::size_t skipping_ = 0;  // depth below a member that is not known
  Error error_;
};

}  // namespace

Result<void> read(std::string_view text, const Shape& shape, void* object) {
  Reader reader(shape, object);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &reader)) return {};
  return std::unexpected(reader.take_error());
}

}  // namespace subshare::json
