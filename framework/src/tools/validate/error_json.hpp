#pragma once
// A validation error as JSON, the same in every mode of `strata validate`.
#include "strata/json/json.hpp"
#include "strata/schema/schema.hpp"

namespace strata::tools {

[[nodiscard]] inline auto error_json(const schema::Error& error) -> json::Json {
    auto out = json::Json::object();
    out["pointer"] = error.pointer;
    out["keyword"] = error.keyword;
    out["schemaLocation"] = error.schema_location;
    out["message"] = error.message;
    return out;
}

}  // namespace strata::tools
