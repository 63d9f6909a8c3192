#include "subshare/share_list.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "decisions.hpp"
#include "subshare/search.hpp"
#include "subshare/status.hpp"
#include "subshare/text.hpp"
#include "trim.hpp"
#include "utf8.hpp"

namespace subshare {
namespace {

InvitationState state_of(const SharedUser& row) { return state_of_share_status(row.share_status); }

bool is_active(const SharedUser& row) {
  const InvitationState state = state_of(row);
  return state == InvitationState::pending || state == InvitationState::accepted;
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
  return list_known && just_before && !row.share_code.empty() && maybe_new(row);
}

void KnownBefore::add(std::string_view share_code) {
  const auto place = std::ranges::lower_bound(share_codes, share_code);
  if (place == share_codes.end() || *place != share_code) share_codes.emplace(place, share_code);
}

bool KnownBefore::maybe_new(const SharedUser& row) const {
  return row.share_code.empty() || !std::ranges::binary_search(share_codes, row.share_code);
}

ShareList::Ticket ShareList::begin_read() { return next_ticket_++; }

bool ShareList::replace(Ticket ticket, SharedSubscribers answer, bool provisional) {
  if (!decisions::replaces(ticket, shown_)) return false;
  if (!provisional) shown_ = ticket;
  provisional_ = provisional;
  known_ = true;
  rows_ = std::move(answer.users);
  summaries_ = std::move(answer.summaries);
  // The server had seen what happened before it was asked; what happened since is done once more on
  // top.
  std::erase_if(changes_,
                [&](const Change& change) { return !decisions::outlives(change.at, ticket); });
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
  ++version_;
}

// The row that an invitation made, as far as a list can tell: one of its person that has come since
// it left, or since the list that was known then. Of two invitations to one person each has a row
// of its own, so those are passed over that are another's: of one that is remembered, or of one
// that was known before without its code.
std::vector<SharedUser>::iterator ShareList::find_made_by(const Invited& change) {
  const KnownBefore& before = change.before;
  const auto is_anothers = [&](std::string_view share_code) {
    return std::ranges::any_of(changes_, [&](const Change& other) {
      const auto* invited = std::get_if<Invited>(&other.what);
      return invited != nullptr && invited != &change && !share_code.empty() &&
             invited->share_code == share_code;
    });
  };
  const auto first = [&](auto fits) {
    std::size_t nameless = before.nameless;
    return std::ranges::find_if(rows_, [&](const SharedUser& row) {
      if (!is_about(row, change.contact.value, change.product_code)) return false;
      const bool is_new = !row.share_code.empty() && before.maybe_new(row);
      const bool is_sure = before.surely_new(row);
      if (is_new && !is_sure && nameless > 0) {
        --nameless;
        return false;
      }
      return !is_anothers(row.share_code) && (is_sure || fits(row, is_new));
    });
  };
  // What was open before it was sent is another's, if an old list had it so; what was over then is
  // its own where it is open since.
  const bool listed_since = shown_ >= before.left_at;
  const auto found = first([&](const SharedUser& row, bool is_new) {
    return is_active(row) &&
           (is_new || (!before.maybe_there && (listed_since || before.maybe_new(row))));
  });
  if (found != rows_.end() || !before.list_known) return found;
  // It may have been answered: in a word that nobody knows, or since it left.
  return first([&](const SharedUser& row, bool is_new) {
    return is_new && (listed_since || state_of(row) == InvitationState::unknown);
  });
}

void ShareList::apply(Invited& change) {
  // Only a list with rows of the product tells how the server spells it.
  change.product_code = std::string(spelling_of(change.product_code));
  // A list that was read meanwhile may have it already, and even the person's answer to it.
  if (const auto listed = find_made_by(change); listed != rows_.end()) {
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
    if (decisions::frees_a_seat(state_of(row))) count_in_use(row.product_code, -1);
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
  const std::string_view product = spelling_of(product_code);
  const auto found = std::ranges::find_if(rows_, [&](const SharedUser& row) {
    return is_about(row, contact, product) && is_active(row);
  });
  return found == rows_.end() ? nullptr : &*found;
}

KnownBefore ShareList::known_before(std::string_view contact, std::string_view product_code) const {
  KnownBefore before{.list_known = known_ && !provisional_, .left_at = next_ticket_};
  for (const SharedUser& row : rows_) {
    if (!may_be_of_product(row, product_code) ||
        decisions::likeness_of(row, contact) == Likeness::other)
      continue;
    if (row.share_code.empty()) {
      ++before.nameless;
    } else {
      before.add(row.share_code);
    }
    before.maybe_there |= is_active(row) || state_of(row) == InvitationState::unknown;
  }
  return before;
}

std::string_view ShareList::spelling_of(std::string_view product_code) const {
  product_code = trim(product_code);
  std::string_view other = product_code;
  const auto looks_like_it = [&](std::string_view code) {
    if (code == product_code) return true;
    if (other == product_code && same_product_code(code, product_code)) other = code;
    return false;
  };
  for (const SharedSubscriptionSummary& summary : summaries_) {
    if (looks_like_it(summary.product_code)) return product_code;
  }
  for (const SharedUser& row : rows_) {
    if (looks_like_it(row.product_code)) return product_code;
  }
  return other;
}

std::vector<std::uint32_t> ShareList::select(std::string_view product_code,
                                             std::string_view query) const {
  const Search search(query);
  product_code = spelling_of(product_code);
  // Counted first, so that each row goes straight to its place.
  constexpr std::uint8_t none = 4;
  std::string groups(rows_.size(), static_cast<char>(none));
  std::array<std::uint32_t, none + 1> places{};  // where the next of each group goes
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const SharedUser& row = rows_[i];
    if (row.product_code != product_code) continue;
    if (!search.empty() && !search.finds(row.first_name + ' ' + row.last_name, row.share_contact))
      continue;
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
  const std::string_view product = spelling_of(product_code);
  Counted& counted = counted_.emplace_back(Counted{.product_code = std::string(product_code)});
  for (const SharedUser& row : rows_) {
    if (row.product_code != product) continue;
    if (state_of(row) == InvitationState::pending) ++counted.pending;
    if (is_active(row)) ++counted.in_use;
  }
  // Where a product has two summaries, nobody says whether the one is part of the other. The larger
  // one holds either way, and does not refuse what the server would allow.
  std::optional<std::int32_t> said;
  for (const SharedSubscriptionSummary& summary : summaries_) {
    if (summary.product_code == product)
      said = std::max(said.value_or(0), summary.shares_in_use_count);
  }
  if (said) counted.in_use = *said;
  return counted;
}

}  // namespace subshare
