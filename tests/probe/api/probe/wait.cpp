#include "api/probe.hpp"

namespace api {

auto probe::wait(Context& context, Wait parameters) -> Task<Done> {
    co_await context.sleep(std::chrono::milliseconds(parameters.milliseconds));
    co_return done;
}

}  // namespace api
