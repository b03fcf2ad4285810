#include "data/sqlite/migrate.hpp"

#include <array>

#include "data/sha256.hpp"
#include "strata/data/error.hpp"
#include "strata/data/rows.hpp"

namespace strata::data::sqlite {
namespace {

constexpr std::string_view create_record =
    "CREATE TABLE IF NOT EXISTS strata_migrations ("
    "name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)";

constexpr Column name_parameter[] = {{"name", Type::text}};
constexpr Column record_parameters[] = {{"name", Type::text}, {"checksum", Type::text}};
constexpr Column checksum_column[] = {{"checksum", Type::text}};

constexpr Statement find_record{.name = "strata.find_migration",
                                .sqlite = "SELECT checksum FROM strata_migrations WHERE name = ?1",
                                .source = "framework",
                                .parameters = name_parameter,
                                .columns = checksum_column};

constexpr Statement add_record{.name = "strata.add_migration",
                               .sqlite =
                                   "INSERT INTO strata_migrations (name, checksum, applied_at) "
                                   "VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))",
                               .source = "framework",
                               .parameters = record_parameters,
                               .writes = true};

auto recorded_checksum(Connection& connection, std::string_view name)
    -> std::optional<std::string> {
    const std::array<Value, 1> values{to_value(name)};
    SingleRow<std::string> row(find_record, &read_single<std::string>);
    Operation operation(find_record, values, &SingleRow<std::string>::take, &row);
    connection.run(operation);
    return std::move(row).optional();
}

void record(Connection& connection, std::string_view name, const std::string& checksum) {
    const std::array<Value, 2> values{to_value(name), to_value(checksum)};
    Operation operation(add_record, values);
    connection.run(operation);
}

void apply(Connection& connection, const Script& script, const std::string& path) {
    const std::string checksum = sha256_hex(script.sqlite);
    const auto recorded = recorded_checksum(connection, script.name);
    if (!recorded) {
        connection.run_script(script.sqlite, script.name);
        record(connection, script.name, checksum);
    } else if (*recorded != checksum) {
        throw DatabaseError(ErrorKind::statement,
                            std::string(script.name) + ": was edited after it was applied to " +
                                path + "; put it back, and write the change as a migration");
    }
}

// `step` in a transaction.
template <class Step>
void in_transaction(Connection& connection, Step step) {
    connection.begin_write();
    try {
        step();
    } catch (...) {
        connection.rollback();
        throw;
    }
    connection.commit();
}

}  // namespace

void apply_scripts(Connection& connection, std::span<const Script> scripts,
                   const std::string& path) {
    in_transaction(connection, [&] { connection.run_script(create_record, "strata_migrations"); });
    for (const Script& script : scripts) {
        in_transaction(connection, [&] { apply(connection, script, path); });
    }
}

}  // namespace strata::data::sqlite
