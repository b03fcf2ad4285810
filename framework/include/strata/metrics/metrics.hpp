#pragma once
// Counter, Gauge, Histogram: plain integers, written and read on the loop thread only: no atomics,
// no locks, no allocation after they are made. Made by Registry (strata/metrics/registry.hpp),
// which owns them; whoever counts keeps a reference.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace strata::metrics {

// What only grows: requests, bytes.
class Counter final {
  public:
    void add(std::uint64_t amount = 1) noexcept { value_ += amount; }
    [[nodiscard]] auto value() const noexcept -> std::uint64_t { return value_; }

  private:
    std::uint64_t value_ = 0;
};

// What goes up and down: connections, queue depth.
class Gauge final {
  public:
    void set(std::int64_t value) noexcept { value_ = value; }
    void add(std::int64_t amount = 1) noexcept { value_ += amount; }
    void subtract(std::int64_t amount = 1) noexcept { value_ -= amount; }
    [[nodiscard]] auto value() const noexcept -> std::int64_t { return value_; }

  private:
    std::int64_t value_ = 0;
};

// How durations (or other amounts) spread over fixed buckets. Amounts are integers: microseconds of
// durations.
class Histogram final {
  public:
    // Upper bounds, inclusive, ascending; a last bucket without a bound is added.
    explicit Histogram(std::span<const std::uint64_t> bounds)
        : bounds_(bounds.begin(), bounds.end()), counts_(bounds.size() + 1) {}

    void record(std::uint64_t amount) noexcept {
        std::size_t bucket = 0;
        while (bucket < bounds_.size() && amount > bounds_[bucket]) ++bucket;
        ++counts_[bucket];
        sum_ += amount;
    }
    void record(std::chrono::microseconds duration) noexcept {
        record(duration.count() < 0 ? 0 : static_cast<std::uint64_t>(duration.count()));
    }

    [[nodiscard]] auto bounds() const noexcept -> std::span<const std::uint64_t> { return bounds_; }
    // Of each bucket alone, the unbounded one last.
    [[nodiscard]] auto counts() const noexcept -> std::span<const std::uint64_t> { return counts_; }
    [[nodiscard]] auto sum() const noexcept -> std::uint64_t { return sum_; }

  private:
    std::vector<std::uint64_t> bounds_;
    std::vector<std::uint64_t> counts_;
    std::uint64_t sum_ = 0;
};

// For durations of requests and statements, in microseconds: 250 us to 30 s.
inline constexpr std::uint64_t duration_bounds[] = {
    250,     500,     1'000,   2'500,     5'000,     10'000,    25'000,     50'000,
    100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000, 30'000'000};

}  // namespace strata::metrics
