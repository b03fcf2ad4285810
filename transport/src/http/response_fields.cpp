#include "http/response_fields.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

constexpr std::array<std::string_view, 8> framing = {
    "content-length", "transfer-encoding", "connection", "date",
    "trailer",        "upgrade",           "keep-alive", "proxy-connection"};

}  // namespace

void ResponseFields::add(std::string_view name, std::string_view value) {
    if (!is_token(name)) throw std::invalid_argument("a response field's name is no token");
    if (!is_field_value(value)) {
        throw std::invalid_argument("the value of response field " + std::string(name) +
                                    " holds a control character");
    }
    auto same = [name](std::string_view other) { return equal_text(name, other); };
    if (std::any_of(framing.begin(), framing.end(), same)) {
        throw std::invalid_argument("response field " + std::string(name) +
                                    " is written by the server itself");
    }
    has_content_type_ |= same("content-type");
    has_content_encoding_ |= same("content-encoding");
    lines_.append(name).append(": ").append(trim(value)).append("\r\n");
}

}  // namespace strata::http
