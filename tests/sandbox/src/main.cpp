#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "options.hpp"
#include "sandbox.hpp"

int main(int argc, char** argv) {
  const auto options = sandbox::read_options(std::vector<std::string>(argv + 1, argv + argc));
  if (!options) {
    std::fprintf(stderr, "subshare-sandbox: %s\n", options.error().c_str());
    return EXIT_FAILURE;
  }
  if (options->help) {
    std::fputs(sandbox::kUsage, stdout);
    return EXIT_SUCCESS;
  }
  // Blocked before any thread starts, so that only the wait below sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  try {
    const sandbox::Sandbox sandbox(*options);
    const auto& origins = sandbox.origins();
    const nlohmann::ordered_json line = {
        {"api", origins.api + "/capi"}, {"login", origins.login}, {"publisher", origins.publisher}};
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "subshare-sandbox: %s\n", error.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
