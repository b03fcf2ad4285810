#pragma once
// Statement: one named query, prepared once a connection and always parameterised. Generated code
// (and framework areas that keep tables of their own) define them as `constexpr` objects in static
// storage; the address identifies a statement, so it must live as long as the program. Immutable;
// any thread.
#include <cstdint>
#include <span>
#include <string_view>

namespace strata::data {

// The types that both engines know (docs/data.md has the table).
enum class Type : std::uint8_t { boolean, integer, real, text, bytes, uuid, timestamp, json };

// A parameter or a result column. The name may be empty where the result has a single column, of
// whatever name.
struct Column {
    std::string_view name{};
    Type type = Type::text;
    bool nullable = false;
    bool list = false;  // a parameter that takes any number of values: a List
};

struct Statement {
    std::string_view name{};      // "orders.find_order"
    std::string_view sqlite{};    // parameters are ?1, ?2, ...
    std::string_view postgres{};  // parameters are $1, $2, ...
    std::string_view source{};    // "db/orders.sql:12"
    std::span<const Column> parameters{};
    std::span<const Column>
        columns{};  // in the order in which a row is read; the SQL may have another order
    bool writes = false;
    bool batch = false;  // inserts many rows: every parameter is the list of a column's values
};

// An SQL script that is applied once to a database, as a whole, and recorded: db/create.sql, a
// migration. The engine takes its own text; `name` is its record in strata_migrations.
struct Script {
    std::string_view name{};  // "db/create.sql"
    std::string_view sqlite{};
    std::string_view postgres{};
};

}  // namespace strata::data
