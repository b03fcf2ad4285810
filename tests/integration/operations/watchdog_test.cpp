// A handler that keeps the loop, as an operator learns of it.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "support/service.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

constexpr const char* line = R"("message":"the event loop stands still","method":"GET /busy")";

auto count_of(const std::string& text, const std::string& part) -> int {
    int count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++count;
    return count;
}

// How long it takes from the request to the line; 5 s: it did not come.
auto named_within(Service& service, const std::string& target) -> std::chrono::milliseconds {
    const int before = count_of(service.process().output(), line);
    const auto begun = std::chrono::steady_clock::now();
    std::jthread caller([&service, &target] {
        HttpClient client(service.port());
        CHECK(client.request("GET", target).status == 200);
    });
    while (std::chrono::steady_clock::now() - begun < 5s) {
        if (count_of(service.process().output(), line) > before) break;
        std::this_thread::sleep_for(10ms);
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begun);
}

}  // namespace

TEST_CASE("a handler that keeps the loop for 500 ms is named within a second, after a wait too") {
    Service service(PROBE_BINARY);
    CHECK(named_within(service, "/busy?ms=500") < 1s);
    CHECK(named_within(service, "/busy?ms=500&after=20") < 1s);
    CHECK(service.stop().status == 0);
    CHECK(count_of(service.process().output(), line) == 2);
}
