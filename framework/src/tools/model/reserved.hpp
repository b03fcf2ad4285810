#pragma once
// Reserved names: those that a contract may not use, because the generated C++ uses them for
// something else. (A member, method or enumerator that would be a keyword gets a trailing
// underscore instead: see snake_case.) Pure functions.
#include <string>
#include <string_view>

namespace strata::tools {

// Why no type may have this PascalCase name; empty if it may.
[[nodiscard]] auto reserved_type(std::string_view name) -> std::string;
// Why no module may be called so: its namespace would hide another one.
[[nodiscard]] auto reserved_module(std::string_view name) -> std::string;
// Why no error may have this code.
[[nodiscard]] auto reserved_error(std::string_view code) -> std::string;

}  // namespace strata::tools
