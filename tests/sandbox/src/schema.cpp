#include "schema.hpp"

namespace sandbox {
namespace {

constexpr int kVersion = 2;

// Times are epoch milliseconds. Optional facts are NULL, never an invented default, because an
// answer leaves out what is not known.
constexpr char kTables[] = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE clients(id TEXT PRIMARY KEY, secret TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE users(
  id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, email TEXT NOT NULL,
  phone TEXT, customer_number INTEGER NOT NULL, password TEXT NOT NULL, about TEXT NOT NULL);
CREATE TABLE products(code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rules(
  product_code TEXT PRIMARY KEY REFERENCES products, share_type TEXT NOT NULL,
  coupon_code TEXT, coupon_number INTEGER, create_connect_customer INTEGER,
  name_required INTEGER, issuer TEXT, consent_group INTEGER) WITHOUT ROWID;
CREATE TABLE subscriptions(
  user_id INTEGER NOT NULL REFERENCES users, product_code TEXT NOT NULL REFERENCES products,
  share_count INTEGER, stopped INTEGER NOT NULL DEFAULT 0, received_b2b INTEGER NOT NULL DEFAULT 0,
  end_time INTEGER NOT NULL, PRIMARY KEY(user_id, product_code)) WITHOUT ROWID;
CREATE TABLE shares(
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE,
  owner_id INTEGER NOT NULL REFERENCES users, product_code TEXT NOT NULL REFERENCES products,
  contact TEXT NOT NULL, contact_key TEXT NOT NULL, contact_type TEXT NOT NULL,
  first_name TEXT, last_name TEXT, status TEXT NOT NULL,
  user_id INTEGER REFERENCES users, customer_number INTEGER,
  start_time INTEGER, end_time INTEGER);
CREATE INDEX shares_of_owner ON shares(owner_id, product_code, status);
CREATE INDEX shares_by_contact ON shares(owner_id, product_code, contact_key);
CREATE INDEX shares_of_recipient ON shares(user_id, product_code, status);
CREATE TABLE outbox(
  id INTEGER PRIMARY KEY, recipient TEXT NOT NULL, contact_type TEXT NOT NULL,
  first_name TEXT, product_code TEXT NOT NULL, owner_id INTEGER NOT NULL REFERENCES users,
  share_code TEXT NOT NULL, sent_at INTEGER NOT NULL);
CREATE TABLE nets(user_id INTEGER PRIMARY KEY REFERENCES users, list TEXT NOT NULL);
CREATE TABLE levels(
  product_code TEXT NOT NULL REFERENCES products, level TEXT NOT NULL, usage TEXT NOT NULL,
  PRIMARY KEY(product_code, level));
CREATE TABLE chosen_levels(
  user_id INTEGER NOT NULL REFERENCES users, product_code TEXT NOT NULL REFERENCES products,
  level TEXT NOT NULL, PRIMARY KEY(user_id, product_code)) WITHOUT ROWID;
CREATE TABLE tokens(
  token TEXT PRIMARY KEY, user_id INTEGER REFERENCES users, client_id TEXT NOT NULL
  REFERENCES clients, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE refresh_tokens(
  token TEXT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  client_id TEXT NOT NULL REFERENCES clients, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE auth_codes(
  code TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES clients, redirect_uri TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE login_sessions(
  id TEXT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE publisher_sessions(
  id TEXT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users, access_token TEXT NOT NULL,
  refresh_token TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE login_states(
  state TEXT PRIMARY KEY, nonce TEXT NOT NULL, return_to TEXT NOT NULL,
  expires_at INTEGER NOT NULL) WITHOUT ROWID;
)sql";

}  // namespace

void prepare_data(Database& database, const std::string& file) {
  std::int64_t version = 0;
  {
    Query query(database, "PRAGMA user_version");
    if (query.step()) version = query.integer(0);
  }
  if (version == kVersion) return;
  if (version != 0) {
    throw DatabaseError("The data file " + file +
                        " was made by another version of the sandbox; delete it to start from the "
                        "seed data, or give --data another file.");
  }
  Transaction transaction(database);
  database.execute(kTables);
  insert_seed(database);
  database.execute(("PRAGMA user_version=" + std::to_string(kVersion)).c_str());
  transaction.commit();
}

}  // namespace sandbox
