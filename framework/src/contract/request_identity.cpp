#include "strata/contract/request_identity.hpp"

#include <algorithm>

namespace strata::contract {

auto RequestIdentity::id(security::Ids& ids) -> std::string_view {
    if (!id_.empty()) return id_;
    made_ = true;
    ids.next().to_chars(made_id_.data());
    return id_ = {made_id_.data(), made_id_.size()};
}

// Version 00, 32 digits of the trace, 16 of the span, not sampled (W3C Trace Context, section 3.2).
auto RequestIdentity::traceparent(security::Ids& ids) -> std::string_view {
    if (!traceparent_.empty()) return traceparent_;
    constexpr std::size_t trace_size = 32;
    if (!made_) ids.next().to_chars(made_id_.data());
    char* out = made_traceparent_.data();
    const auto put = [&out](std::string_view text) { out = std::ranges::copy(text, out).out; };
    put("00-");
    const std::string_view uuid(made_id_.data(), made_id_.size());
    for (const auto& [begin, size] : {std::pair{0, 8}, {9, 4}, {14, 4}, {19, 4}, {24, 12}})
        put(uuid.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(size)));
    put("-");
    put({out - 1 - trace_size / 2, trace_size / 2});
    put("-00");
    return traceparent_ = {made_traceparent_.data(), made_traceparent_.size()};
}

void RequestIdentity::own() {
    const bool given_trace = traceparent_.data() != made_traceparent_.data();
    given_.append(made_ ? std::string_view() : id_);
    const std::size_t of_id = given_.size();
    given_.append(given_trace ? traceparent_ : std::string_view());
    if (!made_) id_ = std::string_view(given_).substr(0, of_id);
    if (given_trace) traceparent_ = std::string_view(given_).substr(of_id);
}

}  // namespace strata::contract
