// The cases as a Google Benchmark; its own options apply (--benchmark_filter=list).
#include <benchmark/benchmark.h>

#include <string>

#include "cases.hpp"

int main(int argc, char** argv) {
  for (const bench::Case& one : bench::cases()) {
    benchmark::RegisterBenchmark(std::string(one.name).c_str(), [&one](benchmark::State& state) {
      const auto run = one.prepare();
      for (auto _ : state) {
        if (run() != one.expected) state.SkipWithError("it did something else");
      }
      state.SetItemsProcessed(state.iterations() * one.items);
    });
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
