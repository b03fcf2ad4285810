#pragma once
// DatabaseError: what a database refused or could not do. Its what() is for the log (it may name
// tables and statements), never for a client; kind() decides what a client is told. A plain value;
// any thread.
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace strata::data {

enum class ErrorKind : std::uint8_t {
    busy,      // a lock of another process was not given in time, or too many units wait: try again
               // later
    conflict,  // a serialization failure or a deadlock: the same unit of work may succeed when run
               // again
    constraint,   // UNIQUE, CHECK, NOT NULL, FOREIGN KEY
    unavailable,  // it can't be opened or reached, or is closed
    readonly,     // a write in a unit that only reads
    unwritable,   // the database takes no writes: a read-only file, a standby
    full,         // no space left
    corrupt,      // the file is damaged, or a stored value is not one of its column's type
    interrupted,  // cancelled while it ran
    rows,         // another number of rows than the statement promises
    statement,    // everything else: SQL that does not fit the live database
};

class DatabaseError final : public std::runtime_error {
  public:
    DatabaseError(ErrorKind kind, const std::string& message)
        : std::runtime_error(message), kind_(kind) {}
    DatabaseError(const std::string& message, std::vector<std::string> constraints)
        : std::runtime_error(message),
          kind_(ErrorKind::constraint),
          constraints_(std::move(constraints)) {}

    [[nodiscard]] auto kind() const noexcept -> ErrorKind { return kind_; }

    // The violated constraint: "orders.number", an index' or a CHECK's name; empty when the engine
    // doesn't tell.
    [[nodiscard]] auto constraint() const noexcept -> std::string_view;

    // Whether `name` is the violated constraint, by any of its names: `table.column`, its own, or
    // the one that PostgreSQL would have given it ("orders_number_key", "orders_pkey"), so that one
    // contract fits both engines.
    [[nodiscard]] auto violates(std::string_view name) const noexcept -> bool;

  private:
    ErrorKind kind_;
    std::vector<std::string> constraints_;
};

[[nodiscard]] auto to_string(ErrorKind kind) noexcept -> std::string_view;

}  // namespace strata::data
