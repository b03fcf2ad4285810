#include "strata/security/rate_limiter.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "security/client_network.hpp"

namespace strata::security {

namespace {

using std::chrono::ceil;
using std::chrono::nanoseconds;
using std::chrono::seconds;

}  // namespace

auto RatePolicy::field() const -> std::string {
    std::string text;
    text.reserve(name.size() + 24);
    text.append("\"").append(name).append("\";q=").append(std::to_string(count));
    return text.append(";w=").append(std::to_string(window.count()));
}

auto RateVerdict::field(std::string_view policy) const -> std::string {
    std::string text;
    text.reserve(policy.size() + 24);
    text.append("\"").append(policy).append("\";r=").append(std::to_string(remaining));
    return text.append(";t=").append(std::to_string(reset.count()));
}

RateLimiter::RateLimiter(Random& random, std::size_t capacity)
    : capacity_(std::max<std::size_t>(capacity, 1)) {
    random.fill(hash_key_);
}

auto RateLimiter::take_ip(const void* scope, std::string_view address, const RatePolicy& policy,
                          Instant now) -> RateVerdict {
    std::array<char, 8> network{};
    const auto size = ipv6_network(address, network);
    const auto who = size == 0 ? address : std::string_view(network.data(), size);
    return take(key(scope, 'i', who), policy, now);
}

auto RateLimiter::take_account(const void* scope, const Uuid& account, const RatePolicy& policy,
                               Instant now) -> RateVerdict {
    const auto& bytes = account.bytes();
    const std::string_view who(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return take(key(scope, 'a', who), policy, now);
}

void RateLimiter::set_capacity(std::size_t capacity) {
    capacity_ = std::max<std::size_t>(capacity, 1);
    while (buckets_.size() > capacity_) evict();
}

// A keyed hash, so that nobody outside can choose addresses that share a bucket.
auto RateLimiter::key(const void* scope, char kind, std::string_view who) const -> std::uint64_t {
    std::array<unsigned char, 72> text{};
    std::memcpy(text.data(), static_cast<const void*>(&scope), sizeof scope);
    text[sizeof scope] = static_cast<unsigned char>(kind);
    const auto count = std::min(who.size(), text.size() - sizeof scope - 1);
    std::copy_n(who.begin(), count, text.begin() + sizeof scope + 1);
    std::uint64_t hash = 0;
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash), text.data(), sizeof scope + 1 + count,
                     hash_key_.data());
    return hash;
}

auto RateLimiter::take(std::uint64_t key, const RatePolicy& policy, Instant now) -> RateVerdict {
    Bucket& known = bucket(key, now);
    const nanoseconds window = policy.window;
    const auto token = std::max(nanoseconds(1), window / std::max(policy.count, 1U));
    const auto full_at = std::max(known.full_at, now) + token;
    RateVerdict verdict;
    if (full_at - now > window) {
        ++refused_;
        verdict.allowed = false;
        verdict.retry_after = std::max(seconds(1), ceil<seconds>(full_at - now - window));
        verdict.reset = ceil<seconds>(known.full_at - now);
        return verdict;
    }
    known.full_at = full_at;
    verdict.remaining = static_cast<std::uint32_t>((window - (full_at - now)) / token);
    verdict.reset = ceil<seconds>(full_at - now);
    return verdict;
}

auto RateLimiter::bucket(std::uint64_t key, Instant now) -> Bucket& {
    if (auto found = buckets_.find(key); found != buckets_.end()) {
        by_use_.splice(by_use_.begin(), by_use_, found->second);
        return *found->second;
    }
    if (buckets_.size() >= capacity_) evict();
    by_use_.push_front(Bucket{key, now});
    buckets_.emplace(key, by_use_.begin());
    return by_use_.front();
}

void RateLimiter::evict() {
    buckets_.erase(by_use_.back().key);
    by_use_.pop_back();
}

}  // namespace strata::security
