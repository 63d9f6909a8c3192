#include "server.hpp"

#include <algorithm>

namespace simulation {
namespace {

constexpr Milliseconds window_length = 60'000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The requests are flat and their values here have nothing to escape.
std::string_view member(std::string_view body, std::string_view name) {
  std::string key = "\"";
  key.append(name).append("\":\"");
  const std::size_t at = body.find(key);
  if (at == std::string_view::npos) return {};
  const std::size_t start = at + key.size();
  return body.substr(start, body.find('"', start) - start);
}

bool is_active(const Share& share) {
  return share.state == Held::pending || share.state == Held::accepted;
}

}  // namespace

bool same_person(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

Server::Server(const Facts& facts) : facts_(facts), habits_(facts.habits) {
  if (habits_(Habit::company)) {
    change_nets(R"("domain":"a.example.no" "domain":"b.example.no")");
  } else {
    nets_.emplace_back();
  }
}

Does Server::what(std::string_view method, std::string_view url) {
  url = url.substr(0, url.find('?'));
  if (url == decline_route) return method == "PATCH" ? Does::decline : Does::nothing;
  if (!url.starts_with(base_url)) return Does::nothing;
  const std::string_view path = url.substr(base_url.size());
  if (method == "POST" && path == "/v1/subscription/share/invitation") return Does::invite;
  if (method == "POST" && path == "/v1/subscription/share/net") return Does::change_nets;
  if (method == "PATCH") {
    if (path == "/v1/subscription/share/invitation") return Does::accept;
    if (path == "/v1/client/subscription/share/invitation") return Does::decline;
    if (path == "/v1/subscription/share/invitation/data") return Does::rename;
    if (path == "/v1/subscription/share") return Does::cancel;
    if (path == "/v1/subscription/share/distribution/level") return Does::change_level;
  }
  if (method == "GET") {
    if (path == "/v1/subscription/share") return Does::list;
    if (path == "/v1/subscription/share/net") return Does::nets;
    if (path == "/v1/customer/product/share/rule/NAT") return Does::rules;
  }
  return Does::nothing;
}

Answer Server::count(Milliseconds now) {
  Answer answer;
  if (facts_.rate_limit == 0) return answer;
  if (now - window_start_ >= window_length) {
    window_start_ = now;
    window_used_ = 0;
  }
  const bool allowed = window_used_ < facts_.rate_limit;
  if (allowed) ++window_used_;
  answer.status = allowed ? 200 : 429;
  if (!allowed) answer.retry_after = retry_after();
  if (habits_(Habit::limit_headers)) {
    answer.remaining = facts_.rate_limit - window_used_;
    answer.reset = (window_start_ + window_length - now + 999) / 1000;
  }
  return answer;
}

Answer Server::turn_away(Milliseconds now) {
  window_used_ = std::max(window_used_, facts_.rate_limit);
  Answer answer = count(now);
  answer.status = 429;
  if (habits_(Habit::limit_headers) && !answer.reset) answer.reset = 7;
  if (!answer.retry_after) answer.retry_after = retry_after();
  return answer;
}

Answer Server::be_busy(Milliseconds now) const {
  Answer answer{.status = 503, .body = {}, .at = now};
  answer.retry_after = retry_after();
  return answer;
}

std::optional<Milliseconds> Server::retry_after() const {
  if (!habits_(Habit::retry_after)) return std::nullopt;
  static constexpr Milliseconds seconds[] = {1, 3, 17, 60, 100, 3'600};
  return seconds[facts_.salt % std::size(seconds)] * 1'000;
}

Answer Server::handle(const Request& request, Milliseconds now) {
  Answer answer = count(now);
  if (answer.status != 200) return answer;
  const Does does = what(request.method, request.url);
  const bool own_route = request.url == decline_route;
  if (!own_route && (!request.token || refuses(*request.token))) {
    answer.status = 401;
    return answer;
  }
  const int account = request.token ? request.token->account : 0;
  switch (does) {
    case Does::invite:
      answer.body = invite(request, now);
      break;
    case Does::accept:
    case Does::decline:
      answer.body = answer_invitation(request, does == Does::accept, now);
      break;
    case Does::cancel:
      answer.body = cancel(request, now);
      break;
    case Does::rename:
      succeed(answer, rename(request));
      break;
    case Does::nets:
      answer.body = list_nets();
      answer.is_nets = true;
      answer.nets = nets_changes();
      break;
    case Does::change_nets:
      change_nets(request.body);
      succeed(answer, true);
      break;
    case Does::change_level:
      ++level_changes_;
      succeed(answer, true);
      break;
    case Does::list:
      answer.body = list(account, now);
      answer.is_list = true;
      break;
    case Does::rules:
      answer.body = R"({"customerProductShareRules":[{"productCode":"NAT","shareType":"A")";
      if (facts_.share_count)
        answer.body += ",\"shareCount\":" + std::to_string(*facts_.share_count);
      if (habits_(Habit::names_required)) answer.body += ",\"isCustomerNameRequired\":true";
      answer.body += "}]}";
      break;
    case Does::nothing:
      answer.status = 404;
      break;
  }
  answer.seen = static_cast<std::uint32_t>(changes_.size());
  answer.at = now;
  return answer;
}

// All that says whether a change of this kind was made, and may be left out [D].
void Server::succeed(Answer& answer, bool success) const {
  if (!success) {
    answer.body = R"({"success":false})";
  } else if (habits_(Habit::gives_success)) {
    answer.body = R"({"success":true})";
  } else if (habits_(Habit::empty_success)) {
    answer.status = facts_.salt % 2 == 0 ? 204 : 200;
  } else {
    answer.body = "{}";
  }
}

std::string Server::status(std::string_view word) const {
  static constexpr std::string_view words[] = {
      "SHARE_OK",         "NO_SUBSCRIPTION", "SUBSCRIPTION_STOPPED", "REQUEST_ACCEPTED",
      "REQUEST_DECLINED", "SHARING_ENDED",   "SHARE_CODE_NOT_FOUND"};
  std::string text(word);
  const auto* found = std::ranges::find(words, word);
  if (habits_(Habit::digits) && found != std::end(words)) text = std::to_string(found - words + 1);
  return "{\"status\":\"" + text + "\"}";
}

std::string Server::invite(const Request& request, Milliseconds now) {
  const std::string_view contact = member(request.body, "contact");
  const int account = request.token ? request.token->account : 0;
  int active = 0;
  bool there = false;
  for (const Share& share : shares_) {
    if (share.owner != account || !is_active(share)) continue;
    ++active;
    there |= same_person(share.contact, contact);
  }
  if (there && habits_(Habit::refuses_doubles)) return status("ALREADY_IN_USE");
  if (facts_.share_count && active >= *facts_.share_count)
    return status("INVITATIONS_POOL_EXHAUSTED");
  Share share;
  share.owner = account;
  share.contact = contact;
  share.code = "code" + std::to_string(shares_.size());
  share.first_name = member(request.body, "firstName");
  share.last_name = member(request.body, "lastName");
  share.created_by = request.call;
  share.created_very_late = request.very_late;
  share.created_at = now;
  changes_.push_back({shares_.size(), request.call, request.late, request.very_late, false,
                      Held::pending, share.first_name, share.last_name});
  shares_.push_back(std::move(share));
  return status("SHARE_OK");
}

std::optional<std::size_t> Server::find(std::string_view code) const {
  const auto found = std::ranges::find(shares_, code, &Share::code);
  if (found == shares_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - shares_.begin());
}

void Server::set_state(std::size_t share, Held state, const Request& request, Milliseconds now) {
  shares_[share].state = state;
  (state == Held::accepted ? shares_[share].accepted_at : shares_[share].left_at) = now;
  changes_.push_back({share, request.call, request.late, request.very_late, false, state, {}, {}});
}

std::string Server::answer_invitation(const Request& request, bool accept, Milliseconds now) {
  const auto share = find(member(request.body, "shareCode"));
  if (!share) return status("SHARE_CODE_NOT_FOUND");
  if (member(request.body, "changeType") != (accept ? "ACCEPT" : "DECLINE"))
    return status("SHARE_CHANGE_TYPE_NOT_SUPPORTED");
  switch (shares_[*share].state) {
    case Held::accepted:
      return status("REQUEST_ACCEPTED");
    case Held::declined:
      return status("REQUEST_DECLINED");
    case Held::ended:
      return status("SHARING_ENDED");
    case Held::pending:
      break;
  }
  if (!accept) {
    set_state(*share, Held::declined, request, now);
    return status("REQUEST_DECLINED");
  }
  const bool has_one = std::ranges::any_of(shares_, [&](const Share& other) {
    return other.state == Held::accepted && same_person(other.contact, shares_[*share].contact);
  });
  if (habits_(Habit::one_share_each) && has_one) return status("SHARE_LIMIT");
  set_state(*share, Held::accepted, request, now);
  return status("SHARE_OK");
}

std::string Server::cancel(const Request& request, Milliseconds now) {
  const auto share = find(member(request.body, "shareCode"));
  if (!share || shares_[*share].owner != request.token->account)
    return status("SHARE_CODE_NOT_FOUND");
  if (member(request.body, "changeType") != "CANCEL")
    return status("SHARE_CHANGE_TYPE_NOT_SUPPORTED");
  if (shares_[*share].state == Held::declined) return status("REQUEST_DECLINED");
  if (shares_[*share].state != Held::ended) set_state(*share, Held::ended, request, now);
  return status("SHARING_ENDED");
}

bool Server::rename(const Request& request) {
  const auto found = find(member(request.body, "shareCode"));
  if (!found || shares_[*found].owner != request.token->account || !is_active(shares_[*found]))
    return false;
  Share& share = shares_[*found];
  // A name that is not given stays as it is.
  const std::string_view first = member(request.body, "firstName");
  const std::string_view last = member(request.body, "lastName");
  if (!first.empty()) share.first_name = first;
  if (!last.empty()) share.last_name = last;
  changes_.push_back({*found, request.call, request.late, request.very_late, true, share.state,
                      share.first_name, share.last_name, !first.empty(), !last.empty()});
  return true;
}

int Server::in_use(int account) const {
  return static_cast<int>(std::ranges::count_if(shares_, [&](const Share& share) {
    return share.owner == account &&
           (share.state == Held::accepted ||
            (share.state == Held::pending && habits_(Habit::pending_counts)));
  }));
}

void Server::expire(const Token& token) {
  const auto known = std::ranges::find(expired_, token.account, &Token::account);
  if (known == expired_.end()) {
    expired_.push_back(token);
  } else {
    known->version = std::max(known->version, token.version);
  }
}

bool Server::refuses(const Token& token) const {
  if (token.account == logged_out_) return true;
  const auto known = std::ranges::find(expired_, token.account, &Token::account);
  return known != expired_.end() && token.version <= known->version;
}

}  // namespace simulation
