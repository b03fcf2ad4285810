#pragma once
// When the newest bytes came that a TCP socket has received (TCP_INFO of tcp(7)): at the latest, as
// the kernel counts in ticks of some milliseconds of its own. Loop thread.
#include "strata/loop/arrival.hpp"

namespace strata::http {

// TimePoint(): not known, for another kind of socket.
[[nodiscard]] auto arrival_of(int descriptor) noexcept -> Arrival::TimePoint;

}  // namespace strata::http
