#pragma once
// A column that holds a document of a contract's type: jsonb on PostgreSQL, TEXT on SQLite. Read,
// it is decoded and validated; what is not of its type is a DatabaseError (corrupt) that names
// statement, column and the place in the document.
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "strata/data/row.hpp"
#include "strata/data/value.hpp"
#include "strata/json/decode.hpp"
#include "strata/json/encode.hpp"
#include "strata/json/reader.hpp"

namespace strata::data {

// Throws the DatabaseError.
[[noreturn]] void refuse_document(const RowReader& row, std::size_t column,
                                  const json::Reader& reader);

template <class T>
[[nodiscard]] auto read_document(RowReader& row, std::size_t column) -> T {
    if constexpr (detail::is_optional<T>) {
        if (row.is_null(column)) return std::nullopt;
        return read_document<typename T::value_type>(row, column);
    } else {
        using json::decode;
        json::Reader reader(row.json(column));
        std::optional<T> value;
        decode(reader, value);
        if (!reader.finish() || !value) refuse_document(row, column, reader);
        return *std::move(value);
    }
}

// The row function of a single column.
template <class T>
auto read_single_document(RowReader& row) -> T {
    return read_document<T>(row, 0);
}

// How a document is bound.
template <class T>
[[nodiscard]] auto document(const T& value) -> JsonText {
    using json::encode;
    std::string text;
    json::Writer writer(text);
    encode(writer, value);
    writer.finish();
    return JsonText(std::move(text));
}
template <class T>
[[nodiscard]] auto document(const std::optional<T>& value) -> std::optional<JsonText> {
    if (!value) return std::nullopt;
    return document(*value);
}

}  // namespace strata::data
