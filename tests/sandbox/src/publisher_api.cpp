// What `base-url="/subshare/api"` finds at the example publisher: the eleven operations and the
// list of subscriptions, for the pages of this origin alone, with the token added here. It is the
// second witness of what the conformance suite (tests/front) asks of every front, so it shares
// nothing with subshare/server, and it has no line for all readers.
#include <chrono>
#include <nlohmann/json.hpp>

#include "api.hpp"
#include "api_fields.hpp"
#include "publisher.hpp"
#include "text.hpp"
#include "validate.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr char kPrefix[] = "/subshare/api";
constexpr int kApiSilenceSeconds = 5;
constexpr std::size_t kLongestBody = 8192;
constexpr std::size_t kLongestNets = 1 << 20;

void refuse(httplib::Response& response, int status, const std::string& why) {
  publisher_json(response, status, {{"exceptionType", "FrontRefused"}, {"errorMessage", why}});
}

// Not empty, trimmed, without control characters.
bool is_text(const json& value, std::size_t limit) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  const auto length = count_code_points(text);
  if (!length || *length == 0 || *length > limit) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < ' ' || byte == 0x7F) return false;
    if (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return false;
  }
  return text.front() != ' ' && text.back() != ' ';
}

// A member that a body has to have, or may have; nothing beside these is let through.
struct Member {
  const char* name;
  std::size_t limit;
  bool required;
  const char* only = nullptr;  // the one value it has
};

bool has_shape(const json& body, std::initializer_list<Member> members) {
  std::size_t found = 0;
  for (const auto& member : members) {
    const auto at = body.find(member.name);
    if (at == body.end()) {
      if (member.required) return false;
      continue;
    }
    ++found;
    if (!is_text(*at, member.limit) || (member.only && *at != member.only)) return false;
  }
  return found == body.size();
}

// Members that nobody knows yet go on as they came.
bool are_nets(const json& body) {
  if (body.size() != 1 || !read_nets(body).problem.empty()) return false;
  for (const auto& net : body.at("nets")) {
    for (const char* name : {"loginRequired", "ipRanges", "domains"}) {
      if (!net.contains(name)) return false;
    }
    if (net.at("ipRanges").empty() && net.at("domains").empty()) return false;
  }
  return true;
}

bool is_invitation(const json& body) {
  if (!has_shape(body, {{"contact", 254, true},
                        {"contactType", 1, true},
                        {"productCode", kProductCodeLimit, true},
                        {"firstName", kNameLimit, false},
                        {"lastName", kNameLimit, false}})) {
    return false;
  }
  const auto& contact = body.at("contact").get_ref<const std::string&>();
  return (body.at("contactType") == "A" && is_email_shape(contact)) ||
         (body.at("contactType") == "B" && is_e164(contact));
}

bool is_change(const json& body, const char* type) {
  return has_shape(body, {{"shareCode", kShareCodeLimit, true}, {"changeType", 10, true, type}});
}

bool is_body_of(Operation operation, const json& body) {
  if (!body.is_object()) return false;
  switch (operation) {
    case Operation::send_invitation:
      return is_invitation(body);
    case Operation::accept_invitation:
      return is_change(body, "ACCEPT");
    case Operation::decline_invitation:
      return is_change(body, "DECLINE");
    case Operation::cancel_sharing:
      return is_change(body, "CANCEL");
    case Operation::change_invitation_details:
      return body.size() >= 2 && has_shape(body, {{"shareCode", kShareCodeLimit, true},
                                                  {"firstName", kNameLimit, false},
                                                  {"lastName", kNameLimit, false}});
    case Operation::change_nets:
      return are_nets(body);
    case Operation::change_distribution_level:
      return has_shape(
          body, {{"productCode", kProductCodeLimit, true}, {"distributionLevel", 255, true}});
    default:
      return false;
  }
}

// Why a request is none of our own pages'; empty where it is.
std::string strangeness(const httplib::Request& request, const std::string& origin) {
  const auto site = request.get_header_value("Sec-Fetch-Site");
  if (request.has_header("Origin") && request.get_header_value("Origin") != origin) {
    return "another origin";
  }
  if (!site.empty() && site != "same-origin") return "another site";
  if (request.get_header_value("Sec-Fetch-Mode") == "navigate") return "a navigation";
  if (request.method != "GET" && !request.has_header("Origin")) return "no origin";
  return {};
}

// A product code as it goes into the API's path, or nothing where it would be another path.
std::optional<std::string> path_segment(const std::string& written) {
  const auto code = url_decode(written, false);
  if (!check_product_code(code).empty() || !is_text(code, kProductCodeLimit)) return std::nullopt;
  if (code == "." || code == ".." || code.find_first_of("/\\") != std::string::npos) {
    return std::nullopt;
  }
  return url_encode(code);
}

}  // namespace

bool Publisher::reads_api(const httplib::Request& request, httplib::Response& response) {
  // As it was written: what is decoded may be another path.
  const auto written = request.target.substr(0, request.target.find_first_of("?#"));
  if (!written.starts_with(std::string(kPrefix) + "/")) return false;
  const auto strange = strangeness(request, house_.origins.publisher);
  if (!strange.empty()) {
    refuse(response, 403, "for the pages of this site only: " + strange);
    return true;
  }
  const auto path = written.substr(std::size(kPrefix) - 1);
  if (path == "/reader") {
    reader_json(request, response);
    return true;
  }
  bool is_known = false;
  for (const auto& endpoint : all_endpoints()) {
    std::string target = endpoint.path;
    if (target.back() != '/') {
      if (path != target) continue;
    } else {
      if (!path.starts_with(target)) continue;
      const auto code = path_segment(path.substr(target.size()));
      if (!code) continue;
      target += *code;
    }
    is_known = true;
    if (request.method != endpoint.method) continue;
    forward(request, response, endpoint, target);
    return true;
  }
  refuse(response, is_known ? 405 : 404, is_known ? "no such method" : "no such operation");
  return true;
}

void Publisher::reader_json(const httplib::Request& request, httplib::Response& response) {
  if (request.method != "GET") return refuse(response, 405, "this path has GET");
  auto current = session(request);
  if (current && request.get_param_value("fresh") == "1" &&
      renewed(current->id, current->access_token).empty()) {
    current.reset();
  }
  if (!current) return publisher_json(response, 401, {{"error", "login_required"}});
  const auto name = base64url_sha256(std::string(kClientSecret) + std::to_string(current->user.id));
  publisher_json(response, 200, {{"reader", name.substr(0, 22)}, {"expires_in", 600}});
}

void Publisher::forward(const httplib::Request& request, httplib::Response& response,
                        const Endpoint& endpoint, const std::string& target) {
  httplib::Request sent;
  sent.method = endpoint.method;
  sent.path = "/capi" + target;
  if (sent.method != "GET") {
    const auto type = ascii_lower(request.get_header_value("Content-Type"));
    if (type.substr(0, type.find(';')) != "application/json") {
      return refuse(response, 415, "Content-Type must be application/json");
    }
    const bool is_nets = endpoint.operation == Operation::change_nets;
    if (request.body.size() > (is_nets ? kLongestNets : kLongestBody)) {
      return refuse(response, 413, "the body is too long");
    }
    // The parser refuses what is no UTF-8 as well.
    const auto body = json::parse(request.body, nullptr, false);
    if (!is_body_of(endpoint.operation, body)) {
      return refuse(response, 400, std::string("the body is none of ") + endpoint.name);
    }
    sent.body = body.dump();
    sent.set_header("Content-Type", "application/json");
  }
  const auto current = endpoint.client_mode ? std::nullopt : session(request);
  if (!endpoint.client_mode && !current) {
    return publisher_json(response, 401, {{"error", "login_required"}});
  }
  const auto send = [&](const std::string& token) {
    auto client = client_for(house_.origins.api);
    client.set_read_timeout(kApiSilenceSeconds);
    auto copy = sent;
    copy.set_header("Authorization", "Bearer " + token);
    copy.set_header("Accept", "application/json");
    return client.send(copy);
  };
  const auto begun = std::chrono::steady_clock::now();
  const auto first = current ? current->access_token : client_token(false);
  auto result = send(first);
  if (result && result->status == 401) {
    const auto token = current ? renewed(current->id, first) : client_token(true);
    if (token.empty()) return publisher_json(response, 401, {{"error", "login_required"}});
    result = send(token);
  }
  if (!result) {
    const bool was_silent =
        std::chrono::steady_clock::now() - begun >= std::chrono::seconds(kApiSilenceSeconds);
    return refuse(response, was_silent ? 504 : 502, "the Connect API did not answer");
  }
  if (result->status >= 300 && result->status < 400) {
    return refuse(response, 502, "the Connect API answered with a redirect");
  }
  pass_on(*result, response);
}

}  // namespace sandbox
