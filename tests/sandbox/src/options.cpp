#include "options.hpp"

#include <charconv>
#include <filesystem>
#include <map>
#include <regex>
#include <string_view>

namespace sandbox {
namespace {

constexpr std::string_view kAllowOrigin = "--allow-origin";

// A scheme, a host and perhaps a port, as browsers write it into the header (RFC 6454).
bool is_origin(const std::string& text) {
  static const std::regex form(R"(https?://(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?)");
  return std::regex_match(text, form);
}

}  // namespace

const char kUsage[] =
    R"(Usage: subshare-sandbox --data FILE [--api-port N] [--login-port N] [--publisher-port N]
                        [--web DIR] [--demo DIR] [--host ADDRESS] [--crowd]
                        [--publisher-origin URL] [--allow-origin URL]… [--clock-control]

A local Connect API, login host and example publisher on three loopback ports.

  --data FILE         SQLite file; made and filled with the seed data when it does not exist
  --api-port N        0, the default, takes any free port; the same for the next two
  --login-port N
  --publisher-port N
  --web DIR           the built module, served under /subshare/dist/
  --demo DIR          the publisher's pages, served under /
  --host ADDRESS      address to listen on, 127.0.0.1 by default
  --publisher-origin URL  how browsers see the publisher, where a server stands before it
  --allow-origin URL  a page of your own, as http://localhost:5173, may call as well: the API,
                      the decline route, and /rehearsal/token/ola for a token; may be repeated
  --crowd             fills the seats of sofie's BIG that are free: 32,767 people in all
  --clock-control     lets POST /sandbox/clock move the clock

When it is ready it prints one line of JSON with the three URLs. Ctrl-C ends it.
)";

std::expected<Options, std::string> read_options(const std::vector<std::string>& arguments) {
  Options options;
  const std::map<std::string, std::string*> texts = {{"--data", &options.data},
                                                     {"--host", &options.host},
                                                     {"--web", &options.web},
                                                     {"--demo", &options.demo},
                                                     {"--publisher-origin", &options.origin}};
  const std::map<std::string, int*> ports = {{"--api-port", &options.api_port},
                                             {"--login-port", &options.login_port},
                                             {"--publisher-port", &options.publisher_port}};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& name = arguments[i];
    if (name == "--help" || name == "-h") {
      options.help = true;
      return options;
    }
    if (name == "--crowd") {
      options.crowd = true;
      continue;
    }
    if (name == "--clock-control") {
      options.clock_control = true;
      continue;
    }
    const auto text = texts.find(name);
    const auto port = ports.find(name);
    if (text == texts.end() && port == ports.end() && name != kAllowOrigin) {
      return std::unexpected("There is no option " + name + "; --help lists them.");
    }
    if (i + 1 == arguments.size()) {
      return std::unexpected("The option " + name + " needs a value after it; --help shows which.");
    }
    const auto& value = arguments[++i];
    if (name == kAllowOrigin) {
      if (!is_origin(value)) {
        return std::unexpected("The value " + value + " of " + name +
                               " is not an origin; give scheme, host and port alone, in lower "
                               "case, such as http://localhost:5173.");
      }
      options.allowed_origins.push_back(value);
      continue;
    }
    if (text != texts.end()) {
      *text->second = value;
      continue;
    }
    const auto* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, *port->second);
    if (error != std::errc() || stop != end || *port->second < 0 || *port->second > 65535) {
      return std::unexpected("The value " + value + " of " + name +
                             " is not a port; give a number from 0 to 65535.");
    }
  }
  if (options.data.empty()) {
    return std::unexpected("The option --data is missing; name the file the data is kept in.");
  }
  for (const auto& [name, folder] : {std::pair("--web", options.web), {"--demo", options.demo}}) {
    if (!folder.empty() && !std::filesystem::is_directory(folder)) {
      return std::unexpected("The folder " + folder + " of " + name +
                             " does not exist; build it first or leave the option out.");
    }
  }
  return options;
}

}  // namespace sandbox
