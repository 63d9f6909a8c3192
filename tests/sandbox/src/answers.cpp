#include "answers.hpp"

#include "text.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t kYearMs = 365LL * 24 * 60 * 60 * 1000;

// Right JSON, wrong types: every member turned into a type it never has.
json wrong_types(const json& value) {
  json wrong = json::object();
  for (const auto& [name, member] : value.items()) {
    if (member.is_string())
      wrong[name] = json::array({17});
    else if (member.is_array())
      wrong[name] = json::object({{"not", "a list"}});
    else
      wrong[name] = "neither true nor false";
  }
  return wrong;
}

// A lone surrogate as an escape, and a byte of Latin-1 (å), at the beginning of what people typed.
std::string with_damaged_text(std::string body) {
  for (const char* name : {"firstName", "lastName", "productName", "usage", "errorMessage"}) {
    const auto opening = '"' + std::string(name) + "\":\"";
    for (auto at = body.find(opening); at != std::string::npos; at = body.find(opening, at + 1)) {
      body.insert(at + opening.size(), "\\ud800\xE5");
    }
  }
  return body;
}

void begin_lists_with_null(json& value) {
  if (value.is_array()) value.insert(value.begin(), nullptr);
  if (value.is_structured()) {
    for (auto& member : value) begin_lists_with_null(member);
  }
}

void pad(std::string& body, std::size_t bytes) {
  body.pop_back();
  body += R"(,"padding":")" + std::string(bytes, 'x') + "\"}";
}

std::string masked(const std::string& contact) {
  const auto at = contact.find('@');
  if (at != std::string::npos) return contact.substr(0, 1) + "**" + contact.substr(at);
  return contact.substr(0, 3) + "*****" + contact.substr(contact.size() - 3);
}

// The same person in other words: a domain in capitals, a number with its way out of the country.
std::string respelled(std::string contact) {
  if (contact.starts_with('+')) return "00" + contact.substr(1);
  const auto at = contact.find('@');
  for (auto i = at; i < contact.size(); ++i) {
    if (contact[i] >= 'a' && contact[i] <= 'z') contact[i] = static_cast<char>(contact[i] - 32);
  }
  return contact;
}

void retell(json& row, const char* name, const std::function<std::string(std::string)>& tell) {
  if (const auto found = row.find(name); found != row.end() && found->is_string()) {
    *found = tell(found->get<std::string>());
  }
}

}  // namespace

void spoil(const Fault& fault, Answer& answer) {
  switch (fault.kind) {
    case FaultKind::malformed_body:
      answer.body = answer.body.substr(0, answer.body.size() / 2);
      break;
    case FaultKind::wrong_shape:
      answer.body = wrong_types(json::parse(answer.body)).dump();
      break;
    case FaultKind::huge_body:
      pad(answer.body, static_cast<std::size_t>(fault.bytes));
      break;
    case FaultKind::exact_body: {
      pad(answer.body, 0);
      const auto wanted = static_cast<std::size_t>(fault.bytes);
      if (wanted > answer.body.size()) {
        answer.body.insert(answer.body.size() - 2, wanted - answer.body.size(), 'x');
      }
      break;
    }
    case FaultKind::damaged_text:
      answer.body = with_damaged_text(std::move(answer.body));
      break;
    case FaultKind::null_items: {
      auto body = json::parse(answer.body);
      begin_lists_with_null(body);
      answer.body = body.dump();
      break;
    }
    case FaultKind::empty_rows: {
      std::string rows;
      for (std::int64_t i = 0; i < fault.count; ++i) rows += i == 0 ? "{}" : ",{}";
      answer.body =
          R"({"sharedUserInformationList":[)" + rows + R"(],"sharedSubscriptionSummary":[]})";
      break;
    }
    case FaultKind::no_content:
      answer = {204, {}};
      break;
    case FaultKind::empty_body:
      answer.body.clear();
      break;
    case FaultKind::other_json:
      answer.body = R"({"nav":[{"title":"Home"}],"status":"","version":3})";
      break;
    case FaultKind::html:
      answer.body = "<!doctype html><title>Log in</title><form method=post>";
      break;
    default:
      break;
  }
}

void speak_by_habit(Habits& habits, const Endpoint& endpoint, Answer& answer) {
  if (answer.status != 200) return;
  if (answer.body == R"({"success":true})") {
    if (habits.is("changes", "no-content")) answer = {204, {}};
    if (habits.is("changes", "empty")) answer.body.clear();
    return;
  }
  const bool as_stored = habits.is("contacts", "plain") && habits.is("productCodes", "plain");
  if (endpoint.operation != Operation::list_shared_subscribers || as_stored) return;
  auto body = json::parse(answer.body);
  for (auto& row : body["sharedUserInformationList"]) {
    if (habits.is("contacts", "masked")) retell(row, "shareContact", masked);
    if (habits.is("contacts", "respelled")) retell(row, "shareContact", respelled);
    if (habits.is("contacts", "absent")) row.erase("shareContact");
    if (habits.is("productCodes", "lower-case")) retell(row, "productCode", ascii_lower);
    if (habits.is("productCodes", "absent")) row.erase("productCode");
  }
  for (auto& row : body["sharedSubscriptionSummary"]) {
    if (habits.is("productCodes", "lower-case")) retell(row, "productCode", ascii_lower);
  }
  answer.body = body.dump();
}

void refuse_by_habit(Habits& habits, Answer& answer) {
  if (habits.is("errors", "empty")) answer.body.clear();
  if (habits.is("errors", "html")) answer.body = "<!doctype html><title>Error</title>";
  if (habits.is("errors", "oauth")) {
    const auto said = json::parse(answer.body);
    answer.body = json{{"error", ascii_lower(said.at("exceptionType").get<std::string>())},
                       {"error_description", said.at("errorMessage")}}
                      .dump();
  }
}

void head_by_habit(Habits& habits, Clock& clock, const httplib::Request& request,
                   httplib::Response& response) {
  const auto replace = [&](const char* name, const std::string& value) {
    response.headers.erase(name);
    if (!value.empty()) response.set_header(name, value);
  };
  if (habits.is("vary", "none")) replace("Vary", "");
  if (habits.is("exposed", "none")) replace("Access-Control-Expose-Headers", "");
  if (response.status == 429 && !habits.is("retryAfter", "none")) {
    const auto seconds = std::stoll(response.get_header_value("X-RateLimit-Reset"));
    replace("X-RateLimit-Remaining", "");
    replace("X-RateLimit-Reset", "");
    replace("Retry-After", habits.is("retryAfter", "seconds")
                               ? std::to_string(seconds)
                               : format_http_date(clock.now_ms() + seconds * 1000));
  }
  if (habits.is("rateLimits", "absent")) {
    replace("X-RateLimit-Remaining", "");
    replace("X-RateLimit-Reset", "");
  } else if (habits.is("rateLimits", "epoch") && response.has_header("X-RateLimit-Reset")) {
    const auto seconds = std::stoll(response.get_header_value("X-RateLimit-Reset"));
    replace("X-RateLimit-Reset", std::to_string(clock.now_ms() / 1000 + seconds));
  }
  if (request.method != "GET" || response.status != 200) return;
  if (habits.is("caching", "private")) replace("Cache-Control", "private, max-age=60");
  if (habits.is("caching", "public")) replace("Cache-Control", "public, max-age=60");
  if (habits.is("caching", "last-modified")) {
    replace("Cache-Control", "");
    replace("Last-Modified", format_http_date(clock.now_ms() - kYearMs));
  }
  if (habits.is("caching", "etag")) {
    const auto etag = '"' + std::to_string(std::hash<std::string>{}(response.body)) + '"';
    replace("Cache-Control", "");
    replace("ETag", etag);
    if (request.get_header_value("If-None-Match") == etag) {
      response.status = 304;
      response.body.clear();
    }
  }
}

}  // namespace sandbox
