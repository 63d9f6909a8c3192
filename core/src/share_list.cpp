#include "subshare/share_list.hpp"

#include <algorithm>
#include <array>

#include "plants.hpp"
#include "subshare/status.hpp"
#include "subshare/text.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

InvitationState state_of(const SharedUser& row) { return state_of_share_status(row.share_status); }

bool is_active(const SharedUser& row) {
  const InvitationState state = state_of(row);
  return state == InvitationState::pending || state == InvitationState::accepted;
}

// Lower case for searching: ASCII and Latin-1, which holds the letters of the product's languages.
// In UTF-8 the latter are two bytes with the case in the second one.
std::string fold(std::string_view text) {
  std::string folded = ascii_lower(text);
  for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
    const auto lead = static_cast<unsigned char>(folded[i]);
    const auto tail = static_cast<unsigned char>(folded[i + 1]);
    if (lead == 0xC3 && tail >= 0x80 && tail <= 0x9E && tail != 0x97)
      folded[i + 1] = static_cast<char>(tail + 0x20);
  }
  return folded;
}

bool matches(const SharedUser& row, std::string_view folded_query) {
  return fold(row.first_name + ' ' + row.last_name).contains(folded_query) ||
         fold(row.share_contact).contains(folded_query);
}

bool is_about(const SharedUser& row, std::string_view contact, std::string_view product_code) {
  return row.product_code == product_code && same_contact(row.share_contact, contact);
}

// Place of a state in the list as it is shown.
int group_of(InvitationState state) {
  switch (state) {
    case InvitationState::accepted:
      return 0;
    case InvitationState::pending:
      return 1;
    case InvitationState::unknown:
      return 2;
    default:
      return 3;
  }
}

}  // namespace

bool KnownBefore::surely_new(const SharedUser& row) const {
  return list_known && !row.share_code.empty() && maybe_new(row);
}

bool KnownBefore::maybe_new(const SharedUser& row) const {
  return row.share_code.empty() ||
         std::ranges::find(share_codes, row.share_code) == share_codes.end();
}

ShareList::Ticket ShareList::begin_read() { return next_ticket_++; }

bool ShareList::replace(Ticket ticket, SharedSubscribers answer) {
  if (ticket <= shown_ && !planted(Plant::stale_list_wins)) return false;
  shown_ = ticket;
  known_ = true;
  rows_ = std::move(answer.users);
  summaries_ = std::move(answer.summaries);
  // The server had seen what happened before it was asked; what happened since is done once more on
  // top.
  std::erase_if(changes_, [&](const Change& change) { return change.at <= ticket; });
  if (planted(Plant::change_undone)) changes_.clear();
  for (Change& change : changes_) {
    std::visit([this](auto& what) { apply(what); }, change.what);
  }
  ++version_;
  return true;
}

void ShareList::record(std::variant<Invited, Cancelled, Renamed> what) {
  std::visit([this](auto& change) { apply(change); }, what);
  changes_.push_back({next_ticket_++, std::move(what)});
  ++version_;
}

void ShareList::on_invited(const Contact& contact, std::string_view product_code,
                           std::string_view first_name, std::string_view last_name,
                           KnownBefore before) {
  record(Invited{contact,
                 std::string(product_code),
                 std::string(first_name),
                 std::string(last_name),
                 std::move(before),
                 {}});
}

void ShareList::on_cancelled(std::string_view share_code) {
  record(Cancelled{std::string(share_code)});
}

void ShareList::on_renamed(std::string_view share_code, std::string_view first_name,
                           std::string_view last_name) {
  record(Renamed{std::string(share_code), std::string(first_name), std::string(last_name)});
}

void ShareList::clear() {
  rows_.clear();
  summaries_.clear();
  changes_.clear();
  shown_ = next_ticket_ - 1;
  known_ = false;
  ++user_;
  ++version_;
}

void ShareList::apply(Invited& change) {
  // A list that was read meanwhile may have it already, and even the person's answer to it.
  const auto listed = std::ranges::find_if(rows_, [&](const SharedUser& row) {
    return is_about(row, change.contact.value, change.product_code) &&
           (is_active(row) || change.before.surely_new(row));
  });
  if (listed != rows_.end()) {
    // The next list may be an older one that lacks the row, and the code is how it is changed.
    change.share_code = listed->share_code;
    return;
  }
  SharedUser row;
  row.share_status = "SHARE_REQUEST_SENT";
  row.share_contact = change.contact.value;
  row.share_contact_type = std::string(1, static_cast<char>(change.contact.type));
  row.product_code = change.product_code;
  row.share_code = change.share_code;
  row.first_name = change.first_name;
  row.last_name = change.last_name;
  for (const SharedUser& other : rows_) {
    if (other.product_code == change.product_code) row.product_name = other.product_name;
  }
  rows_.push_back(std::move(row));
  count_in_use(change.product_code, 1);
}

void ShareList::apply(const Cancelled& change) {
  for (SharedUser& row : rows_) {
    if (row.share_code != change.share_code) continue;
    if (is_active(row)) count_in_use(row.product_code, -1);
    row.share_status = status_word(ShareStatus::sharing_ended);
  }
}

void ShareList::apply(const Renamed& change) {
  for (SharedUser& row : rows_) {
    if (row.share_code != change.share_code) continue;
    // A name that was not given is not sent, and stays as it was.
    if (!change.first_name.empty()) row.first_name = change.first_name;
    if (!change.last_name.empty()) row.last_name = change.last_name;
  }
}

// Only a count of the server's is carried forward; where it gave none, seats() counts rows.
void ShareList::count_in_use(std::string_view product_code, std::int32_t by) {
  for (SharedSubscriptionSummary& summary : summaries_) {
    if (summary.product_code == product_code)
      summary.shares_in_use_count = std::max(0, summary.shares_in_use_count + by);
  }
}

const SharedUser* ShareList::find_code(std::string_view share_code) const {
  if (share_code.empty()) return nullptr;
  const auto found = std::ranges::find(rows_, share_code, &SharedUser::share_code);
  return found == rows_.end() ? nullptr : &*found;
}

const SharedUser* ShareList::find_active(std::string_view contact,
                                         std::string_view product_code) const {
  const auto found = std::ranges::find_if(rows_, [&](const SharedUser& row) {
    return is_about(row, contact, product_code) && is_active(row);
  });
  return found == rows_.end() ? nullptr : &*found;
}

KnownBefore ShareList::known_before(std::string_view contact, std::string_view product_code) const {
  KnownBefore before{.list_known = known_, .share_codes = {}};
  for (const SharedUser& row : rows_) {
    if (is_about(row, contact, product_code)) before.share_codes.push_back(row.share_code);
  }
  return before;
}

std::vector<std::uint32_t> ShareList::select(std::string_view product_code,
                                             std::string_view query) const {
  const std::string folded = fold(trim(query));
  // Counted first, so that each row goes straight to its place.
  constexpr std::uint8_t none = 4;
  std::string groups(rows_.size(), static_cast<char>(none));
  std::array<std::uint32_t, none + 1> places{};  // where the next of each group goes
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const SharedUser& row = rows_[i];
    if (row.product_code != product_code || (!folded.empty() && !matches(row, folded))) continue;
    const int group = group_of(state_of(row));
    groups[i] = static_cast<char>(group);
    ++places[static_cast<std::size_t>(group) + 1];
  }
  for (std::size_t group = 1; group <= none; ++group) places[group] += places[group - 1];
  std::vector<std::uint32_t> selected(places[none]);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (groups[i] != none)
      selected[places[static_cast<std::size_t>(groups[i])]++] = static_cast<std::uint32_t>(i);
  }
  return selected;
}

Seats ShareList::seats(std::string_view product_code, std::optional<std::int32_t> allowed) const {
  const Counted& counted = count(product_code);
  return {.allowed = allowed, .in_use = counted.in_use, .pending = counted.pending};
}

const ShareList::Counted& ShareList::count(std::string_view product_code) const {
  if (counted_at_ != version_) {
    counted_.clear();
    counted_at_ = version_;
  }
  const auto known = std::ranges::find(counted_, product_code, &Counted::product_code);
  if (known != counted_.end()) return *known;
  Counted& counted = counted_.emplace_back(Counted{.product_code = std::string(product_code)});
  for (const SharedUser& row : rows_) {
    if (row.product_code != product_code) continue;
    if (state_of(row) == InvitationState::pending) ++counted.pending;
    if (is_active(row)) ++counted.in_use;
  }
  for (const SharedSubscriptionSummary& summary : summaries_) {
    if (summary.product_code == product_code) counted.in_use = summary.shares_in_use_count;
  }
  return counted;
}

}  // namespace subshare
