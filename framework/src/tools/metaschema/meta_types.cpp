#include "tools/metaschema/meta_types.hpp"

#include <algorithm>
#include <array>

namespace strata::tools {

namespace {

using enum MetaForm;

constexpr auto types = std::to_array<MetaType>({
    {"string", scalar, "string", "", "minLength", "maxLength"},
    {"text", scalar, "string", "", "minLength", "maxLength"},
    {"number", scalar, "number", "", "minimum", "maximum"},
    {"bigint", scalar, "integer", "", "minimum", "maximum"},
    {"boolean", scalar, "boolean", "", "", ""},
    {"datetime", scalar, "string", "date-time", "", ""},
    {"date", scalar, "string", "date", "", ""},
    {"time", scalar, "string", "time", "", ""},
    {"uuid", scalar, "string", "uuid", "", ""},
    {"json", json, "", "", "", ""},
    {"array", list, "array", "", "minItems", "maxItems"},
    {"set", list, "array", "", "minItems", "maxItems"},
    {"object", mapping, "object", "", "minProperties", "maxProperties"},
    {"map", mapping, "object", "", "minProperties", "maxProperties"},
    {"tuple", tuple, "array", "", "", ""},
    {"enum", enumeration, "", "", "", ""},
    {"schema", schema, "", "", "", ""},
    {"one", reference, "", "", "", ""},
    {"many", reference, "array", "", "", ""},
});

constexpr auto kinds = std::to_array<MetaKind>({
    {"Entity", "application", "persistent", true},
    {"Registry", "application", "persistent", true},
    {"Dictionary", "application", "persistent", true},
    {"Journal", "application", "persistent", true},
    {"Details", "application", "persistent", true},
    {"Relation", "application", "persistent", true},
    {"View", "application", "persistent", true},
    {"Struct", "local", "memory", false},
    {"Scalar", "local", "memory", false},
    {"Form", "local", "memory", false},
    {"Projection", "local", "memory", false},
});

}  // namespace

auto meta_types() noexcept -> std::span<const MetaType> { return types; }

auto find_meta_type(std::string_view name) noexcept -> const MetaType* {
    const auto* found = std::ranges::find(types, name, &MetaType::name);
    return found == types.end() ? nullptr : found;
}

auto meta_kinds() noexcept -> std::span<const MetaKind> { return kinds; }

}  // namespace strata::tools
