#include "http/trace_fields.hpp"

#include "http/parse/chars.hpp"

namespace strata::http {

auto given_request_id(const HeadView& head) -> std::string_view {
    constexpr std::size_t longest = 128;
    const std::string_view id = head.field(Known::x_request_id);
    return id.size() <= longest && is_token(id) ? id : std::string_view();
}

auto given_traceparent(const HeadView& head) -> std::string_view {
    const std::string_view text = head.field(Known::traceparent);
    if (text.size() != 55) return {};
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool dash = i == 2 || i == 35 || i == 52;
        bool hex = is(char_hex, text[i]) && !(text[i] >= 'A' && text[i] <= 'F');
        if (dash ? text[i] != '-' : !hex) return {};
    }
    return text;
}

}  // namespace strata::http
