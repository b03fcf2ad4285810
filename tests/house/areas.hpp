#pragma once
// The areas of the framework in their order, and which area a file or an include belongs to.
#include <optional>
#include <string_view>

#include "tools/layers/include_scan.hpp"

namespace tests::house {

// The place in the order of docs/architecture.md; none for what is no area.
auto area_rank(std::string_view area) -> std::optional<std::size_t>;

// "framework/src/loop/task.cpp" -> "loop"; empty for the files above the areas, such as
// strata/context.hpp.
auto area_of_file(std::string_view path) -> std::string_view;

// "strata/loop/task.hpp" and "loop/task.hpp" -> "loop"; empty for others.
auto area_of_include(const strata::tools::Include& include) -> std::string_view;

}  // namespace tests::house
