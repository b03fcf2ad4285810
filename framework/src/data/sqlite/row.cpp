#include "data/sqlite/row.hpp"

#include <sqlite3.h>

#include <stdexcept>

namespace strata::data::sqlite {

auto Row::position(std::size_t column) const -> int {
    if (column >= positions_.size())
        throw std::logic_error("a row function reads past the declared columns");
    return positions_[column];
}

auto Row::expect(std::size_t column, int storage, std::string_view otherwise) const -> int {
    const int at = position(column);
    const int found = sqlite3_column_type(handle_, at);
    if (found != storage) refuse(column, found == SQLITE_NULL ? "is NULL" : otherwise);
    return at;
}

auto Row::is_null(std::size_t column) const -> bool {
    return sqlite3_column_type(handle_, position(column)) == SQLITE_NULL;
}

auto Row::boolean(std::size_t column) const -> bool {
    const std::int64_t value = integer(column);
    if (value != 0 && value != 1) refuse(column, "is not a boolean (0 or 1)");
    return value == 1;
}

auto Row::integer(std::size_t column) const -> std::int64_t {
    return sqlite3_column_int64(handle_, expect(column, SQLITE_INTEGER, "is not an integer"));
}

auto Row::real(std::size_t column) const -> double {
    const int at = position(column);
    if (sqlite3_column_type(handle_, at) == SQLITE_INTEGER)
        return sqlite3_column_double(handle_, at);
    return sqlite3_column_double(handle_, expect(column, SQLITE_FLOAT, "is not a number"));
}

auto Row::text(std::size_t column) const -> std::string_view {
    const int at = expect(column, SQLITE_TEXT, "is not a text");
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_, at));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, at))};
}

auto Row::bytes(std::size_t column) const -> std::string_view {
    const int at = expect(column, SQLITE_BLOB, "is not a BLOB");
    const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_, at));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, at))};
}

auto Row::uuid(std::size_t column) const -> Uuid {
    const auto id = Uuid::parse(text(column));
    if (!id) refuse(column, "is not a UUID");
    return *id;
}

auto Row::timestamp(std::size_t column) const -> Timestamp {
    const std::string_view written = text(column);
    const auto time = Timestamp::parse(written);
    if (!time || written.size() != Timestamp::text_size) {
        refuse(column, "is not a time of the form 2026-01-02T03:04:05.000006Z");
    }
    return *time;
}

}  // namespace strata::data::sqlite
