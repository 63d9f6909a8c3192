// What only the whole module has: the companies' operations and checks, and what the elements for
// people do not ask for. See bindings.cpp.
#include <emscripten/bind.h>

#include <optional>
#include <utility>

#include "convert.hpp"
#include "fetch_transport.hpp"

namespace subshare::module {
namespace {

using emscripten::val;

TextCheck check_product_code(const std::string& text) { return to_check(parse_product_code(text)); }
TextCheck check_domain(const std::string& text) { return to_check(parse_domain(text)); }
IpRangeCheck check_ip_range(const std::string& text) { return to_check(parse_ip_range(text)); }
RangeLineArray read_range_lines(const std::string& text) {
  return RangeLineArray(to_array(read_ip_ranges(text), false));
}
DomainLineArray read_domain_lines(const std::string& text) {
  return DomainLineArray(to_array(read_domains(text), true));
}
NetProblemArray check_net_list(const NetArray& nets) { return to_array(check_nets(to_nets(nets))); }

StringArray error_names() {
  val array = val::array();
  for (int code = 1; code < static_cast<int>(ErrorCode::count_); ++code) {
    push(array, val(std::string(error_name(static_cast<ErrorCode>(code)))));
  }
  return StringArray(array);
}

StringArray status_words() {
  val array = val::array();
  for (std::size_t i = 1; i <= known_statuses; ++i) {
    push(array, val(std::string(status_word(static_cast<ShareStatus>(i)))));
  }
  return StringArray(array);
}

EndpointArray list_endpoints() {
  val array = val::array();
  for (const Endpoint& row : endpoint_table) {
    val object = val::object();
    object.set("name", std::string(row.name));
    object.set("method", std::string(method_name(row.method)));
    object.set("path", std::string(row.path));
    object.set("mode", std::string(row.mode == Mode::user ? "user" : "client"));
    object.set("inferred", row.inferred);
    push(array, object);
  }
  return EndpointArray(array);
}

int list_distribution_levels(int session, const std::string& product_code, CallHooks hooks) {
  return start_call(
      session, {.operation = Operation::list_distribution_levels, .product_code = product_code},
      hooks);
}

int list_nets(int session, CallHooks hooks) {
  return start_call(session, {.operation = Operation::list_nets}, hooks);
}

int change_nets(int session, NetArray nets, CallHooks hooks) {
  // What is no list was not given, and must not take every net away.
  auto given = nets.isArray() ? std::optional(to_nets(nets)) : std::nullopt;
  return start_call(session, {.operation = Operation::change_nets, .nets = std::move(given)},
                    hooks);
}
int change_distribution_level(int session, const std::string& product_code,
                              const std::string& distribution_level, CallHooks hooks) {
  return start_call(session,
                    {.operation = Operation::change_distribution_level,
                     .product_code = product_code,
                     .distribution_level = distribution_level},
                    hooks);
}

MaybeRow find_row(int session, const std::string& share_code) {
  const Session* found = find_session(session);
  return maybe(found == nullptr ? nullptr : found->list().find_code(share_code));
}

}  // namespace
}  // namespace subshare::module

EMSCRIPTEN_BINDINGS(subshare_whole) {
  using namespace emscripten;
  using namespace subshare;
  using namespace subshare::module;

  register_type<StringArray>("string[]");
  register_type<LevelArray>("{ distributionLevel: string; usage: string }[] | undefined");
  register_type<NetArray>(
      "{ loginRequired: boolean; startTime?: number; endTime?: number; ipRanges: { ipRangeStart: "
      "string; ipRangeEnd: string; unknownMembers?: string }[]; "
      "domains: { domain: string; unknownMembers?: string }[]; unknownMembers?: string }[] | "
      "undefined");
  register_type<NetProblemArray>(
      "{ error: ErrorInfo; net: number; ipRange?: number; domain?: number; otherNet?: number; "
      "otherIpRange?: number }[]");
  register_type<RangeLineArray>(
      "{ line: number; text: string; ok: boolean; start: string; end: string; error?: ErrorInfo; "
      "question?: ErrorInfo }[]");
  register_type<DomainLineArray>(
      "{ line: number; text: string; ok: boolean; value: string; error?: ErrorInfo; question?: "
      "ErrorInfo }[]");
  register_type<EndpointArray>(
      "{ name: string; method: string; path: string; mode: 'user' | 'client'; inferred: boolean "
      "}[]");
  value_object<IpRangeCheck>("IpRangeCheck")
      .field("ok", &IpRangeCheck::ok)
      .field("start", &IpRangeCheck::start)
      .field("end", &IpRangeCheck::end)
      .field("error", &IpRangeCheck::error);
  function("parseProductCode(text)", &check_product_code);
  function("parseIpRange(text)", &check_ip_range);
  function("parseDomain(text)", &check_domain);
  function("readIpRanges(text)", &read_range_lines);
  function("readDomains(text)", &read_domain_lines);
  function("checkNets(nets)", &check_net_list);
  function("errorNames()", &error_names);
  function("statusWords()", &status_words);
  function("endpoints()", &list_endpoints);
  function("listDistributionLevels(session, productCode, hooks)", &list_distribution_levels);
  function("listNets(session, hooks)", &list_nets);
  function("changeNets(session, nets, hooks)", &change_nets);
  function("changeDistributionLevel(session, productCode, distributionLevel, hooks)",
           &change_distribution_level);
  function("findRow(session, shareCode)", &find_row);
}
