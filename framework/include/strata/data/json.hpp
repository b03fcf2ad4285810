#pragma once
// A json column read as a dynamic value. To bind one: JsonText(value.to_string()).
#include "strata/data/row.hpp"
#include "strata/json/json.hpp"

namespace strata::data {

template <>
struct ColumnReader<json::Json> {
    static auto read(RowReader& row, std::size_t column) -> json::Json {
        auto value = json::Json::parse(row.json(column));
        if (!value) row.refuse(column, "is not JSON");
        return *std::move(value);
    }
};

}  // namespace strata::data
