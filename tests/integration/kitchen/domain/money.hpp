#pragma once
// Money: whole cents. A value type that the contract names ("cpp": "domain::Money").
#include <cstdint>

#include "strata/values.hpp"

namespace domain {

class Money final {
  public:
    using plain_type = std::int64_t;

    // Cash has no coin below five cents.
    [[nodiscard]] static auto check(const std::int64_t& cents) -> const strata::Invalid* {
        static constexpr strata::Invalid odd{"cpp", "must be a multiple of five cents"};
        return cents % 5 == 0 ? nullptr : &odd;
    }

    explicit Money(std::int64_t cents) : cents_(cents) {}
    [[nodiscard]] auto value() const -> std::int64_t { return cents_; }

    friend auto operator==(const Money&, const Money&) -> bool = default;
    friend auto operator+(Money a, Money b) -> Money { return Money(a.cents_ + b.cents_); }

  private:
    std::int64_t cents_;
};

}  // namespace domain
