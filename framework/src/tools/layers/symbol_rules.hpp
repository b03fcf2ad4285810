#pragma once
// Which symbols a pure library may not use or define. Plain data and text: the symbols themselves
// come from symbol_table.hpp.
#include <optional>
#include <string>
#include <string_view>

#include "tools/layers/symbol_table.hpp"

namespace strata::tools {

// What an undefined symbol reaches: "a clock", "files", "sockets", "the environment", "random
// numbers", "threads", "standard input and output", "the process"; none if it is harmless. `name`
// is demangled.
[[nodiscard]] auto symbol_reach(std::string_view name) -> std::optional<std::string_view>;

// A variable that the program may change while it runs. The tables that compilers and sanitizers
// keep in writable sections are none.
[[nodiscard]] auto is_writable_global(const Symbol& symbol) -> bool;

}  // namespace strata::tools
