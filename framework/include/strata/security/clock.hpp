#pragma once
// Clock: where time comes from, so that tests decide what time it is. Loop thread only.
//
// now() is the wall clock in microseconds and strictly increases in a process: two calls never give
// the same instant, even if the system's clock is set back. steady() measures durations and
// deadlines.
#include <chrono>

#include "strata/values/timestamp.hpp"

namespace strata::security {

class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    auto operator=(const Clock&) -> Clock& = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual auto now() -> Timestamp = 0;
    [[nodiscard]] virtual auto steady() -> std::chrono::steady_clock::time_point = 0;
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] auto now() -> Timestamp override;
    [[nodiscard]] auto steady() -> std::chrono::steady_clock::time_point override;

  private:
    Timestamp last_{};
};

}  // namespace strata::security
