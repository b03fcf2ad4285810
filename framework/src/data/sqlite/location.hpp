#pragma once
// Where an SQLite database lies.
#include <string>
#include <string_view>

namespace strata::data::sqlite {

[[nodiscard]] auto is_sqlite(std::string_view url) -> bool;

// The PATH of "sqlite:PATH". Throws DatabaseError for one that looks like a URL's host or options.
// REQUIRES: is_sqlite(url).
[[nodiscard]] auto path_in(std::string_view url) -> std::string;

// Throws DatabaseError.
void create_folder_of(const std::string& path);

// A new name for a private database: a file in memory where there is one, so that it behaves as any
// other.
[[nodiscard]] auto temporary_path() -> std::string;

}  // namespace strata::data::sqlite
