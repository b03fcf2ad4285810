#pragma once
// closed_schema: a contract's schema as the compiled validator takes it: in one document, with
// every definition that it refers to, and with the rule of contracts that an object is closed
// unless it says otherwise.
#include "strata/json/json.hpp"
#include "tools/contract/sources.hpp"

namespace strata::tools {

// The outermost object of each value gets `additionalProperties: false`, or `unevaluatedProperties:
// false` where other schemas apply to the same value; those (allOf, anyOf, if, ...) are used in
// their open form.
[[nodiscard]] auto closed_schema(Sources& sources, const SchemaRef& schema) -> json::Json;

}  // namespace strata::tools
