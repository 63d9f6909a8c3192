// The decisions that the guarantees rest on, one small function each, so that a build with a
// planted bug (tests/simulation) can have a file of its own in the place of decisions.cpp, and
// nobody else reads of plants. Link-time optimisation leaves nothing of the seam in the module.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "evidence.hpp"
#include "subshare/session.hpp"

namespace subshare {

// Whether a row is about a person.
enum class Likeness : std::uint8_t { other, maybe, same };

namespace decisions {

// --- What is sent, and how often ---

// Of two intents that are the same, whether the one that is under way keeps the other back.
bool keeps_back(Operation operation);
// Whether, after an unclear outcome, the list must tell before the operation is sent again.
bool looks_before_repeating(Operation operation);
// How long to wait before the list is read for the next time, `looks` looks having found nothing.
Milliseconds pause_before_look(int looks, Milliseconds now, Milliseconds at_work_until);
// Whether the request cannot be at work any more, after so many looks that did not find it.
bool absence_is_proof(int looks, Milliseconds now, Milliseconds at_work_until);
// Whether a 401 is answered with a fresh token.
bool asks_for_fresh_token(bool has_asked);
// What is waited where the limit says `wait`.
Milliseconds wait_for_limit(Milliseconds wait);
// What is waited where the server says when (Retry-After).
Milliseconds wait_until_said(Milliseconds retry_after);
// Whether a call that waits for the network goes on when it is back.
bool wakes_up(WaitReason waits_for);
// Whether a call that began so long ago does anything new.
bool goes_on(Milliseconds age, Milliseconds call_limit);
// What makes the URL of a read another than that of all others.
std::string unlike_others(double random, int sends);
// Whether an invitation leaves without the list having been read first.
bool may_leave_on(Milliseconds list_age, Milliseconds just_before);

// --- What an answer means ---

Meaning meaning_of(Operation operation, ShareStatus status);
// "Already so", where an earlier request of the same change may have done it.
Outcome::Kind kind_of_already(bool doubted);
// Whether a refusal settles what came of the earlier request.
bool refusal_settles();
// Whether the outcome says that the change may have happened.
bool tells_doubt(bool doubted, Outcome::Kind kind);
// Whether what ended unclear is remembered when it is begun again.
bool is_remembered(Operation operation);
// What of a refusal's body goes into the error.
std::string shown_of_refusal(std::string_view body);
// Whether an answer with 200 is a refusal.
bool is_refusal(const Error& error);
// Whether an answer without a body says that the operation has been done.
bool empty_is_done(Operation operation, int http_status);

// --- What a list says ---

bool is_list_of_people(const SharedSubscribers& list);
Likeness likeness_of(const SharedUser& row, std::string_view contact);
Verdict verdict_on(const SharedUser& row, Likeness likeness, const KnownBefore& before);
// Whether the list of `ticket` replaces the one that is shown.
bool replaces(std::uint64_t ticket, std::uint64_t shown);
// Whether what was done here at `change` is done once more on top of the list of `ticket`.
bool outlives(std::uint64_t change, std::uint64_t ticket);
// Whether knowledge of that age may refuse.
bool may_refuse(Milliseconds age, Milliseconds fresh_for);
// Whether ending a share in that state frees a seat.
bool frees_a_seat(InvitationState state);
// How many seats those count for who are being invited.
std::int32_t seats_of_invited(std::int32_t under_way);
// Whether a change of user ends the calls of the one before.
bool ends_with_user();

}  // namespace decisions
}  // namespace subshare
