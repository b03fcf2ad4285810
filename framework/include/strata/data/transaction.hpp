#pragma once
// Transaction: what unit of work a method's handler runs in (docs/data.md).
#include <cstdint>
#include <optional>

namespace strata::data {

enum class Transaction : std::uint8_t {
    write,     // one read-write transaction, begun at the first statement
    read,      // no writes; each statement sees the newest committed data
    snapshot,  // one consistent read-only view
    none,      // the handler opens its own with context.transaction()
};

// What a write unit sees of others that run beside it on PostgreSQL. On SQLite there are none.
enum class Isolation : std::uint8_t {
    read_committed,   // each statement sees what is committed then: updates can be lost
    repeatable_read,  // one state; of two that change the same row one is a conflict, and runs
                      // again
    serializable,     // as if they ran one after another; what does not fit is a conflict
};

struct TransactionOptions {
    TransactionOptions(Transaction how) noexcept : mode(how) {}  // NOLINT(*-explicit-*)
    TransactionOptions(Transaction how, Isolation what) noexcept : mode(how), isolation(what) {}

    Transaction mode;
    // Of `write` on PostgreSQL, instead of database.isolation; on SQLite writes run one after
    // another.
    std::optional<Isolation> isolation{};
};

}  // namespace strata::data
