// Everything the sandbox remembers. Every public function is one transaction on one SQLite file,
// safe to call from any thread, and what it has answered outlives a restart.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "clock.hpp"
#include "database.hpp"

namespace sandbox {

struct User {
  std::int64_t id = 0;
  std::string login;
  std::string name;
  std::string email;
  std::int64_t customer_number = 0;
  std::string about;
};

/// An access token. Without a user it is a client-mode token.
struct Token {
  std::optional<std::int64_t> user_id;
  std::string client_id;
  std::int64_t expires_in = 0;  // seconds
};

struct Invitation {
  std::string contact;
  std::string contact_type;  // "A" or "B"
  std::string product_code;
  std::string first_name;  // empty: not given
  std::string last_name;
  bool even_twice = false;  // also where the person has one already
};

/// What endpoint 1 does: a status word, or a bad request with its message.
struct InviteOutcome {
  std::string status;
  std::string bad_request;
};

struct OutboxItem {
  std::string to, contact_type, first_name, product_code, product_name, owner_name, share_code;
  std::int64_t sent_at = 0;
};

struct PublisherSession {
  std::string id;
  User user;
  std::string access_token, refresh_token;
};

struct IssuedTokens {
  std::string access_token, refresh_token;  // the second is empty in client mode
  std::int64_t expires_in = 0;              // seconds
};

struct LoginState {
  std::string nonce, return_to;
};

class Store {
 public:
  /// Whatever the thread that holds one does is taken back at its end. Other threads wait
  /// meanwhile.
  class Rehearsal {
   public:
    explicit Rehearsal(Store& store) : lock_(store.mutex_), all_(store.database_) {}

   private:
    std::lock_guard<std::recursive_mutex> lock_;
    Transaction all_;
  };

  /// Opens or seeds `file`; throws DatabaseError with a sentence for the person at the keyboard.
  Store(const std::string& file, Clock& clock);

  // The owner and the recipient (store_sharing.cpp). The strings are ShareStatus words.
  InviteOutcome invite(std::int64_t owner, const Invitation& invitation);
  std::string accept(std::int64_t user, const std::string& code);
  std::string decline(const std::string& code);
  std::string cancel(std::int64_t owner, const std::string& code);
  bool rename(std::int64_t owner, const std::string& code,
              const std::optional<std::string>& first_name,
              const std::optional<std::string>& last_name);

  // Lists (store_lists.cpp). The strings are whole JSON answers.
  std::string shared_subscribers_json(std::int64_t owner);
  std::string share_rules_json(std::int64_t user, const std::string& product_code);
  std::string distribution_levels_json(std::int64_t user, const std::string& product_code);
  std::string subscriptions_json(std::int64_t user);
  std::string nets_json(std::int64_t user);
  bool has_received_b2b(std::int64_t user, const std::optional<std::string>& product_code);
  bool replace_nets(std::int64_t user, const std::string& list_json);
  bool level_exists(const std::string& product_code, const std::string& level);
  void choose_level(std::int64_t user, const std::string& product_code, const std::string& level);
  std::string chosen_levels_json();
  std::vector<OutboxItem> outbox();

  // Test helpers behind /sandbox/ (store_lists.cpp).
  bool create_shares(std::int64_t owner, const std::string& product_code, int count,
                     const std::string& status);
  /// As many as there are seats left.
  void fill_seats(const std::string& owner_login, const std::string& product_code);
  bool set_status(const std::string& code, const std::string& status);
  bool set_stopped(std::int64_t owner, const std::string& product_code, bool stopped);
  void save_clock_offset();

  // Users, tokens and sessions (store_login.cpp).
  std::vector<User> users();
  std::optional<User> user_by_login(const std::string& login);
  std::optional<User> user_by_id(std::int64_t id);
  bool password_matches(const std::string& login, const std::string& password);
  bool client_exists(const std::string& client_id);
  bool client_secret_matches(const std::string& client_id, const std::string& secret);
  /// The token, or nothing when it is unknown or has expired.
  std::optional<Token> find_token(const std::string& token);
  IssuedTokens issue_client_token(const std::string& client_id);
  IssuedTokens issue_user_tokens(const std::string& client_id, std::int64_t user);
  std::optional<IssuedTokens> refresh(const std::string& client_id, const std::string& refresh,
                                      bool rotates = false);
  void expire_token(const std::string& token);
  void expire_tokens(bool refresh_tokens_too);
  std::string issue_auth_code(const std::string& client_id, const std::string& redirect_uri,
                              std::int64_t user, const std::string& challenge = {});
  /// Uses up the code; nothing when it is unknown, old, or for another client or address.
  std::optional<std::int64_t> redeem_auth_code(const std::string& code,
                                               const std::string& client_id,
                                               const std::string& redirect_uri);
  std::string create_login_session(std::int64_t user);
  std::optional<User> login_session_user(const std::string& id);
  void end_login_session(const std::string& id);
  void end_login_sessions_of(std::int64_t user);
  std::string create_publisher_session(std::int64_t user, const IssuedTokens& tokens);
  std::optional<PublisherSession> publisher_session(const std::string& id);
  void set_session_tokens(const std::string& id, const IssuedTokens& tokens);
  void end_publisher_session(const std::string& id);
  std::string create_login_state(const std::string& nonce, const std::string& return_to);
  /// Uses up the state.
  std::optional<LoginState> take_login_state(const std::string& state);

 private:
  IssuedTokens issue_access_token(const std::string& client_id, std::optional<std::int64_t> user);
  std::int64_t shares_in_use(std::int64_t owner, const std::string& product_code);

  std::recursive_mutex mutex_;  // a rehearsal holds it around whole functions
  Clock& clock_;
  Database database_;
};

}  // namespace sandbox
