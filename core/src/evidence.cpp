// A row is about the person and product, or it may be, or it is about others. One that may be
// counts only where it is new: what stood there before the invitation left is not what it made.
#include "evidence.hpp"

#include <algorithm>

#include "decisions.hpp"
#include "subshare/text.hpp"

namespace subshare {
namespace {

bool has_row_of(const SharedSubscribers& list, std::string_view product_code) {
  return std::ranges::any_of(
             list.users, [&](const SharedUser& row) { return row.product_code == product_code; }) ||
         std::ranges::any_of(list.summaries, [&](const SharedSubscriptionSummary& summary) {
           return summary.product_code == product_code;
         });
}

}  // namespace

bool may_be_of_product(const SharedUser& row, std::string_view product_code) {
  return row.product_code.empty() || same_product_code(row.product_code, product_code);
}

Verdict judge(const SharedSubscribers& list, const Contact& contact, std::string_view product_code,
              const KnownBefore& before) {
  if (!decisions::is_list_of_people(list)) return Verdict::cannot_tell;
  // Where the server spells the product in other letters' case only, it is the same.
  const bool spelled_so = has_row_of(list, product_code);
  Verdict verdict = Verdict::absent;
  for (const SharedUser& row : list.users) {
    Likeness likeness = decisions::likeness_of(row, contact.value);
    if (row.product_code.empty()) {
      likeness = std::min(likeness, Likeness::maybe);
    } else if (row.product_code != product_code) {
      if (!same_product_code(row.product_code, product_code)) continue;
      if (spelled_so) likeness = std::min(likeness, Likeness::maybe);
    }
    if (likeness == Likeness::other) continue;
    verdict = std::min(verdict, decisions::verdict_on(row, likeness, before));
  }
  return verdict;
}

}  // namespace subshare
