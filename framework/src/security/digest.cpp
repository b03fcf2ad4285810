#include "strata/security/digest.hpp"

#include <sodium.h>

namespace strata::security {

auto digest(std::string_view text) -> Bytes {
    Bytes hash(crypto_generichash_BYTES);
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr,
                       0);
    return hash;
}

}  // namespace strata::security
