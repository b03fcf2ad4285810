#pragma once
// digest: BLAKE2b of a text, 256 bits: to tell whether two texts are the same without keeping them.
// Any thread.
#include <string_view>

#include "strata/values/bytes.hpp"

namespace strata::security {

[[nodiscard]] auto digest(std::string_view text) -> Bytes;

}  // namespace strata::security
