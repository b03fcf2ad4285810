#include "websocket/mask.hpp"

#include <cstring>

namespace strata::websocket {

void unmask(char* bytes, std::size_t size, const std::array<char, 4>& key,
            std::uint64_t offset) noexcept {
    std::array<char, 8> turned;
    for (std::size_t i = 0; i < turned.size(); ++i) turned[i] = key[(offset + i) % key.size()];
    std::uint64_t wide = 0;
    std::memcpy(&wide, turned.data(), sizeof(wide));
    std::size_t i = 0;
    for (; i + sizeof(wide) <= size; i += sizeof(wide)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + i, sizeof(word));
        word ^= wide;
        std::memcpy(bytes + i, &word, sizeof(word));
    }
    for (std::size_t k = 0; i < size; ++i, ++k) bytes[i] = static_cast<char>(bytes[i] ^ turned[k]);
}

}  // namespace strata::websocket
