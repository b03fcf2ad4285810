#pragma once
// The nlohmann::json inside a Json, for the framework's sources. A Json holds nothing else, in the
// same place, so a nlohmann::json that is part of one may be seen as a Json too.
#include <nlohmann/json.hpp>

#include "strata/json/json.hpp"

namespace strata::json {

struct JsonAccess final {
    using Node = nlohmann::json;
    static_assert(sizeof(Node) == sizeof(Json) && alignof(Node) == alignof(Json));

    static auto node(const Json& json) noexcept -> const Node& {
        return *std::launder(reinterpret_cast<const Node*>(json.storage_));
    }
    static auto node(Json& json) noexcept -> Node& {
        return *std::launder(reinterpret_cast<Node*>(json.storage_));
    }
    static auto json(const Node& node) noexcept -> const Json& {
        return *reinterpret_cast<const Json*>(&node);
    }
    static auto json(Node& node) noexcept -> Json& { return *reinterpret_cast<Json*>(&node); }
    static auto storage(Json& json) noexcept -> void* { return json.storage_; }
};

// Equality as JSON Schema means it; nothing recurses.
[[nodiscard]] auto equal(const JsonAccess::Node& a, const JsonAccess::Node& b) -> bool;

}  // namespace strata::json
