#pragma once
// Random: unpredictable bytes, so that tests can have predictable ones. Loop thread only.
#include <array>
#include <cstdint>
#include <span>

namespace strata::security {

class Random {
  public:
    Random() = default;
    Random(const Random&) = delete;
    auto operator=(const Random&) -> Random& = delete;
    virtual ~Random() = default;

    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

// The kernel's generator, read ahead by a page: a system call per few hundred identifiers.
class SystemRandom final : public Random {
  public:
    SystemRandom() = default;
    SystemRandom(const SystemRandom&) = delete;
    auto operator=(const SystemRandom&) -> SystemRandom& = delete;
    ~SystemRandom() override;
    void fill(std::span<std::uint8_t> bytes) override;

  private:
    std::array<std::uint8_t, 4096> ahead_{};
    std::size_t used_ = ahead_.size();
};

}  // namespace strata::security
