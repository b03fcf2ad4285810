#pragma once
// Transaction: what unit of work a method's handler runs in (docs/data.md).
#include <cstdint>

namespace strata::data {

enum class Transaction : std::uint8_t {
    write,     // one read-write transaction, begun at the first statement
    read,      // no writes; each statement sees the newest committed data
    snapshot,  // one consistent read-only view
    none,      // the handler opens its own with context.transaction()
};

}  // namespace strata::data
