#include "tools/check/postgres_schema.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "data/postgres/split.hpp"
#include "data/postgres/types.hpp"
#include "tools/sql/lexer.hpp"
#include "tools/sql/nearest_name.hpp"

namespace strata::tools::check {
namespace {

auto field(const PGresult& result, int code) -> std::string {
    const char* text = PQresultErrorField(&result, code);
    return text != nullptr ? text : "";
}

// What the server says, without its severity; and its hint, which is often the answer.
auto reason_of(const PGresult& result) -> std::string {
    const std::string hint = field(result, PG_DIAG_MESSAGE_HINT);
    return field(result, PG_DIAG_MESSAGE_PRIMARY) + (hint.empty() ? "" : " (" + hint + ")");
}

// Lines before the place that the server names, in characters from 1.
auto lines_before(const PGresult& result, std::string_view sql) -> std::size_t {
    const std::size_t position =
        std::strtoull(field(result, PG_DIAG_STATEMENT_POSITION).c_str(), nullptr, 10);
    std::size_t characters = 0;
    std::size_t lines = 0;
    for (const char c : sql) {
        const bool continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;
        if (!continues && ++characters >= position) break;
        if (c == '\n') ++lines;
    }
    return position == 0 ? 0 : lines;
}

auto text_of(const sql::TypedQuery& query) -> std::string {
    return engine_text(query.postgres, sql::SqlEngine::postgres, query.parameter_order());
}

auto quoted(const std::string& name) -> std::string { return '"' + name + '"'; }

auto succeeded(const PGresult& result) -> bool {
    const ExecStatusType status = PQresultStatus(&result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

void PostgresSchema::Close::operator()(pg_conn* connection) const noexcept { PQfinish(connection); }
void PostgresSchema::Clear::operator()(pg_result* result) const noexcept { PQclear(result); }

PostgresSchema::PostgresSchema(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
}

auto PostgresSchema::run_script(const std::string& text, const std::string& file,
                                Diagnostics& diagnostics) -> bool {
    for (const auto& statement : data::postgres::split_script(text)) {
        const Result result(PQexec(connection_.get(), std::string(statement.text).c_str()));
        if (succeeded(*result)) continue;
        const std::size_t line = statement.line + lines_before(*result, statement.text);
        diagnostics.error({.file = file, .line = line}, "PostgreSQL: " + reason_of(*result));
        return false;
    }
    return true;
}

auto PostgresSchema::rows(const char* sql, int columns) -> std::vector<std::vector<std::string>> {
    const Result result(PQexec(connection_.get(), sql));
    if (!succeeded(*result)) throw std::runtime_error(reason_of(*result));
    std::vector<std::vector<std::string>> rows;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        auto& texts = rows.emplace_back();
        for (int column = 0; column < columns; ++column)
            texts.emplace_back(PQgetvalue(result.get(), row, column));
    }
    return rows;
}

auto PostgresSchema::tables() -> std::vector<sql::TableNames> {
    std::vector<sql::TableNames> tables;
    for (auto& row : rows("SELECT table_name, column_name FROM information_schema.columns WHERE "
                          "table_schema = 'public' ORDER BY table_name, ordinal_position",
                          2)) {
        if (tables.empty() || tables.back().name != row[0]) tables.push_back({row[0], {}});
        tables.back().columns.push_back(std::move(row[1]));
    }
    return tables;
}

auto PostgresSchema::constraints() -> std::set<std::string> {
    std::set<std::string> names;
    for (auto& row : rows("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class "
                          "JOIN pg_index ON indexrelid = pg_class.oid WHERE indisunique",
                          1))
        names.insert(std::move(row[0]));
    return names;
}

auto PostgresSchema::prepare(const sql::TypedQuery& query) -> Result {
    const std::string text = text_of(query);
    std::vector<Oid> types;
    for (const sql::TypedField& parameter : query.parameters) {
        types.push_back(data::postgres::parameter_type(data::Column{
            .type = stored_type(parameter.type.kind), .list = parameter.list || query.batch}));
    }
    return Result(PQprepare(connection_.get(), "", text.c_str(), static_cast<int>(types.size()),
                            types.data()));
}

auto PostgresSchema::describe(const sql::TypedQuery& query, Diagnostics& diagnostics) -> Result {
    const Result prepared = prepare(query);
    if (!succeeded(*prepared)) {
        const std::string text = text_of(query);
        Location at = query.postgres.location;
        at.line += lines_before(*prepared, text);
        std::string reason = reason_of(*prepared);
        if (field(*prepared, PG_DIAG_MESSAGE_HINT).empty())
            reason = sql::with_nearest_name(reason, text, tables());
        diagnostics.error(at, query.name + ": PostgreSQL: " + reason);
        return nullptr;
    }
    return Result(PQdescribePrepared(connection_.get(), ""));
}

void PostgresSchema::locate(ResultColumn& column, unsigned table, int number) {
    const std::string sql =
        "SELECT relname, attnotnull FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
        "WHERE attrelid = " +
        std::to_string(table) + " AND attnum = " + std::to_string(number);
    const Result result(PQexec(connection_.get(), sql.c_str()));
    if (!succeeded(*result) || PQntuples(result.get()) != 1) return;
    column.table = PQgetvalue(result.get(), 0, 0);
    column.nullable = PQgetvalue(result.get(), 0, 1)[0] != 't';
}

auto PostgresSchema::column(const sql::TypedQuery& query, const pg_result& description, int at)
    -> ResultColumn {
    ResultColumn column;
    column.name = PQfname(&description, at);
    column.type = data::postgres::type_name(PQftype(&description, at));
    if (const unsigned table = PQftable(&description, at); table != 0)
        locate(column, table, PQftablecol(&description, at));
    if (const sql::TypedField* declared = declared_column(query, column.name)) {
        column.fits =
            data::postgres::fits(stored_type(declared->type.kind), PQftype(&description, at));
    }
    return column;
}

auto PostgresSchema::reads(const sql::TypedQuery& query, const std::string& table,
                           const std::string& column) -> bool {
    if (query.postgres.empty() || !succeeded(*prepare(query))) return false;
    const std::string drop =
        column.empty() ? "DROP TABLE " + quoted(table)
                       : "ALTER TABLE " + quoted(table) + " DROP COLUMN " + quoted(column);
    const auto run = [&](const std::string& sql) {
        return succeeded(*Result(PQexec(connection_.get(), sql.c_str())));
    };
    run("BEGIN");
    const bool reads = run(drop + " CASCADE") && !succeeded(*prepare(query));
    run("ROLLBACK");
    return reads;
}

void PostgresSchema::check(const sql::TypedQuery& query, Diagnostics& diagnostics) {
    if (query.postgres.empty()) return;
    const Result description = describe(query, diagnostics);
    if (!description) return;
    std::vector<ResultColumn> columns;
    for (int at = 0; at < PQnfields(description.get()); ++at)
        columns.push_back(column(query, *description, at));
    check_columns(query, query.postgres, "PostgreSQL", columns, diagnostics);
}

}  // namespace strata::tools::check
