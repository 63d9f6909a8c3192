// Invites somebody to a product and lists who has it: all that a program of one's own needs, over
// libcurl.
//
//   SUBSHARE_TOKEN=… invite https://api.mediaconnect.no/capi NAT kari@example.com
#include <curl/curl.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "subshare/subshare.hpp"

namespace {

using namespace subshare;

// The carrier's four parts: a clock, random numbers, a token, HTTP.
Milliseconds now() {
  const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_start).count();
}

double random_number() {
  static std::mt19937_64 engine(std::random_device{}());
  return std::uniform_real_distribution<>(0, 1)(engine);
}

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > max_answer_bytes) return 0;  // ends the transfer
  body.append(bytes, size * count);
  return size * count;
}

std::string header(CURL* curl, const char* name) {
  curl_header* found = nullptr;
  return curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK ? found->value : "";
}

// X-RateLimit-…, where the server sends it.
std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

// Sends a step's request and tells the session what came of it. `body` must outlive the answer's
// reading, which may take several turns.
Step send(Session& session, CallId id, const Step& step, const char* token, std::string& body) {
  body.clear();
  CURL* curl = curl_easy_init();
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  if (step.request.needs_token) {
    headers = curl_slist_append(headers, (std::string("Authorization: Bearer ") + token).c_str());
  }
  curl_easy_setopt(curl, CURLOPT_URL, step.request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);  // silence for so long, and all in so long
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(step.timeout / 1000));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(step.longest));
  if (step.request.method != Method::get) {
    const std::string method(method_name(step.request.method));
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, step.request.body.c_str());
  }
  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  const HttpResponse response{
      .status = static_cast<int>(status),
      .body = body,
      .rate_limit_remaining = number(header(curl, "X-RateLimit-Remaining")),
      .rate_limit_reset = number(header(curl, "X-RateLimit-Reset")),
      .retry_after = parse_retry_after(header(curl, "Retry-After"), header(curl, "Date"),
                                       std::time({}) * 1000)};
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  if (code == CURLE_OK) return session.on_response(id, response, now(), random_number());
  const Failure failure = code == CURLE_OPERATION_TIMEDOUT ? Failure::timed_out
                          : code == CURLE_WRITE_ERROR      ? Failure::too_large
                                                           : Failure::lost;
  return session.on_failure(id, failure, now(), random_number());
}

// Carries one intent out, step by step, to its outcome.
Result<Outcome> carry_out(Session& session, Intent intent, const char* token) {
  auto begun = session.begin(std::move(intent), now(), random_number());
  if (!begun) return std::unexpected(begun.error());
  std::string body;
  Step step = std::move(begun->step);
  while (!step.outcome) {
    if (step.kind == StepKind::send) {
      step = send(session, begun->id, step, token, body);
    } else if (step.kind == StepKind::get_token) {  // one that was refused cannot be renewed here
      const auto answer = step.fresh ? TokenAnswer::login_required : TokenAnswer::available;
      step = session.on_token(begun->id, answer, now(), random_number());
    } else if (step.kind == StepKind::wait) {
      std::this_thread::sleep_for(std::chrono::milliseconds(step.wait));
      step = session.on_timer(begun->id, now(), random_number());
    } else {
      step = session.on_turn(begun->id, now(), random_number());
    }
  }
  return *std::move(step.outcome);
}

int refuse(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const char* token = std::getenv("SUBSHARE_TOKEN");
  if (argc != 4 || !token) return refuse("SUBSHARE_TOKEN=… invite BASE_URL PRODUCT CONTACT");
  const auto endpoints = Endpoints::create(argv[1]);
  if (!endpoints) return refuse(describe(endpoints.error()));
  const auto contact = parse_contact(argv[3]);
  if (!contact) return refuse(describe(contact.error()));

  Session session(*endpoints);
  for (const Intent& intent :
       {Intent{
            .operation = Operation::send_invitation, .product_code = argv[2], .contact = *contact},
        Intent{.operation = Operation::list_shared_subscribers}}) {
    const auto outcome = carry_out(session, intent, token);
    if (!outcome) return refuse(describe(outcome.error()));
    if (outcome->kind > Outcome::Kind::already) {
      return refuse(outcome->status.text.empty() ? describe(outcome->error) : outcome->status.text);
    }
  }
  for (const auto row : session.list().select(argv[2])) {
    const SharedUser& user = session.list().rows()[row];
    std::printf("%s  %s\n", user.share_status.c_str(), user.share_contact.c_str());
  }
}
