// Finding people in a list by what somebody types of their name or contact.
//
// Letter case, composition (Å as one code point or two), unseen characters and the width of spaces
// do not matter, for any script (unicode.hpp). Digits are found however they are grouped: "412 34"
// finds +4741234567.
#pragma once

#include <string>
#include <string_view>

#include "subshare/export.hpp"

namespace subshare {

// What is compared: texts that are the same to a person have the same key.
SUBSHARE_API std::string search_key(std::string_view text);

// Whether every word of `query` is in the name or the contact, or its digits, two or more and
// nothing else, in the contact's. An empty query finds everybody.
class SUBSHARE_API Search {
 public:
  // Takes the query apart once, for many rows.
  explicit Search(std::string_view query);
  // Whether it finds everybody.
  bool empty() const { return key_.empty(); }
  // Whether it finds the person of this name and contact.
  bool finds(std::string_view name, std::string_view contact) const;

 private:
  std::string key_;
  std::string digits_;  // where the query has nothing but digits and what stands between them
};

}  // namespace subshare
