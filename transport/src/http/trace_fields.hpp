#pragma once
// By what a request is found again in the logs, as its head says it: a value that is fit for them,
// or "". Any thread; the views are the head's.
#include <string_view>

#include "http/parse/request_head.hpp"

namespace strata::http {

// X-Request-Id, that a client or a proxy gave.
[[nodiscard]] auto given_request_id(const HeadView& head) -> std::string_view;
// version-traceid-parentid-flags (W3C Trace Context).
[[nodiscard]] auto given_traceparent(const HeadView& head) -> std::string_view;

}  // namespace strata::http
