#pragma once
// The types that a metaschema definition can name, in one table, from which the lowering, the
// strict check of keys and the messages are made.
#include <cstdint>
#include <span>
#include <string_view>

namespace strata::tools {

enum class MetaForm : std::uint8_t {
    scalar,
    json,
    list,     // array, set
    mapping,  // object, map
    tuple,
    enumeration,
    schema,
    reference,  // one, many
};

struct MetaType {
    std::string_view name{};
    MetaForm form = MetaForm::scalar;
    std::string_view json_type{};
    std::string_view format{};
    std::string_view least{};  // the keywords of `length`; empty: it has none
    std::string_view most{};
};

[[nodiscard]] auto meta_types() noexcept -> std::span<const MetaType>;
[[nodiscard]] auto find_meta_type(std::string_view name) noexcept -> const MetaType*;

struct MetaKind {
    std::string_view name{};   // "Registry"
    std::string_view scope{};  // where it does not say
    std::string_view store{};
    bool stored = false;  // it has an identifier: "accountId"
};

[[nodiscard]] auto meta_kinds() noexcept -> std::span<const MetaKind>;

}  // namespace strata::tools
