// The binding of parameters to SQLite's statements.
#include <sqlite3.h>

#include <stdexcept>

#include "data/sqlite/connection.hpp"
#include "data/sqlite/failure.hpp"
#include "strata/data/error.hpp"
#include "strata/json/writer.hpp"

namespace strata::data::sqlite {
namespace {

auto bind_octets(sqlite3_stmt* handle, int at, const Value& value) -> int {
    const std::string_view octets = value.octets();
    const char* data =
        octets.data() != nullptr ? octets.data() : "";  // a null pointer would bind NULL
    if (value.type() == Type::bytes)
        return sqlite3_bind_blob64(handle, at, data, octets.size(), SQLITE_STATIC);
    return sqlite3_bind_text64(handle, at, data, octets.size(), SQLITE_STATIC, SQLITE_UTF8);
}

// `scratch` has room for the text form of an id or a time, and stays until the statement ran.
auto bind_value(sqlite3_stmt* handle, int at, const Value& value, char* scratch) -> int {
    if (value.is_null()) return sqlite3_bind_null(handle, at);
    switch (value.type()) {
        case Type::boolean: return sqlite3_bind_int(handle, at, value.boolean() ? 1 : 0);
        case Type::integer: return sqlite3_bind_int64(handle, at, value.integer());
        case Type::real: return sqlite3_bind_double(handle, at, value.real());
        case Type::uuid:
            value.uuid().to_chars(scratch);
            return sqlite3_bind_text(handle, at, scratch, Uuid::text_size, SQLITE_STATIC);
        case Type::timestamp:
            value.timestamp().to_chars(scratch);
            return sqlite3_bind_text(handle, at, scratch, Timestamp::text_size, SQLITE_STATIC);
        case Type::text:
        case Type::bytes:
        case Type::json: break;
    }
    return bind_octets(handle, at, value);
}

// As json_each() gives it back to SQL: in the form in which a column holds it.
void write_item(json::Writer& writer, const Value& item) {
    if (item.is_null()) return writer.null();
    switch (item.type()) {
        case Type::boolean: return writer.value(item.boolean());
        case Type::integer: return writer.value(item.integer());
        case Type::real: return writer.value(item.real());
        case Type::uuid: return writer.value(item.uuid());
        case Type::timestamp: {
            char text[Timestamp::text_size];
            item.timestamp().to_chars(text);
            return writer.value(std::string_view(text, sizeof(text)));
        }
        case Type::text: return writer.value(item.octets());
        case Type::bytes:
        case Type::json: throw std::logic_error("a list holds neither bytes nor documents");
    }
}

// JSON in SQLite ends a text at its first NUL: it would be another text.
void refuse_nul(const Statement& statement, const Value& item) {
    if (item.is_null() || item.type() != Type::text) return;
    if (item.octets().find('\0') == std::string_view::npos) return;
    throw DatabaseError(ErrorKind::statement,
                        std::string(statement.name) + ": a text in a list holds a NUL");
}

auto bind_list(sqlite3_stmt* handle, int at, const Statement& statement,
               std::span<const Value> items, std::string& text) -> int {
    json::Writer writer(text);
    writer.begin_array();
    for (const Value& item : items) {
        refuse_nul(statement, item);
        write_item(writer, item);
    }
    writer.end_array();
    writer.finish();
    return sqlite3_bind_text64(handle, at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

}  // namespace

void Connection::bind(const Prepared& ready, const Operation& operation, std::size_t row,
                      Bound& bound) {
    const auto values = operation.values();
    const Statement& statement = operation.statement();
    if (values.size() != statement.parameters.size()) {
        throw std::logic_error(std::string(statement.name) + ": called with " +
                               std::to_string(values.size()) + " values");
    }
    if (bound.texts.size() < values.size() * Uuid::text_size)
        bound.texts.resize(values.size() * Uuid::text_size);
    bound.lists.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int at = static_cast<int>(i) + 1;
        const Value& value = statement.batch ? values[i].items()[row] : values[i];
        const int code =
            value.is_list()
                ? bind_list(ready.handle, at, statement, value.items(), bound.lists.emplace_back())
                : bind_value(ready.handle, at, value, bound.texts.data() + i * Uuid::text_size);
        if (code != SQLITE_OK) fail(handle_, code, std::string(statement.name));
    }
}

}  // namespace strata::data::sqlite
