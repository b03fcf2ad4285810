// Streams of live connections, both ways.
#include "live.hpp"

using namespace live;
using namespace strata;

namespace {

auto three_chunks(int& asked) -> Stream<std::string> {
    for (int i = 0; i < 3; ++i) {
        ++asked;
        co_yield std::string(100'000, static_cast<char>('a' + i));
    }
}

auto breaks() -> Stream<std::string> {
    co_yield "abc";
    throw std::runtime_error("disk");
}

}  // namespace

TEST_CASE("a method gets a stream that the client sent before") {
    Live live;
    Trace trace;
    auto& client = live.connect(trace);
    CHECK(live.say(trace, R"({"type":"stream","id":1,"name":"f","size":5})").empty());
    client.take_binary(std::string("\0\0\0\1hello", 9));
    CHECK(live.say(trace, R"({"type":"stream","id":1,"status":"end"})").empty());
    std::string content;
    live.act(trace, [&](Context& context, shop::Item item) -> shop::Acting {
        content = co_await context.client().receive_all(1, 100);
        co_return item;
    });
    CHECK(content == "hello");
}

TEST_CASE("or that it sends while the call waits") {
    Live live;
    Trace trace;
    auto& client = live.connect(trace);
    CHECK(live.say(trace, R"({"type":"stream","id":"up","name":"f"})").empty());
    std::string content;
    shop::behaviour = [&](Context& context, shop::Item item) -> shop::Acting {
        content = co_await context.client().receive_all("up", 100);
        co_return item;
    };
    client.take_text(R"({"type":"call","id":1,"method":"shop/act"})");
    client.take_binary("\2uphel");
    client.take_binary("\2uplo");
    CHECK(trace.texts.empty());
    CHECK(live.ask(trace, R"({"type":"stream","id":"up","status":"end"})").find("\"result\"") !=
          std::string::npos);
    CHECK(content == "hello");
}

TEST_CASE("streams that break are told to both") {
    Live live;
    Trace trace;
    auto& client = live.connect(trace);
    const auto take = [](Context& context, shop::Item item) -> shop::Acting {
        co_await context.client().receive_all(1, 3);
        co_return item;
    };
    CHECK(live.act(trace, take).find(R"("code":400,"reason":"stream_not_found")") !=
          std::string::npos);
    client.take_binary("??");
    CHECK(trace.texts.back().find("The stream is not initialized") != std::string::npos);
    CHECK(live.say(trace, R"({"type":"stream","id":1,"name":"f","size":9})").empty());
    client.take_binary(std::string("\0\0\0\1hello", 9));
    CHECK(live.act(trace, take).find("stream_too_large") != std::string::npos);
    CHECK(live.ask(trace, R"({"type":"stream","id":99999999999,"name":"f"})").find("400") !=
          std::string::npos);
}

TEST_CASE("a method sends a stream: announced, answered, in chunks, ended") {
    Live live;
    Trace trace;
    live.connect(trace);
    int asked = 0;
    StreamId id;
    const auto answer = live.act(trace, [&](Context& context, shop::Item item) -> shop::Acting {
        id = context.client().send("big", 300'000, three_chunks(asked));
        CHECK(asked == 0);
        co_return item;
    });
    CHECK(id == StreamId(-1));
    REQUIRE(trace.texts.size() == 3);
    CHECK(trace.texts[0] == R"({"type":"stream","id":-1,"name":"big","size":300000})");
    CHECK(trace.texts[1].find("callback") != std::string::npos);
    CHECK(trace.texts[2] == R"({"type":"stream","id":-1,"status":"end"})");
    std::size_t bytes = 0;
    for (const auto& chunk : trace.binaries) {
        CHECK(chunk.starts_with("\xff\xff\xff\xff"));
        CHECK(chunk.size() <= 64 * 1024 + 4);
        bytes += chunk.size() - 4;
    }
    CHECK(bytes == 300'000);
    CHECK(trace.held == 0);
}

TEST_CASE("where calls have texts as ids, so do streams") {
    Live live;
    Trace trace;
    live.connect(trace);
    StreamId id;
    shop::behaviour = [&](Context& context, shop::Item item) -> shop::Acting {
        id = context.client().send("f", "abc");
        co_return item;
    };
    static_cast<void>(live.say(trace, R"({"type":"call","id":"x","method":"shop/act"})"));
    const auto& text = std::get<std::string>(id.value());
    CHECK(trace.binaries.at(0) == "\x24" + text + "abc");
}

TEST_CASE("a stream that is not what was announced is terminated") {
    Live live;
    Trace trace;
    live.connect(trace);
    int asked = 0;
    std::optional<std::uint64_t> size;
    bool is_broken = false;
    SUBCASE("less") { size = 400'000; }
    SUBCASE("more") { size = 100; }
    SUBCASE("broken") { is_broken = true; }
    live.act(trace, [&](Context& context, shop::Item item) -> shop::Acting {
        static_cast<void>(
            context.client().send("f", size, is_broken ? breaks() : three_chunks(asked)));
        co_return item;
    });
    CHECK(trace.texts.back() == R"({"type":"stream","id":-1,"status":"terminate"})");
}

TEST_CASE("a stream of a call that fails never begins") {
    Live live;
    Trace trace;
    live.connect(trace);
    int asked = 0;
    live.act(trace, [&](Context& context, shop::Item) -> shop::Acting {
        static_cast<void>(context.client().send("f", std::nullopt, three_chunks(asked)));
        co_return shop::no_such_item{};
    });
    CHECK(asked == 0);
    CHECK(trace.texts.size() == 1);
}

TEST_CASE("a connection has at most live.streams streams each way") {
    Live live;
    live.settings.streams = 1;
    Trace trace;
    live.connect(trace);
    CHECK(live.say(trace, R"({"type":"stream","id":1,"name":"f"})").empty());
    CHECK(live.ask(trace, R"({"type":"stream","id":2,"name":"f"})").find("More than 1 streams") !=
          std::string::npos);
    const auto send = [](Context& context, shop::Item item) -> shop::Acting {
        static_cast<void>(context.client().send("f", "abc"));
        co_return item;
    };
    CHECK(live.act(trace, send).find("end") != std::string::npos);
    live.settings.streams = 0;
    CHECK(live.act(trace, send).find("too_many_streams") != std::string::npos);
}

TEST_CASE("without a connection there are no streams") {
    Live live;
    world::Exchange exchange(live.world.method());
    shop::behaviour = [](Context& context, shop::Item item) -> shop::Acting {
        CHECK_FALSE(context.client().is_connected());
        context.client().subscribe(Topic("room/1"));
        co_await context.client().receive_all(1, 3);
        co_return item;
    };
    live.world.run(exchange);
    CHECK(exchange.code() == "stream_not_found");
}
