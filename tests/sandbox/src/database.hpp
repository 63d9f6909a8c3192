// A thin layer over SQLite: one connection, cached statements, failures as exceptions.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sandbox {

/// What SQLite said, and during which statement.
struct DatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Database {
 public:
  /// Opens or creates `file`. Throws DatabaseError with a sentence for the person who started the
  /// sandbox when the file cannot be used, is in use, or is something else than a sandbox's data.
  explicit Database(const std::string& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const char* sql);

  /// A prepared statement, kept for the next use. `sql` is the key.
  sqlite3_stmt* prepare(std::string_view sql);

  [[noreturn]] void fail(std::string_view what) const;
  int changes() const { return sqlite3_changes(handle_); }
  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

 private:
  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

/// One run of a statement: bind by position, then step through the rows.
class Query {
 public:
  template <typename... Values>
  Query(Database& database, std::string_view sql, const Values&... values)
      : database_(database), statement_(database.prepare(sql)) {
    (bind(values), ...);
  }
  ~Query() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Moves to the next row; false after the last one.
  bool step();

  /// Runs a statement that gives no rows and says how many rows it changed.
  int run();

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::string_view view(int column) const;
  std::string text(int column) const { return std::string(view(column)); }
  std::optional<std::int64_t> maybe_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }

 private:
  void bind(std::int64_t value) { sqlite3_bind_int64(statement_, ++bound_, value); }
  void bind(int value) { sqlite3_bind_int64(statement_, ++bound_, value); }
  void bind(bool value) { sqlite3_bind_int64(statement_, ++bound_, value ? 1 : 0); }
  void bind(std::nullptr_t) { sqlite3_bind_null(statement_, ++bound_); }
  void bind(std::string_view value) {
    sqlite3_bind_text(statement_, ++bound_, value.data(), static_cast<int>(value.size()),
                      SQLITE_TRANSIENT);
  }
  void bind(const std::string& value) { bind(std::string_view(value)); }
  void bind(const char* value) { bind(std::string_view(value)); }
  template <typename T>
  void bind(const std::optional<T>& value) {
    value ? bind(*value) : bind(nullptr);
  }

  Database& database_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

/// All or nothing: rolls back unless `commit` was reached. Within another one it is a part of that,
/// which then decides.
class Transaction {
 public:
  explicit Transaction(Database& database)
      : database_(database), open_(!database.in_transaction()) {
    if (open_) database_.execute("BEGIN IMMEDIATE");
  }
  ~Transaction();
  void commit();

 private:
  Database& database_;
  bool open_;
};

}  // namespace sandbox
