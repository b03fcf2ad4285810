// An echoed message allocates nothing, once its connection has warmed up.
#include <doctest/doctest.h>

#include <cstdlib>
#include <new>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"

namespace {

// Of the thread that counts: the server's loop.
thread_local bool counting = false;
thread_local long allocations = 0;

}  // namespace

auto operator new(std::size_t size) -> void* {
    if (counting) ++allocations;
    if (void* room = std::malloc(size)) return room;
    throw std::bad_alloc();
}
void operator delete(void* room) noexcept { std::free(room); }
void operator delete(void* room, std::size_t /*size*/) noexcept { std::free(room); }

using namespace websocket;

namespace {

auto allocations_of_echo(const std::string& bytes, int times) -> long {
    SocketServer server;
    SocketClient client(server.port(), "/ws");
    auto exchange = [&] {
        client.send(bytes);
        CHECK(client.receive().has_value());
    };
    for (int i = 0; i < 100; ++i) exchange();
    server.on_loop([](strata::http::Server&) {
        allocations = 0;
        counting = true;
    });
    for (int i = 0; i < times; ++i) exchange();
    long counted = 0;
    server.on_loop([&counted](strata::http::Server&) {
        counting = false;
        counted = allocations;
    });
    return counted;
}

}  // namespace

TEST_CASE("an echoed message allocates nothing") {
    // What asks for the count, and the loop's own tick, may allocate once or twice.
    constexpr long not_of_messages = 4;
    CHECK(allocations_of_echo(text("a message of sixty-four bytes, as benchmarks like to have it."),
                              1000) <= not_of_messages);
    CHECK(allocations_of_echo(binary(std::string(450, 'x')), 1000) <= not_of_messages);
    CHECK(allocations_of_echo(binary(std::string(8000, 'x')), 1000) <= not_of_messages);
    CHECK(allocations_of_echo(text("one, ", {.fin = false}) + more("two, three and four", true),
                              1000) <= not_of_messages);
}
