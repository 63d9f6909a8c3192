#pragma once

#include <expected>
#include <string>
#include <vector>

namespace sandbox {

struct Options {
  std::string data;
  std::string host = "127.0.0.1";
  int api_port = 0;  // 0: any free one
  int login_port = 0;
  int publisher_port = 0;
  std::string web;     // empty: none
  std::string demo;    // empty: none
  std::string origin;  // of the publisher, as browsers see it; empty: where it listens
  std::vector<std::string> allowed_origins;  // of other pages that may call
  bool crowd = false;
  bool clock_control = false;
  bool help = false;
};

/// Reads the command line, or says in one sentence what is wrong with it.
std::expected<Options, std::string> read_options(const std::vector<std::string>& arguments);

extern const char kUsage[];

}  // namespace sandbox
