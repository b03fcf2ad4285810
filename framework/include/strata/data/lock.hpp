#pragma once
// DatabaseLock: keys that one holder has at a time, among all processes that share the database.
// On PostgreSQL session-level advisory locks, on a connection that the units of the holder then
// use; on a database of one process it does nothing, since KeyedLock does it all. Taken before a
// unit of work begins, and given back by the destructor, after its units ended. Loop thread only.
#include <memory>
#include <string>
#include <vector>

#include "strata/data/request.hpp"
#include "strata/loop/task.hpp"

namespace strata::data {

class Database;

class DatabaseLock final {
  public:
    DatabaseLock(Database& database, std::vector<std::string> keys);
    DatabaseLock(const DatabaseLock&) = delete;
    auto operator=(const DatabaseLock&) -> DatabaseLock& = delete;
    ~DatabaseLock();

    // Waits until all of them are held. Throws DatabaseError or Cancelled; then none is.
    [[nodiscard]] auto acquire() -> Task<>;

  private:
    friend class Db;
    std::unique_ptr<UnitOfWork> hold_;
};

}  // namespace strata::data
