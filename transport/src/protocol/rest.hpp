#pragma once
// REST: a service's contracts over HTTP. Every method is `POST /api/<module>/<method>`; one that
// names a path in its contract is there as well. Path, query and body members become one JSON
// object of parameters; the answer is the result's JSON, or problem details. Loop thread.
#include <functional>
#include <span>

#include "http/router.hpp"
#include "strata/contract/call.hpp"
#include "strata/contract/method.hpp"

namespace strata::protocol {

using Dispatch = std::function<Task<void>(contract::Call&, contract::Reply&)>;

// The methods' storage outlives the router.
void mount_rest(http::Router& router, std::span<const contract::Method> methods, Dispatch dispatch);

}  // namespace strata::protocol
