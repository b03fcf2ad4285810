#pragma once
// Arrival: since when what runs on the loop right now had been ready to run, where the transport
// that began it found that out: a request may have waited in its socket while the loop was busy
// with others. Loop thread only.
//
//     const Arrival arrival(time);  // from here to the end of the block
//     process();
//
// It does not go with a task over a wait: what runs after one has no known arrival.
#include <chrono>

namespace strata {

namespace detail {
constinit inline thread_local std::chrono::steady_clock::time_point arrival{};
}

class [[nodiscard]] Arrival final {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // TimePoint(): it is not known.
    explicit Arrival(TimePoint time) noexcept : before_(detail::arrival) { detail::arrival = time; }
    Arrival(const Arrival&) = delete;
    auto operator=(const Arrival&) -> Arrival& = delete;
    ~Arrival() { detail::arrival = before_; }

    // TimePoint(): it is not known.
    [[nodiscard]] static auto current() noexcept -> TimePoint { return detail::arrival; }

  private:
    TimePoint before_;
};

}  // namespace strata
