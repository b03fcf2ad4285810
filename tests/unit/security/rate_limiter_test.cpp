#include "strata/security/rate_limiter.hpp"

#include <doctest/doctest.h>

using namespace strata;
using namespace strata::security;
using namespace std::chrono_literals;

namespace {

constexpr RatePolicy ten{"ten", 10, 60s};
const std::chrono::steady_clock::time_point start{1h};

struct Limits {
    SystemRandom random{};
    RateLimiter limiter{random, 3};
    int scope = 0;
    int other = 0;

    auto take(std::string_view who, std::chrono::nanoseconds after = 0s) -> RateVerdict {
        return limiter.take_ip(&scope, who, ten, start + after);
    }
};

}  // namespace

TEST_CASE("a bucket gives its count at once, then refills evenly") {
    Limits limits;
    for (unsigned i = 0; i < 10; ++i) {
        const auto verdict = limits.take("192.0.2.1");
        CHECK(verdict.allowed);
        CHECK(verdict.remaining == 9 - i);
        CHECK(verdict.reset == std::chrono::seconds(6 * (i + 1)));
    }
    const auto refused = limits.take("192.0.2.1");
    CHECK_FALSE(refused.allowed);
    CHECK(refused.retry_after == 6s);
    CHECK_FALSE(limits.take("192.0.2.1", 5s).allowed);
    CHECK(limits.take("192.0.2.1", 6s).allowed);
    CHECK_FALSE(limits.take("192.0.2.1", 6s).allowed);
    CHECK(limits.limiter.refused() == 3);
    CHECK(limits.take("192.0.2.1", 1h).remaining == 9);
}

TEST_CASE("a policy and a verdict are told as RateLimit-Policy and RateLimit fields") {
    CHECK(RatePolicy{"place", 20, 60s}.field() == "\"place\";q=20;w=60");
    RateVerdict verdict;
    verdict.remaining = 3;
    verdict.reset = 21s;
    CHECK(verdict.field("orders/place") == "\"orders/place\";r=3;t=21");
}

TEST_CASE("clients, scopes and kinds have buckets of their own") {
    Limits limits;
    for (int i = 0; i < 10; ++i) static_cast<void>(limits.take("192.0.2.1"));
    CHECK(limits.take("192.0.2.2").allowed);
    CHECK(limits.limiter.take_ip(&limits.other, "192.0.2.1", ten, start).allowed);
    CHECK(limits.limiter.take_account(&limits.scope, Uuid(), ten, start).allowed);
}

TEST_CASE("an IPv6 client is known by its /64, an IPv4 one by its address") {
    Limits limits;
    for (int i = 0; i < 10; ++i) static_cast<void>(limits.take("2001:db8:1:2::1"));
    CHECK_FALSE(limits.take("2001:db8:1:2:ffff::9").allowed);
    CHECK(limits.take("2001:db8:1:3::1").allowed);
    for (int i = 0; i < 10; ++i) static_cast<void>(limits.take("::ffff:192.0.2.1"));
    CHECK(limits.take("::ffff:192.0.2.2").allowed);
}

TEST_CASE("memory is bounded: the least recently seen makes room") {
    Limits limits;
    for (int i = 0; i < 10; ++i) static_cast<void>(limits.take("a"));
    static_cast<void>(limits.take("b"));
    static_cast<void>(limits.take("c"));
    CHECK_FALSE(limits.take("a").allowed);
    static_cast<void>(limits.take("d"));  // b goes
    CHECK(limits.limiter.size() == 3);
    CHECK_FALSE(limits.take("a").allowed);
    limits.limiter.set_capacity(1);
    CHECK(limits.limiter.size() == 1);
}
