#include "protocol/media_type.hpp"

#include "http/parse/chars.hpp"

namespace strata::protocol {

auto is_json_type(std::string_view content_type) noexcept -> bool {
    std::size_t semicolon = content_type.find(';');
    if (!http::equal_text(http::trim(content_type.substr(0, semicolon)), "application/json")) {
        return false;
    }
    if (semicolon == content_type.npos) return true;
    std::string_view parameter = http::trim(content_type.substr(semicolon + 1));
    return parameter.empty() || http::equal_text(parameter, "charset=utf-8") ||
           http::equal_text(parameter, "charset=\"utf-8\"");
}

}  // namespace strata::protocol
