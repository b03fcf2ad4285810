#pragma once
// The statements of an SQL script, run one after another.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;

namespace strata::data::sqlite {

struct ScriptFailure {
    std::size_t line = 0;  // from 1
    std::string reason{};
};

// Up to the first that fails.
[[nodiscard]] auto run_script(sqlite3* connection, std::string_view text)
    -> std::optional<ScriptFailure>;

}  // namespace strata::data::sqlite
