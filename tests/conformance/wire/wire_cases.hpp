#pragma once
// A case is bytes and what must come back: "200", "200 404" (in order, and the connection still
// serves), or "400 close" (the answer, then FIN and not a reset). After each case a fresh
// connection is served.
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "wire/wire_client.hpp"
#include "wire/wire_server.hpp"

namespace wire {

struct Case {
    std::string bytes;
    std::string expected;
};

void check_case(WireServer& server, const Case& item);
void check_cases(WireServer& server, const std::vector<Case>& cases);
void check_alive(WireServer& server);

// Whether it does within five seconds: what another thread brings about.
template <class Condition>
auto comes_true(Condition&& condition) -> bool {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

inline auto request(std::string_view line, std::string_view fields = "", std::string_view body = "")
    -> std::string {
    return std::string(line) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" +
           std::string(body);
}
inline auto post(std::string_view target, std::string_view body, std::string_view fields = "")
    -> std::string {
    return request("POST " + std::string(target),
                   "Content-Length: " + std::to_string(body.size()) + "\r\n" + std::string(fields),
                   body);
}
inline auto post_json(std::string_view target, std::string_view body, std::string_view fields = "")
    -> std::string {
    return post(target, body, "Content-Type: application/json\r\n" + std::string(fields));
}
inline auto chunked(std::string_view target, std::string_view raw, std::string_view fields = "")
    -> std::string {
    return request("POST " + std::string(target),
                   "Transfer-Encoding: chunked\r\n" + std::string(fields), raw);
}

}  // namespace wire
