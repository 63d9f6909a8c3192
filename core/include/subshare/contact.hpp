// A contact: the e-mail address or telephone number an invitation goes to.
//
//   parse_contact(" Kari@Example.COM ")              -> {email, "Kari@example.com"}
//   parse_contact("0046 (0)70-123 45 67")            -> {phone, "+46701234567"}
//   parse_contact("412 34 567", {.calling_code=47})  -> {phone, "+4741234567"}
//   parse_contact("412 34 567")                      -> phone_calling_code_needed
//   parse_contact("kari")                            -> contact_unreadable
//
// E-mail: the WHATWG HTML definition of a valid e-mail address, with the length limits of RFC
// 5321 4.5.3.1 (64 for the local part, 254 for the whole). The domain is lower-cased; the local
// part is the mailbox owner's and is kept. Telephone: ITU-T E.164, a plus and at most 15 digits,
// the first not zero. Normalising twice changes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "subshare/error.hpp"
#include "subshare/export.hpp"

namespace subshare {

// The API's contactType [D].
enum class ContactType : char { email = 'A', phone = 'B' };

// One way to reach one person. As parse_contact makes it, its value is normalised.
struct Contact {
  ContactType type = ContactType::email;  // which of the two `value` is
  std::string value;                      // "Kari@example.com", or a plus and digits

  bool operator==(const Contact&) const = default;
};

// What a page knows about the contacts that are written into it.
struct ContactOptions {
  // Country calling code for national numbers, without the plus: 47 for Norway. 0: none, so that a
  // national number is refused with phone_calling_code_needed.
  std::uint16_t calling_code = 0;
};

// Reads one contact. On failure the error's fragment is the part that cannot be read.
SUBSHARE_API Result<Contact> parse_contact(std::string_view text, ContactOptions options = {});

// The same for two texts where they mean the same person: Unicode and punycode, letter case, digits
// however they are grouped, with or without 00 or plus. Reads as parse_contact does; a number
// without plus and without `calling_code` is taken as one that begins with its country's. What
// cannot be read is compared as search_key does.
SUBSHARE_API std::string contact_key(std::string_view text, ContactOptions options = {});
// Whether both have the same contact_key.
SUBSHARE_API bool same_contact(std::string_view a, std::string_view b, ContactOptions options = {});

// Reads "+47", "0047" or "47". Errors: phone_calling_code_invalid.
SUBSHARE_API Result<std::uint16_t> parse_calling_code(std::string_view text);

// Calling code of the country where a page's language is at home: nb, nn, no 47; sv 46; da 45; fi
// 358; else 0. Takes any BCP 47 tag; a region that it names goes first, so that sv-FI is 358.
SUBSHARE_API std::uint16_t calling_code_for_language(std::string_view tag);

// A likely correction for an obvious slip in the domain (gmial.com -> gmail.com), or empty. Never
// applied unasked.
SUBSHARE_API std::string suggest_contact(const Contact& contact);

}  // namespace subshare
