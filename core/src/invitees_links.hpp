// Addresses of pages. Their digits are nobody's number, and what stands before an @ of theirs is
// nobody's mailbox.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace subshare {

// Where "https://…" or "www.…" at `at` ends; npos where none begins.
std::size_t end_of_link(std::string_view text, std::size_t at);

// Whom a link is to all the same: "https://wa.me/4741234567", "…?email=kari@x.no"; or empty.
std::string contact_of_link(std::string_view link);

}  // namespace subshare
