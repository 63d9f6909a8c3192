// The life of one share: invited, accepted or declined, ended.
//
//   (none) --invite--> SHARE_REQUEST_SENT --accept--> REQUEST_ACCEPTED --cancel--> SHARING_ENDED
//                        |          |
//                        |          +--decline--> REQUEST_DECLINED
//                        +--cancel--> SHARING_ENDED
//
// A pending request counts as a share in use: the vendor does not say [U], this is our choice [I].
#include "store.hpp"
#include "text.hpp"

namespace sandbox {
namespace {

constexpr char kPending[] = "SHARE_REQUEST_SENT";
constexpr char kAccepted[] = "REQUEST_ACCEPTED";
constexpr char kDeclined[] = "REQUEST_DECLINED";
constexpr char kEnded[] = "SHARING_ENDED";
constexpr char kOk[] = "SHARE_OK";
constexpr char kNotFound[] = "SHARE_CODE_NOT_FOUND";
constexpr char kUnsupported[] = "SHARE_CHANGE_TYPE_NOT_SUPPORTED";

struct Subscription {
  std::optional<std::int64_t> share_count;
  bool stopped = false;
  std::int64_t end_time = 0;
};

std::optional<Subscription> find_subscription(Database& database, std::int64_t user,
                                              const std::string& product_code) {
  Query query(database,
              "SELECT share_count, stopped, end_time FROM subscriptions "
              "WHERE user_id=? AND product_code=?",
              user, product_code);
  if (!query.step()) return std::nullopt;
  return Subscription{query.maybe_integer(0), query.integer(1) != 0, query.integer(2)};
}

struct Share {
  std::int64_t id = 0;
  std::int64_t owner = 0;
  std::string product_code;
  std::string status;
};

std::optional<Share> find_share(Database& database, const std::string& code) {
  Query query(database, "SELECT id, owner_id, product_code, status FROM shares WHERE code=?", code);
  if (!query.step()) return std::nullopt;
  return Share{query.integer(0), query.integer(1), query.text(2), query.text(3)};
}

}  // namespace

std::int64_t Store::shares_in_use(std::int64_t owner, const std::string& product_code) {
  Query query(database_,
              "SELECT count(*) FROM shares WHERE owner_id=? AND product_code=? "
              "AND status IN ('SHARE_REQUEST_SENT','REQUEST_ACCEPTED')",
              owner, product_code);
  query.step();
  return query.integer(0);
}

InviteOutcome Store::invite(std::int64_t owner, const Invitation& invitation) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  const auto& product = invitation.product_code;
  const auto subscription = find_subscription(database_, owner, product);
  if (!subscription) return {"NO_SUBSCRIPTION", {}};
  if (subscription->stopped) return {"SUBSCRIPTION_STOPPED", {}};
  {
    Query rule(database_, "SELECT name_required FROM rules WHERE product_code=?", product);
    if (!rule.step()) return {"NO_SUBSCRIPTION", {}};
    if (rule.integer(0) != 0 && (invitation.first_name.empty() || invitation.last_name.empty())) {
      return {{}, "firstName and lastName are required for this product"};
    }
  }
  const auto contact_key = ascii_lower(invitation.contact);
  {
    Query same(database_,
               "SELECT 1 FROM shares WHERE owner_id=? AND product_code=? AND contact_key=? "
               "AND status IN ('SHARE_REQUEST_SENT','REQUEST_ACCEPTED')",
               owner, product, contact_key);
    if (same.step() && !invitation.even_twice) return {"ALREADY_IN_USE", {}};
  }
  if (subscription->share_count && shares_in_use(owner, product) >= *subscription->share_count) {
    return {"INVITATIONS_POOL_EXHAUSTED", {}};
  }
  const auto optional_text = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  const auto code = random_key(12);
  Query(database_,
        "INSERT INTO shares(code,owner_id,product_code,contact,contact_key,contact_type,"
        "first_name,last_name,status) VALUES(?,?,?,?,?,?,?,?,?)",
        code, owner, product, invitation.contact, contact_key, invitation.contact_type,
        optional_text(invitation.first_name), optional_text(invitation.last_name), kPending)
      .run();
  Query(database_,
        "INSERT INTO outbox(recipient,contact_type,first_name,product_code,owner_id,share_code,"
        "sent_at) VALUES(?,?,?,?,?,?,?)",
        invitation.contact, invitation.contact_type, optional_text(invitation.first_name), product,
        owner, code, clock_.now_ms())
      .run();
  transaction.commit();
  return {kOk, {}};
}

std::string Store::accept(std::int64_t user, const std::string& code) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  const auto share = find_share(database_, code);
  if (!share) return kNotFound;
  if (share->status == kAccepted || share->status == kDeclined || share->status == kEnded) {
    return share->status;
  }
  // A status set by a test that is none of ours cannot be accepted; nor can one's own share.
  if (share->status != kPending || share->owner == user) return kUnsupported;
  const auto subscription = find_subscription(database_, share->owner, share->product_code);
  if (!subscription) return "NO_SUBSCRIPTION";
  if (subscription->stopped) return "SUBSCRIPTION_STOPPED";
  {
    Query other(database_,
                "SELECT 1 FROM shares WHERE user_id=? AND product_code=? "
                "AND status='REQUEST_ACCEPTED'",
                user, share->product_code);
    if (other.step()) return "SHARE_LIMIT";
  }
  Query(database_,
        "UPDATE shares SET status=?, user_id=?, start_time=?, end_time=?, customer_number="
        "(SELECT customer_number FROM users WHERE id=?) WHERE id=?",
        kAccepted, user, clock_.now_ms(), subscription->end_time, user, share->id)
      .run();
  transaction.commit();
  return kOk;
}

std::string Store::decline(const std::string& code) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  const auto share = find_share(database_, code);
  if (!share) return kNotFound;
  if (share->status != kPending) {
    const bool known =
        share->status == kAccepted || share->status == kDeclined || share->status == kEnded;
    return known ? share->status : kUnsupported;
  }
  Query(database_, "UPDATE shares SET status=? WHERE id=?", kDeclined, share->id).run();
  transaction.commit();
  return kDeclined;
}

std::string Store::cancel(std::int64_t owner, const std::string& code) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  const auto share = find_share(database_, code);
  // Somebody else's code is answered like an unknown one, so that codes cannot be probed.
  if (!share || share->owner != owner) return kNotFound;
  if (share->status == kDeclined || share->status == kEnded) return share->status;
  Query(database_,
        "UPDATE shares SET status=?, end_time=CASE WHEN user_id IS NULL THEN end_time ELSE ? END "
        "WHERE id=?",
        kEnded, clock_.now_ms(), share->id)
      .run();
  transaction.commit();
  return kEnded;
}

bool Store::rename(std::int64_t owner, const std::string& code,
                   const std::optional<std::string>& first_name,
                   const std::optional<std::string>& last_name) {
  const std::lock_guard lock(mutex_);
  return Query(database_,
               "UPDATE shares SET first_name=coalesce(?,first_name), "
               "last_name=coalesce(?,last_name) WHERE code=? AND owner_id=?",
               first_name, last_name, code, owner)
             .run() > 0;
}

}  // namespace sandbox
