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

struct Keyword {
    std::string_view name{};
    KeywordValue value = KeywordValue::any;
    bool in_place = false;  // its schemas apply to the same value
    bool is_static =
        false;  // the generated types express it; else the compiled validator checks the value
};

[[nodiscard]] auto schema_keywords() noexcept -> std::span<const Keyword>;
[[nodiscard]] auto find_keyword(std::string_view name) noexcept -> const Keyword*;
[[nodiscard]] auto schema_formats() noexcept -> std::span<const std::string_view>;

}  // namespace strata::tools
