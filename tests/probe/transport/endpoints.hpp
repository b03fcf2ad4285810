#pragma once
// The probe's raw endpoints: what conformance tests and benchmarks ask for.
#include "strata/http/server.hpp"

namespace probe {

void mount(strata::http::Server& server);

}  // namespace probe
