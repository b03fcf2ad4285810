#include "strata/security/ids.hpp"

#include <algorithm>
#include <span>

namespace strata::security {

auto UuidV7::next() -> Uuid {
    const auto microseconds = static_cast<std::uint64_t>(clock_.now().microseconds());
    const auto fraction = microseconds % 1000 * 4096 / 1000;
    last_ = std::max((microseconds / 1000) << 12U | fraction, last_ + 1);

    Uuid::Bytes bytes{};
    random_.fill(std::span(bytes).subspan<8>());
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(last_ >> (52 - 8 * i));
    }
    bytes[6] = static_cast<std::uint8_t>(0x70U | (last_ >> 8U & 0x0fU));
    bytes[7] = static_cast<std::uint8_t>(last_);
    bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3fU));
    return Uuid(bytes);
}

}  // namespace strata::security
