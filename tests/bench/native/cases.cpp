#include "cases.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "subshare/subshare.hpp"

namespace bench {
namespace {

using namespace subshare;

using Run = std::function<std::size_t()>;

constexpr std::string_view product = "BIG";

// Endpoint 7 with so many people, as the documented example writes them: every third has it, was
// asked, has declined.
std::string list_answer(int people) {
  constexpr std::array<std::string_view, 3> statuses{"REQUEST_ACCEPTED", "SHARE_REQUEST_SENT",
                                                     "REQUEST_DECLINED"};
  std::string body = R"({"sharedUserInformationList":[)";
  for (int i = 0; i < people; ++i) {
    const std::string number = std::to_string(100'000 + i);
    if (i > 0) body += ',';
    body += R"({"userId":)" + number +
            R"(,"startTime":1560336440000,"endTime":1891958840000,"shareStatus":")";
    body += statuses[static_cast<std::size_t>(i) % statuses.size()];
    body += R"(","shareContact":"reader.)" + number +
            R"(@example.com","shareContactType":"A","firstName":"Kåre","lastName":"Nordmann )" +
            number + R"(","productName":"Fjordposten Stor","productCode":"BIG","shareCode":"CODE)" +
            number + R"(","customerNumber":)" + number + "}";
  }
  return body + R"(],"sharedSubscriptionSummary":[{"productCode":"BIG","sharesInUseCount":)" +
         std::to_string(people * 2 / 3) + "}]}";
}

// What is in the field at each key of `text`; the form does the same.
Run check_keys(std::string_view text) {
  return [text] {
    std::size_t good = 0;
    const auto check = [&](std::string_view contact) {
      good += parse_contact(contact, {.calling_code = 47}).has_value();
    };
    for (std::size_t end = 1; end <= text.size(); ++end) {
      const std::string_view typed = text.substr(0, end);
      if (stands_alone(typed)) {
        check(typed);
      } else {
        for (const Invitee& invitee : split_invitees(typed)) check(invitee.contact);
      }
    }
    return good;
  };
}

Run read_list(int people) {
  return [body = list_answer(people)] { return read_shared_subscribers(body)->users.size(); };
}

std::shared_ptr<ShareList> known_list(int people) {
  auto list = std::make_shared<ShareList>();
  const auto ticket = list->begin_read();
  list->replace(ticket, *read_shared_subscribers(list_answer(people)));
  return list;
}

Run select_rows(std::string_view query) {
  return [list = known_list(32'767), query] { return list->select(product, query).size(); };
}

Run check_many_nets() {
  std::vector<Net> nets(1'000);
  for (std::size_t i = 0; i < nets.size(); ++i) {
    const std::string place = std::to_string(i / 250) + '.' + std::to_string(i % 250);
    nets[i].ip_ranges.push_back({"10." + place + ".0", "10." + place + ".255"});
    nets[i].domains.emplace_back("n" + std::to_string(i) + ".example.com");
  }
  return [nets = std::move(nets)] {
    std::vector<Net> checked = nets;
    return check_nets(checked).size();
  };
}

// An invitation from the button to the new picture, the answer being good news.
Run one_call() {
  auto session = std::make_shared<Session>(*Endpoints::create("https://api.example.com/capi"));
  return [session] {
    session->change_user(0);
    Intent intent{.operation = Operation::send_invitation,
                  .product_code = std::string(product),
                  .contact = {ContactType::email, "kari.nordmann@example.com"}};
    auto begun = session->begin(std::move(intent), 0, 0.5);
    const auto answers = [&](std::string_view body) {
      session->on_token(begun->id, TokenAnswer::available, 0, 0.5);
      session->on_response(
          begun->id,
          {.status = 200, .body = body, .rate_limit_remaining = 1'999, .rate_limit_reset = 60}, 1,
          0.5);
    };
    answers(R"({"sharedUserInformationList":[]})");  // that is read just before
    answers(R"({"status":"SHARE_OK"})");
    return session->list().rows().size();
  };
}

constexpr std::string_view email = "kari.nordmann@example.com";
constexpr std::string_view phone = "+47 412 34 567";

}  // namespace

std::span<const Case> cases() {
  static const std::array all{
      Case{"check an e-mail address at each key", std::ssize(email), "keys", 3,
           [] { return check_keys(email); }},
      Case{"check a telephone number at each key", std::ssize(phone), "keys", 1,
           [] { return check_keys(phone); }},
      Case{"read the list of 3", 3, "people", 3, [] { return read_list(3); }},
      Case{"read the list of 1000", 1'000, "people", 1'000, [] { return read_list(1'000); }},
      Case{"read the list of 32767", 32'767, "people", 32'767, [] { return read_list(32'767); }},
      Case{"order the list of 32767", 32'767, "people", 32'767, [] { return select_rows({}); }},
      Case{"search the list of 32767", 32'767, "people", 114,
           [] { return select_rows("NORDMANN 1013"); }},
      Case{"check 1000 nets", 1'000, "nets", 0, check_many_nets},
      Case{"one invitation, from intent to picture", 1, "calls", 1, one_call},
  };
  return all;
}

}  // namespace bench
