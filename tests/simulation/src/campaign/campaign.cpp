#include "campaign.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "clients.hpp"

namespace simulation {
namespace {

// The goals, for the core.
constexpr double least_useful = 0.95;
constexpr double latest = 1.2;  // the 99th percentile, as a multiple of the ideal line's
// A storm is a 429 again and again for the same call. The first tells the newcomer of the limit.
constexpr double most_refused = 10;  // for each call that is let in

struct Options {
  std::uint64_t users = 1'000;
  std::uint64_t seed = 1;
  std::vector<Arrival> arrivals{Arrival::within_an_hour, Arrival::at_once};
  ClientLimit::Kind limit = ClientLimit::Kind::fixed;
  bool goals = false;
};

struct Run {
  Arrival arrival;
  Figures core, naive, ideal;

  double late_ratio() const {
    return static_cast<double>(core.late) /
           static_cast<double>(std::max<Milliseconds>(ideal.late, 1));
  }
};

double per(std::uint64_t count, std::uint64_t of) {
  return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
}

const char* name_of(Arrival arrival) { return arrival == Arrival::at_once ? "once" : "hour"; }

std::string duration(Milliseconds span) {
  char text[32];
  const auto seconds = static_cast<double>(span) / 1'000;
  if (seconds < 100) {
    std::snprintf(text, sizeof text, "%.1f s", seconds);
  } else if (seconds < 6'000) {
    std::snprintf(text, sizeof text, "%.1f min", seconds / 60);
  } else {
    std::snprintf(text, sizeof text, "%.2f h", seconds / 3'600);
  }
  return text;
}

void print_row(const char* name, const Figures& figures) {
  std::printf(
      "  %-6s %10.2f %14llu %10.2f %12llu %9.1f%% %10s %10s %10s %9llu\n", name,
      per(figures.answered, figures.finished), static_cast<unsigned long long>(figures.refused),
      per(figures.refused, figures.answered), static_cast<unsigned long long>(figures.worst_second),
      figures.useful * 100, duration(figures.median).c_str(), duration(figures.late).c_str(),
      duration(figures.last).c_str(),
      static_cast<unsigned long long>(figures.users - figures.finished));
}

void print_table(const Options& options, const Run& run) {
  std::printf("%llu users, %s; limit: %s\n", static_cast<unsigned long long>(options.users),
              run.arrival == Arrival::at_once ? "all at once" : "within an hour",
              ClientLimit::names[static_cast<std::size_t>(options.limit)].data());
  std::printf("  %-6s %10s %14s %10s %12s %10s %10s %10s %10s %9s\n", "", "calls each", "429s",
              "per call", "worst second", "useful", "median", "99 %", "last", "unserved");
  print_row("core", run.core);
  print_row("naive", run.naive);
  print_row("ideal", run.ideal);
  std::printf("  99 %% of the core's users are through after %.2f times the ideal line's time\n\n",
              run.late_ratio());
}

void print_json(const char* name, const Figures& figures) {
  std::printf(
      "\"%s\":{\"finished\":%llu,\"calls\":%llu,\"calls_per_journey\":%.3f,\"refused\":%llu,"
      "\"refused_per_call\":%.3f,\"refused_worst_second\":%llu,\"pressed_again\":%llu,"
      "\"useful\":%.4f,\"median_s\":%.3f,\"p99_s\":%.3f,\"last_s\":%.3f}",
      name, static_cast<unsigned long long>(figures.finished),
      static_cast<unsigned long long>(figures.answered), per(figures.answered, figures.finished),
      static_cast<unsigned long long>(figures.refused), per(figures.refused, figures.answered),
      static_cast<unsigned long long>(figures.worst_second),
      static_cast<unsigned long long>(figures.pressed_again), figures.useful,
      static_cast<double>(figures.median) / 1'000, static_cast<double>(figures.late) / 1'000,
      static_cast<double>(figures.last) / 1'000);
}

int run(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Run> runs;
  std::uint64_t unfinished = 0;
  std::vector<std::string> missed;
  for (const Arrival arrival : options.arrivals) {
    const People people(options.users, options.seed, arrival);
    const Run& run = runs.emplace_back(Run{
        .arrival = arrival,
        .core = run_core(people, options.limit, options.seed),
        .naive = run_naive(people, options.limit, options.seed),
        .ideal = run_ideal(people, options.limit, options.seed),
    });
    print_table(options, run);
    unfinished += run.core.users - run.core.finished;
    const auto miss = [&](bool met, const char* what) {
      if (!met) missed.push_back(std::string(name_of(arrival)) + ": " + what);
    };
    miss(run.core.useful >= least_useful, "less than 95 % of the limit does useful work");
    miss(per(run.core.refused, run.core.answered) <= most_refused,
         "more than ten 429s for each call that is let in");
    miss(run.core.pressed_again == 0, "calls gave up");
    miss(run.late_ratio() <= latest, "99 % are through later than 1.2 times the ideal line's time");
  }
  for (const std::string& each : missed) std::printf("goal missed, %s\n", each.c_str());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf(
      "{\"users\":%llu,\"seed\":%llu,\"limit\":\"%s\",\"unfinished\":%llu,"
      "\"goals_missed\":%zu,\"runs\":[",
      static_cast<unsigned long long>(options.users), static_cast<unsigned long long>(options.seed),
      ClientLimit::names[static_cast<std::size_t>(options.limit)].data(),
      static_cast<unsigned long long>(unfinished), missed.size());
  for (const Run& run : runs) {
    std::printf("%s{\"arrive\":\"%s\",\"p99_ratio\":%.3f,", &run == runs.data() ? "" : ",",
                name_of(run.arrival), run.late_ratio());
    print_json("core", run.core);
    std::printf(",");
    print_json("naive", run.naive);
    std::printf(",");
    print_json("ideal", run.ideal);
    std::printf("}");
  }
  std::printf("],\"seconds\":%.1f}\n", took.count());
  return unfinished > 0 || (options.goals && !missed.empty()) ? 1 : 0;
}

int usage(const char* wrong) {
  std::fprintf(stderr,
               "subshare-sim campaign: %s. Known: --users N, --seed S, --arrive hour|once, "
               "--limit fixed|sliding|counted|bare, --goals.\n",
               wrong);
  return 2;
}

}  // namespace

int campaign(int count, char** arguments) {
  Options options;
  for (int i = 0; i < count; ++i) {
    const std::string_view name = arguments[i];
    if (name == "--goals") {
      options.goals = true;
      continue;
    }
    if (i + 1 >= count) return usage("an option is not known or lacks its value");
    const std::string_view value = arguments[++i];
    if (name == "--arrive") {
      if (value != "hour" && value != "once") return usage("people arrive in an hour or at once");
      options.arrivals = {value == "hour" ? Arrival::within_an_hour : Arrival::at_once};
      continue;
    }
    if (name == "--limit") {
      const auto* found = std::ranges::find(ClientLimit::names, value);
      if (found == ClientLimit::names.end()) return usage("there is no such kind of limit");
      options.limit = static_cast<ClientLimit::Kind>(found - ClientLimit::names.begin());
      continue;
    }
    std::uint64_t number = 0;
    const auto read = std::from_chars(value.begin(), value.end(), number);
    if (read.ec != std::errc() || read.ptr != value.end()) return usage("a value is no number");
    if (name == "--users") {
      if (number == 0 || number > 10'000'000) return usage("--users is from 1 to 10,000,000");
      options.users = number;
    } else if (name == "--seed") {
      options.seed = number;
    } else {
      return usage("an option is not known");
    }
  }
  return run(options);
}

}  // namespace simulation
