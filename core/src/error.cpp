// The one table of failures. Each row is written once: code and sentence; the name is the code's
// own. The static_assert keeps it complete and in the order of ErrorCode; tests/core/error_test.cpp
// checks that the sentences are different and end properly.
//
// The table becomes one array of names and one of sentences, so that a program that shows its own
// sentences, as the module does, does not carry these.
#include "subshare/error.hpp"

#include <array>
#include <cstddef>

#include "fail.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

// clang-format off
#define SUBSHARE_ERRORS(ROW) \
  ROW(required, "This is needed. Fill it in.") \
  ROW(not_utf8, "This text is damaged (not valid UTF-8). Type it again.") \
  ROW(control_character, "This contains an invisible control character. Type it again by hand.") \
  ROW(too_long, "This is too long. Shorten it.") \
  ROW(contact_unreadable, \
      "This is neither an e-mail address nor a telephone number. Write one such as " \
      "kari@example.com or +47 412 34 567.") \
  ROW(contact_repeated, "This person is in the list twice. Remove one.") \
  ROW(email_local_part_missing, "Something is missing before the @. Write the whole address.") \
  ROW(email_local_part_invalid, \
      "An e-mail address cannot contain this before the @. Check the spelling.") \
  ROW(email_local_part_foreign, \
      "Letters such as this one cannot stand before the @ yet. Use the address with a to z.") \
  ROW(email_local_part_too_long, \
      "The part before the @ is longer than 64 characters. Check the address.") \
  ROW(email_domain_missing, "Something is missing after the @. Write the whole address.") \
  ROW(email_domain_invalid, \
      "An e-mail address cannot contain this after the @. Check the spelling.") \
  ROW(email_domain_incomplete, \
      "The ending is missing, such as .no or .com. Write the whole address.") \
  ROW(email_too_long, "This address is longer than 254 characters. Check it.") \
  ROW(phone_character, "A telephone number cannot contain this. Use digits only.") \
  ROW(phone_too_short, "This telephone number is too short. Check the digits.") \
  ROW(phone_too_long, "A telephone number has at most 15 digits. Check the digits.") \
  ROW(phone_wrong_length, "A number in this country has another length. Check the digits.") \
  ROW(phone_calling_code_needed, \
      "Begin with a plus and the country's calling code, such as +47 for Norway.") \
  ROW(phone_calling_code_invalid, \
      "No calling code begins like this. Check the digits after the plus.") \
  ROW(phone_trunk_zero, "Leave out the (0) after the country's calling code.") \
  ROW(phone_extension, \
      "An extension cannot be asked. Write a number that reaches the person directly.") \
  ROW(product_code_invalid, "This is not a product code. Check it with the publisher.") \
  ROW(rule_missing, "This product cannot be shared.") \
  ROW(rule_not_for_users, "This product can be shared by companies only, not with single people.") \
  ROW(rule_not_for_companies, \
      "This product can be shared with single people only, not by companies.") \
  ROW(seats_full, "All places are taken. End a share to make room.") \
  ROW(seats_too_few, "There are fewer places left than people. Remove some of them.") \
  ROW(first_name_required, "This product needs a first name. Fill it in.") \
  ROW(last_name_required, "This product needs a last name. Fill it in.") \
  ROW(under_way, "This is being done already. Wait a moment.") \
  ROW(invitation_missing, "There is no invitation yet.") \
  ROW(invitation_pending, "This person has been asked already and has not answered.") \
  ROW(invitation_accepted, "This invitation has been accepted already.") \
  ROW(invitation_declined, "This invitation has been declined.") \
  ROW(invitation_ended, "This share has ended.") \
  ROW(ip_invalid, "This is not an IP address. Write one such as 192.0.2.1 or 2001:db8::1.") \
  ROW(ip_prefix_invalid, \
      "After the slash stands the length of the prefix: 0 to 32, or 0 to 128 for IPv6.") \
  ROW(ip_mask_invalid, \
      "This is not a net mask. Write one such as 255.255.255.0, or a prefix such as /24.") \
  ROW(ip_families_differ, "Start and end must both be IPv4, or both IPv6.") \
  ROW(ip_range_reversed, "The start comes after the end. Swap them.") \
  ROW(ip_ranges_overlap, "Two ranges overlap. Change or remove one of them.") \
  ROW(domain_invalid, "This is not a domain. Write one such as example.com.") \
  ROW(domain_with_scheme, "Write the domain alone, without http:// before it.") \
  ROW(domain_with_path, "Write the domain alone, without anything after it.") \
  ROW(domain_top_level_only, \
      "This is only the ending of a domain. Write the whole domain, such as example.com.") \
  ROW(domain_repeated, "This domain is in the list twice. Remove one.") \
  ROW(ip_whole_internet, "This is all of the Internet, or a large part of it. Confirm that it is meant.") \
  ROW(ip_private, \
      "This is a private address, which nobody comes from on the Internet. Confirm that it is meant.") \
  ROW(domain_public_mail, "Anybody can have an address at this domain. Confirm that it is meant.") \
  ROW(domain_public_suffix, \
      "This is an ending under which many have their own domains. Confirm that all of it is meant.") \
  ROW(time_range_reversed, "The start is not before the end. Change one of them.") \
  ROW(net_empty, "A net needs at least one IP range or domain. Add one, or remove the net.") \
  ROW(base_url_invalid, \
      "The base URL must look like https://host/path, without user name, query or fragment.") \
  ROW(base_url_insecure, \
      "The base URL must begin with https:// (http:// is for this computer only).") \
  ROW(path_invalid, \
      "A path override must name one of the eleven operations, begin with one slash, have no " \
      "query, and keep {productCode} where the documented path has it.") \
  ROW(answer_too_large, "The server's answer is larger than 16 MB and was not read.") \
  ROW(answer_too_many, "The server's answer has too many rows and was not read.") \
  ROW(answer_empty, "The server's answer was empty. Try again later.") \
  ROW(answer_not_json, "The server's answer could not be read. Try again later.") \
  ROW(answer_wrong_type, \
      "A member of the server's answer has an unexpected type. Tell the publisher.") \
  ROW(answer_missing_member, "A member is missing from the server's answer. Tell the publisher.") \
  ROW(answer_out_of_range, "A number in the server's answer is out of range. Tell the publisher.") \
  ROW(network_failed, "The server could not be reached. Check the connection and try again.") \
  ROW(timed_out, "The server did not answer in time. Try again.") \
  ROW(aborted, "This was stopped before it was done.") \
  ROW(offline, "There is no network. Try again when you are online.") \
  ROW(login_required, "Log in to go on.") \
  ROW(forbidden, "This account may not do that.") \
  ROW(rate_limited, "There are too many requests just now. Try again in a minute.") \
  ROW(request_refused, "The server refused this. Check what was filled in.") \
  ROW(server_failed, "The server has a problem. Try again later.") \
  ROW(unexpected_answer, "The server answered something unexpected. Try again later.") \
  ROW(outcome_unclear, \
      "It is not known whether the invitation was sent. Look at the list before you invite " \
      "again.") \
  ROW(change_refused, "The server did not make the change.")
// clang-format on

#define SUBSHARE_CODE(code, text) ErrorCode::code,
#define SUBSHARE_NAME(code, text) #code,
#define SUBSHARE_TEXT(code, text) text,
constexpr std::array codes{SUBSHARE_ERRORS(SUBSHARE_CODE)};
// The first is none's.
constexpr std::array<std::string_view, codes.size() + 1> names{"", SUBSHARE_ERRORS(SUBSHARE_NAME)};
constexpr std::array<std::string_view, codes.size() + 1> texts{"", SUBSHARE_ERRORS(SUBSHARE_TEXT)};
#undef SUBSHARE_CODE
#undef SUBSHARE_NAME
#undef SUBSHARE_TEXT
#undef SUBSHARE_ERRORS

constexpr bool complete_and_in_order() {
  if (codes.size() + 1 != static_cast<std::size_t>(ErrorCode::count_)) return false;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (static_cast<std::size_t>(codes[i]) != i + 1) return false;
  }
  return true;
}
static_assert(complete_and_in_order(), "every ErrorCode needs its row, in the order of the enum");

constexpr std::size_t longest_fragment = 80;  // code points

}  // namespace

std::string_view error_name(ErrorCode code) { return names[static_cast<std::size_t>(code)]; }

std::string_view error_text(ErrorCode code) { return texts[static_cast<std::size_t>(code)]; }

std::string describe(const Error& error) {
  std::string text(error_text(error.code));
  if (!error.fragment.empty()) text.append(" (").append(error.fragment).append(")");
  return text;
}

std::unexpected<Error> fail(ErrorCode code, std::string_view field, std::string_view fragment) {
  std::size_t end = 0;
  for (std::size_t points = 0; end < fragment.size() && points < longest_fragment; ++points) {
    const CodePoint c = decode_utf8(fragment, end);
    if (c.length == 0) {
      // Damaged bytes are no text that could be shown.
      end = 0;
      break;
    }
    end += c.length;
  }
  return std::unexpected(Error{code, std::string(field), std::string(fragment.substr(0, end))});
}

}  // namespace subshare
