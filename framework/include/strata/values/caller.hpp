#pragma once
// Caller: who makes a call. `id` is nil and `login` empty for a caller without a session.
#include <string>
#include <vector>

#include "strata/values/uuid.hpp"

namespace strata {

struct Caller {
    Uuid id;
    std::string login;
    std::vector<std::string> groups;

    [[nodiscard]] auto is_authenticated() const noexcept -> bool { return !id.is_nil(); }
};

}  // namespace strata
