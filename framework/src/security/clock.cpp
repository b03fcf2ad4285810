#include "strata/security/clock.hpp"

#include <algorithm>

namespace strata::security {

auto SystemClock::now() -> Timestamp {
    auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count();
    last_ = Timestamp::from_microseconds(
        std::max<std::int64_t>(microseconds, last_.microseconds() + 1));
    return last_;
}

auto SystemClock::steady() -> std::chrono::steady_clock::time_point {
    return std::chrono::steady_clock::now();
}

}  // namespace strata::security
