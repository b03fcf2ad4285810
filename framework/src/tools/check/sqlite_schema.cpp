#include "tools/check/sqlite_schema.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "data/sqlite/double_quotes.hpp"
#include "data/sqlite/script.hpp"

namespace strata::tools::check {
namespace {

struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

auto text_of(const sql::TypedQuery& query) -> std::string {
    return engine_text(query.sqlite, sql::SqlEngine::sqlite, query.parameter_order());
}

auto prepare(sqlite3* connection, const std::string& text) -> Prepared {
    sqlite3_stmt* handle = nullptr;
    sqlite3_prepare_v2(connection, text.data(), static_cast<int>(text.size()), &handle, nullptr);
    return Prepared(handle);
}

auto text_or_empty(const char* text) -> std::string { return text != nullptr ? text : ""; }

auto collect_read(void* into, int action, const char* table, const char* column, const char*,
                  const char*) -> int {
    if (action == SQLITE_READ && table != nullptr && column != nullptr)
        static_cast<std::set<SqliteSchema::Source>*>(into)->emplace(table, column);
    return SQLITE_OK;
}

auto holds_any(std::string_view text, std::initializer_list<std::string_view> words) -> bool {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace

void SqliteSchema::Close::operator()(sqlite3* connection) const noexcept {
    sqlite3_close_v2(connection);
}

SqliteSchema::SqliteSchema() {
    sqlite3* connection = nullptr;
    const int code = sqlite3_open(":memory:", &connection);
    connection_.reset(connection);
    if (code != SQLITE_OK) throw std::runtime_error("SQLite can't open a database in memory");
    data::sqlite::take_double_quotes_for_names(connection);
}

auto SqliteSchema::run_script(std::string_view text) -> bool {
    return !data::sqlite::run_script(connection_.get(), text);
}

// A primary key is taken for NOT NULL, as PostgreSQL has it.
auto SqliteSchema::is_nullable(const std::string& table, const std::string& column) -> bool {
    int not_null = 0;
    int primary_key = 0;
    const int code =
        sqlite3_table_column_metadata(connection_.get(), nullptr, table.c_str(), column.c_str(),
                                      nullptr, nullptr, &not_null, &primary_key, nullptr);
    return code != SQLITE_OK || (not_null == 0 && primary_key == 0);
}

auto SqliteSchema::columns_of(const sql::TypedQuery& query) -> std::vector<ResultColumn> {
    std::vector<ResultColumn> columns;
    const Prepared statement = prepare(connection_.get(), text_of(query));
    const std::set<std::string> hidden = tables_behind_views(query);
    for (int i = 0; i < sqlite3_column_count(statement.get()); ++i) {
        ResultColumn& column = columns.emplace_back();
        column.name = sqlite3_column_name(statement.get(), i);
        column.table = text_or_empty(sqlite3_column_table_name(statement.get(), i));
        column.type = text_or_empty(sqlite3_column_decltype(statement.get(), i));
        if (column.table.empty()) continue;
        column.origin = text_or_empty(sqlite3_column_origin_name(statement.get(), i));
        column.nullable = is_nullable(column.table, column.origin);
        column.of_view = hidden.contains(column.table);
        if (const sql::TypedField* declared = declared_column(query, column.name))
            column.fits = fits_sqlite(stored_type(declared->type.kind), column.type);
    }
    return columns;
}

auto SqliteSchema::constraints() -> SqliteConstraints {
    return sqlite_constraints(connection_.get());
}

auto SqliteSchema::reads_of(const sql::TypedQuery& query) -> std::set<Source> {
    return sources_of(text_of(query));
}

auto SqliteSchema::reads(const sql::TypedQuery& query, const std::string& table,
                         const std::string& column) -> bool {
    if (query.sqlite.empty()) return false;
    return std::ranges::any_of(reads_of(query), [&](const Source& source) {
        return sqlite3_stricmp(source.first.c_str(), table.c_str()) == 0 &&
               (column.empty() || sqlite3_stricmp(source.second.c_str(), column.c_str()) == 0);
    });
}

auto SqliteSchema::sources_of(const std::string& sql) -> std::set<Source> {
    std::set<Source> sources;
    sqlite3_set_authorizer(connection_.get(), &collect_read, &sources);
    const Prepared statement = prepare(connection_.get(), sql);
    sqlite3_set_authorizer(connection_.get(), nullptr, nullptr);
    return statement ? sources : std::set<Source>();
}

auto SqliteSchema::tables_behind_views(const sql::TypedQuery& query) -> std::set<std::string> {
    const Prepared views =
        prepare(connection_.get(), "SELECT name FROM sqlite_schema WHERE type = 'view'");
    const std::set<Source> read = reads_of(query);
    std::set<std::string> tables;
    while (sqlite3_step(views.get()) == SQLITE_ROW) {
        const std::string view = reinterpret_cast<const char*>(sqlite3_column_text(views.get(), 0));
        if (std::ranges::find(read, view, &Source::first) == read.end()) continue;
        for (const Source& source : sources_of("SELECT * FROM \"" + view + "\""))
            tables.insert(source.first);
    }
    return tables;
}

auto fits_sqlite(data::Type type, std::string_view declared) -> bool {
    std::string upper(declared);
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (upper.empty()) return true;
    const bool text = holds_any(upper, {"CHAR", "CLOB", "TEXT"});
    switch (type) {
        case data::Type::uuid: return text || upper == "UUID";
        case data::Type::timestamp:
            return text || upper == "TIMESTAMPTZ" || upper == "TIMESTAMP WITH TIME ZONE";
        case data::Type::json: return text || upper == "JSON" || upper == "JSONB";
        case data::Type::integer: return holds_any(upper, {"INT"});
        case data::Type::boolean: return holds_any(upper, {"INT", "BOOL"});
        case data::Type::real: return holds_any(upper, {"REAL", "FLOA", "DOUB"});
        case data::Type::bytes: return upper == "BLOB" || upper == "BYTEA";
        case data::Type::text: break;
    }
    return text;
}

}  // namespace strata::tools::check
