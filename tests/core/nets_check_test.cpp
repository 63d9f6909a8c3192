// check_nets(): whole lists, against a plain comparison of each range with each other.
#include <ctime>
#include <random>
#include <set>
#include <tuple>

#include "subshare/nets.hpp"
#include "subshare/text.hpp"
#include "testing.hpp"
#include "trim.hpp"

namespace subshare::test {
namespace {

Net net_of(std::vector<IpRange> ranges, const std::vector<std::string>& domains = {},
           std::optional<std::int64_t> start = {}, std::optional<std::int64_t> end = {}) {
  Net net{.login_required = false,
          .start_time = start,
          .end_time = end,
          .ip_ranges = std::move(ranges)};
  for (const std::string& domain : domains) net.domains.push_back({domain});
  return net;
}

TEST(CheckNets, NothingIsWrongWithAGoodList) {
  EXPECT_TRUE(check_nets({}).empty());
  const std::vector<Net> nets{
      net_of({{"192.168.0.1", "192.168.0.2"}}, {"example.com"}, 1562018400000, 1562277600000),
      net_of({{"192.168.0.3", "192.168.0.3"}, {"2001:db8::", "2001:db8::3"}}),
      net_of({}, {"www.example.com"}),
      net_of({{"::", "::1"}, {"0.0.0.0", "0.0.0.1"}}),  // equal as numbers, but other families
  };
  EXPECT_TRUE(check_nets(nets).empty());
}

TEST(CheckNets, NamesThePlaceOfEachProblem) {
  const std::vector<Net> nets{
      net_of({}),
      net_of({{"10.0.0.1", "10.0.0.300"}, {"x", "10.0.0.1"}, {"10.0.0.9", "10.0.0.1"}}),
      net_of({{"10.0.0.1", "::1"}}, {"example.com", "com"}, 5, 5),
      net_of({}, {"a.no"}, 6, 5),
  };
  using Place = std::tuple<ErrorCode, std::string, std::string, std::size_t, int, int>;
  std::vector<Place> found;
  for (const NetProblem& p : check_nets(nets)) {
    EXPECT_FALSE(p.other_net);
    EXPECT_FALSE(p.other_ip_range);
    found.emplace_back(p.error.code, p.error.field, p.error.fragment, p.net,
                       p.ip_range ? static_cast<int>(*p.ip_range) : -1,
                       p.domain ? static_cast<int>(*p.domain) : -1);
  }
  EXPECT_THAT(found, ::testing::ElementsAre(
                         Place{ErrorCode::net_empty, "nets", "", 0, -1, -1},
                         Place{ErrorCode::ip_invalid, "ipRangeEnd", "10.0.0.300", 1, 0, -1},
                         Place{ErrorCode::ip_invalid, "ipRangeStart", "x", 1, 1, -1},
                         Place{ErrorCode::ip_range_reversed, "ipRangeStart", "10.0.0.9", 1, 2, -1},
                         Place{ErrorCode::time_range_reversed, "startTime", "", 2, -1, -1},
                         Place{ErrorCode::ip_families_differ, "ipRangeEnd", "::1", 2, 0, -1},
                         Place{ErrorCode::domain_top_level_only, "domains", "com", 2, -1, 1},
                         Place{ErrorCode::time_range_reversed, "startTime", "", 3, -1, -1}));
}

TEST(CheckNets, TouchingRangesDoNotOverlapAndSharedAddressesDo) {
  EXPECT_TRUE(check_nets(std::vector{net_of({{"10.0.0.0", "10.0.0.4"}, {"10.0.0.5", "10.0.0.9"}})})
                  .empty());
  const auto problems =
      check_nets(std::vector{net_of({{"10.0.0.5", "10.0.0.9"}}),
                             net_of({{"10.1.0.0", "10.1.0.0"}, {"10.0.0.0", "10.0.0.5"}})});
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].error,
            (Error{ErrorCode::ip_ranges_overlap, "ipRanges", "10.0.0.5 - 10.0.0.9"}));
  EXPECT_EQ(problems[0].net, 0u);
  EXPECT_EQ(problems[0].ip_range, 0u);
  EXPECT_EQ(problems[0].other_net, 1u);
  EXPECT_EQ(problems[0].other_ip_range, 1u);
}

TEST(CheckNets, RangesThatHoldAtOtherTimesDoNotOverlap) {
  const IpRange range{"10.0.0.1", "10.0.0.9"};
  const auto overlaps = [&](std::optional<std::int64_t> s1, std::optional<std::int64_t> e1,
                            std::optional<std::int64_t> s2, std::optional<std::int64_t> e2) {
    const auto problems = check_nets(
        std::vector{net_of({range}, {"a.no"}, s1, e1), net_of({range}, {"a.no"}, s2, e2)});
    std::set<ErrorCode> codes;
    for (const auto& problem : problems) codes.insert(problem.error.code);
    // Domains follow the same rule.
    EXPECT_EQ(codes.contains(ErrorCode::domain_repeated),
              codes.contains(ErrorCode::ip_ranges_overlap));
    return !problems.empty();
  };
  EXPECT_TRUE(overlaps({}, {}, {}, {}));
  EXPECT_TRUE(overlaps(1, 5, 4, 9));
  EXPECT_TRUE(overlaps(1, 9, 4, 5));
  EXPECT_TRUE(overlaps({}, 5, 4, {}));
  EXPECT_TRUE(overlaps(1, {}, {}, 9));
  EXPECT_TRUE(overlaps(1, {}, 4, {}));
  EXPECT_FALSE(overlaps(1, 5, 5, 9));
  EXPECT_FALSE(overlaps(5, 9, 1, 5));
  EXPECT_FALSE(overlaps({}, 5, 5, {}));
}

TEST(CheckNets, FindsADomainTwice) {
  const auto problems = check_nets(std::vector{
      net_of({}, {"a.no", "b.no"}), net_of({}, {"c.no", "A.no."}), net_of({}, {"c.no"})});
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].error, (Error{ErrorCode::domain_repeated, "domains", "a.no"}));
  EXPECT_EQ(problems[0].net, 1u);
  EXPECT_EQ(problems[0].domain, 1u);
  EXPECT_EQ(problems[0].other_net, 0u);
  EXPECT_EQ(problems[1].net, 2u);
  const auto same_net = check_nets(std::vector{net_of({}, {"a.no", "a.no"})});
  ASSERT_EQ(same_net.size(), 1u);
  EXPECT_EQ(same_net[0].domain, 1u);
}

// The error of a repeated domain, and of a range with spaces around it, was once made without
// shortening its fragment.
TEST(CheckNets, FragmentsAreShort) {
  const std::string domain = repeat("aaaaaaaaa.", 12) + "no";
  const std::string spaces(200, ' ');
  const std::vector<Net> nets{
      net_of({{spaces + "10.0.0.2", "10.0.0.1"}, {"10.0.0.1", spaces + "::1"}}, {domain, domain})};
  const auto problems = check_nets(nets);
  EXPECT_EQ(problems.size(), 3u);
  for (const auto& problem : problems)
    EXPECT_LE(count_code_points(problem.error.fragment).value_or(999), 80u);
}

// One range of 32 addresses' width in a small space, so that many overlap, some only touch, and
// some do neither.
std::vector<Net> random_nets(std::mt19937& random, std::size_t ranges) {
  std::vector<Net> nets;
  for (std::size_t made = 0; made < ranges;) {
    Net net = net_of({});
    if (random() % 2 == 0) net.start_time = random() % 10;
    if (random() % 2 == 0)
      net.end_time = net.start_time.value_or(0) + 1 + static_cast<std::int64_t>(random() % 5);
    for (auto n = 1 + random() % 3; n > 0 && made < ranges; --n, ++made) {
      IpAddress start;
      start.v6 = random() % 2 == 0;
      const auto low = random() % (8 * ranges);
      const auto high = low + random() % 6;
      const auto at = [&](std::uint64_t value) {
        start.bytes[14] = static_cast<std::uint8_t>(value >> 8);
        start.bytes[15] = static_cast<std::uint8_t>(value);
        return format_ip(start);
      };
      net.ip_ranges.push_back({at(low), at(high)});
    }
    nets.push_back(std::move(net));
  }
  return nets;
}

bool times_meet(const Net& a, const Net& b) {
  const auto start = [](const Net& n) { return n.start_time.value_or(INT64_MIN); };
  const auto end = [](const Net& n) { return n.end_time.value_or(INT64_MAX); };
  return std::max(start(a), start(b)) < std::min(end(a), end(b));
}

TEST(CheckNets, AgreesWithComparingEachWithEach) {
  constexpr std::uint32_t seed = 910;
  std::mt19937 random(seed);
  std::size_t overlapping = 0;
  std::size_t clean = 0;
  for (int round = 0; round < 200; ++round) {
    const auto nets = random_nets(random, 1 + random() % 40);
    struct Flat {
      IpAddress start, end;
      std::size_t net, range;
    };
    std::vector<Flat> all;
    for (std::size_t n = 0; n < nets.size(); ++n) {
      for (std::size_t r = 0; r < nets[n].ip_ranges.size(); ++r) {
        all.push_back({*parse_ip(nets[n].ip_ranges[r].ip_range_start),
                       *parse_ip(nets[n].ip_ranges[r].ip_range_end), n, r});
      }
    }
    const auto overlap = [&](const Flat& a, const Flat& b) {
      return a.start.v6 == b.start.v6 && a.start <= b.end && b.start <= a.end &&
             times_meet(nets[a.net], nets[b.net]);
    };
    // Of each overlapping pair the one that starts later is named; of equal starts, the later one.
    std::set<std::pair<std::size_t, std::size_t>> expected;
    for (const Flat& a : all) {
      for (const Flat& b : all) {
        if (std::tie(b.start, b.net, b.range) < std::tie(a.start, a.net, a.range) && overlap(a, b))
          expected.emplace(a.net, a.range);
      }
    }
    std::set<std::pair<std::size_t, std::size_t>> found;
    for (const NetProblem& p : check_nets(nets)) {
      ASSERT_EQ(p.error.code, ErrorCode::ip_ranges_overlap);
      ASSERT_TRUE(found.emplace(p.net, *p.ip_range).second) << "one word per range";
      const auto flat = [&](std::size_t n, std::size_t r) {
        return *std::ranges::find_if(all,
                                     [&](const Flat& f) { return f.net == n && f.range == r; });
      };
      ASSERT_TRUE(overlap(flat(p.net, *p.ip_range), flat(*p.other_net, *p.other_ip_range)));
    }
    ASSERT_EQ(found, expected) << "round " << round << ", seed " << seed;
    overlapping += found.size();
    clean += all.size() - found.size();
  }
  EXPECT_GT(overlapping, 300u);
  EXPECT_GT(clean, 300u);
}

// Comparing each with each would take minutes for the longer list. Processor time, so that a busy
// machine does not matter.
TEST(CheckNets, ManyRangesAreCheckedInOneGo) {
  const auto time_of = [](std::size_t ranges) {
    std::vector<Net> nets(1);
    for (std::size_t i = 0; i < ranges; ++i) {
      const std::string ip = "10." + std::to_string(i / 65536) + '.' +
                             std::to_string(i / 256 % 256) + '.' + std::to_string(i % 256);
      nets[0].ip_ranges.push_back({ip, ip});
    }
    const std::clock_t before = std::clock();
    EXPECT_TRUE(check_nets(nets).empty());
    return static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  };
  EXPECT_LT(time_of(1'000), 1.0);
  EXPECT_LT(time_of(50'000), 20.0);
  // 1,000 equal ranges: one word for each but the first.
  std::vector<Net> equal(1);
  equal[0].ip_ranges.assign(1'000, {"10.0.0.1", "10.0.0.9"});
  EXPECT_EQ(check_nets(equal).size(), 999u);
}

}  // namespace
}  // namespace subshare::test
