#pragma once
// What the keyword `type` asks of a parsed value, as TypeBits.
#include <array>
#include <cstdint>

#include "json/json_access.hpp"
#include "json/number.hpp"
#include "schema/program.hpp"

namespace strata::schema {

// By the number of the type in nlohmann's value_t.
inline constexpr std::array<std::uint8_t, 10> bits_of_type{type_null,
                                                           type_object,
                                                           type_array,
                                                           type_string,
                                                           type_boolean,
                                                           type_integer | type_number,
                                                           type_integer | type_number,
                                                           type_number,
                                                           0,
                                                           0};
static_assert(static_cast<int>(json::JsonAccess::Node::value_t::number_float) == 7);

[[nodiscard]] inline auto type_of(const json::JsonAccess::Node& node) -> std::uint32_t {
    const std::uint32_t bits = bits_of_type[static_cast<std::size_t>(node.type())];
    if (node.is_number_float() && json::is_integral(node.get<double>())) return bits | type_integer;
    return bits;
}

}  // namespace strata::schema
