#include "strata/contract/access.hpp"

#include <algorithm>

namespace strata::contract {

auto permits(const Access& access, const Caller& caller) noexcept -> bool {
    const auto listed = [&](const std::string& name) {
        return std::ranges::find(access.names, std::string_view(name)) != access.names.end();
    };
    switch (access.kind) {
        case AccessKind::anyone: return true;
        case AccessKind::authenticated: return caller.is_authenticated();
        case AccessKind::group: return std::ranges::any_of(caller.groups, listed);
        case AccessKind::login: return caller.is_authenticated() && listed(caller.login);
        case AccessKind::internal: break;
    }
    return false;
}

}  // namespace strata::contract
