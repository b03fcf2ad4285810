#pragma once
// Raw endpoints: HTTP that is no method of a contract, such as webhooks and downloads.
#include "strata/http/server.hpp"

namespace transport {

void mount(strata::http::Server& server);

}  // namespace transport
