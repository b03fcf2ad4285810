#include "api/probe.hpp"

namespace api {

auto probe::echo_validate(Context&, EchoValidate parameters) -> Task<Sample> {
    co_return Sample(std::move(parameters.id), std::move(parameters.name), parameters.quantity,
                     parameters.price, std::move(parameters.note),
                     std::move(parameters.created_at));
}

}  // namespace api
