#pragma once
// Requests as bytes, for attacks and for the wire tests: nothing here is checked.
#include <string>
#include <string_view>

namespace strata::tools::selftest {

// `fields` end with CRLF each.
inline auto request(std::string_view line, std::string_view fields = "", std::string_view body = "")
    -> std::string {
    return std::string(line) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" +
           std::string(body);
}

inline auto chunked(std::string_view target, std::string_view raw, std::string_view fields = "")
    -> std::string {
    return request("POST " + std::string(target),
                   "Transfer-Encoding: chunked\r\n" + std::string(fields), raw);
}

}  // namespace strata::tools::selftest
