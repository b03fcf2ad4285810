#pragma once
// Edits of a contract that a person wrote: text is put in its place, and nothing else of the file
// changes, neither comments nor layout. Pure functions.
#include <expected>
#include <string>
#include <string_view>

namespace strata::tools::scaffold {

// The contract with one more method, after those that it has. `entry` is the method's text: lines,
// the first without indentation, the others by two spaces a level from it. An error says where and
// why: "schemas/orders.schema:12:5: there is a method \"place\" already".
[[nodiscard]] auto with_method(const std::string& file, const std::string& text,
                               const std::string& method, std::string_view entry)
    -> std::expected<std::string, std::string>;

}  // namespace strata::tools::scaffold
