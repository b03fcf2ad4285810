#include "strata/contract/call_log.hpp"

#include <vector>

#include "strata/contract/invocation.hpp"

namespace strata {

void CallLog::write(log::Level level, std::string_view message, log::Fields fields) const {
    if (!log::enabled(level)) return;
    std::vector<log::Field> all(fields);
    const contract::Invocation& call = *invocation_;
    const auto account =
        call.caller().is_authenticated() ? call.caller().id.to_string() : std::string();
    all.push_back({"requestId", call.request_id()});
    all.push_back({"module", call.method().module});
    all.push_back({"method", call.method().name});
    if (!account.empty()) all.push_back({"account", account});
    log::detail::write(level, message, all.data(), all.size());
}

}  // namespace strata
