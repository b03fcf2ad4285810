#include "strata/schema/checks.hpp"

namespace strata::schema {

auto check_schema(json::Reader& reader, const json::Json& value, const Schema& schema) -> bool {
    if (schema.is_valid(value)) return true;
    for (const Error& error : schema.validate(value).errors) {
        reader.problem_at(reader.pointer() + error.pointer,
                          error.keyword.empty() ? "not" : error.keyword, error.message);
    }
    return false;
}

}  // namespace strata::schema
