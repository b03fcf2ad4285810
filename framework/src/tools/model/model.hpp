#pragma once
// Model: all contracts of a service, loaded. What every generator reads. Owns the modules; types
// and definitions point into it. Immutable after loading.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/model/module.hpp"

namespace strata::tools {

// A use of a definition.
[[nodiscard]] auto definition_type(const Definition& definition) -> Type;

struct Model {
    std::vector<std::unique_ptr<Module>> modules{};  // by name, then version

    // By its C++ name: "orders", "orders_2".
    [[nodiscard]] auto find_module(std::string_view cpp_name) const -> const Module*;

    // A type's name as contracts and SQL comments write it, seen from a module: "Order",
    // "auth.Account", "Order/title" (the type of a property); "string", "integer", "number",
    // "boolean", "uuid", "date-time", "bytes", "json"; each also as an array: "Order[]". Nothing:
    // no such type. `scope` may be null.
    [[nodiscard]] auto resolve(const Module* scope, std::string_view name) const
        -> std::optional<Type>;

    // The names that resolve() could have meant, for a suggestion.
    [[nodiscard]] auto type_names(const Module* scope) const -> std::vector<std::string>;
};

}  // namespace strata::tools
