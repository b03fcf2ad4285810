#pragma once
// Dialect: which keywords a schema resource has, by its $schema.
#include <cstdint>
#include <optional>
#include <string_view>

#include "strata/json/json.hpp"
#include "strata/schema/schema.hpp"

namespace strata::schema {

enum class Generation : std::uint8_t { draft7, draft2019_09, draft2020_12 };

struct Dialect final {
    Generation generation = Generation::draft2020_12;
    bool applicator = true;
    bool unevaluated = true;
    bool validation = true;
    bool format_assertion = false;

    [[nodiscard]] auto is_draft7() const -> bool { return generation == Generation::draft7; }
    [[nodiscard]] auto is_draft2020() const -> bool {
        return generation == Generation::draft2020_12;
    }
};

[[nodiscard]] auto dialect_of(Draft draft) -> Dialect;
// Of a meta-schema of the specification; nothing for any other.
[[nodiscard]] auto standard_dialect(std::string_view uri) -> std::optional<Dialect>;
// What a meta-schema's $vocabulary leaves of the dialect that it is written in. Nothing: a
// vocabulary is required and not known.
[[nodiscard]] auto restrict_dialect(Dialect dialect, const json::Json& vocabulary)
    -> std::optional<Dialect>;

// Where subschemas are, so that identifiers are found in them and nowhere else.
enum class Shape : std::uint8_t { none, schema, schemas, members, schema_or_schemas, dependencies };
[[nodiscard]] auto keyword_shape(const Dialect& dialect, std::string_view keyword) -> Shape;

}  // namespace strata::schema
