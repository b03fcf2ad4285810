#pragma once
// SQLite's online backup.
#include <string>

namespace strata::data::sqlite {

// strata::data::backup() of the database at `path`.
void backup(const std::string& path, const std::string& file);

}  // namespace strata::data::sqlite
