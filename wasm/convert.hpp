// What JavaScript sees of the core: plain value objects, and functions that make them. Nothing here
// has a handle that JavaScript must delete. Absent optional members are `undefined`.
#pragma once

#include <emscripten/val.h>

#include <string>
#include <string_view>
#include <vector>

#include "subshare/subshare.hpp"

// Types of their own, so that the generated declarations say what a `val` holds.
EMSCRIPTEN_DECLARE_VAL_TYPE(StringArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(RuleArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(LevelArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(NetArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(NetProblemArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(RangeLineArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(DomainLineArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(EndpointArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(PathOverrides)
EMSCRIPTEN_DECLARE_VAL_TYPE(CallHooks)
EMSCRIPTEN_DECLARE_VAL_TYPE(Token)
// Either that, or undefined. (A std::optional of a struct costs several times its bytes.)
EMSCRIPTEN_DECLARE_VAL_TYPE(MaybeNumber)
EMSCRIPTEN_DECLARE_VAL_TYPE(MaybeError)
EMSCRIPTEN_DECLARE_VAL_TYPE(MaybeRule)
EMSCRIPTEN_DECLARE_VAL_TYPE(MaybeRow)

namespace subshare::module {

struct ErrorInfo {
  std::string code{};
  std::string field{};
  std::string fragment{};
};

struct ContactCheck {
  bool ok = false;
  std::string type{};
  std::string value{};
  std::string suggestion{};
  std::string key{};   // the same for the same person
  bool alone = false;  // no list
  MaybeError error{emscripten::val::undefined()};
};

struct TextCheck {
  bool ok = false;
  std::string value{};
  MaybeError error{emscripten::val::undefined()};
};

struct IpRangeCheck {
  bool ok = false;
  std::string start{};
  std::string end{};
  MaybeError error{emscripten::val::undefined()};
};

struct SeatsInfo {
  int allowed = -1;
  int in_use = 0;
  int pending = 0;
  int left = -1;
  bool full = false;
};

struct RuleInfo {
  std::string product_code;
  std::string share_type;
  MaybeNumber share_count{emscripten::val::undefined()};
  std::string coupon_code_share_recipient;
  MaybeNumber coupon_number_share_recipient{emscripten::val::undefined()};
  bool is_create_connect_customer = false;
  bool is_customer_name_required = false;
  std::string issuer;
  MaybeNumber issuer_consent_group_id{emscripten::val::undefined()};
};

struct RowInfo {
  MaybeNumber user_id{emscripten::val::undefined()};
  MaybeNumber customer_number{emscripten::val::undefined()};
  MaybeNumber start_time{emscripten::val::undefined()};
  MaybeNumber end_time{emscripten::val::undefined()};
  std::string share_status;
  std::string share_contact;
  std::string share_contact_type;
  std::string first_name;
  std::string last_name;
  std::string product_name;
  std::string product_code;
  std::string share_code;
  std::string state;
  bool may_cancel = false;
  bool may_rename = false;
  bool may_invite = false;
};

struct OutcomeInfo {
  std::string kind;
  bool ok = false;
  std::string status;
  bool status_known = false;
  MaybeError error{emscripten::val::undefined()};
  int http_status = 0;
  std::string server_message;
  bool unclear = false;
  // Arrays of the reads that have one, else undefined; the last two in the whole module only.
  RuleArray rules{emscripten::val::undefined()};
  LevelArray levels{emscripten::val::undefined()};
  NetArray nets{emscripten::val::undefined()};
};

struct OpenOptions {
  std::string base_url;
  std::string decline_url;                            // empty: none
  PathOverrides paths{emscripten::val::undefined()};  // each operation followed by its path
  int calling_code = 0;
  double timeout_ms = 0;  // 0: the core's
};

// Without a session the error says why. With one it is of an option that nothing can be refused
// for, and that was left out.
struct OpenedSession {
  int session = 0;
  MaybeError error{emscripten::val::undefined()};
};

// A request as `fetch` takes it, where it is sent without a call; empty where there is none.
struct LastRequest {
  std::string url;
  std::string method;
  std::string body;
};

// As a `val` whatever it is: a call of each type would be code of its own.
void push(const emscripten::val& array, const emscripten::val& item);
ErrorInfo to_info(const Error& error);
MaybeError maybe(const Error* error);
MaybeRule maybe(const ShareRule* rule);
MaybeRow maybe(const SharedUser* row);
MaybeError error_of(const auto& result) { return maybe(result ? nullptr : &result.error()); }
TextCheck to_check(const Result<std::string>& result);
ContactCheck to_check(const Result<Contact>& result);
SeatsInfo to_info(const Seats& seats);
OutcomeInfo to_info(const Outcome& outcome);
RuleArray to_array(const std::vector<ShareRule>& rules);
// Of the whole module only:
IpRangeCheck to_check(const Result<IpRange>& result);
LevelArray to_array(const std::vector<DistributionLevel>& levels);
NetArray to_array(const std::vector<Net>& nets);
emscripten::val to_array(const std::vector<NetLine>& lines, bool domains);
NetProblemArray to_array(const std::vector<NetProblem>& problems);
std::vector<Net> to_nets(const NetArray& nets);

}  // namespace subshare::module
