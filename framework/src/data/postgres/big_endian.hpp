#pragma once
// Numbers in PostgreSQL's binary format, which is network byte order. Pure.
#include <bit>
#include <cstdint>
#include <cstring>

namespace strata::data::postgres {

template <class T>
void store_big_endian(char* out, T value) noexcept {
    for (std::size_t i = sizeof(T); i-- > 0;) {
        out[i] = static_cast<char>(value & 0xff);
        value = static_cast<T>(value >> 8);
    }
}

template <class T>
[[nodiscard]] auto load_big_endian(const char* in) noexcept -> T {
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = static_cast<T>(value << 8 | static_cast<unsigned char>(in[i]));
    return value;
}

}  // namespace strata::data::postgres
