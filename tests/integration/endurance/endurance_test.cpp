// What a server must stand for days, in a small form; in its full size with SOAK=1. It runs
// the optimised probe: memory is what an operator sees.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/memory.hpp"
#include "support/service.hpp"

using namespace tests;

namespace {

constexpr std::uint64_t mebibyte = 1024ULL * 1024;

auto soak() -> bool { return std::getenv("SOAK") != nullptr; }

void allow_descriptors() {
    rlimit limit{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    limit.rlim_cur = limit.rlim_max;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

auto descriptors(pid_t pid) -> std::ptrdiff_t {
    using std::filesystem::directory_iterator;
    return std::distance(directory_iterator("/proc/" + std::to_string(pid) + "/fd"),
                         directory_iterator());
}

void check_served(int port) {
    CHECK(HttpClient(port).request("GET", "/plaintext").body == "Hello, World!");
}

auto open_idle(int port, std::size_t count) -> std::vector<std::unique_ptr<HttpClient>> {
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (std::size_t i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<HttpClient>(port));
        REQUIRE(clients.back()->request("GET", "/plaintext").status == 200);
    }
    return clients;
}

// Receives `size` bytes of an answer's body and drops them.
void drop_body(HttpClient& client, std::uint64_t size) {
    const auto dropped = client.drop(size);
    REQUIRE(dropped == size);
}

}  // namespace

TEST_CASE("idle connections cost at most 2 KiB each, and others are served") {
    allow_descriptors();
    const std::size_t count = soak() ? 10'000 : 1'000;
    Service service(PROBE_BINARY, {{"STRATA_SERVER_IDLE_TIMEOUT", "10m"}});
    open_idle(service.port(), 100);  // what is allocated once
    const auto before = resident_bytes(service.process().pid());
    const auto clients = open_idle(service.port(), count);
    const auto each =
        (resident_bytes(service.process().pid()) - before) / static_cast<std::int64_t>(count);
    MESSAGE(count << " idle connections: " << each << " bytes each");
    CHECK(each <= 2048);
    check_served(service.port());
    for (const auto& client : clients) CHECK(client->request("GET", "/plaintext").status == 200);
}

TEST_CASE("large answers and bodies pass at constant memory") {
    const std::uint64_t size = (soak() ? 1024 : 128) * mebibyte;
    TemporaryFolder files;
    std::ofstream(files.path() / "large.bin").close();
    std::filesystem::resize_file(files.path() / "large.bin", size);
    Service service(PROBE_BINARY, {{"STRATA_SERVER_STATIC_ROOT", files.path()},
                                   {"STRATA_SERVER_BODY_TIMEOUT", "10m"},
                                   {"STRATA_SERVER_WRITE_TIMEOUT", "10m"}});
    check_served(service.port());
    const auto before = resident_bytes(service.process().pid());

    HttpClient client(service.port());
    SUBCASE("a static file") {
        REQUIRE(client.send("GET /static/large.bin HTTP/1.1\r\nHost: a\r\n\r\n"));
        CHECK(client.receive(true).header("content-length") == std::to_string(size));
        drop_body(client, size);
    }
    SUBCASE("a streamed answer") {
        REQUIRE(client.send("GET /download?bytes=" + std::to_string(size) +
                            " HTTP/1.1\r\nHost: a\r\n\r\n"));
        CHECK(client.receive(true).header("content-length") == std::to_string(size));
        drop_body(client, size);
    }
    SUBCASE("a streamed body") {
        REQUIRE(client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                            std::to_string(size) + "\r\n\r\n"));
        const std::string piece(mebibyte, 'x');
        for (std::uint64_t sent = 0; sent < size; sent += piece.size()) REQUIRE(client.send(piece));
        CHECK(client.receive().body == std::to_string(size));
    }
    const auto grown = resident_bytes(service.process().pid()) - before;
    MESSAGE((size / mebibyte) << " MiB: " << (grown / 1024) << " KiB of memory more");
    CHECK(grown < static_cast<std::int64_t>(4 * mebibyte));
    check_served(service.port());
}

TEST_CASE("connects and resets leak nothing") {
    const int count = soak() ? 10'000 : 1'000;
    Service service(PROBE_BINARY);
    const std::vector<std::function<void(HttpClient&)>> ends{
        [](HttpClient&) {},
        [](HttpClient& client) { client.send("GET /plaintext HT"); },
        [](HttpClient& client) { client.send("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n"); },
        [](HttpClient& client) { client.send("GET /slow?ms=50 HTTP/1.1\r\nHost: a\r\n\r\n"); },
        [](HttpClient& client) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
        },
    };
    auto connect_and_reset = [&](int times) {
        for (int i = 0; i < times; ++i) {
            HttpClient client(service.port());
            ends[static_cast<std::size_t>(i) % ends.size()](client);
            client.reset();
        }
    };
    const auto opened = descriptors(service.process().pid());
    connect_and_reset(count / 10);
    check_served(service.port());
    const auto before = resident_bytes(service.process().pid());
    connect_and_reset(count);
    HttpClient client(service.port());
    CHECK(client.request("GET", "/slow?ms=200").status == 200);  // the last handlers have ended
    CHECK(descriptors(service.process().pid()) <= opened + 1);
    const auto grown = resident_bytes(service.process().pid()) - before;
    MESSAGE(count << " connections reset: " << (grown / 1024) << " KiB of memory more");
    CHECK(grown < static_cast<std::int64_t>(mebibyte));
    CHECK(service.stop().status == 0);
}
