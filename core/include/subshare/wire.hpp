// The wire format: JSON both ways for the 11 endpoints.
//
// Strict about what is sent, tolerant about what comes back [D]: members that are not known are
// ignored (nets keep theirs, nets.hpp), values of enums that are not known are kept as text, null
// is the same as absent, and a null item of a list is left out. What is damaged in a text (bytes
// that are no UTF-8, half a surrogate pair) reads U+FFFD, and the rest stands. A member of a wrong
// type is an error that names the member ("sharedUserInformationList.userId").
//
// What servers answer with 200, and what it means here:
//   nothing, white space       read_success: done, since nothing is required there; every other
//                              reader: answer_empty. A status that was not said is not guessed.
//   {"exceptionType": ...}     request_refused with the field "exceptionType", in every reader; its
//                              words are read_exception's. So are "errorMessage" and "error" in an
//                              answer that has no member of its own.
//   another page's JSON        answer_missing_member: members, and none of the answer's. `{}` alone
//                              is an empty list, since some servers leave out what is empty; see
//                              `has_users`.
//   {"status": 5}              "5". {"status": ""}, null, white space: answer_missing_member.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "subshare/contact.hpp"
#include "subshare/endpoint.hpp"
#include "subshare/error.hpp"
#include "subshare/export.hpp"
#include "subshare/nets.hpp"
#include "subshare/rules.hpp"
#include "subshare/status.hpp"

namespace subshare {

// Largest answer that is read, in bytes: 32,767 people are about 10 MB.
inline constexpr std::size_t max_answer_bytes = 16u << 20;

// Most items that are read, of all lists of an answer together: four times what one subscription
// can have. 16 MB of empty rows would be 5,592,400 of them, and a gigabyte of memory.
inline constexpr std::size_t max_answer_items = 4 * 32'768;

// One entry of `sharedUserInformationList` [D, from the example]; any member may be absent.
struct SharedUser {
  std::optional<std::int64_t> user_id;          // whom it is shared with, where the server says so
  std::optional<std::int64_t> customer_number;  // the same person as a customer
  std::optional<std::int64_t> start_time;       // epoch ms
  std::optional<std::int64_t> end_time;         // epoch ms
  std::string share_status;                     // a word, see state_of_share_status
  std::string share_contact;                    // as it was given, or masked
  std::string share_contact_type;               // a letter of ContactType
  std::string first_name;                       // of whom it is shared with
  std::string last_name;                        // of the same
  std::string product_name;                     // for people
  std::string product_code;                     // which product it is about
  std::string share_code;                       // what the other operations know it by
  bool operator==(const SharedUser&) const = default;
};

// The server's own count of a product's seats.
struct SharedSubscriptionSummary {
  std::string product_code;              // which product it is about
  std::int32_t shares_in_use_count = 0;  // as the server counts them
  bool operator==(const SharedSubscriptionSummary&) const = default;
};

// What endpoint 7 answers.
struct SharedSubscribers {
  std::vector<SharedUser> users;                     // `sharedUserInformationList`
  std::vector<SharedSubscriptionSummary> summaries;  // one for each product
  // Whether there was a list of people at all. Where not, nobody can be looked up in it: it does
  // not say that somebody is not there.
  bool has_users = false;
  bool operator==(const SharedSubscribers&) const = default;
};

// One way of distribution that a company may choose.
struct DistributionLevel {
  std::string distribution_level;  // what change_distribution_level sends
  std::string usage;               // what it is for, in the vendor's words
  bool operator==(const DistributionLevel&) const = default;
};

// The body of a 400, as far as it can be read; both empty where it cannot [U].
struct Exception {
  std::string exception_type;  // "exceptionType"
  std::string error_message;   // "errorMessage"
};

// What a person wants of the server: one operation with its arguments. Members that the operation
// has no use for are dropped when it is checked. An empty name means that it is not given: it is
// left out of the request, and the one that the server has stays.
struct Intent {
  Operation operation{};     // what to do
  std::string product_code;  // send_invitation, list_share_rules, and those of distribution levels
  std::string share_code;    // accept, decline, change_invitation_details, cancel
  Contact contact;           // send_invitation
  std::string first_name;    // send_invitation, change_invitation_details
  std::string last_name;     // the same
  std::string distribution_level;  // change_distribution_level
  // The list that replaces the server's; an empty one takes every net away, so it is sent only
  // where it was really given. Absent: not given.
  std::optional<std::vector<Net>> nets;
};

// Normalises and checks every member that the operation sends; what is looked up or compared by is
// taken from the intent it returns, so that " NAT " is NAT everywhere. Errors: those of text.hpp
// and contact.hpp, `required` for a missing distribution level or nets that are absent; nets are
// checked by check_nets, and the first problem is returned with the place in its field
// ("nets[2].ipRanges[0].ipRangeStart", "nets[0].domains[1].domain", "nets[1].startTime"); unknown
// members that are no JSON object are answer_not_json ("nets[0].unknownMembers")
// (and, in the module for people's pages, which lacks the companies' operations, path_invalid).
SUBSHARE_API Result<Intent> check_intent(Intent intent, ContactOptions options = {});

// JSON body of the request, empty for a GET. The intent must have been checked.
SUBSHARE_API std::string write_request_body(const Intent& intent);

// Answers. Errors: answer_too_large (longer than max_answer_bytes), answer_too_many, answer_empty,
// answer_not_json, answer_wrong_type, answer_missing_member, answer_out_of_range, request_refused.
SUBSHARE_API Result<Status> read_status(std::string_view body);
SUBSHARE_API Result<std::vector<ShareRule>> read_share_rules(std::string_view body);
SUBSHARE_API Result<std::vector<DistributionLevel>> read_distribution_levels(std::string_view body);
SUBSHARE_API Result<SharedSubscribers> read_shared_subscribers(std::string_view body);
SUBSHARE_API Result<std::vector<Net>> read_nets(std::string_view body);
// `success` may be absent [D], and the whole body: neither a failure nor a proof.
SUBSHARE_API Result<std::optional<bool>> read_success(std::string_view body);

// The answer of endpoint 7 piece by piece, so that a page does not stand still while 32,767 people
// are read.
class SUBSHARE_API SharedSubscribersReader {
 public:
  // `body` must outlive it.
  explicit SharedSubscribersReader(std::string_view body);
  ~SharedSubscribersReader();
  // What was read so far goes along; the one that it is taken from can only be assigned to.
  SharedSubscribersReader(SharedSubscribersReader&&) noexcept;
  SharedSubscribersReader& operator=(SharedSubscribersReader&&) noexcept;

  // Reads about so many bytes. True: there is more.
  bool read_on(std::size_t bytes);
  // Once there is no more.
  Result<SharedSubscribers> take();

 private:
  struct Read;
  std::unique_ptr<Read> read_;  // null: the answer is too large
};

// Never fails: what cannot be read is empty.
SUBSHARE_API Exception read_exception(std::string_view body);

}  // namespace subshare
