#include "validate.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace sandbox {
namespace {

using nlohmann::json;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Labels of a host name: letters, digits and inner hyphens, 1 to 63 each.
bool are_labels(std::string_view host, std::size_t at_least) {
  std::size_t labels = 0;
  if (host.empty() || host.size() > 253) return false;
  while (true) {
    const auto dot = host.find('.');
    const auto label = host.substr(0, dot);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-' ||
        !std::all_of(label.begin(), label.end(),
                     [](char c) { return is_alphanumeric(c) || c == '-'; })) {
      return false;
    }
    ++labels;
    if (dot == std::string_view::npos) return labels >= at_least;
    host.remove_prefix(dot + 1);
  }
}

struct Address {
  int family = AF_UNSPEC;
  std::array<unsigned char, 16> bytes{};
};

std::optional<Address> read_address(const std::string& text) {
  Address address;
  // A NUL inside would end the text early for inet_pton.
  if (text.find('\0') != std::string::npos) return std::nullopt;
  for (const int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, text.c_str(), address.bytes.data()) == 1) {
      address.family = family;
      return address;
    }
  }
  return std::nullopt;
}

std::string at(const char* list, std::size_t index, const std::string& rest) {
  return std::string(list) + "[" + std::to_string(index) + "]" + rest;
}

// An array member that may be left out; anything else of that name is a problem.
const json& array_member(const json& object, const char* name, std::string& problem) {
  static const json kEmpty = json::array();
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return kEmpty;
  if (!found->is_array()) {
    problem = std::string(name) + " must be a list";
    return kEmpty;
  }
  return *found;
}

std::string check_range(const json& range) {
  if (!range.is_object()) return " must be an object";
  std::array<Address, 2> ends;
  for (const int end : {0, 1}) {
    const char* name = end == 0 ? "ipRangeStart" : "ipRangeEnd";
    const auto found = range.find(name);
    if (found == range.end() || !found->is_string()) return std::string(".") + name + " is missing";
    const auto address = read_address(found->get_ref<const std::string&>());
    if (!address) return std::string(".") + name + " is not an IP address";
    ends[static_cast<std::size_t>(end)] = *address;
  }
  if (ends[0].family != ends[1].family) return " mixes IPv4 and IPv6";
  if (ends[1].bytes < ends[0].bytes) return " ends before it starts";
  return {};
}

std::string check_net(const json& net, json& kept) {
  if (!net.is_object()) return " must be an object";
  // Members of tomorrow are kept as they came.
  kept = net;
  kept["loginRequired"] = false;
  if (const auto found = net.find("loginRequired"); found != net.end() && !found->is_null()) {
    if (!found->is_boolean()) return ".loginRequired must be true or false";
    kept["loginRequired"] = *found;
  }
  for (const char* name : {"startTime", "endTime"}) {
    const auto found = net.find(name);
    if (found == net.end() || found->is_null()) {
      kept.erase(name);
      continue;
    }
    if (!found->is_number_integer() || *found < 0) {
      return std::string(".") + name + " must be a time in epoch milliseconds";
    }
    kept[name] = *found;
  }
  if (kept.contains("startTime") && kept.contains("endTime") &&
      kept["startTime"] >= kept["endTime"]) {
    return ".startTime must be before endTime";
  }
  std::string problem;
  kept["ipRanges"] = json::array();
  kept["domains"] = json::array();
  const auto& ranges = array_member(net, "ipRanges", problem);
  const auto& domains = array_member(net, "domains", problem);
  if (!problem.empty()) return "." + problem;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    problem = check_range(ranges[i]);
    if (!problem.empty()) return at(".ipRanges", i, problem);
    kept["ipRanges"].push_back(ranges[i]);
  }
  for (std::size_t i = 0; i < domains.size(); ++i) {
    const auto& item = domains[i];
    if (!item.is_object() || !item.contains("domain") || !item["domain"].is_string()) {
      return at(".domains", i, ".domain is missing");
    }
    if (!is_domain(item["domain"].get_ref<const std::string&>())) {
      return at(".domains", i, ".domain is not a domain name");
    }
    kept["domains"].push_back(item);
  }
  return {};
}

}  // namespace

bool is_email_shape(std::string_view text) {
  if (text.size() > 254) return false;
  const auto at_sign = text.find('@');
  if (at_sign == std::string_view::npos || at_sign == 0 || at_sign > 64) return false;
  const auto local = text.substr(0, at_sign);
  const bool local_is_right = std::all_of(local.begin(), local.end(), [](char c) {
    return c > ' ' && c < 0x7F && std::strchr("\"(),:;<>[\\]", c) == nullptr;
  });
  return local_is_right && are_labels(text.substr(at_sign + 1), 1);
}

bool is_e164(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_domain(std::string_view text) {
  if (!are_labels(text, 2)) return false;
  // 10.0.0.1 has the form of a name, but a top-level domain is never a number.
  const auto top = text.substr(text.rfind('.') + 1);
  return !std::all_of(top.begin(), top.end(), [](char c) { return c >= '0' && c <= '9'; });
}

NetsResult read_nets(const json& body) {
  const auto nets = body.find("nets");
  if (nets == body.end() || !nets->is_array()) return {{}, "nets must be a list"};
  auto list = json::array();
  for (std::size_t i = 0; i < nets->size(); ++i) {
    json kept;
    const auto problem = check_net((*nets)[i], kept);
    if (!problem.empty()) return {{}, at("nets", i, problem)};
    list.push_back(std::move(kept));
  }
  return {list.dump(), {}};
}

}  // namespace sandbox
