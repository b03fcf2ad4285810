#pragma once
// Refusal: why a request is not served: the status of its answer and a code that names the rule.
// The connection closes after it, and its bytes are thrown away.
#include <string_view>

namespace strata::http {

struct Refusal {
    int status = 0;  // 0: none
    std::string_view code{};
    std::string_view message{};
    [[nodiscard]] explicit operator bool() const noexcept { return status != 0; }
};

}  // namespace strata::http
