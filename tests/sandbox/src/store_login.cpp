// Users, clients, tokens and the sessions of the login host and of the publisher.
#include "schema.hpp"
#include "store.hpp"
#include "text.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;
constexpr std::int64_t kAccessTokenLife = kDay / 2;    // 12 h [D]
constexpr std::int64_t kRefreshTokenLife = 30 * kDay;  // [D]
constexpr std::int64_t kSessionLife = 30 * kDay;
constexpr std::int64_t kCodeLife = 5 * kMinute;
constexpr std::int64_t kLoginStateLife = 60 * kMinute;  // time to find one's password

constexpr char kUserColumns[] = "SELECT id, login, name, email, customer_number, about FROM users ";

User read_user(const Query& row) {
  return {row.integer(0), row.text(1), row.text(2), row.text(3), row.integer(4), row.text(5)};
}

}  // namespace

Store::Store(const std::string& file, Clock& clock) : clock_(clock), database_(file) {
  prepare_data(database_, file);
  Query offset(database_, "SELECT value FROM meta WHERE key='clock_offset_ms'");
  if (offset.step()) clock_.set_offset_ms(offset.integer(0));
}

std::vector<User> Store::users() {
  const std::lock_guard lock(mutex_);
  std::vector<User> users;
  Query rows(database_, std::string(kUserColumns) + "ORDER BY id");
  while (rows.step()) users.push_back(read_user(rows));
  return users;
}

std::optional<User> Store::user_by_login(const std::string& login) {
  const std::lock_guard lock(mutex_);
  // The login page asks for a user name or an e-mail address.
  Query row(database_, std::string(kUserColumns) + "WHERE login=?1 OR email=?1", login);
  return row.step() ? std::optional(read_user(row)) : std::nullopt;
}

std::optional<User> Store::user_by_id(std::int64_t id) {
  const std::lock_guard lock(mutex_);
  Query row(database_, std::string(kUserColumns) + "WHERE id=?", id);
  return row.step() ? std::optional(read_user(row)) : std::nullopt;
}

bool Store::password_matches(const std::string& login, const std::string& password) {
  const std::lock_guard lock(mutex_);
  Query row(database_, "SELECT 1 FROM users WHERE (login=?1 OR email=?1) AND password=?2", login,
            password);
  return row.step();
}

bool Store::client_exists(const std::string& client_id) {
  const std::lock_guard lock(mutex_);
  Query row(database_, "SELECT 1 FROM clients WHERE id=?", client_id);
  return row.step();
}

bool Store::client_secret_matches(const std::string& client_id, const std::string& secret) {
  const std::lock_guard lock(mutex_);
  Query row(database_, "SELECT 1 FROM clients WHERE id=? AND secret=?", client_id, secret);
  return row.step();
}

std::optional<Token> Store::find_token(const std::string& token) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now_ms();
  Query row(database_,
            "SELECT user_id, client_id, expires_at FROM tokens WHERE token=? AND expires_at>?",
            token, now);
  if (!row.step()) return std::nullopt;
  return Token{row.maybe_integer(0), row.text(1), (row.integer(2) - now) / 1000};
}

IssuedTokens Store::issue_access_token(const std::string& client_id,
                                       std::optional<std::int64_t> user) {
  IssuedTokens tokens{random_key(40), {}, kAccessTokenLife / 1000};
  Query(database_, "INSERT INTO tokens VALUES(?,?,?,?)", tokens.access_token, user, client_id,
        clock_.now_ms() + kAccessTokenLife)
      .run();
  return tokens;
}

IssuedTokens Store::issue_client_token(const std::string& client_id) {
  const std::lock_guard lock(mutex_);
  return issue_access_token(client_id, std::nullopt);
}

IssuedTokens Store::issue_user_tokens(const std::string& client_id, std::int64_t user) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  auto tokens = issue_access_token(client_id, user);
  tokens.refresh_token = random_key(40);
  Query(database_, "INSERT INTO refresh_tokens VALUES(?,?,?,?)", tokens.refresh_token, user,
        client_id, clock_.now_ms() + kRefreshTokenLife)
      .run();
  transaction.commit();
  return tokens;
}

std::optional<IssuedTokens> Store::refresh(const std::string& client_id, const std::string& refresh,
                                           bool rotates) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  std::int64_t user = 0;
  {
    Query row(database_,
              "SELECT user_id FROM refresh_tokens WHERE token=? AND client_id=? AND expires_at>?",
              refresh, client_id, clock_.now_ms());
    if (!row.step()) return std::nullopt;
    user = row.integer(0);
  }
  auto tokens = issue_access_token(client_id, user);
  // Unless asked for, the refresh token stays the same: a lost answer must not lock the publisher
  // out.
  tokens.refresh_token = refresh;
  if (rotates) {
    tokens.refresh_token = random_key(40);
    Query(database_, "UPDATE refresh_tokens SET token=? WHERE token=?", tokens.refresh_token,
          refresh)
        .run();
  }
  transaction.commit();
  return tokens;
}

void Store::expire_token(const std::string& token) {
  const std::lock_guard lock(mutex_);
  Query(database_, "UPDATE tokens SET expires_at=0 WHERE token=?", token).run();
}

void Store::expire_tokens(bool refresh_tokens_too) {
  const std::lock_guard lock(mutex_);
  database_.execute("UPDATE tokens SET expires_at=0");
  if (refresh_tokens_too) database_.execute("UPDATE refresh_tokens SET expires_at=0");
}

std::string Store::issue_auth_code(const std::string& client_id, const std::string& redirect_uri,
                                   std::int64_t user, const std::string& challenge) {
  const std::lock_guard lock(mutex_);
  // Whoever redeems it brings what the challenge was made of: it travels in the code itself.
  const auto code = random_key(32) + challenge;
  Query(database_, "INSERT INTO auth_codes VALUES(?,?,?,?,?)", code, client_id, redirect_uri, user,
        clock_.now_ms() + kCodeLife)
      .run();
  return code;
}

std::optional<std::int64_t> Store::redeem_auth_code(const std::string& code,
                                                    const std::string& client_id,
                                                    const std::string& redirect_uri) {
  const std::lock_guard lock(mutex_);
  Query row(database_,
            "DELETE FROM auth_codes WHERE code=? RETURNING client_id, redirect_uri, user_id, "
            "expires_at",
            code);
  if (!row.step()) return std::nullopt;
  const bool fits =
      row.view(0) == client_id && row.view(1) == redirect_uri && row.integer(3) > clock_.now_ms();
  const auto user = row.integer(2);
  row.run();
  return fits ? std::optional(user) : std::nullopt;
}

std::string Store::create_login_session(std::int64_t user) {
  const std::lock_guard lock(mutex_);
  const auto id = random_key(32);
  Query(database_, "INSERT INTO login_sessions VALUES(?,?,?)", id, user,
        clock_.now_ms() + kSessionLife)
      .run();
  return id;
}

std::optional<User> Store::login_session_user(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Query row(database_,
            std::string(kUserColumns) +
                "WHERE id=(SELECT user_id FROM login_sessions WHERE id=? AND expires_at>?)",
            id, clock_.now_ms());
  return row.step() ? std::optional(read_user(row)) : std::nullopt;
}

void Store::end_login_session(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Query(database_, "DELETE FROM login_sessions WHERE id=?", id).run();
}

void Store::end_login_sessions_of(std::int64_t user) {
  const std::lock_guard lock(mutex_);
  Query(database_, "DELETE FROM login_sessions WHERE user_id=?", user).run();
}

std::string Store::create_publisher_session(std::int64_t user, const IssuedTokens& tokens) {
  const std::lock_guard lock(mutex_);
  const auto id = random_key(32);
  Query(database_, "INSERT INTO publisher_sessions VALUES(?,?,?,?,?)", id, user,
        tokens.access_token, tokens.refresh_token, clock_.now_ms() + kSessionLife)
      .run();
  return id;
}

std::optional<PublisherSession> Store::publisher_session(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Query row(database_,
            "SELECT u.id, u.login, u.name, u.email, u.customer_number, u.about, s.access_token, "
            "s.refresh_token FROM publisher_sessions s JOIN users u ON u.id=s.user_id "
            "WHERE s.id=? AND s.expires_at>?",
            id, clock_.now_ms());
  if (!row.step()) return std::nullopt;
  return PublisherSession{id, read_user(row), row.text(6), row.text(7)};
}

void Store::set_session_tokens(const std::string& id, const IssuedTokens& tokens) {
  const std::lock_guard lock(mutex_);
  Query(database_, "UPDATE publisher_sessions SET access_token=?, refresh_token=? WHERE id=?",
        tokens.access_token, tokens.refresh_token, id)
      .run();
}

void Store::end_publisher_session(const std::string& id) {
  const std::lock_guard lock(mutex_);
  Query(database_, "DELETE FROM publisher_sessions WHERE id=?", id).run();
}

std::string Store::create_login_state(const std::string& nonce, const std::string& return_to) {
  const std::lock_guard lock(mutex_);
  const auto state = random_key(32);
  Query(database_, "INSERT INTO login_states VALUES(?,?,?,?)", state, nonce, return_to,
        clock_.now_ms() + kLoginStateLife)
      .run();
  return state;
}

std::optional<LoginState> Store::take_login_state(const std::string& state) {
  const std::lock_guard lock(mutex_);
  Query row(database_,
            "DELETE FROM login_states WHERE state=? RETURNING nonce, return_to, expires_at", state);
  if (!row.step()) return std::nullopt;
  const bool fresh = row.integer(2) > clock_.now_ms();
  LoginState found{row.text(0), row.text(1)};
  row.run();
  return fresh ? std::optional(found) : std::nullopt;
}

}  // namespace sandbox
