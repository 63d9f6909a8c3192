#pragma once

#include "database.hpp"

namespace sandbox {

/// Creates the tables and the fixed seed data in an empty file; leaves a filled one alone.
/// Throws DatabaseError when the file was made by another version of the sandbox.
void prepare_data(Database& database, const std::string& file);

/// The fixed users, products, subscriptions and shares of README.md.
void insert_seed(Database& database);

}  // namespace sandbox
