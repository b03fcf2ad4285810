#include "strata/data/json_column.hpp"

namespace strata::data {

void refuse_document(const RowReader& row, std::size_t column, const json::Reader& reader) {
    if (!reader.ok()) row.refuse(column, "is not JSON: " + reader.syntax_error().message);
    std::string why = "is not of its type";
    if (!reader.problems().empty()) {
        const json::Problem& first = reader.problems().front();
        why += ": " + (first.pointer.empty() ? "" : first.pointer + ": ") + first.message;
    }
    row.refuse(column, why);
}

}  // namespace strata::data
