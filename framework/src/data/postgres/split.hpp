#pragma once
// A script's statements, with the line on which each begins: split at the semicolons that stand
// outside of quotes, dollar quotes, comments and the bodies of functions (BEGIN ATOMIC). Pure.
#include <cstddef>
#include <string_view>
#include <vector>

namespace strata::data::postgres {

struct ScriptStatement {
    std::string_view text{};
    std::size_t line = 1;
};

[[nodiscard]] auto split_script(std::string_view text) -> std::vector<ScriptStatement>;

}  // namespace strata::data::postgres
