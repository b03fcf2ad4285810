#pragma once
// Keywords: everything that a schema of a contract may say, and what its value must be. One table,
// from which the strict check, its suggestions and the documentation are made.
#include <cstdint>
#include <span>
#include <string_view>

namespace strata::tools {

enum class KeywordValue : std::uint8_t {
    schema,
    schema_list,
    schema_map,
    count,  // an integer from 0
    number,
    divisor,  // a number above 0
    text,
    flag,
    name_list,  // distinct strings
    type,
    list,  // not empty
    any,
    name_lists,  // names by name
    reference,
    pattern,
    format,
};

// What becomes of a value whose schema has the keyword.
enum class Support : std::uint8_t {
    dynamic,  // a Json that the compiled validator checks
    checked,  // an object or array is of a C++ type, once the compiled validator has checked it
    typed,    // a C++ type whose decoder checks it
};

struct Keyword {
    std::string_view name{};
    KeywordValue value = KeywordValue::any;
    bool in_place = false;  // its schemas apply to the same value
    Support support = Support::dynamic;
};

[[nodiscard]] auto schema_keywords() noexcept -> std::span<const Keyword>;
[[nodiscard]] auto find_keyword(std::string_view name) noexcept -> const Keyword*;
[[nodiscard]] auto schema_formats() noexcept -> std::span<const std::string_view>;

}  // namespace strata::tools
