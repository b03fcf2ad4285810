#include "data/sqlite/migrate.hpp"

#include <array>
#include <filesystem>

#include "data/sqlite/location.hpp"
#include "strata/data/error.hpp"
#include "strata/data/rows.hpp"

namespace strata::data::sqlite {
namespace {

constexpr std::string_view create_record =
    "CREATE TABLE IF NOT EXISTS strata_migrations ("
    "name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)";

constexpr Column record_columns[] = {{"name", Type::text}, {"checksum", Type::text}};
constexpr Column count_column[] = {{"count", Type::integer}};

constexpr Statement find_table{.name = "strata.find_migrations",
                               .sqlite =
                                   "SELECT count(*) AS count FROM sqlite_schema "
                                   "WHERE type = 'table' AND name = 'strata_migrations'",
                               .source = "framework",
                               .columns = count_column};

constexpr Statement list_records{
    .name = "strata.list_migrations",
    .sqlite = "SELECT name, checksum FROM strata_migrations ORDER BY rowid",
    .source = "framework",
    .columns = record_columns};

constexpr Statement insert_record{.name = "strata.add_migration",
                                  .sqlite =
                                      "INSERT INTO strata_migrations (name, checksum, applied_at) "
                                      "VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))",
                                  .source = "framework",
                                  .parameters = record_columns,
                                  .writes = true};

auto read_record(RowReader& row) -> ScriptStore::Record {
    return {row.get<std::string>(0), row.get<std::string>(1)};
}

auto has_records(Connection& connection) -> bool {
    SingleRow<std::int64_t> row(find_table, &read_single<std::int64_t>);
    Operation operation(find_table, {}, &SingleRow<std::int64_t>::take, &row);
    connection.run(operation);
    return std::move(row).value() > 0;
}

auto folder_of(const std::string& path) -> std::string {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

}  // namespace

auto SqliteScripts::records() -> std::vector<Record> {
    if (!has_records(connection_)) return {};
    AllRows<Record> rows(&read_record);
    Operation operation(list_records, {}, &AllRows<Record>::take, &rows);
    connection_.run(operation);
    return std::move(rows).values();
}

void SqliteScripts::make_records() {
    if (has_records(connection_)) return;
    connection_.run_script(create_record, "strata_migrations");
}

void SqliteScripts::add_record(const Record& record) {
    const std::array<Value, 2> values{to_value(record.name), to_value(record.checksum)};
    Operation operation(insert_record, values);
    connection_.run(operation);
}

void SqliteScripts::lock() { lock_.take(folder_of(path_), stop_); }

void SqliteScripts::run(std::string_view text, std::string_view name) {
    const bool inside = connection_.in_transaction();
    connection_.run_script(text, name);
    if (inside == connection_.in_transaction()) return;
    throw DatabaseError(
        ErrorKind::statement,
        std::string(name) + (inside ? ": ends the transaction that it runs in; leave COMMIT out, "
                                      "or begin the script with `-- no-transaction`"
                                    : ": leaves a transaction open"));
}

auto migrate(const std::string& path, const DatabaseOptions& options,
             std::span<const Script> scripts, Migration action) -> std::vector<ScriptStatus> {
    if (action == Migration::up) create_folder_of(path);
    const bool looks = action != Migration::up;
    const bool in_memory = looks && !std::filesystem::exists(path);
    Connection connection(in_memory ? ":memory:" : path, options, Role::writer);
    if (action == Migration::up) connection.require_writable();
    SqliteScripts store(connection, path, nullptr);
    if (action == Migration::dry_run) return try_scripts(store, scripts);
    if (action == Migration::up) apply_scripts(store, scripts);
    return script_status(store, scripts);
}

}  // namespace strata::data::sqlite
