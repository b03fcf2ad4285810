#pragma once
// What static types can't express: a Json, read whole and checked by the compiled validator. For
// generated decoders.
#include <optional>
#include <string_view>

#include "strata/json/json.hpp"
#include "strata/json/reader.hpp"
#include "strata/schema/schema.hpp"

namespace strata::schema {

// For schemas that were compiled when they were generated; throws std::logic_error for a bad one.
// Formats and content are asserted, as everywhere in contracts.
[[nodiscard]] auto compile_contract(std::string_view text) -> Schema;

// Records every error of the value at its place.
auto check_json(json::Reader& reader, const json::Json& value, const Schema& schema) -> bool;

// Reads the next value without consuming it, and checks it.
auto check_ahead(json::Reader& reader, const Schema& schema) -> bool;

}  // namespace strata::schema
