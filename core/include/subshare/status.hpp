// ShareStatus: the 11 words of the API [D], their digits 1 to 7 [I], and what a status means to the
// operation that was answered with it. `SHARING_ENDED` is good news for Cancel and a refusal for
// Accept.
//
// A value that is not known is kept as the text it came as and is never an error: the vendor may
// add words at any time [D].
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "subshare/endpoint.hpp"
#include "subshare/export.hpp"

namespace subshare {

// The words of the API. Those with a number may also come as that digit [I].
enum class ShareStatus : std::uint8_t {
  share_ok = 1,
  no_subscription = 2,
  subscription_stopped = 3,
  request_accepted = 4,
  request_declined = 5,
  sharing_ended = 6,
  share_code_not_found = 7,
  share_change_type_not_supported,
  already_in_use,
  share_limit,
  invitations_pool_exhausted,
  unknown,
};

// How many words there are.
inline constexpr std::size_t known_statuses = 11;

// An answer's status.
struct Status {
  ShareStatus value = ShareStatus::unknown;  // which word it is, if one of them
  // The word; for an unknown status the text as it came.
  std::string text;

  bool operator==(const Status&) const = default;
};

// Reads a word or a digit string, on every endpoint alike.
SUBSHARE_API Status parse_status(std::string_view text);

// The API's word: "SHARE_OK". Empty for unknown.
SUBSHARE_API std::string_view status_word(ShareStatus status);

// What a status says about what was asked for.
enum class Meaning : std::uint8_t {
  done,     // what was asked for has happened
  already,  // it was so before: nothing to do, and a success where an earlier try had an unclear
            // outcome
  refused,
  unknown,  // a word that we do not know: shown neutrally, and the server's list decides
};

// What `status` means as the answer to `operation`. Operations without a status answer unknown.
SUBSHARE_API Meaning status_meaning(Operation operation, ShareStatus status);

}  // namespace subshare
