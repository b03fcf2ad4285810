#pragma once
// Where an SQLite database lies.
#include <string>

namespace strata::data::sqlite {

// Throws DatabaseError.
void create_folder_of(const std::string& path);

// A new name for a private database: a file in memory where there is one, so that it behaves as any
// other.
[[nodiscard]] auto temporary_path() -> std::string;

}  // namespace strata::data::sqlite
