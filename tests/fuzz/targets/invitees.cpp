// Pasted lists, calling codes and language tags.
#include <algorithm>
#include <iterator>

#include "../fuzzing.hpp"
#include "subshare/contact.hpp"
#include "subshare/invitees.hpp"

using namespace fuzzing;

namespace {

void check_calling_code(std::string_view text) {
  const auto code = subshare::parse_calling_code(text);
  if (!code) return check_error(code.error());
  CHECK(*code >= 1 && *code <= 999);
  for (const char* prefix : {"", "+", "00"})
    CHECK(subshare::parse_calling_code(prefix + std::to_string(*code)) == *code);
}

bool subshare_is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_word_character(char c) { return subshare_is_letter(c) || (c >= '0' && c <= '9'); }

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return all;
}

// No @ and no run of seven digits that the text had; once is enough for what stands there twice.
// A number may have been told in other groups.
void check_nothing_lost(std::string_view text, const std::vector<subshare::Invitee>& invitees) {
  // A card has fields that are coded, and others that nobody is reached by.
  const std::string cards = lower(text);
  if (cards.contains("begin:vcard") || cards.contains("dn:")) return;
  constexpr std::string_view digits = "0123456789";
  std::string all, numbers;
  for (const subshare::Invitee& invitee : invitees) {
    for (const std::string& part :
         {invitee.contact, invitee.first_name, invitee.last_name, invitee.rest}) {
      all += lower(part) + '\n';
      std::ranges::copy_if(part, std::back_inserter(numbers),
                           [&](char c) { return digits.contains(c); });
      numbers += '\n';
    }
  }
  CHECK(!text.contains('@') || all.contains('@'));
  const std::string lowered = lower(text);
  for (std::size_t at = lowered.find('@'); at != std::string::npos;
       at = lowered.find('@', at + 1)) {
    if (at == 0 || at + 1 == text.size()) continue;
    if (is_word_character(lowered[at - 1]) && is_word_character(lowered[at + 1]))
      CHECK(all.contains(lowered.substr(at - 1, 3)));
  }
  for (std::size_t at = text.find_first_of(digits); at < text.size();
       at = text.find_first_of(digits, at)) {
    const std::size_t end = std::min(text.find_first_not_of(digits, at), text.size());
    if (end - at >= 7) CHECK(numbers.contains(text.substr(at, end - at)));
    at = end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_calling_code(text);
  const std::uint16_t language = subshare::calling_code_for_language(text);
  constexpr std::uint16_t homes[] = {0, 47, 46, 45, 358, 354, 298, 299};
  CHECK(std::ranges::find(homes, language) != std::end(homes));

  const auto invitees = subshare::split_invitees(text);
  std::string table = "First name\tLast name\tE-mail\n";
  bool plain = true;
  for (const subshare::Invitee& invitee : invitees) {
    CHECK(!invitee.contact.empty());
    if (invitee.error) check_error(*invitee.error);
    table += invitee.first_name + '\t' + invitee.last_name + '\t' + invitee.contact + '\n';
    // Quotation marks would hold cells together, or stand around what is in them.
    const auto is_plain = [](std::string_view cell) {
      return cell.find_first_of("\"'\t|") == std::string::npos;
    };
    plain &= subshare::parse_contact(invitee.contact, {.calling_code = 47}).has_value() &&
             is_plain(invitee.first_name) && is_plain(invitee.last_name) &&
             is_plain(invitee.contact);
  }
  check_nothing_lost(text, invitees);
  // The people that were read are the same people again.
  if (!plain) return 0;
  const auto again = subshare::split_invitees(table);
  CHECK(again.size() == invitees.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    CHECK(again[i].contact == invitees[i].contact);
    CHECK(again[i].first_name == invitees[i].first_name);
    CHECK(again[i].last_name == invitees[i].last_name);
  }
  return 0;
}
