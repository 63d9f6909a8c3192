#include "greeter.hpp"

std::string greeter::greet(std::string_view contact, subshare::ContactOptions options) {
  const auto read = subshare::parse_contact(contact, options);
  return read ? "Hello, " + read->value : describe(read.error());
}
