#pragma once
// The statements that begin and end transactions.
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
extern const Statement undo_statement;     // to the savepoint
extern const Statement timeout_statement;  // milliseconds as text
extern const Statement listen_statement;   // its text names the channel
extern const Statement lock_statement;     // a number; waits
extern const Statement unlock_statement;   // all of the session

}  // namespace strata::data::postgres
