#include <chrono>

#include "api/probe.hpp"

namespace api {

auto probe::block(Context&, Block parameters) -> Task<Done> {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + std::chrono::milliseconds(parameters.milliseconds);
    while (Clock::now() < until) {
    }
    co_return done;
}

}  // namespace api
