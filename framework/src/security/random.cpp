#include "strata/security/random.hpp"

#include <sodium.h>

#include <algorithm>

namespace strata::security {

SystemRandom::~SystemRandom() { sodium_memzero(ahead_.data(), ahead_.size()); }

// What was handed out is wiped: a token can't be read from this buffer later.
void SystemRandom::fill(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        if (used_ == ahead_.size()) {
            randombytes_buf(ahead_.data(), ahead_.size());
            used_ = 0;
        }
        auto count = std::min(bytes.size(), ahead_.size() - used_);
        std::copy_n(ahead_.data() + used_, count, bytes.data());
        std::fill_n(ahead_.data() + used_, count, std::uint8_t{0});
        used_ += count;
        bytes = bytes.subspan(count);
    }
}

}  // namespace strata::security
