#pragma once
// CallSessions: the sessions as a handler sees them, from context.sessions(). What it writes
// belongs to the call's unit of work and is known to nobody before that commits; the token then
// also goes into the reply. Loop thread only; lives as long as the call. Errors: DatabaseError,
// Cancelled; std::logic_error where the unit may not write.
//
// Without a Db argument, context.db() is written to. With `transaction: none`, pass the Db of
// context.transaction().
#include <string>
#include <vector>

#include "strata/data/db.hpp"
#include "strata/loop/task.hpp"
#include "strata/values/uuid.hpp"

namespace strata {

namespace contract {
class Invocation;
}

class CallSessions final {
  public:
    explicit CallSessions(contract::Invocation& invocation) noexcept : invocation_(&invocation) {}
    CallSessions(const CallSessions&) = delete;
    auto operator=(const CallSessions&) -> CallSessions& = delete;

    // Signs an account in, and gives its token. The session with which the call was made, if any,
    // ends.
    [[nodiscard]] auto start(Uuid account, std::string login, std::vector<std::string> groups = {})
        -> Task<std::string>;
    [[nodiscard]] auto start(Db& db, Uuid account, std::string login,
                             std::vector<std::string> groups = {}) -> Task<std::string>;

    // Ends the session with which the call was made. Without one it does nothing.
    [[nodiscard]] auto end() -> Task<>;
    [[nodiscard]] auto end(Db& db) -> Task<>;

    // Ends every session of an account: its password changed, it was closed.
    [[nodiscard]] auto end_all(Uuid account) -> Task<>;
    [[nodiscard]] auto end_all(Db& db, Uuid account) -> Task<>;

    // The groups of an account changed: so do those of its open sessions.
    [[nodiscard]] auto set_groups(Uuid account, std::vector<std::string> groups) -> Task<>;
    [[nodiscard]] auto set_groups(Db& db, Uuid account, std::vector<std::string> groups) -> Task<>;

  private:
    [[nodiscard]] auto default_db() -> Db*;
    [[nodiscard]] auto start_in(Db* db, Uuid account, std::string login,
                                std::vector<std::string> groups) -> Task<std::string>;
    [[nodiscard]] auto end_in(Db* db) -> Task<>;
    [[nodiscard]] auto end_all_in(Db* db, Uuid account) -> Task<>;
    [[nodiscard]] auto set_groups_in(Db* db, Uuid account, std::vector<std::string> groups)
        -> Task<>;

    contract::Invocation* invocation_;
};

}  // namespace strata
