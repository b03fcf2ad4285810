#include "strata/log/log.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "log/render.hpp"
#include "strata/log/capture.hpp"
#include "strata/log/request_line.hpp"

namespace strata::log {

using namespace std::chrono_literals;

namespace {

const Timestamp moment = *Timestamp::parse("2026-01-02T03:04:05.000006Z");

auto as_json(Level level, std::string_view message, Fields fields) -> std::string {
    std::string line;
    render_json(line, moment, level, message, {fields.begin(), fields.size()});
    return line;
}

auto as_pretty(std::string_view message, Fields fields) -> std::string {
    std::string line;
    render_pretty(line, moment, Level::info, message, {fields.begin(), fields.size()}, false);
    return line;
}

}  // namespace

TEST_CASE("a line of JSON has time, level, message and typed fields") {
    CHECK(as_json(Level::info, "listening",
                  {{"host", "::"},
                   {"port", 8000},
                   {"big", std::uint64_t{1} << 63U},
                   {"below", -1},
                   {"on", true},
                   {"took", 1500us}}) ==
          R"({"time":"2026-01-02T03:04:05.000006Z","level":"info","message":"listening",)"
          R"("host":"::","port":8000,"big":9223372036854775808,"below":-1,"on":true,"took":1.5})"
          "\n");
}

TEST_CASE("what a field holds can't break the line") {
    const std::string line = as_json(Level::error, "a\nb", {{"text", "x\"\n\x01\xff"}});
    CHECK(std::count(line.begin(), line.end(), '\n') == 1);
    CHECK(line.find("\"a\\nb\"") != std::string::npos);
    const std::string pretty = as_pretty("a\nb\x1b", {{"text", "x y\n"}, {"word", "z"}});
    CHECK(pretty == "03:04:05.000 info    a b   text=\"x y\\n\"  word=z\n");
}

TEST_CASE("a number that JSON does not know is null") {
    CHECK(as_json(Level::info, "m", {{"n", std::numeric_limits<double>::infinity()}})
              .find("\"n\":null") != std::string::npos);
}

TEST_CASE("lines below the level are not written") {
    const Capture capture(Level::warning);
    info("below");
    warning("at", {{"n", 1}});
    CHECK(capture.lines().size() == 1);
    CHECK(capture.contains("\"message\":\"at\",\"n\":1"));
    set_level(Level::debug);
    debug("now");
    CHECK(capture.contains("now"));
    CHECK_FALSE(enabled(Level::trace));
}

TEST_CASE("log.requests decides which requests get a line") {
    const Capture capture(Level::info);
    const auto logged = [&](Requests requests, int status, bool cut,
                            std::chrono::microseconds duration) {
        Settings settings;
        settings.requests = requests;
        settings.slow = 100ms;
        apply(settings);
        const std::size_t before = capture.lines().size();
        request(RequestLine{.method = "m/n", .status = status, .cut = cut, .duration = duration});
        return capture.lines().size() > before;
    };
    CHECK(logged(Requests::all, 200, false, 1ms));
    CHECK_FALSE(logged(Requests::none, 500, true, 1s));
    CHECK_FALSE(logged(Requests::problems, 200, false, 1ms));
    CHECK_FALSE(logged(Requests::problems, 404, false, 99ms));
    CHECK(logged(Requests::problems, 500, false, 1ms));
    CHECK(logged(Requests::problems, 200, true, 1ms));
    CHECK(logged(Requests::problems, 200, false, 100ms));
    apply(Settings{});
}

TEST_CASE("a request's line names what is there, at a level that fits") {
    const Capture capture;
    request(RequestLine{.request_id = "r1",
                        .method = "orders/add",
                        .account = "a1",
                        .status = 503,
                        .outcome = "overloaded",
                        .duration = 2ms,
                        .bytes_out = 10});
    REQUIRE(capture.lines().size() == 1);
    CHECK(capture.contains(
        R"("level":"error","message":"request","requestId":"r1","method":"orders/add",)"
        R"("account":"a1","status":503,"outcome":"overloaded","milliseconds":2,)"
        R"("bytesIn":0,"bytesOut":10})"));
}

}  // namespace strata::log
