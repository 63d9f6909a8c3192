// The answer of endpoint 9. What of it may be sent back is written and read again as the same.
#include "../json_witness.hpp"
#include "subshare/wire.hpp"

using namespace fuzzing;

namespace {

// What is kept says the same as the object without its known members.
void check_unknown(Json object, const std::vector<const char*>& known, const std::string& kept) {
  for (const char* name : known) object.erase(name);
  const Json read = kept.empty() ? Json::object() : Json::parse(kept, nullptr, false);
  CHECK(read == object);
}

void compare(const std::vector<subshare::Net>& nets, const Json& tree) {
  const Json& list = items(tree, "nets");
  CHECK(list.is_array() && list.size() == nets.size());
  for (std::size_t i = 0; i < nets.size(); ++i) {
    const subshare::Net& net = nets[i];
    check_flag(list[i], "loginRequired", net.login_required);
    check_number(list[i], "startTime", net.start_time);
    check_number(list[i], "endTime", net.end_time);
    const Json& ranges = items(list[i], "ipRanges");
    CHECK(ranges.size() == net.ip_ranges.size());
    for (std::size_t j = 0; j < net.ip_ranges.size(); ++j) {
      check_text(ranges[j], "ipRangeStart", net.ip_ranges[j].ip_range_start);
      check_text(ranges[j], "ipRangeEnd", net.ip_ranges[j].ip_range_end);
    }
    const Json& domains = items(list[i], "domains");
    CHECK(domains.size() == net.domains.size());
    for (std::size_t j = 0; j < net.domains.size(); ++j)
      check_text(domains[j], "domain", net.domains[j].domain);
    check_unknown(list[i], {"loginRequired", "startTime", "endTime", "ipRanges", "domains"},
                  net.unknown_members);
    for (std::size_t j = 0; j < ranges.size(); ++j)
      check_unknown(ranges[j], {"ipRangeStart", "ipRangeEnd"}, net.ip_ranges[j].unknown_members);
    for (std::size_t j = 0; j < domains.size(); ++j)
      check_unknown(domains[j], {"domain"}, net.domains[j].unknown_members);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  check_answer(body, subshare::read_nets, compare);
  const auto nets = subshare::read_nets(body);
  if (!nets) return 0;
  const auto intent =
      subshare::check_intent({.operation = subshare::Operation::change_nets, .nets = *nets});
  if (!intent) {
    check_error(intent.error());
    return 0;
  }
  const auto again = subshare::check_intent(*intent);
  CHECK(again && again->nets == intent->nets);
  const auto read = subshare::read_nets(subshare::write_request_body(*intent));
  CHECK(read && *read == *intent->nets);
  return 0;
}
