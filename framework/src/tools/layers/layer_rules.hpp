#pragma once
// What a layer of a service may know, as lists: the headers that it may include. Plain data.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/layers/include_scan.hpp"

namespace strata::tools {

enum class Layer { domain, db, api };

[[nodiscard]] auto layer_name(Layer layer) -> std::string_view;
[[nodiscard]] auto parse_layer(std::string_view name) -> std::optional<Layer>;

// Why `include` is not for this layer, and what to do instead; none if it is.
[[nodiscard]] auto refusal(Layer layer, const Include& include) -> std::optional<std::string>;

}  // namespace strata::tools
