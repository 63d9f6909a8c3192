// What may be sent: an intent that passes is unchanged by a second check, and its body says exactly
// it to another reader. Nets are compared pair by pair.
#include <algorithm>

#include "../json_witness.hpp"
#include "subshare/nets.hpp"
#include "subshare/wire.hpp"

using namespace fuzzing;
using subshare::ErrorCode;
using subshare::Intent;
using subshare::Net;
using subshare::Operation;

namespace {

// Few addresses, domains and times, so that they meet.
Net take_net(Bytes& bytes) {
  static constexpr const char* domains[] = {"a.no", "b.no", "A.no.", "c.example.com", "no"};
  Net net;
  net.login_required = bytes.flag();
  if (bytes.flag()) net.start_time = bytes.below(8);
  if (bytes.flag()) net.end_time = bytes.below(8);
  for (std::size_t i = bytes.below(4); i > 0; --i) {
    const bool v6 = bytes.below(4) == 0;
    const auto address = [&] {
      const std::string last = std::to_string(bytes.below(20));
      return (v6 ? "2001:DB8::" : "10.0.0.") + last;
    };
    const std::string start = address();
    net.ip_ranges.push_back({start, address()});
  }
  for (std::size_t i = bytes.below(3); i > 0; --i)
    net.domains.push_back({domains[bytes.below(std::size(domains))]});
  // Often enough no JSON at all.
  if (bytes.flag()) net.unknown_members = bytes.piece();
  return net;
}

bool at_once(const Net& a, const Net& b) {
  const auto over = [](const Net& first, const Net& second) {
    return first.end_time && second.start_time && *first.end_time <= *second.start_time;
  };
  return !over(a, b) && !over(b, a);
}

bool meet(const subshare::IpRange& a, const subshare::IpRange& b) {
  const auto number = [](const std::string& text) { return *subshare::parse_ip(text); };
  const auto a_start = number(a.ip_range_start), b_start = number(b.ip_range_start);
  return a_start.v6 == b_start.v6 && a_start <= number(b.ip_range_end) &&
         b_start <= number(a.ip_range_end);
}

bool is_range(const subshare::IpRange& range) {
  return subshare::parse_ip_range(range.ip_range_start + "-" + range.ip_range_end).has_value();
}

// Every pair of ranges that overlap while both hold: the slow and obvious way.
std::size_t overlaps(const std::vector<Net>& nets) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < nets.size(); ++i)
    for (std::size_t j = i; j < nets.size(); ++j)
      for (std::size_t a = 0; a < nets[i].ip_ranges.size(); ++a)
        for (std::size_t b = i == j ? a + 1 : 0; b < nets[j].ip_ranges.size(); ++b)
          found += at_once(nets[i], nets[j]) && is_range(nets[i].ip_ranges[a]) &&
                   is_range(nets[j].ip_ranges[b]) &&
                   meet(nets[i].ip_ranges[a], nets[j].ip_ranges[b]);
  return found;
}

void check_nets(const std::vector<Net>& nets) {
  std::size_t told = 0;
  for (const subshare::NetProblem& problem : subshare::check_nets(nets)) {
    check_error(problem.error);
    CHECK(problem.net < nets.size());
    if (problem.ip_range) CHECK(*problem.ip_range < nets[problem.net].ip_ranges.size());
    if (problem.domain) CHECK(*problem.domain < nets[problem.net].domains.size());
    if (problem.error.code != ErrorCode::ip_ranges_overlap) continue;
    ++told;
    CHECK(problem.ip_range && problem.other_net && problem.other_ip_range);
    CHECK(at_once(nets[problem.net], nets[*problem.other_net]));
    CHECK(meet(nets[problem.net].ip_ranges[*problem.ip_range],
               nets[*problem.other_net].ip_ranges[*problem.other_ip_range]));
  }
  const std::size_t pairs = overlaps(nets);
  CHECK(told <= pairs && (told > 0) == (pairs > 0));
}

void check_body(const Intent& intent) {
  const std::string body = subshare::write_request_body(intent);
  if (subshare::endpoint(intent.operation).method == subshare::Method::get) {
    CHECK(body.empty());
    return;
  }
  const Witness witness(body);
  // Members that came from outside may name a thing twice.
  CHECK(intent.operation == Operation::change_nets ? witness.is_json() : witness.is_plain());
  const Json& tree = witness.document();
  switch (intent.operation) {
    case Operation::send_invitation:
      check_text(tree, "contact", intent.contact.value);
      check_text(tree, "contactType", std::string(1, static_cast<char>(intent.contact.type)));
      check_text(tree, "productCode", intent.product_code);
      check_text(tree, "firstName", intent.first_name);
      check_text(tree, "lastName", intent.last_name);
      break;
    case Operation::change_invitation_details:
      check_text(tree, "shareCode", intent.share_code);
      check_text(tree, "firstName", intent.first_name);
      check_text(tree, "lastName", intent.last_name);
      break;
    case Operation::change_distribution_level:
      check_text(tree, "productCode", intent.product_code);
      check_text(tree, "distributionLevel", intent.distribution_level);
      break;
    case Operation::change_nets:
      CHECK(subshare::read_nets(body) == *intent.nets);
      break;
    default:
      check_text(tree, "shareCode", intent.share_code);
      CHECK(tree.contains("changeType"));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  Intent intent;
  intent.operation = subshare::endpoint_table[bytes.below(subshare::operation_count)].operation;
  if (intent.operation == Operation::change_nets) {
    auto& nets = intent.nets.emplace();
    while (!bytes.empty() && nets.size() < 12) nets.push_back(take_net(bytes));
    check_nets(nets);
  } else {
    intent.product_code = bytes.piece();
    intent.share_code = bytes.piece();
    intent.contact.value = bytes.piece();
    intent.first_name = bytes.piece();
    intent.last_name = bytes.piece();
    intent.distribution_level = bytes.piece();
  }
  const auto checked = subshare::check_intent(intent, {.calling_code = 47});
  if (!checked) {
    check_error(checked.error());
    return 0;
  }
  const auto again = subshare::check_intent(*checked, {.calling_code = 47});
  CHECK(again && subshare::write_request_body(*again) == subshare::write_request_body(*checked));
  check_body(*checked);
  return 0;
}
