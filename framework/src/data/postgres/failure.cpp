#include "data/postgres/failure.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace strata::data::postgres {
namespace {

// By SQLSTATE, or its class of two characters.
constexpr std::array<std::pair<std::string_view, ErrorKind>, 15> kinds{{
    {"40", ErrorKind::conflict},  // serialization failure, deadlock
    {"23", ErrorKind::constraint},
    {"08", ErrorKind::unavailable},  // the connection
    {"25006", ErrorKind::readonly},
    {"53100", ErrorKind::full},
    {"53", ErrorKind::unavailable},  // out of memory or connections
    {"55P03", ErrorKind::busy},
    {"57014", ErrorKind::interrupted},
    {"57P01", ErrorKind::unavailable},  // shuts down, crashed, starts
    {"57P02", ErrorKind::unavailable},
    {"57P03", ErrorKind::unavailable},
    {"57P05", ErrorKind::unavailable},
    {"58030", ErrorKind::unavailable},  // input and output
    {"XX001", ErrorKind::corrupt},
    {"XX002", ErrorKind::corrupt},
}};

auto field(const PGresult& result, int code) -> std::string {
    const char* text = PQresultErrorField(&result, code);
    return text != nullptr ? text : "";
}

// "Key (number, year)=(1, 2) already exists." -> number, year
auto key_columns(std::string_view detail) -> std::vector<std::string> {
    const std::size_t open = detail.find('(');
    const std::size_t end = detail.find(")=(");
    if (open == std::string_view::npos || end == std::string_view::npos || end < open) return {};
    std::string_view list = detail.substr(open + 1, end - open - 1);
    std::vector<std::string> columns;
    while (!list.empty()) {
        const std::size_t comma = list.find(", ");
        columns.emplace_back(list.substr(0, comma));
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 2);
    }
    return columns;
}

// As SQLite tells it ("orders.number, orders.year"), then the names that the constraint has or
// would have without one of its own.
auto constraint_names(const PGresult& result, std::string_view sqlstate)
    -> std::vector<std::string> {
    constexpr std::string_view unique = "23505";
    const std::string table = field(result, PG_DIAG_TABLE_NAME);
    const std::string own = field(result, PG_DIAG_CONSTRAINT_NAME);
    const std::string column = field(result, PG_DIAG_COLUMN_NAME);
    std::vector<std::string> names;
    if (sqlstate == unique) {
        std::string listed;
        std::string default_name = table;
        for (const std::string& key : key_columns(field(result, PG_DIAG_MESSAGE_DETAIL))) {
            listed += (listed.empty() ? "" : ", ") + table + "." + key;
            default_name += "_" + key;
        }
        if (!listed.empty()) names = {listed, default_name + "_key"};
    }
    if (!column.empty()) names.push_back(table + "." + column);
    if (!own.empty()) names.push_back(own);
    return names;
}

}  // namespace

auto kind_of(std::string_view sqlstate) -> ErrorKind {
    for (const auto& [prefix, kind] : kinds) {
        if (sqlstate.starts_with(prefix)) return kind;
    }
    return ErrorKind::statement;
}

auto sqlstate_of(const PGresult& result) -> std::string_view {
    const char* text = PQresultErrorField(&result, PG_DIAG_SQLSTATE);
    return text != nullptr ? std::string_view(text) : std::string_view();
}

auto one_line(std::string_view message) -> std::string {
    constexpr std::string_view white_space = " \t\r\n";
    std::string line;
    for (const char c : message) {
        if (white_space.find(c) == std::string_view::npos) {
            line.push_back(c);
        } else if (!line.empty() && line.back() != ' ') {
            line.push_back(' ');
        }
    }
    if (line.ends_with(' ')) line.pop_back();
    return line;
}

// By the text, since libpq tells no SQLSTATE of a connection that was refused. The server's part is
// in the server's language, libpq's own is English.
auto is_final_refusal(std::string_view reason) -> bool {
    constexpr std::array of_libpq{"no password supplied",      "but SSL was required",
                                  "certificate verify failed", "does not match host name",
                                  "root certificate file",     "for connection option"};
    constexpr std::array of_server{"authentication",    "does not exist", "pg_hba.conf",
                                   "permission denied", "not permitted",  "unrecognized",
                                   "invalid value"};
    constexpr std::string_view fatal = "FATAL: ";
    const auto is_in = [](std::string_view text) {
        return [text](const char* words) { return text.find(words) != std::string_view::npos; };
    };
    if (std::ranges::any_of(of_libpq, is_in(reason))) return true;
    const std::size_t at = reason.find(fatal);
    return at != std::string_view::npos &&
           std::ranges::any_of(of_server, is_in(reason.substr(at + fatal.size())));
}

// 0A000 is any feature that is not there; the function that refuses tells which. (The message may
// be in the server's language.)
auto is_stale_plan(const PGresult& result) -> bool {
    return sqlstate_of(result) == "0A000" &&
           field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

namespace {

// A standby refuses the BEGIN of a transaction that writes, or is serializable, as a feature that
// it does not have.
auto is_of_standby(const PGresult& result) -> bool {
    if (sqlstate_of(result) != "0A000") return false;
    const std::string function = field(result, PG_DIAG_SOURCE_FUNCTION);
    return function == "call_bool_check_hook" || function == "call_enum_check_hook";
}

}  // namespace

auto failure_of(const PGresult& result, std::string_view where) -> DatabaseError {
    const std::string_view sqlstate = sqlstate_of(result);
    std::string reason = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (reason.empty()) reason = one_line(PQresultErrorMessage(&result));
    const std::string message = std::string(where) + ": " + reason;
    if (sqlstate.empty()) return {ErrorKind::unavailable, message};  // libpq's own: no connection
    if (is_of_standby(result)) return {ErrorKind::unwritable, message};
    const ErrorKind kind = kind_of(sqlstate);
    if (kind == ErrorKind::constraint) return {message, constraint_names(result, sqlstate)};
    return {kind, message};
}

}  // namespace strata::data::postgres
