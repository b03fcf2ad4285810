#pragma once
// A copy of a database that is in use, as of one moment: `NAME backup FILE`. Blocks; any thread.
#include <string>

#include "strata/data/options.hpp"

namespace strata::data {

// Writes the copy to a new file, which is there whole or not at all. Services go on reading and
// writing meanwhile. Throws DatabaseError: the file is there already, the disk is full, the
// database can't be read; or it is PostgreSQL's, whose own tools (pg_dump) do that.
void backup(const DatabaseOptions& options, const std::string& file);

}  // namespace strata::data
