#include "protocol/uploads.hpp"

#include <doctest/doctest.h>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/loop/task_group.hpp"

using namespace strata;
using namespace strata::protocol;

namespace {

auto small() -> LiveSettings {
    LiveSettings settings;
    settings.streams = 2;
    settings.stream_buffer = 1024;
    return settings;
}

struct World {
    LiveSettings settings = small();
    EventLoop loop{};
    int held_up = 0;
    int let_go = 0;
    Uploads uploads{settings, [this](bool hold) { ++(hold ? held_up : let_go); }};
};

auto message(const StreamId& id, std::string content) -> std::string {
    return chunk_head(id) + content;
}

auto read_all(Stream<std::string> chunks) -> Task<std::string> {
    std::string content;
    while (auto chunk = co_await chunks.next()) content += *chunk;
    co_return content;
}

auto problem_of(const Uploads::Verdict& verdict) -> std::string {
    return verdict ? verdict->problem : "none";
}

// What a reader gets: the content, or the code of the StreamError.
auto outcome(Stream<std::string> chunks, std::string& out) -> Task<> {
    try {
        out = co_await read_all(std::move(chunks));
    } catch (const StreamError& error) {
        out = error.code();
    }
}

}  // namespace

TEST_CASE("both layouts of chunks") {
    CHECK(chunk_head(StreamId(1)) == std::string("\0\0\0\1", 4));
    CHECK(chunk_head(StreamId(-1)) == "\xff\xff\xff\xff");
    CHECK(chunk_head(StreamId("ab")) == "\2ab");
    World world;
    CHECK_FALSE(world.uploads.begin(StreamId(5), 4));
    CHECK_FALSE(world.uploads.begin(StreamId("abc"), std::nullopt));
    CHECK_FALSE(world.uploads.chunk(std::string("\0\0\0\5hi", 6)));
    CHECK_FALSE(world.uploads.chunk("\3abchello"));
    // A number's decimal text works as well.
    CHECK_FALSE(
        world.uploads.chunk("\1"
                            "5me"));
    CHECK_FALSE(world.uploads.end(StreamId(5)));
    CHECK_FALSE(world.uploads.end(StreamId("abc")));
    CHECK(run_task(world.loop, read_all(world.uploads.take(StreamId(5)))) == "hime");
    CHECK(run_task(world.loop, read_all(world.uploads.take(StreamId("abc")))) == "hello");
    CHECK(world.uploads.count() == 0);
}

TEST_CASE("a stream is read while it comes") {
    World world;
    CHECK_FALSE(world.uploads.begin(StreamId(1), 6));
    std::string out;
    TaskGroup group(world.loop);
    group.spawn(outcome(world.uploads.take(StreamId(1)), out));
    CHECK_FALSE(world.uploads.chunk(message(StreamId(1), "abc")));
    world.loop.post([&] {
        CHECK_FALSE(world.uploads.chunk(message(StreamId(1), "def")));
        CHECK_FALSE(world.uploads.end(StreamId(1)));
    });
    world.loop.run();
    CHECK(out == "abcdef");
}

TEST_CASE("sizes are checked, both ways") {
    World world;
    CHECK_FALSE(world.uploads.begin(StreamId(1), 3));
    CHECK(problem_of(world.uploads.chunk(message(StreamId(1), "abcd"))) ==
          "The stream is larger than the announced 3 bytes");
    std::string out;
    run_task(world.loop, outcome(world.uploads.take(StreamId(1)), out));
    CHECK(out == "stream_broken");
    // What still comes of it is dropped without another word.
    CHECK_FALSE(world.uploads.chunk(message(StreamId(1), "e")));
    CHECK_FALSE(world.uploads.end(StreamId(1)));
    CHECK(world.uploads.count() == 0);

    CHECK_FALSE(world.uploads.begin(StreamId(2), 3));
    CHECK_FALSE(world.uploads.chunk(message(StreamId(2), "ab")));
    CHECK(problem_of(world.uploads.end(StreamId(2))) == "The stream ended after 2 of 3 bytes");
}

TEST_CASE("streams that are not there, or are already") {
    World world;
    CHECK(problem_of(world.uploads.chunk("")) == "The stream is not initialized");
    CHECK(problem_of(world.uploads.chunk("abc")) == "The stream is not initialized");
    CHECK(problem_of(world.uploads.end(StreamId(1))) == "The stream is not initialized");
    CHECK(problem_of(world.uploads.terminate(StreamId(1))) == "The stream is not initialized");
    CHECK_THROWS_AS(static_cast<void>(world.uploads.take(StreamId(1))), StreamError);
    CHECK_FALSE(world.uploads.begin(StreamId(1), 1));
    CHECK(problem_of(world.uploads.begin(StreamId(1), 1)) == "The stream is already initialized");
    CHECK_FALSE(world.uploads.begin(StreamId(2), 1));
    CHECK(problem_of(world.uploads.begin(StreamId(3), 1)) == "More than 2 streams at a time");
    const auto taken = world.uploads.take(StreamId(1));
    CHECK_THROWS_AS(static_cast<void>(world.uploads.take(StreamId(1))), StreamError);
}

TEST_CASE("what nobody takes is broken off at the buffer's end") {
    World world;
    CHECK_FALSE(world.uploads.begin(StreamId(1), std::nullopt));
    CHECK_FALSE(world.uploads.chunk(message(StreamId(1), std::string(1000, 'x'))));
    CHECK(world.uploads.buffered() == 1000);
    CHECK(problem_of(world.uploads.chunk(message(StreamId(1), std::string(100, 'x')))) ==
          "The stream was taken by no method in time");
    CHECK(world.uploads.buffered() == 0);
    CHECK(world.held_up == 0);
}

TEST_CASE("a slow reader holds the connection up, and lets it go") {
    World world;
    CHECK_FALSE(world.uploads.begin(StreamId(1), std::nullopt));
    auto chunks = world.uploads.take(StreamId(1));
    CHECK_FALSE(world.uploads.chunk(message(StreamId(1), std::string(1000, 'x'))));
    CHECK_FALSE(world.uploads.chunk(message(StreamId(1), std::string(1000, 'x'))));
    CHECK(world.held_up == 1);
    SUBCASE("by reading on") {
        CHECK_FALSE(world.uploads.end(StreamId(1)));
        CHECK(run_task(world.loop, read_all(std::move(chunks))).size() == 2000);
    }
    SUBCASE("by giving up") {
        chunks = {};
        CHECK(world.uploads.buffered() == 0);
        CHECK_FALSE(world.uploads.chunk(message(StreamId(1), "more")));
        CHECK(world.uploads.buffered() == 0);
        CHECK_FALSE(world.uploads.end(StreamId(1)));
    }
    SUBCASE("because the client goes") { world.uploads.fail_all("gone"); }
    CHECK(world.let_go == 1);
    CHECK(world.uploads.count() == 0);
}

TEST_CASE("a stream that waits for its method does not hold up what would take it") {
    World world;
    CHECK_FALSE(world.uploads.begin(StreamId(1), std::nullopt));
    CHECK_FALSE(world.uploads.chunk(message(StreamId(1), std::string(900, 'x'))));
    CHECK_FALSE(world.uploads.begin(StreamId(2), std::nullopt));
    std::string out;
    TaskGroup group(world.loop);
    group.spawn(outcome(world.uploads.take(StreamId(2)), out));
    CHECK_FALSE(world.uploads.chunk(message(StreamId(2), std::string(200, 'x'))));
    CHECK(world.held_up == 1);
    world.loop.post([&] {
        CHECK(world.let_go == 1);  // the reader has nothing left that could make room
        CHECK_FALSE(world.uploads.end(StreamId(2)));
    });
    world.loop.run();
    CHECK(out.size() == 200);
    world.uploads.fail_all("gone");
}

TEST_CASE("a reader learns that the client terminated the stream, or left") {
    World world;
    std::string first;
    std::string second;
    TaskGroup group(world.loop);
    CHECK_FALSE(world.uploads.begin(StreamId(1), 5));
    CHECK_FALSE(world.uploads.begin(StreamId(2), 5));
    group.spawn(outcome(world.uploads.take(StreamId(1)), first));
    group.spawn(outcome(world.uploads.take(StreamId(2)), second));
    CHECK_FALSE(world.uploads.terminate(StreamId(1)));
    world.uploads.fail_all("The client is gone");
    world.loop.run();
    CHECK(first == "stream_broken");
    CHECK(second == "stream_broken");
}
