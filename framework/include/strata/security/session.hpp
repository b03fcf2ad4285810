#pragma once
// Session: what is known of one sign-in. A plain value; the token itself is known to its client
// alone.
#include <memory>
#include <string>

#include "strata/security/token.hpp"
#include "strata/values/caller.hpp"
#include "strata/values/timestamp.hpp"

namespace strata::security {

struct Session {
    TokenHash hash{};
    std::shared_ptr<const Caller> caller{};
    std::string client{};  // the network that it was begun from; empty: none
    Timestamp created_at{};
    Timestamp seen_at{};  // of the last call, as the store knows it
    Timestamp expires_at{};
};

}  // namespace strata::security
