#pragma once
// handler_name: which method a handler is of: "orders/place", "orders.2/place". Generated api
// headers specialise it, so that a test names a method by its handler and can't misspell it.
#include <string_view>

namespace strata::contract {

template <auto Handler>
inline constexpr std::string_view handler_name{};

}  // namespace strata::contract
