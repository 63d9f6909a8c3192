// What is read as a list, and the helpers of the control routes. The long list is written as text
// straight from the rows: 32,767 people have to be answered without a noticeable wait.
#include "store.hpp"
#include "text.hpp"

namespace sandbox {
namespace {

class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  ~ObjectWriter() { out_ += '}'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  void number(std::string_view name, std::int64_t value) {
    key(name);
    out_ += std::to_string(value);
  }
  void text(std::string_view name, std::string_view value) {
    key(name);
    append_json_string(out_, value);
  }
  void boolean(std::string_view name, bool value) {
    key(name);
    out_ += value ? "true" : "false";
  }
  void number_if_known(std::string_view name, const Query& row, int column) {
    if (!row.is_null(column)) number(name, row.integer(column));
  }
  void text_if_known(std::string_view name, const Query& row, int column) {
    if (!row.is_null(column)) text(name, row.view(column));
  }
  void boolean_if_known(std::string_view name, const Query& row, int column) {
    if (!row.is_null(column)) boolean(name, row.integer(column) != 0);
  }

 private:
  void key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    append_json_string(out_, name);
    out_ += ':';
  }
  std::string& out_;
  bool first_ = true;
};

void comma(std::string& out) {
  if (out.back() != '[') out += ',';
}

}  // namespace

std::string Store::shared_subscribers_json(std::int64_t owner) {
  const std::lock_guard lock(mutex_);
  std::string out = R"({"sharedUserInformationList":[)";
  Query rows(database_,
             "SELECT s.user_id, s.start_time, s.end_time, s.status, s.contact, s.contact_type, "
             "s.first_name, s.last_name, p.name, s.product_code, s.code, s.customer_number "
             "FROM shares s JOIN products p ON p.code=s.product_code "
             "WHERE s.owner_id=? ORDER BY s.id",
             owner);
  while (rows.step()) {
    comma(out);
    ObjectWriter row(out);
    row.number_if_known("userId", rows, 0);
    row.number_if_known("startTime", rows, 1);
    row.number_if_known("endTime", rows, 2);
    row.text("shareStatus", rows.view(3));
    row.text("shareContact", rows.view(4));
    row.text("shareContactType", rows.view(5));
    row.text_if_known("firstName", rows, 6);
    row.text_if_known("lastName", rows, 7);
    row.text("productName", rows.view(8));
    row.text("productCode", rows.view(9));
    row.text("shareCode", rows.view(10));
    row.number_if_known("customerNumber", rows, 11);
  }
  out += R"(],"sharedSubscriptionSummary":[)";
  Query summary(database_,
                "SELECT u.product_code, (SELECT count(*) FROM shares s WHERE s.owner_id=u.user_id "
                "AND s.product_code=u.product_code "
                "AND s.status IN ('SHARE_REQUEST_SENT','REQUEST_ACCEPTED')) "
                "FROM subscriptions u WHERE u.user_id=? ORDER BY u.product_code",
                owner);
  while (summary.step()) {
    comma(out);
    ObjectWriter row(out);
    row.text("productCode", summary.view(0));
    row.number("sharesInUseCount", summary.integer(1));
  }
  out += "]}";
  return out;
}

std::string Store::share_rules_json(std::int64_t user, const std::string& product_code) {
  const std::lock_guard lock(mutex_);
  std::string out = R"({"customerProductShareRules":[)";
  Query rows(database_,
             "SELECT r.product_code, r.share_type, u.share_count, r.coupon_code, r.coupon_number, "
             "r.create_connect_customer, r.name_required, r.issuer, r.consent_group "
             "FROM rules r JOIN subscriptions u ON u.product_code=r.product_code "
             "WHERE u.user_id=? AND r.product_code=?",
             user, product_code);
  while (rows.step()) {
    comma(out);
    ObjectWriter row(out);
    row.text("productCode", rows.view(0));
    row.text("shareType", rows.view(1));
    row.number_if_known("shareCount", rows, 2);
    row.text_if_known("couponCodeShareRecipient", rows, 3);
    row.number_if_known("couponNumberShareRecipient", rows, 4);
    row.boolean_if_known("isCreateConnectCustomer", rows, 5);
    row.boolean_if_known("isCustomerNameRequired", rows, 6);
    row.text_if_known("issuer", rows, 7);
    row.number_if_known("issuerConsentGroupId", rows, 8);
  }
  out += "]}";
  return out;
}

std::string Store::distribution_levels_json(std::int64_t user, const std::string& product_code) {
  const std::lock_guard lock(mutex_);
  std::string out = R"({"distributionLevels":[)";
  Query rows(database_,
             "SELECT l.level, l.usage FROM levels l JOIN subscriptions u "
             "ON u.product_code=l.product_code WHERE u.user_id=? AND u.product_code=? "
             "AND u.received_b2b=1 ORDER BY l.rowid",
             user, product_code);
  while (rows.step()) {
    comma(out);
    ObjectWriter row(out);
    row.text("distributionLevel", rows.view(0));
    row.text("usage", rows.view(1));
  }
  out += "]}";
  return out;
}

// `sharable`, `shareType`, `stopped` and `distributionLevel` are documented [D], the kinds USERS,
// NETS and B2B were seen in a client library; the list's name, and that it tells product code and
// name, is inferred from the XML that clients read [I]. That a received subscription comes at the
// first level until another is chosen is the sandbox's own.
std::string Store::subscriptions_json(std::int64_t user) {
  const std::lock_guard lock(mutex_);
  std::string out = R"({"subscriptions":[)";
  Query rows(
      database_,
      "SELECT u.product_code, p.name, r.product_code IS NOT NULL, CASE r.share_type WHEN 'D' "
      "THEN 'B2B' WHEN 'A' THEN 'USERS' END, u.stopped, coalesce(c.level, (SELECT level "
      "FROM levels l WHERE l.product_code=u.product_code AND u.received_b2b=1 "
      "ORDER BY l.rowid LIMIT 1)) "
      "FROM subscriptions u JOIN products p ON p.code=u.product_code "
      "LEFT JOIN rules r ON r.product_code=u.product_code "
      "LEFT JOIN chosen_levels c ON c.user_id=u.user_id AND c.product_code=u.product_code "
      "WHERE u.user_id=? ORDER BY u.product_code",
      user);
  while (rows.step()) {
    comma(out);
    ObjectWriter row(out);
    row.text("productCode", rows.view(0));
    row.text("productName", rows.view(1));
    row.boolean("sharable", rows.integer(2) != 0);
    row.text_if_known("shareType", rows, 3);
    row.boolean("stopped", rows.integer(4) != 0);
    row.text_if_known("distributionLevel", rows, 5);
  }
  out += "]}";
  return out;
}

std::string Store::nets_json(std::int64_t user) {
  const std::lock_guard lock(mutex_);
  Query row(database_, "SELECT list FROM nets WHERE user_id=?", user);
  return R"({"nets":)" + (row.step() ? row.text(0) : std::string("[]")) + "}";
}

bool Store::has_received_b2b(std::int64_t user, const std::optional<std::string>& product_code) {
  const std::lock_guard lock(mutex_);
  Query row(database_,
            "SELECT 1 FROM subscriptions WHERE user_id=?1 AND received_b2b=1 "
            "AND (?2 IS NULL OR product_code=?2)",
            user, product_code);
  return row.step();
}

bool Store::replace_nets(std::int64_t user, const std::string& list_json) {
  const std::lock_guard lock(mutex_);
  return Query(database_, "INSERT OR REPLACE INTO nets VALUES(?,?)", user, list_json).run() > 0;
}

bool Store::level_exists(const std::string& product_code, const std::string& level) {
  const std::lock_guard lock(mutex_);
  Query row(database_, "SELECT 1 FROM levels WHERE product_code=? AND level=?", product_code,
            level);
  return row.step();
}

void Store::choose_level(std::int64_t user, const std::string& product_code,
                         const std::string& level) {
  const std::lock_guard lock(mutex_);
  Query(database_, "INSERT OR REPLACE INTO chosen_levels VALUES(?,?,?)", user, product_code, level)
      .run();
}

std::string Store::chosen_levels_json() {
  const std::lock_guard lock(mutex_);
  std::string out = "[";
  Query rows(database_,
             "SELECT u.login, c.product_code, c.level FROM chosen_levels c "
             "JOIN users u ON u.id=c.user_id ORDER BY u.login, c.product_code");
  while (rows.step()) {
    comma(out);
    ObjectWriter row(out);
    row.text("user", rows.view(0));
    row.text("productCode", rows.view(1));
    row.text("distributionLevel", rows.view(2));
  }
  return out + "]";
}

std::vector<OutboxItem> Store::outbox() {
  const std::lock_guard lock(mutex_);
  std::vector<OutboxItem> items;
  Query rows(database_,
             "SELECT o.recipient, o.contact_type, o.first_name, o.product_code, p.name, u.name, "
             "o.share_code, o.sent_at FROM outbox o JOIN products p ON p.code=o.product_code "
             "JOIN users u ON u.id=o.owner_id ORDER BY o.id DESC");
  while (rows.step()) {
    items.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4),
                     rows.text(5), rows.text(6), rows.integer(7)});
  }
  return items;
}

bool Store::create_shares(std::int64_t owner, const std::string& product_code, int count,
                          const std::string& status) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  {
    Query product(database_, "SELECT 1 FROM products WHERE code=?", product_code);
    if (!product.step()) return false;
  }
  std::int64_t next = 1;
  {
    Query last(database_, "SELECT coalesce(max(id),0) FROM shares");
    if (last.step()) next = last.integer(0) + 1;
  }
  static constexpr const char* kFirst[] = {"Anne", "Bjørn", "Camilla", "Dag",   "Eli",    "Frode",
                                           "Gro",  "Håkon", "Ingrid",  "Jonas", "Øyvind", "Åse"};
  static constexpr const char* kLast[] = {"Andersen", "Bakke", "Dahl",    "Eide",     "Haugen",
                                          "Lie",      "Moen",  "Solberg", "Sørensen", "Aas"};
  for (int i = 0; i < count; ++i) {
    const auto number = next + i;
    const auto contact = "person" + std::to_string(number) + "@example.com";
    Query(database_,
          "INSERT INTO shares(code,owner_id,product_code,contact,contact_key,contact_type,"
          "first_name,last_name,status) VALUES(?,?,?,?,?,'A',?,?,?)",
          random_key(12), owner, product_code, contact, contact, kFirst[number % 12],
          kLast[number % 10], status)
        .run();
  }
  transaction.commit();
  return true;
}

void Store::fill_seats(const std::string& owner_login, const std::string& product_code) {
  const std::lock_guard lock(mutex_);
  std::int64_t owner = 0;
  std::int64_t seats = 0;
  {
    Query row(database_,
              "SELECT u.id, s.share_count FROM subscriptions s JOIN users u ON u.id=s.user_id "
              "WHERE u.login=? AND s.product_code=?",
              owner_login, product_code);
    if (!row.step()) return;
    owner = row.integer(0);
    seats = row.integer(1);
  }
  const auto left = seats - shares_in_use(owner, product_code);
  if (left > 0) create_shares(owner, product_code, static_cast<int>(left), "REQUEST_ACCEPTED");
}

bool Store::set_status(const std::string& code, const std::string& status) {
  const std::lock_guard lock(mutex_);
  return Query(database_, "UPDATE shares SET status=? WHERE code=?", status, code).run() > 0;
}

bool Store::set_stopped(std::int64_t owner, const std::string& product_code, bool stopped) {
  const std::lock_guard lock(mutex_);
  return Query(database_, "UPDATE subscriptions SET stopped=? WHERE user_id=? AND product_code=?",
               stopped, owner, product_code)
             .run() > 0;
}

void Store::save_clock_offset() {
  const std::lock_guard lock(mutex_);
  Query(database_, "INSERT OR REPLACE INTO meta VALUES('clock_offset_ms',?)", clock_.offset_ms())
      .run();
}

}  // namespace sandbox
