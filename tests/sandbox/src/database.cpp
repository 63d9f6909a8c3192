#include "database.hpp"

namespace sandbox {
namespace {

constexpr int kApplicationId = 0x53425348;  // "SBSH": tells our files from other people's

}  // namespace

Database::Database(const std::string& file) {
  const auto refuse = [&](const std::string& why) {
    sqlite3_close(handle_);
    handle_ = nullptr;
    throw DatabaseError(why);
  };
  if (sqlite3_open_v2(file.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                      nullptr) != SQLITE_OK) {
    refuse("The data file " + file +
           " cannot be opened for writing; give --data a file in a folder that exists and that "
           "you may write to.");
  }
  // One process owns the file: a second sandbox on it would answer from stale memory.
  // WAL with synchronous=NORMAL survives a killed process, and a commit does not wait for the disk.
  const int result = sqlite3_exec(handle_,
                                  "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;"
                                  "PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                                  "BEGIN IMMEDIATE; COMMIT",
                                  nullptr, nullptr, nullptr);
  if (result == SQLITE_BUSY) {
    refuse("The data file " + file +
           " is in use by another sandbox; end that one or give --data another file.");
  }
  if (result == SQLITE_NOTADB) {
    refuse("The file " + file + " is not a sandbox data file; give --data another file.");
  }
  if (result != SQLITE_OK) {
    refuse("The data file " + file + " cannot be written (" + sqlite3_errmsg(handle_) +
           "); free some space, fix its rights, or give --data another file.");
  }
  std::int64_t id = 0;
  std::int64_t tables = 0;
  {
    Query query(*this, "PRAGMA application_id");
    if (query.step()) id = query.integer(0);
  }
  {
    Query query(*this, "SELECT count(*) FROM sqlite_master");
    if (query.step()) tables = query.integer(0);
  }
  if (tables > 0 && id != kApplicationId) {
    for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    refuse("The file " + file +
           " is a database of something else; give --data another file so that it stays whole.");
  }
  execute(("PRAGMA application_id=" + std::to_string(kApplicationId)).c_str());
}

Database::~Database() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

void Database::execute(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

sqlite3_stmt* Database::prepare(std::string_view sql) {
  const auto found = statements_.find(std::string(sql));
  if (found != statements_.end()) return found->second;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    fail(sql);
  }
  statements_.emplace(sql, statement);
  return statement;
}

void Database::fail(std::string_view what) const {
  throw DatabaseError(std::string("database: ") + sqlite3_errmsg(handle_) +
                      " in: " + std::string(what));
}

bool Query::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_.fail(sqlite3_sql(statement_));
  return false;
}

int Query::run() {
  while (step()) {
  }
  return database_.changes();
}

std::string_view Query::view(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const DatabaseError&) {
    // The failure that brought us here is already on its way to the caller.
  }
}

void Transaction::commit() {
  if (open_) database_.execute("COMMIT");
  open_ = false;
}

}  // namespace sandbox
