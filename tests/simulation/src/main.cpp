// subshare-sim: runs journeys, spread over threads, and says what it saw.
//
// A journey has a seed of its own, made from --seed and its number, so that it does not matter
// which thread runs it, and one number is enough to run it again.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>

#include "campaign/campaign.hpp"
#include "plants.hpp"
#include "world.hpp"

namespace simulation {
namespace {

constexpr std::size_t most_reported = 3;
// With a bug planted, journeys run in rounds until one has caught it. The rounds, not the threads,
// decide where to stop, so that the figures are the same for any number of threads.
constexpr std::uint64_t round_length = 1'000;

struct Options {
  std::uint64_t journeys = 1'000'000;
  std::uint64_t seed = 1;
  std::uint64_t threads = 2;
  std::uint64_t replay = 0;
  bool replays = false;
  std::string plant;
};

struct Failed {
  std::uint64_t number;
  std::uint64_t seed;
  std::string violation;
};

struct Result {
  Counts counts;
  std::uint64_t violations = 0;
  std::vector<Failed> first;  // by number
};

// 53 bits, so that the number survives any tool it is copied through.
std::uint64_t seed_of(std::uint64_t seed, std::uint64_t number) {
  return mix(mix(seed) ^ number) >> 11;
}

// Journeys `from`, `from + step`, … below `end`.
Result run_some(const Options& options, std::uint64_t from, std::uint64_t end, std::uint64_t step) {
  Result result;
  for (std::uint64_t number = from; number < end; number += step) {
    const std::uint64_t seed = seed_of(options.seed, number);
    World world(seed, result.counts, false);
    const std::string& violation = world.run();
    if (violation.empty()) continue;
    ++result.violations;
    if (result.first.size() < most_reported) result.first.push_back({number, seed, violation});
  }
  return result;
}

Result run_round(const Options& options, std::uint64_t from, std::uint64_t end) {
  std::vector<Result> parts(options.threads);
  std::vector<std::thread> threads;
  for (std::uint64_t i = 0; i < options.threads; ++i) {
    threads.emplace_back([&, i] { parts[i] = run_some(options, from + i, end, options.threads); });
  }
  for (std::thread& thread : threads) thread.join();
  Result all;
  for (const Result& part : parts) {
    all.counts.add(part.counts);
    all.violations += part.violations;
    all.first.insert(all.first.end(), part.first.begin(), part.first.end());
  }
  std::ranges::sort(all.first, {}, &Failed::number);
  if (all.first.size() > most_reported) all.first.resize(most_reported);
  return all;
}

void print_json(const Options& options, const Result& result, double seconds) {
  std::printf(
      "{\"journeys\":%llu,\"seed\":%llu,\"plant\":\"%s\",\"violations\":%llu,"
      "\"calls\":%llu,\"requests\":%llu,\"invitations\":%llu,\"unclear\":%llu,\"faults\":{",
      static_cast<unsigned long long>(options.journeys),
      static_cast<unsigned long long>(options.seed), options.plant.c_str(),
      static_cast<unsigned long long>(result.violations),
      static_cast<unsigned long long>(result.counts.calls),
      static_cast<unsigned long long>(result.counts.requests),
      static_cast<unsigned long long>(result.counts.invitations),
      static_cast<unsigned long long>(result.counts.unclear));
  for (std::size_t i = 0; i < fault_count; ++i) {
    std::printf("%s\"%s\":%llu", i == 0 ? "" : ",", fault_name(static_cast<Fault>(i)).data(),
                static_cast<unsigned long long>(result.counts.faults[i]));
  }
  std::printf("},\"seconds\":%.1f}\n", seconds);
}

int replay(const Options& options) {
  Counts counts;
  World world(options.replay, counts, true);
  const std::string& violation = world.run();
  if (violation.empty()) {
    std::printf("No violation.\n");
    return 0;
  }
  std::printf("Violation: %s\n", violation.c_str());
  return 1;
}

int run(Options options) {
  const auto start = std::chrono::steady_clock::now();
  Result result;
  if (options.plant.empty()) {
    result = run_round(options, 0, options.journeys);
  } else {
    std::uint64_t ran = 0;
    while (ran < options.journeys && result.violations == 0) {
      const std::uint64_t end = std::min(ran + round_length, options.journeys);
      const Counts before = result.counts;
      result = run_round(options, ran, end);
      result.counts.add(before);
      ran = end;
    }
    options.journeys = ran;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const std::string plant = options.plant.empty() ? "" : "--plant " + options.plant + ' ';
  for (const Failed& failed : result.first) {
    std::printf("violation: %s\n  see it with: ./dev sim %s--replay %llu\n",
                failed.violation.c_str(), plant.c_str(),
                static_cast<unsigned long long>(failed.seed));
  }
  print_json(options, result, took.count());
  return result.violations == 0 ? 0 : 1;
}

int usage(const char* wrong) {
  std::fprintf(stderr,
               "subshare-sim: %s. Known: --journeys N, --seed S, --threads T, --replay SEED, "
               "--plant BUG, --plants.\n",
               wrong);
  return 2;
}

}  // namespace
}  // namespace simulation

int main(int argc, char** argv) {
  using namespace simulation;
  // The journeys are the verb without a name.
  if (argc > 1 && std::string_view(argv[1]) == "campaign") return campaign(argc - 2, argv + 2);
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--plants") {
      for (const std::string_view plant : plant_names()) std::printf("%s\n", plant.data());
      return 0;
    }
    if (i + 1 >= argc) return usage("an option is not known or lacks its value");
    const std::string_view value = argv[++i];
    if (name == "--plant") {
      options.plant = value;
      if (!set_plant(value)) return usage("there is no such bug to plant; --plants lists them");
      continue;
    }
    std::uint64_t number = 0;
    const auto read = std::from_chars(value.begin(), value.end(), number);
    if (read.ec != std::errc() || read.ptr != value.end()) return usage("a value is no number");
    if (name == "--journeys") {
      options.journeys = number;
    } else if (name == "--seed") {
      options.seed = number;
    } else if (name == "--threads") {
      options.threads = number == 0 ? 1 : number;
    } else if (name == "--replay") {
      options.replay = number;
      options.replays = true;
    } else {
      return usage("an option is not known");
    }
  }
  return options.replays ? replay(options) : run(options);
}
