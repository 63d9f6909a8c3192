// What the server model tells: its lists, in the words and spellings of its habits.
#include <algorithm>

#include "server.hpp"

namespace simulation {
namespace {

void put(std::string& json, std::string_view name, std::string_view value) {
  json.append(json.ends_with('{') ? "\"" : ",\"").append(name).append("\":\"").append(value);
  json += '"';
}

std::string masked(std::string_view contact) {
  const std::size_t at = contact.find('@');
  if (at == std::string_view::npos) {
    std::string phone(contact);
    for (std::size_t i = 3; i + 2 < phone.size(); ++i) phone[i] = '*';
    return phone;
  }
  return std::string(contact.substr(0, 1)) + "**" + std::string(contact.substr(at));
}

std::string in_capitals(std::string_view text, std::size_t from) {
  std::string made(text);
  for (std::size_t i = from; i < made.size(); ++i) {
    if (made[i] >= 'a' && made[i] <= 'z') made[i] = static_cast<char>(made[i] - 'a' + 'A');
  }
  return made;
}

}  // namespace

std::uint64_t Server::hash(std::size_t share, std::uint64_t what) const {
  return mix(facts_.salt ^ (share * 4 + what));
}

namespace {

// One of three rows lacks something, for five or twenty seconds or for ever.
bool is_omitted(std::uint64_t hash, Milliseconds age) {
  constexpr Milliseconds spans[] = {5'000, 20'000, std::int64_t{1} << 60};
  return hash % 3 == 0 && age < spans[(hash >> 8) % 3];
}

}  // namespace

std::string Server::echoed_contact(std::size_t index, Milliseconds at) const {
  const Share& share = shares_[index];
  if (habits_(Habit::omits_contact) && is_omitted(hash(index, 0), at - share.created_at)) return {};
  const std::string_view contact = share.contact;
  if (habits_(Habit::masks_contacts)) return masked(contact);
  if (!contact.starts_with('+')) {
    return habits_(Habit::domains_in_capitals) ? in_capitals(contact, contact.find('@'))
                                               : std::string(contact);
  }
  if (habits_(Habit::phones_without_plus)) return std::string(contact.substr(1));
  if (habits_(Habit::phones_with_zeros)) return "00" + std::string(contact.substr(1));
  if (!habits_(Habit::phones_spaced)) return std::string(contact);
  std::string spaced(contact);
  for (std::size_t i = 3; i < spaced.size(); i += 4) spaced.insert(i, 1, ' ');
  return spaced;
}

std::string_view Server::echoed_product(std::size_t index, Milliseconds at) const {
  if (habits_(Habit::omits_product) && is_omitted(hash(index, 1), at - shares_[index].created_at))
    return {};
  return habits_(Habit::codes_in_small_letters) ? "nat" : product;
}

std::string_view Server::word(Held state) const {
  switch (state) {
    case Held::pending:
      return "SHARE_REQUEST_SENT";
    case Held::accepted:
      return facts_.accepted_word;
    case Held::declined:
      return facts_.declined_word;
    case Held::ended:
      break;
  }
  return facts_.ended_word;
}

std::string Server::list(int account, Milliseconds at) const {
  std::string json = R"({"sharedUserInformationList":[)";
  if (habits_(Habit::null_items)) json += "null";
  for (std::size_t i = 0; i < shares_.size(); ++i) {
    const Share& share = shares_[i];
    if (share.owner != account) continue;
    json += json.ends_with('[') ? "{" : ",{";
    put(json, "shareStatus", word(share.state));
    if (const std::string contact = echoed_contact(i, at); !contact.empty())
      put(json, "shareContact", contact);
    put(json, "shareContactType", share.contact.starts_with('+') ? "B" : "A");
    if (const std::string_view code = echoed_product(i, at); !code.empty())
      put(json, "productCode", code);
    put(json, "shareCode", share.code);
    if (!share.first_name.empty()) put(json, "firstName", share.first_name);
    if (!share.last_name.empty()) put(json, "lastName", share.last_name);
    if (habits_(Habit::damaged_text))
      put(json, "productName", hash(i, 2) % 2 == 0 ? R"(Avis \ud83d)" : "Avis p\xE5 nett");
    json += '}';
  }
  json += ']';
  if (habits_(Habit::gives_summary)) {
    json += R"(,"sharedSubscriptionSummary":[)";
    if (habits_(Habit::null_items)) json += "null,";
    json += "{\"productCode\":\"";
    json += habits_(Habit::codes_in_small_letters) ? "nat" : product;
    json += "\",\"sharesInUseCount\":" + std::to_string(in_use(account)) + "}]";
  }
  return json + '}';
}

// Every net has members that nobody here knows: the vendor may add some at any time [D].
std::string Server::list_nets() const {
  std::string json = R"({"nets":[)";
  if (habits_(Habit::null_items)) json += "null,";
  for (const HeldNet& net : nets_.back()) {
    json += json.ends_with('}') ? ",{" : "{";
    json +=
        net.unknown + ",\"loginRequired\":false,\"domains\":[{\"domain\":\"" + net.domain + "\"}]}";
  }
  if (json.ends_with(',')) json.pop_back();
  return json + "]}";
}

// The whole list replaces the old one.
void Server::change_nets(std::string_view body) {
  std::vector<HeldNet> kept;
  constexpr std::string_view key = "\"domain\":\"";
  for (std::size_t at = body.find(key); at != std::string_view::npos; at = body.find(key, at)) {
    at += key.size();
    HeldNet net{.domain = std::string(body.substr(at, body.find('"', at) - at)), .unknown = {}};
    const std::string number = std::to_string(kept.size());
    net.unknown =
        "\"priority\":" + number + ".50,\"zone\":{\"id\":\"z" + number + "\",\"of\":[1,null,true]}";
    kept.push_back(std::move(net));
  }
  nets_.push_back(std::move(kept));
}

}  // namespace simulation
