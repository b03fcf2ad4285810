#pragma once
// Size: a number of bytes in the configuration, so that "64kB" can't be taken for a count. A plain
// value.
#include <compare>
#include <cstddef>
#include <cstdint>

namespace strata::config {

class Size final {
  public:
    constexpr Size() noexcept = default;
    constexpr Size(std::uint64_t bytes) noexcept : bytes_(bytes) {}       // NOLINT(*-explicit-*)
    constexpr operator std::uint64_t() const noexcept { return bytes_; }  // NOLINT(*-explicit-*)
    [[nodiscard]] constexpr auto bytes() const noexcept -> std::uint64_t { return bytes_; }

  private:
    std::uint64_t bytes_ = 0;
};

}  // namespace strata::config
