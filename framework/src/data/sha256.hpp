#pragma once
// SHA-256 (FIPS 180-4): the checksum of an applied script. Pure.
#include <string>
#include <string_view>

namespace strata::data {

[[nodiscard]] auto sha256_hex(std::string_view text) -> std::string;

}  // namespace strata::data
