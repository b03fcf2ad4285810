#include "strata/security/token.hpp"

#include <doctest/doctest.h>

#include <set>

#include "strata/security/clock.hpp"
#include "strata/security/digest.hpp"
#include "strata/security/ids.hpp"

using namespace strata;
using namespace strata::security;

namespace {

class Fixed final : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) byte = 0xff;
    }
};

class Standing final : public Clock {
  public:
    auto now() -> Timestamp override { return at; }
    auto steady() -> std::chrono::steady_clock::time_point override { return {}; }
    Timestamp at = *Timestamp::parse("2026-01-01T00:00:00.123456Z");
};

}  // namespace

TEST_CASE("a token is 256 bits in base64url, new each time") {
    SystemRandom random;
    std::set<std::string> tokens;
    for (int i = 0; i < 500; ++i) tokens.insert(make_token(random));
    CHECK(tokens.size() == 500);
    for (const auto& token : tokens) {
        CHECK(token.size() == token_size);
        CHECK(token.find_first_not_of(
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
              std::string::npos);
    }
    Fixed fixed;
    CHECK(make_token(fixed) == "__________________________________________8");
}

TEST_CASE("a token has one hash, which is not the token") {
    SystemRandom random;
    const auto token = make_token(random);
    const auto hash = hash_token(token);
    REQUIRE(hash);
    CHECK(*hash == *hash_token(token));
    CHECK(*hash != *hash_token(make_token(random)));
}

TEST_CASE("what can't be a token has no hash") {
    CHECK_FALSE(hash_token(""));
    CHECK_FALSE(hash_token(std::string(42, 'A')));
    CHECK_FALSE(hash_token(std::string(44, 'A')));
    CHECK_FALSE(hash_token(std::string(42, 'A') + "B"));  // bits past the 256th
    CHECK_FALSE(hash_token(std::string(42, 'A') + "+"));
    CHECK_FALSE(hash_token(std::string(42, 'A') + "="));
    CHECK_FALSE(hash_token(std::string(42, 'A') + '\0'));
    CHECK(hash_token(std::string(43, 'A')));
}

TEST_CASE("a digest tells texts apart") {
    CHECK(digest("a").size() == 32);
    CHECK(digest("a") == digest("a"));
    CHECK(digest("a") != digest("b"));
}

TEST_CASE(
    "ids are UUIDs of version 7 that increase strictly while the clock stands, and when it goes "
    "back") {
    Standing clock;
    Fixed random;
    UuidV7 ids(clock, random);
    auto last = ids.next();
    CHECK(last.to_string() == "019b76da-a87b-774b-bfff-ffffffffffff");
    for (int i = 0; i < 10'000; ++i) {
        if (i == 5'000) clock.at = clock.at - std::chrono::seconds(1);
        const auto next = ids.next();
        CHECK(next > last);
        CHECK((next.bytes()[6] >> 4) == 7);
        CHECK((next.bytes()[8] >> 6) == 2);
        last = next;
    }
}

TEST_CASE("the system's clock strictly increases") {
    SystemClock clock;
    auto last = clock.now();
    for (int i = 0; i < 10'000; ++i) {
        const auto now = clock.now();
        CHECK(now > last);
        last = now;
    }
}
