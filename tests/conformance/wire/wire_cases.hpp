#pragma once
// A case is bytes and what must come back: "200", "200 404" (in order, and the connection still
// serves), or "400 close" (the answer, then FIN and not a reset). After each case a fresh
// connection is served.
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tools/selftest/raw_request.hpp"
#include "wire/wire_client.hpp"
#include "wire/wire_server.hpp"

namespace wire {

struct Case {
    std::string bytes;
    std::string expected;
};

void check_case(WireServer& server, const Case& item);
void check_cases(WireServer& server, const std::vector<Case>& cases);
// The attacks of one category, of those that `strata selftest` sends as well.
void check_attacks(WireServer& server, std::string_view category);
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

using strata::tools::selftest::chunked;
using strata::tools::selftest::request;

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

}  // namespace wire
