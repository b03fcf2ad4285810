#include "data/sqlite/constraint.hpp"

#include <sqlite3.h>

#include <memory>

#include "data/sqlite/declared_constraints.hpp"

namespace strata::data::sqlite {
namespace {

struct Columns {
    std::string table{};
    std::vector<std::string> names{};
};

using Query = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

// "orders.number, orders.year" -> orders: number, year
auto parse_columns(std::string_view text) -> Columns {
    Columns columns;
    while (!text.empty()) {
        const std::size_t comma = text.find(", ");
        const std::string_view item = text.substr(0, comma);
        const std::size_t dot = item.find('.');
        if (dot == std::string_view::npos) return {};
        columns.table = item.substr(0, dot);
        columns.names.emplace_back(item.substr(dot + 1));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 2);
    }
    return columns;
}

// The name that PostgreSQL gives to a constraint without one.
auto default_name(const Columns& columns, std::string_view suffix) -> std::string {
    std::string name = columns.table;
    if (suffix != "pkey") {
        for (const std::string& column : columns.names) name.append("_").append(column);
    }
    return name.append("_").append(suffix);
}

auto query(sqlite3* connection, const char* sql, std::string_view argument) -> Query {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr);
    Query owner(statement, &sqlite3_finalize);
    if (statement != nullptr) {
        sqlite3_bind_text(statement, 1, argument.data(), static_cast<int>(argument.size()),
                          SQLITE_TRANSIENT);
    }
    return owner;
}

auto text_of(sqlite3_stmt* statement) -> std::string {
    const unsigned char* text = sqlite3_column_text(statement, 0);
    return text != nullptr ? reinterpret_cast<const char*>(text) : "";
}

auto list(sqlite3* connection, const char* sql, std::string_view argument)
    -> std::vector<std::string> {
    std::vector<std::string> names;
    const Query rows = query(connection, sql, argument);
    while (rows && sqlite3_step(rows.get()) == SQLITE_ROW) names.push_back(text_of(rows.get()));
    return names;
}

void add_index_names(sqlite3* connection, const Columns& columns, std::vector<std::string>& names) {
    const auto indexes =
        list(connection, "SELECT name FROM pragma_index_list(?1) WHERE \"unique\" AND origin = 'c'",
             columns.table);
    for (const std::string& index : indexes) {
        if (list(connection, "SELECT name FROM pragma_index_info(?1) ORDER BY seqno", index) ==
            columns.names) {
            names.push_back(index);
        }
    }
}

void add_declared_names(sqlite3* connection, const Columns& columns,
                        std::vector<std::string>& names) {
    const auto sql =
        list(connection, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1",
             columns.table);
    if (sql.empty()) return;
    for (const DeclaredConstraint& declared : declared_constraints(sql.front())) {
        if (declared.columns == columns.names) names.push_back(declared.name);
    }
}

void add_equal_names(sqlite3* connection, int code, std::string_view detail,
                     std::vector<std::string>& names) {
    const Columns columns = parse_columns(detail);
    if (columns.names.empty()) return;
    switch (code) {
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: names.push_back(default_name(columns, "pkey")); break;
        case SQLITE_CONSTRAINT_UNIQUE:
            names.push_back(default_name(columns, "key"));
            add_index_names(connection, columns, names);
            break;
        default: return;
    }
    add_declared_names(connection, columns, names);
}

}  // namespace

auto constraint_names(sqlite3* connection, int code, std::string_view message)
    -> std::vector<std::string> {
    constexpr std::string_view separator = " constraint failed: ";
    constexpr std::string_view index_prefix = "index '";
    const std::size_t found = message.find(separator);
    if (found == std::string_view::npos) return {};
    std::string_view detail = message.substr(found + separator.size());
    if (detail.starts_with(index_prefix) && detail.ends_with('\'')) {  // an index over expressions
        detail.remove_prefix(index_prefix.size());
        detail.remove_suffix(1);
        return {std::string(detail)};
    }
    std::vector<std::string> names{std::string(detail)};
    add_equal_names(connection, code, detail, names);
    return names;
}

}  // namespace strata::data::sqlite
