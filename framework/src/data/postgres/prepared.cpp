#include "data/postgres/prepared.hpp"

#include <libpq-fe.h>

#include "strata/data/error.hpp"

namespace strata::data::postgres {
namespace {

[[noreturn]] void disagree(const Statement& statement, const std::string& what) {
    throw DatabaseError(ErrorKind::statement, where(statement) + ": " + what);
}

auto position_of(const Statement& statement, const Column& column, const PGresult& result) -> int {
    const int count = PQnfields(&result);
    int at = 0;
    while (at < count && !column.name.empty() && column.name != PQfname(&result, at)) ++at;
    if (at == count) disagree(statement, "gives no column " + std::string(column.name));
    return at;
}

}  // namespace

auto where(const Statement& statement) -> std::string {
    return std::string(statement.source) + ": " + std::string(statement.name);
}

void describe(const Statement& statement, const PGresult& result, Prepared& prepared) {
    std::vector<PreparedColumn> columns;
    for (const Column& column : statement.columns) {
        const int at = position_of(statement, column, result);
        const Oid type = PQftype(&result, at);
        if (!fits(column.type, type)) {
            disagree(statement, "column " + std::string(PQfname(&result, at)) + " is " +
                                    type_name(type) + ", declared is " + type_name(column.type));
        }
        columns.push_back({at, type});
    }
    if (static_cast<std::size_t>(PQnfields(&result)) > columns.size()) {
        disagree(statement, "gives " + std::to_string(PQnfields(&result)) +
                                " columns, declared are " + std::to_string(columns.size()));
    }
    prepared.columns = std::move(columns);
    prepared.described = true;
}

void check_parameters(const Statement& statement, const PGresult& description) {
    const auto count = static_cast<std::size_t>(PQnparams(&description));
    if (count == statement.parameters.size()) return;
    disagree(statement, "has " + std::to_string(count) + " parameters, declared are " +
                            std::to_string(statement.parameters.size()));
}

}  // namespace strata::data::postgres
