// Nets and levels, which only the whole module has.
#include "convert.hpp"

namespace subshare::module {
namespace {

using emscripten::val;

std::optional<std::int64_t> to_time(const val& value) {
  if (!value.isNumber()) return std::nullopt;
  return static_cast<std::int64_t>(value.as<double>());
}

val to_val(const DistributionLevel& level) {
  val object = val::object();
  object.set("distributionLevel", level.distribution_level);
  object.set("usage", level.usage);
  return object;
}

// Only where there are some, so that most objects stay as they are documented.
void set_unknown_members(val& object, const std::string& members) {
  if (!members.empty()) object.set("unknownMembers", members);
}

std::string unknown_members(const val& object) {
  const val members = object["unknownMembers"];
  return members.isString() ? members.as<std::string>() : std::string();
}

val to_val(const Net& net) {
  val object = val::object();
  object.set("loginRequired", net.login_required);
  if (net.start_time) object.set("startTime", static_cast<double>(*net.start_time));
  if (net.end_time) object.set("endTime", static_cast<double>(*net.end_time));
  val ranges = val::array();
  for (const IpRange& range : net.ip_ranges) {
    val item = val::object();
    item.set("ipRangeStart", range.ip_range_start);
    item.set("ipRangeEnd", range.ip_range_end);
    set_unknown_members(item, range.unknown_members);
    push(ranges, item);
  }
  object.set("ipRanges", ranges);
  val domains = val::array();
  for (const Domain& domain : net.domains) {
    val item = val::object();
    item.set("domain", domain.domain);
    set_unknown_members(item, domain.unknown_members);
    push(domains, item);
  }
  object.set("domains", domains);
  set_unknown_members(object, net.unknown_members);
  return object;
}

}  // namespace

IpRangeCheck to_check(const Result<IpRange>& result) {
  if (!result) return {.error = error_of(result)};
  return {.ok = true, .start = result->ip_range_start, .end = result->ip_range_end};
}

LevelArray to_array(const std::vector<DistributionLevel>& levels) {
  val array = val::array();
  for (const DistributionLevel& level : levels) push(array, to_val(level));
  return LevelArray(array);
}

NetArray to_array(const std::vector<Net>& nets) {
  val array = val::array();
  for (const Net& net : nets) push(array, to_val(net));
  return NetArray(array);
}

val to_array(const std::vector<NetLine>& lines, bool domains) {
  val array = val::array();
  for (const NetLine& line : lines) {
    val object = val::object();
    object.set("line", static_cast<double>(line.line));
    object.set("text", line.text);
    object.set("ok", !line.error);
    if (domains) {
      object.set("value", line.range.ip_range_start);
    } else {
      object.set("start", line.range.ip_range_start);
      object.set("end", line.range.ip_range_end);
    }
    if (line.error) object.set("error", to_info(*line.error));
    if (line.question) object.set("question", to_info(*line.question));
    push(array, object);
  }
  return array;
}

NetProblemArray to_array(const std::vector<NetProblem>& problems) {
  val array = val::array();
  for (const NetProblem& problem : problems) {
    val object = val::object();
    const auto set = [&](const char* name, const std::optional<std::size_t>& index) {
      if (index) object.set(name, static_cast<double>(*index));
    };
    object.set("error", to_info(problem.error));
    object.set("net", static_cast<double>(problem.net));
    set("ipRange", problem.ip_range);
    set("domain", problem.domain);
    set("otherNet", problem.other_net);
    set("otherIpRange", problem.other_ip_range);
    push(array, object);
  }
  return NetProblemArray(array);
}

std::vector<Net> to_nets(const NetArray& array) {
  std::vector<Net> nets;
  const auto each = [](const val& list, auto&& take) {
    const auto length = list.isArray() ? list["length"].as<unsigned>() : 0;
    for (unsigned i = 0; i < length; ++i) take(list[i]);
  };
  each(array, [&](const val& object) {
    Net& net = nets.emplace_back();
    net.login_required = object["loginRequired"].isTrue();
    net.start_time = to_time(object["startTime"]);
    net.end_time = to_time(object["endTime"]);
    net.unknown_members = unknown_members(object);
    each(object["ipRanges"], [&](const val& range) {
      net.ip_ranges.push_back({range["ipRangeStart"].as<std::string>(),
                               range["ipRangeEnd"].as<std::string>(), unknown_members(range)});
    });
    each(object["domains"], [&](const val& domain) {
      net.domains.push_back({domain["domain"].as<std::string>(), unknown_members(domain)});
    });
  });
  return nets;
}

}  // namespace subshare::module
