#pragma once
// FakeClock: stands until it is moved, but for a microsecond a reading. SeededRandom: the same
// bytes from the same seed. Loop thread only.
#include "strata/security/clock.hpp"
#include "strata/security/random.hpp"
#include "testing/random.hpp"

namespace strata::testing {

class FakeClock final : public security::Clock {
  public:
    explicit FakeClock(Timestamp now) : now_(now) {}
    auto now() -> Timestamp override {
        now_ = now_ + std::chrono::microseconds(1);
        return now_;
    }
    auto steady() -> std::chrono::steady_clock::time_point override { return steady_; }
    void advance(std::chrono::microseconds by) {
        now_ = now_ + by;
        steady_ += by;
    }

  private:
    Timestamp now_;
    std::chrono::steady_clock::time_point steady_{std::chrono::hours(1)};
};

class SeededRandom final : public security::Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : numbers_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(numbers_.next() >> 56U);
    }

  private:
    testing::Random numbers_;
};

}  // namespace strata::testing
