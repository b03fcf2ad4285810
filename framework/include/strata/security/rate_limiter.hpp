#pragma once
// RateLimiter: token buckets by key (GCRA: one instant a bucket), bounded in memory. A bucket holds
// `count` tokens and is refilled evenly over `window`. When `capacity` buckets are known, the least
// recently used makes room: it starts anew if it comes back. Loop thread only; counts are per
// process.
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "strata/security/random.hpp"
#include "strata/values/uuid.hpp"

namespace strata::security {

struct RatePolicy {
    std::string_view name{};  // "send"; shown in the RateLimit fields
    std::uint32_t count = 0;
    std::chrono::seconds window{60};

    // The value of the RateLimit-Policy field (draft-ietf-httpapi-ratelimit-headers):
    // "send";q=20;w=60
    [[nodiscard]] auto field() const -> std::string;
};

struct RateVerdict {
    bool allowed = true;
    std::uint32_t remaining = 0;
    std::chrono::seconds reset{0};        // until the bucket is full again
    std::chrono::seconds retry_after{0};  // when refused; at least 1

    // The value of the RateLimit field (draft-ietf-httpapi-ratelimit-headers):
    // "send";r=3;t=21
    [[nodiscard]] auto field(std::string_view policy) const -> std::string;
};

class RateLimiter final {
  public:
    RateLimiter(Random& random, std::size_t capacity);
    RateLimiter(const RateLimiter&) = delete;
    auto operator=(const RateLimiter&) -> RateLimiter& = delete;

    // `scope` tells policies apart, by its address. Takes a token if there is one.
    // An IPv6 client is known by its /64: whoever has one address there has them all.
    [[nodiscard]] auto take_ip(const void* scope, std::string_view address,
                               const RatePolicy& policy, std::chrono::steady_clock::time_point now)
        -> RateVerdict;
    [[nodiscard]] auto take_account(const void* scope, const Uuid& account,
                                    const RatePolicy& policy,
                                    std::chrono::steady_clock::time_point now) -> RateVerdict;

    void set_capacity(std::size_t capacity);
    [[nodiscard]] auto size() const noexcept -> std::size_t { return buckets_.size(); }
    [[nodiscard]] auto refused() const noexcept -> std::uint64_t { return refused_; }

  private:
    using Instant = std::chrono::steady_clock::time_point;
    struct Bucket {
        std::uint64_t key = 0;
        Instant full_at{};  // when it would be full again
    };

    [[nodiscard]] auto take(std::uint64_t key, const RatePolicy& policy, Instant now)
        -> RateVerdict;
    [[nodiscard]] auto key(const void* scope, char kind, std::string_view who) const
        -> std::uint64_t;
    [[nodiscard]] auto bucket(std::uint64_t key, Instant now) -> Bucket&;
    void evict();

    std::array<std::uint8_t, 16> hash_key_{};
    std::size_t capacity_;
    std::list<Bucket> by_use_;  // the most recent first
    std::unordered_map<std::uint64_t, std::list<Bucket>::iterator> buckets_;
    std::uint64_t refused_ = 0;
};

}  // namespace strata::security
