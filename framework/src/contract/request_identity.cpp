#include "strata/contract/request_identity.hpp"

#include <algorithm>
#include <iterator>

namespace strata::contract {

auto RequestIdentity::id(security::Ids& ids) -> std::string_view {
    if (!id_.empty()) return id_;
    made_ = true;
    own_id_ = ids.next().to_string();
    return id_ = own_id_;
}

// Version 00, 32 digits of the trace, 16 of the span, not sampled (W3C Trace Context, section 3.2).
auto RequestIdentity::traceparent(security::Ids& ids) -> std::string_view {
    if (!traceparent_.empty()) return traceparent_;
    const auto uuid = made_ ? own_id_ : ids.next().to_string();
    std::string trace;
    std::ranges::copy_if(uuid, std::back_inserter(trace), [](char c) { return c != '-'; });
    own_traceparent_ = "00-" + trace + '-' + trace.substr(trace.size() / 2) + "-00";
    return traceparent_ = own_traceparent_;
}

void RequestIdentity::own() {
    if (own_id_.empty()) own_id_ = id_;
    if (own_traceparent_.empty()) own_traceparent_ = traceparent_;
    id_ = own_id_;
    traceparent_ = own_traceparent_;
}

}  // namespace strata::contract
