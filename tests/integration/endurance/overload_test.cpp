// More calls than the service can take: what is answered is answered in time, the rest is refused
// at once, other methods do not notice, and memory stays.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "support/live_client.hpp"
#include "support/memory.hpp"
#include "support/service.hpp"

using namespace tests;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr auto one_call = 250ms;
constexpr int at_a_time = 8;  // the queue of probe/wait
constexpr int capacity = at_a_time * (1s / one_call);
constexpr int clients = 64;

auto duration() -> std::chrono::seconds { return std::getenv("SOAK") ? 60s : 5s; }

struct Answers {
    std::vector<milliseconds> answered{};
    std::vector<milliseconds> refused{};
    int others = 0;

    void add(const Answers& more) {
        answered.insert(answered.end(), more.answered.begin(), more.answered.end());
        refused.insert(refused.end(), more.refused.begin(), more.refused.end());
        others += more.others;
    }
};

auto p99(std::vector<milliseconds> times) -> milliseconds {
    REQUIRE(!times.empty());
    std::ranges::sort(times);
    return times[(times.size() - 1) * 99 / 100];
}

using Request = std::function<int(HttpClient&)>;  // its status

auto calling(const std::string& method, const nlohmann::json& parameters) -> Request {
    return [=](HttpClient& client) { return client.call(method, parameters).status; };
}

// Asks when the interval says so, however long the last one took.
void ask_every(steady_clock::duration interval, int port, const Request& request,
               Answers& answers) {
    HttpClient client(port);
    const auto end = steady_clock::now() + duration();
    for (auto next = steady_clock::now(); next < end; next += interval) {
        std::this_thread::sleep_until(next);
        const auto begun = steady_clock::now();
        const int status = request(client);
        const auto taken = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun);
        if (status == 200) answers.answered.push_back(taken);
        if (status == 503) answers.refused.push_back(taken);
        if (status != 200 && status != 503) ++answers.others;
    }
}

auto ask_from(int count, double a_second, int port, const Request& request) -> Answers {
    const auto interval = std::chrono::duration_cast<steady_clock::duration>(
        std::chrono::duration<double>(count / a_second));
    std::vector<Answers> each(static_cast<std::size_t>(count));
    std::vector<std::jthread> threads;
    for (Answers& answers : each) {
        threads.emplace_back([&, interval] { ask_every(interval, port, request, answers); });
        std::this_thread::sleep_for(interval / count);  // spread over the interval
    }
    threads.clear();
    Answers all;
    for (const Answers& answers : each) all.add(answers);
    return all;
}

}  // namespace

TEST_CASE("at three times the capacity what is answered keeps its time, and the rest is refused") {
    Service service(PROBE_BINARY);
    const nlohmann::json parameters{{"milliseconds", one_call.count()}};
    const Answers alone =
        ask_from(4, capacity / 4.0, service.port(), calling("probe/wait", parameters));
    REQUIRE(alone.refused.empty());
    const auto unloaded = p99(alone.answered);
    const auto before = resident_bytes(service.process().pid());

    Answers fast;
    std::jthread others([&] {
        const nlohmann::json sample{{"id", "0198c0de-0000-7000-8000-0123456789ab"},
                                    {"name", "A sample"},
                                    {"quantity", 1},
                                    {"price", 2},
                                    {"note", ""},
                                    {"createdAt", "2026-01-02T03:04:05Z"}};
        fast = ask_from(2, 100, service.port(), calling("probe/echoValidate", sample));
    });
    const Answers loaded =
        ask_from(clients, 3.0 * capacity, service.port(), calling("probe/wait", parameters));
    others.join();

    MESSAGE("unloaded p99 " << unloaded.count() << " ms, answered " << loaded.answered.size()
                            << " with p99 " << p99(loaded.answered).count() << " ms, refused "
                            << loaded.refused.size() << " with p99 " << p99(loaded.refused).count()
                            << " ms, another method's p99 " << p99(fast.answered).count() << " ms");
    CHECK(p99(loaded.answered) < 2 * unloaded);
    CHECK(p99(loaded.refused) < one_call / 2);
    CHECK(p99(fast.answered) < one_call / 2);
    CHECK(fast.refused.empty());
    CHECK(alone.others + loaded.others + fast.others == 0);
    // What it can do, it does.
    CHECK(loaded.answered.size() > capacity * static_cast<std::size_t>(duration() / 1s) * 8 / 10);
    CHECK(loaded.refused.size() > loaded.answered.size());
    CHECK(resident_bytes(service.process().pid()) - before < 1024 * 1024);
}

TEST_CASE(
    "at three times what the loop can compute, what is answered keeps its time all the same") {
    constexpr auto one_block = 50ms;  // of the loop
    constexpr int a_second = 1s / one_block;
    Service service(PROBE_BINARY, {{"STRATA_LIMITS_LOOP_LAG", "10ms"}});
    const std::pair<std::string, Request> kinds[] = {
        {"a method", calling("probe/block", {{"milliseconds", one_block.count()}})},
        {"a raw endpoint",
         [](HttpClient& client) { return client.request("GET", "/busy?ms=50").status; }}};
    for (const auto& [kind, request] : kinds) {
        CAPTURE(kind);
        const Answers alone = ask_from(1, a_second / 4.0, service.port(), request);
        // One that the machine itself kept waiting.
        CHECK(alone.refused.size() < 3);
        const auto unloaded = p99(alone.answered);
        const auto before = resident_bytes(service.process().pid());
        const Answers loaded = ask_from(clients, 3.0 * a_second, service.port(), request);
        MESSAGE(kind << ": unloaded p99 " << unloaded.count() << " ms, answered "
                     << loaded.answered.size() << " with p99 " << p99(loaded.answered).count()
                     << " ms, refused " << loaded.refused.size() << " with p99 "
                     << p99(loaded.refused).count() << " ms");
        CHECK(p99(loaded.answered) < 2 * unloaded);
        // It waits for the handler that is on the loop, and for a machine that does other things
        // too.
        CHECK(p99(loaded.refused) < 4 * one_block);
        CHECK(alone.others + loaded.others == 0);
        // What it can do, it does.
        CHECK(loaded.answered.size() > a_second * static_cast<std::size_t>(duration() / 1s) / 2);
        CHECK(loaded.refused.size() > loaded.answered.size());
        CHECK(resident_bytes(service.process().pid()) - before < 1024 * 1024);
    }
}

TEST_CASE("what has waited too long is refused on a WebSocket too, but not what operators ask") {
    const int admin_port = free_port();
    Service service(PROBE_BINARY, {{"STRATA_LIMITS_LOOP_LAG", "10ms"},
                                   {"STRATA_ADMIN_PORT", std::to_string(admin_port)}});
    LiveClient first(service.port());
    LiveClient second(service.port());
    const auto block = [](LiveClient& client, int milliseconds) {
        return client.call("probe/block", {{"milliseconds", milliseconds}});
    };
    CHECK(block(second, 0).contains("result"));
    nlohmann::json blocked;
    std::jthread blocking([&] { blocked = block(first, 200); });
    std::this_thread::sleep_for(50ms);
    int metrics = 0;
    std::jthread operating(
        [&] { metrics = HttpClient(admin_port).request("GET", "/metrics").status; });
    const nlohmann::json refused = block(second, 0);
    blocking.join();
    operating.join();
    CHECK(metrics == 200);
    CAPTURE(refused.dump());
    CHECK(blocked.contains("result"));
    CHECK(refused["error"]["code"] == 503);
    CHECK(block(second, 0).contains("result"));
}
