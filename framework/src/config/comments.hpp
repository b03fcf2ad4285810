#pragma once
// JSON with comments and trailing commas as plain JSON: each is replaced by spaces, so that every
// offset, line and column stays what it was. Pure; any thread.
#include <string>
#include <string_view>

namespace strata::config {

[[nodiscard]] auto without_comments(std::string_view text) -> std::string;

}  // namespace strata::config
