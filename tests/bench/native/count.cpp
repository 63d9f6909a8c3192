// Under callgrind: the instructions of one run of each case. What prepares it is not counted, nor
// is a first run, which fills what the core keeps.
//
//   valgrind --tool=callgrind --collect-atstart=no --callgrind-out-file=FILE subshare-count
//
// leaves FILE.1, FILE.2, … in the order of the cases, and says on stdout what they are: name,
// items, item.
#include <valgrind/callgrind.h>

#include <cstddef>
#include <cstdio>
#include <string>

#include "cases.hpp"

int main() {
  for (const bench::Case& one : bench::cases()) {
    const auto run = one.prepare();
    run();
    CALLGRIND_ZERO_STATS;
    CALLGRIND_TOGGLE_COLLECT;
    const std::size_t result = run();
    CALLGRIND_TOGGLE_COLLECT;
    CALLGRIND_DUMP_STATS_AT(std::string(one.name).c_str());
    if (result != one.expected) {
      std::fprintf(stderr, "%s did something else\n", std::string(one.name).c_str());
      return 1;
    }
    std::printf("%s\t%lld\t%s\n", std::string(one.name).c_str(), static_cast<long long>(one.items),
                std::string(one.item).c_str());
  }
}
