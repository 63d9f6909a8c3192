// A reader keeps a stack of the objects that are being filled, and of every object and list that is
// open, which says what may come next. Whatever stands under a member that is not known is counted
// through (`skipping_`) and forgotten, or kept as it stands where the shape asks for it.
#include "json_reader.hpp"

#include <algorithm>

#include "json_text.hpp"
#include "json_tokens.hpp"
#include "trim.hpp"

namespace subshare::json {

class Reading::Reader {
 public:
  Reader(std::string_view text, const Shape& shape, void* object, std::size_t max_items)
      : text_(text), tokens_(text), root_shape_(shape), root_(object), items_left_(max_items) {}

  bool read_on(std::size_t bytes) {
    const std::size_t until = tokens_.read() + bytes;
    while (take(tokens_.next())) {
      if (tokens_.read() >= until) return true;
    }
    return false;
  }

  Result<void> result() {
    if (is_good_) return {};
    return std::unexpected(std::move(error_));
  }

  bool has(std::size_t field) const { return (root_seen_ >> field & 1) != 0; }

 private:
  enum class Next : std::uint8_t {
    value,
    value_or_end,
    name,
    name_or_end,
    colon,
    comma_or_end,
    end
  };

  enum class Complaint : std::uint8_t { none, likely, certain };

  struct Frame {
    const Shape* shape;
    void* object;
    const Field* member;  // the one whose value comes next; null: not known
    const Field* last;    // the member before it that is known
    std::uint32_t seen;   // bit i: field i of the shape has been read
    bool in_list;
  };

  // False: there is no more to read, or it went wrong.
  bool take(Token token) {
    switch (token) {
      case Token::colon:
        if (next_ != Next::colon) return not_json();
        next_ = Next::value;
        return true;
      case Token::comma:
        if (next_ != Next::comma_or_end) return not_json();
        next_ = in_object() ? Next::name : Next::value;
        return true;
      case Token::end_object:
        if (next_ != Next::name_or_end && !(next_ == Next::comma_or_end && in_object()))
          return not_json();
        close();
        return end_object();
      case Token::end_list:
        if (next_ != Next::value_or_end && !(next_ == Next::comma_or_end && !in_object()))
          return not_json();
        close();
        return end_list();
      case Token::text:
        if (next_ == Next::name || next_ == Next::name_or_end) {
          next_ = Next::colon;
          return name(tokens_.text());
        }
        return value(token);
      case Token::end:
        is_good_ = next_ == Next::end;
        return is_good_ ? false : not_json();
      default:
        return value(token);
    }
  }

  bool value(Token token) {
    if (next_ != Next::value && next_ != Next::value_or_end) return not_json();
    next_ = Next::comma_or_end;
    switch (token) {
      case Token::begin_object:
        open_ += '{';
        next_ = Next::name_or_end;
        return begin_object();
      case Token::begin_list:
        open_ += '[';
        next_ = Next::value_or_end;
        return begin_list();
      case Token::literal_true:
      case Token::literal_false:
        return boolean(token == Token::literal_true);
      case Token::literal_null:
        return null();
      case Token::text:
        return text(tokens_.text());
      case Token::number:
        return integer();
      default:
        return not_json();
    }
  }

  bool in_object() const { return open_.ends_with('{'); }
  void close() {
    open_.pop_back();
    next_ = open_.empty() ? Next::end : Next::comma_or_end;
  }

  // null is the same as absent, also as an item of a list.
  bool null() {
    if (skipping_ > 0) return true;
    if (frames_.empty()) return wrong_type();
    if (frames_.back().in_list) return true;
    frames_.back().member = nullptr;
    complaint_ = Complaint::none;
    keep();
    return true;
  }

  bool boolean(bool value) {
    if (ignored()) return ignore(value);
    const Field* field = expect(&Field::set_boolean);
    if (field == nullptr) return false;
    field->set_boolean(frames_.back().object, value);
    return seen();
  }

  bool integer() {
    if (ignored()) return ignore(true);
    const Field* field = expect(&Field::set_integer);
    if (field == nullptr) return false;
    const auto value = tokens_.integer();
    if (!value || !field->set_integer(frames_.back().object, *value))
      return stop(ErrorCode::answer_out_of_range);
    return seen();
  }

  bool text(std::string_view value) {
    if (ignored()) return ignore(!value.empty());
    const Field* field = expect(&Field::set_text);
    if (field == nullptr) return false;
    field->set_text(frames_.back().object, value);
    return seen();
  }

  bool begin_object() {
    if (skipping_ > 0) return skip();
    if (frames_.empty()) {
      frames_.push_back(frame(root_shape_, root_));
      return true;
    }
    const Frame& top = frames_.back();
    if (top.member == nullptr) return skip();
    if (!top.in_list) return wrong_type();
    if (items_left_ == 0) return stop(ErrorCode::answer_too_many);
    --items_left_;
    // Items of one list are filled one after another, so the pointer stays good while its frame is
    // open.
    frames_.push_back(frame(*top.member->items, top.member->append(top.object)));
    return true;
  }

  static Frame frame(const Shape& shape, void* object) {
    return {&shape, object, nullptr, &shape.fields.back(), 0, false};
  }

  // Looks from the member after the last one on: an answer mostly has them in the same order.
  bool name(std::string_view name) {
    if (skipping_ > 0) return true;
    Frame& top = frames_.back();
    top.member = nullptr;
    const Field* field = top.last;
    do {
      if (++field == top.shape->fields.data() + top.shape->fields.size())
        field = top.shape->fields.data();
      if (field->name == name) top.member = top.last = field;
    } while (top.member == nullptr && field != top.last);
    if (frames_.size() == 1) at_root(name);
    kept_from_ =
        top.member == nullptr && top.shape->unknown != nullptr ? tokens_.text_begin() : nullptr;
    return true;
  }

  // A refusal that comes with 200 must not pass for an answer in which nothing is required.
  void at_root(std::string_view name) {
    root_is_empty_ = false;
    root_is_ours_ |= frames_.back().member != nullptr;
    complaint_ = frames_.back().member != nullptr            ? Complaint::none
                 : name == "exceptionType"                   ? Complaint::certain
                 : name == "errorMessage" || name == "error" ? Complaint::likely
                                                             : Complaint::none;
  }

  bool end_root() {
    const Frame& top = frames_.back();
    root_seen_ = top.seen;
    if (top.shape->role == Role::item || top.shape->role == Role::part) return true;
    if (worst_ == Complaint::certain || (worst_ == Complaint::likely && root_seen_ == 0)) {
      error_ = {ErrorCode::request_refused, "exceptionType", {}};
      return false;
    }
    if (top.shape->role == Role::list_answer && !root_is_empty_ && !root_is_ours_) {
      error_ = {ErrorCode::answer_missing_member, std::string(top.shape->fields.front().name), {}};
      return false;
    }
    return true;
  }

  bool end_object() {
    if (skipping_ > 0) return end_skipping();
    Frame& top = frames_.back();
    if (frames_.size() == 1 && !end_root()) return false;
    if (top.shape->role == Role::part) {
      frames_.pop_back();
      return true;
    }
    for (std::size_t i = 0; i < top.shape->fields.size(); ++i) {
      const Field& field = top.shape->fields[i];
      if (!field.required || (top.seen >> i & 1) != 0) continue;
      top.member = &field;
      return stop(ErrorCode::answer_missing_member);
    }
    frames_.pop_back();
    return true;
  }

  bool begin_list() {
    if (skipping_ > 0) return skip();
    if (frames_.empty()) return wrong_type();
    Frame& top = frames_.back();
    if (top.member == nullptr) return skip();
    if (top.in_list || top.member->append == nullptr) return wrong_type();
    top.in_list = true;
    return seen();
  }

  bool end_list() {
    if (skipping_ > 0) return end_skipping();
    frames_.back().in_list = false;
    return true;
  }

  bool ignored() const {
    return skipping_ > 0 || (!frames_.empty() && frames_.back().member == nullptr);
  }

  bool skip() {
    complain();
    ++skipping_;
    return true;
  }

  bool end_skipping() {
    if (--skipping_ == 0) keep();
    return true;
  }

  // A value of a member that is not known; `says` where it is more than "" or false.
  bool ignore(bool says) {
    if (skipping_ > 0) return true;
    if (says) complain();
    keep();
    return true;
  }

  void complain() {
    worst_ = std::max(worst_, complaint_);
    complaint_ = Complaint::none;
  }

  void keep() {
    if (kept_from_ == nullptr) return;
    std::string& kept = frames_.back().shape->unknown(frames_.back().object);
    if (kept.empty()) {
      kept += '{';
    } else {
      kept.back() = ',';
    }
    kept += repaired({kept_from_, tokens_.end()});
    kept += '}';
    kept_from_ = nullptr;
  }

  template <class Setter>
  const Field* expect(Setter setter) {
    if (!frames_.empty() && !frames_.back().in_list && frames_.back().member->*setter != nullptr)
      return frames_.back().member;
    wrong_type();
    return nullptr;
  }

  bool seen() {
    Frame& top = frames_.back();
    top.seen |= 1u << static_cast<unsigned>(top.member - top.shape->fields.data());
    return true;
  }

  bool not_json() {
    error_.code = trim(text_).empty() ? ErrorCode::answer_empty : ErrorCode::answer_not_json;
    return false;
  }

  bool wrong_type() { return stop(ErrorCode::answer_wrong_type); }

  bool stop(ErrorCode code) {
    error_.code = code;
    for (const Frame& frame : frames_) {
      if (frame.member == nullptr) continue;
      if (!error_.field.empty()) error_.field += '.';
      error_.field += frame.member->name;
    }
    return false;
  }

  std::string_view text_;
  Tokens tokens_;
  const Shape& root_shape_;
  void* root_;
  std::size_t items_left_;
  std::uint32_t root_seen_ = 0;
  bool root_is_empty_ = true;
  bool root_is_ours_ = false;              // has a member of its shape, be it null
  Complaint complaint_ = Complaint::none;  // what the member says whose value comes next
  Complaint worst_ = Complaint::none;
  const char* kept_from_ = nullptr;  // begin of a member that is kept
  std::vector<Frame> frames_;
  std::size_t skipping_ = 0;  // depth below a member that is not known
  std::string open_;          // a bracket for each object and list
  Next next_ = Next::value;
  bool is_good_ = false;
  Error error_;
};

Reading::Reading(std::string_view text, const Shape& shape, void* object, std::size_t max_items)
    : reader_(std::make_unique<Reader>(text, shape, object, max_items)) {}
Reading::~Reading() = default;
Reading::Reading(Reading&&) noexcept = default;
Reading& Reading::operator=(Reading&&) noexcept = default;

bool Reading::read_on(std::size_t bytes) { return reader_->read_on(bytes); }
Result<void> Reading::result() { return reader_->result(); }
bool Reading::has(std::size_t field) const { return reader_->has(field); }

Result<void> read(std::string_view text, const Shape& shape, void* object, std::size_t max_items) {
  Reading reading(text, shape, object, max_items);
  reading.read_on(text.size() + 1);
  return reading.result();
}

}  // namespace subshare::json
