#pragma once
// SecuritySettings: sessions and passwords. Plain values; see strata/config/section.hpp.
#include <chrono>
#include <cstdint>
#include <string_view>

#include "strata/config/section.hpp"
#include "strata/config/size.hpp"

namespace strata::security {

enum class SessionStoreKind : std::uint8_t { database, memory };

struct SessionSettings {
    SessionStoreKind store = SessionStoreKind::database;
    std::chrono::seconds lifetime{30 * 24 * 3600};     // from sign-in, however active
    std::chrono::seconds idle_timeout{7 * 24 * 3600};  // without any call
    std::uint32_t per_account = 20;                    // the least recently used ends
    std::uint32_t per_client = 0;                      // begun from one address; 0: any number
    std::uint32_t cache = 10'000;                      // sessions kept in memory
};

// The defaults are OWASP's first choice for argon2id. `concurrency` times `memory` is what a burst
// of sign-ins takes.
struct PasswordSettings {
    std::uint32_t passes = 2;
    config::Size memory = 19U << 20U;
    std::uint32_t concurrency = 2;
    std::uint32_t queue = 200;  // that may wait; past it: 503
};

struct SecuritySettings {
    static constexpr std::string_view section = "security";

    SessionSettings session{};
    PasswordSettings password{};
    std::uint32_t rate_buckets = 100'000;

    static void describe(config::Section<SecuritySettings>& keys);
};

}  // namespace strata::security
