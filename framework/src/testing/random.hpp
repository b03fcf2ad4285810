#pragma once
// Random: the same numbers on every machine from the same seed (splitmix64).
#include <cstdint>
#include <span>

namespace strata::testing {

class Random final {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    auto next() -> std::uint64_t {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    // From 0 to count - 1. REQUIRES: count > 0.
    auto below(std::uint64_t count) -> std::uint64_t { return next() % count; }
    auto between(std::int64_t low, std::int64_t high) -> std::int64_t {
        return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
    }
    auto chance(unsigned percent) -> bool { return below(100) < percent; }
    template <class T, std::size_t N>
    auto pick(const T (&list)[N]) -> const T& {
        return list[below(N)];
    }

  private:
    std::uint64_t state_;
};

}  // namespace strata::testing
