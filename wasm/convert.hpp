// What JavaScript sees of the core: plain value objects, and functions that make them. Nothing here
// has a handle that JavaScript must delete. Absent optional members are `undefined`.
#pragma once

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "subshare/subshare.hpp"

// Types of their own, so that the generated declarations say what a `val` holds.
EMSCRIPTEN_DECLARE_VAL_TYPE(InviteeArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(StringArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(RuleArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(LevelArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(NetArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(NetProblemArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(EndpointArray)
EMSCRIPTEN_DECLARE_VAL_TYPE(PathOverrides)
EMSCRIPTEN_DECLARE_VAL_TYPE(CallHooks)
EMSCRIPTEN_DECLARE_VAL_TYPE(Token)

namespace subshare::module {

struct ErrorInfo {
  std::string code{};
  std::string field{};
  std::string fragment{};
  std::string message{};
};

struct ContactCheck {
  bool ok = false;
  std::string type{};
  std::string value{};
  std::string suggestion{};
  std::optional<ErrorInfo> error{};
};

struct TextCheck {
  bool ok = false;
  std::string value{};
  std::optional<ErrorInfo> error{};
};

struct IpRangeCheck {
  bool ok = false;
  std::string start{};
  std::string end{};
  std::optional<ErrorInfo> error{};
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
  std::optional<double> share_count;
  std::string coupon_code_share_recipient;
  std::optional<double> coupon_number_share_recipient;
  bool is_create_connect_customer = false;
  bool is_customer_name_required = false;
  std::string issuer;
  std::optional<double> issuer_consent_group_id;
};

struct RowInfo {
  std::optional<double> user_id;
  std::optional<double> customer_number;
  std::optional<double> start_time;
  std::optional<double> end_time;
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
  std::optional<ErrorInfo> error;
  int http_status = 0;
  std::string server_message;
  bool unclear = false;
  // Arrays of the reads that have one, else undefined.
  RuleArray rules{emscripten::val::undefined()};
  LevelArray levels{emscripten::val::undefined()};
  NetArray nets{emscripten::val::undefined()};
};

struct SessionOptions {
  std::string base_url;
  std::string decline_url;  // empty: none
  PathOverrides paths{emscripten::val::undefined()};
  int calling_code = 0;
  double timeout_ms = 0;  // 0: the core's
};

struct OpenedSession {
  int session = 0;
  std::optional<ErrorInfo> error;
};

ErrorInfo to_info(const Error& error);
std::optional<ErrorInfo> error_of(const auto& result) {
  if (result) return std::nullopt;
  return to_info(result.error());
}
TextCheck to_check(const Result<std::string>& result);
ContactCheck to_check(const Result<Contact>& result);
IpRangeCheck to_check(const Result<IpRange>& result);
SeatsInfo to_info(const Seats& seats);
RuleInfo to_info(const ShareRule& rule);
RowInfo to_info(const SharedUser& row);
OutcomeInfo to_info(const Outcome& outcome);
RuleArray to_array(const std::vector<ShareRule>& rules);
NetArray to_array(const std::vector<Net>& nets);
NetProblemArray to_array(const std::vector<NetProblem>& problems);
std::vector<Net> to_nets(const NetArray& nets);

}  // namespace subshare::module
