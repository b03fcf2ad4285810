#pragma once
// The statements that begin and end transactions, and those of locks among processes.
#include <cstdint>
#include <string>

#include "strata/data/options.hpp"
#include "strata/data/statement.hpp"
#include "strata/data/transaction.hpp"

namespace strata::data::postgres {

[[nodiscard]] auto begin_statement(Transaction mode, Isolation isolation) noexcept
    -> const Statement&;
extern const Statement commit_statement;
extern const Statement rollback_statement;
extern const Statement savepoint_statement;
extern const Statement release_statement;
extern const Statement undo_statement;       // to the savepoint
extern const Statement timeout_statement;    // milliseconds as text
extern const Statement listen_statement;     // its text names the channel
extern const Statement standby_statement;    // whether the server is one
extern const Statement lock_statement;       // a number; waits
extern const Statement unlock_statement;     // all of the session
extern const Statement try_lock_statement;   // a number; whether it is held now
extern const Statement give_back_statement;  // a number that is held

// The number of an advisory lock.
[[nodiscard]] auto lock_number(const std::string& key) -> std::int64_t;

}  // namespace strata::data::postgres
