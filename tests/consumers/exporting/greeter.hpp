#pragma once

#include <string>
#include <string_view>

#include "subshare/contact.hpp"

namespace greeter {

// "Hello, …", or what is wrong with the contact.
std::string greet(std::string_view contact, subshare::ContactOptions options = {});

}  // namespace greeter
