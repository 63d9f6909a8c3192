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

constexpr std::size_t most_kinds = 20;
// With a bug planted, journeys run in rounds until one has caught it. The rounds, not the threads,
// decide where to stop, so that the figures are the same for any number of threads.
constexpr std::uint64_t round_length = 1'000;

struct Options {
  std::uint64_t journeys = 1'000'000;
  std::uint64_t seed = 1;
  std::uint64_t threads = 2;
  std::uint64_t replay = 0;
  bool replays = false;
  bool measures = false;
  std::string plant;
};

// Violations of one kind: those whose words differ in numbers alone. The first of them is told.
struct Failed {
  std::string kind;
  std::uint64_t number = 0;
  std::uint64_t seed = 0;
  std::uint64_t times = 0;
  std::string violation;
};

struct Result {
  Counts counts;
  std::uint64_t violations = 0;
  std::vector<Failed> kinds;

  void add(const Failed& failed) {
    violations += failed.times;
    const auto known = std::ranges::find(kinds, failed.kind, &Failed::kind);
    if (known == kinds.end()) {
      kinds.push_back(failed);
      return;
    }
    const std::uint64_t times = known->times + failed.times;
    if (failed.number < known->number) *known = failed;
    known->times = times;
  }
};

std::string kind_of(std::string_view violation) {
  std::string kind;
  for (const char c : violation) {
    if (c < '0' || c > '9') kind += c;
  }
  return kind;
}

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
    if (!violation.empty()) result.add({kind_of(violation), number, seed, 1, violation});
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
    for (const Failed& failed : part.kinds) all.add(failed);
  }
  std::ranges::sort(all.kinds, {}, &Failed::number);
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
  std::printf("},\"habits\":{");
  for (std::size_t i = 0; i < habit_count; ++i) {
    std::printf("%s\"%s\":%llu", i == 0 ? "" : ",", habit_table[i].name.data(),
                static_cast<unsigned long long>(result.counts.habits[i]));
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
  for (std::size_t i = 0; i < std::min(most_kinds, result.kinds.size()); ++i) {
    const Failed& failed = result.kinds[i];
    std::printf("violation: %s\n  %llu of this kind; see it with: ./dev sim %s--replay %llu\n",
                failed.violation.c_str(), static_cast<unsigned long long>(failed.times),
                plant.c_str(), static_cast<unsigned long long>(failed.seed));
  }
  print_json(options, result, took.count());
  return result.violations == 0 ? 0 : 1;
}

// How many journeys it takes until each planted bug is caught. Status 1 where one is not.
int measure(Options options) {
  bool all_caught = true;
  for (const PlantRow& plant : plants()) {
    set_plant(plant.name);
    std::uint64_t ran = 0;
    Result result;
    while (ran < options.journeys && result.violations == 0) {
      const std::uint64_t end = std::min(ran + round_length, options.journeys);
      result = run_round(options, ran, end);
      ran = end;
    }
    const bool caught = result.violations > 0;
    all_caught &= caught;
    const std::uint64_t took = caught ? result.kinds.front().number + 1 : ran;
    std::printf("%-28s %s %llu: %s\n", plant.name.data(),
                caught ? "caught by journey" : "NOT CAUGHT in",
                static_cast<unsigned long long>(took),
                caught ? result.kinds.front().violation.c_str() : plant.meaning.data());
    std::fflush(stdout);
  }
  return all_caught ? 0 : 1;
}

// The world's lies and the core's planted bugs, for readers.
void print_habits() {
  std::printf("Of one journey, and how often:\n");
  for (const HabitRow& row : habit_table)
    std::printf("  %-24s %3.0f %%  %s\n", row.name.data(), row.chance * 100, row.meaning.data());
  std::printf("Of one request (its weight among those that go wrong), or one deed:\n");
  for (const FaultRow& row : fault_table) {
    if (row.weight == 0) {
      std::printf("  %-24s     -  %s\n", row.name.data(), row.meaning.data());
    } else {
      std::printf("  %-24s %5d  %s\n", row.name.data(), row.weight, row.meaning.data());
    }
  }
}

int usage(const char* wrong) {
  std::fprintf(stderr,
               "subshare-sim: %s. Known: --journeys N, --seed S, --threads T, --replay SEED, "
               "--habits, --plant BUG, --plants [--measure].\n",
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
  bool lists = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--habits") {
      print_habits();
      return 0;
    }
    if (name == "--plants") {
      lists = true;
      continue;
    }
    if (name == "--measure") {
      options.measures = true;
      continue;
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
  if (options.measures && !lists) return usage("--measure goes with --plants");
  if (options.measures) return measure(options);
  if (lists) {
    for (const PlantRow& plant : plants())
      std::printf("%-28s %s\n", plant.name.data(), plant.meaning.data());
    return 0;
  }
  return options.replays ? replay(options) : run(options);
}
