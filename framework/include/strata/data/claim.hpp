#pragma once
// DatabaseClaim: a key that one process has at a time among all that share the database, taken
// without waiting. On PostgreSQL a session-level advisory lock, on a connection that the process
// keeps for all its claims: when that is lost, so are they, and nobody is told. On a database of
// one process it is always granted: who asks twice in a process finds out by itself. Given back by
// the destructor. Loop thread only.
#include <memory>
#include <string>

#include "strata/loop/task.hpp"

namespace strata::data {

class Claim;
class Database;

class DatabaseClaim final {
  public:
    DatabaseClaim(Database& database, const std::string& key);
    DatabaseClaim(const DatabaseClaim&) = delete;
    auto operator=(const DatabaseClaim&) -> DatabaseClaim& = delete;
    ~DatabaseClaim();

    // Once. False: another process has it. Throws DatabaseError or Cancelled.
    [[nodiscard]] auto acquire() -> Task<bool>;

  private:
    std::unique_ptr<Claim> claim_;
};

}  // namespace strata::data
