// By what the lines of a call are found again.
#include <doctest/doctest.h>

#include <algorithm>

#include "shop.hpp"
#include "strata/log/capture.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using shop::Acting;
using shop::Item;

namespace {

struct Seen {
    std::string id{};
    std::string traceparent{};
};

auto failing(Seen& seen) -> std::function<Acting(Context&, Item)> {
    return [&seen](Context& context, Item) -> Acting {
        context.log().info("trying");
        seen.id = context.request_id();
        seen.traceparent = context.traceparent();
        throw std::runtime_error("no");
        co_return shop::no_such_item{};
    };
}

auto count_with(const log::Capture& capture, const std::string& text) -> std::ptrdiff_t {
    return std::ranges::count_if(capture.lines(),
                                 [&](const std::string& line) { return line.contains(text); });
}

auto without_dashes(std::string id) -> std::string {
    std::erase(id, '-');
    return id;
}

}  // namespace

TEST_CASE("a call without an id is given one with its first line, and the answer tells it") {
    World world({shop::method()});
    Seen seen;
    shop::behaviour = failing(seen);
    const log::Capture capture;
    Exchange exchange(world.method());
    exchange.call.request_id = {};
    world.run(exchange);
    CHECK(exchange.reply.status == 500);
    const std::string id = exchange.reply.request_id;
    CHECK(Uuid::parse(id).has_value());
    CHECK(seen.id == id);
    // The handler's line, that of the failure, that of the request.
    CHECK(count_with(capture, "\"requestId\":\"" + id + '"') == 3);
    const std::string trace = without_dashes(id);
    CHECK(seen.traceparent == "00-" + trace + '-' + trace.substr(16) + "-00");
    CHECK(count_with(capture, "\"traceparent\":\"" + seen.traceparent + '"') == 1);
}

TEST_CASE("what the client sent is what the lines say, and no other is made") {
    constexpr std::string_view sent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    World world({shop::method()});
    Seen seen;
    shop::behaviour = failing(seen);
    const log::Capture capture;
    Exchange exchange(world.method());
    exchange.call.traceparent = sent;
    world.run(exchange);
    CHECK(exchange.reply.request_id.empty());
    CHECK(seen.id == "request-1");
    CHECK(seen.traceparent == sent);
    CHECK(count_with(capture, R"("requestId":"request-1")") == 3);
    CHECK(count_with(capture, '"' + std::string(sent) + '"') == 1);
}

TEST_CASE("a call of which nothing is told has no id made") {
    World world({shop::method()});
    shop::behaviour = shop::echo;
    const log::Capture capture;
    Exchange exchange(world.method());
    exchange.call.request_id = {};
    world.run(exchange);
    CHECK(exchange.code() == "ok");
    CHECK(exchange.reply.request_id.empty());
    CHECK(capture.lines().empty());
}

TEST_CASE("a call that is answered at its deadline keeps its id for what it says later") {
    auto method = shop::method();
    method.timeout = std::chrono::milliseconds(5);
    World world({method});
    std::string late;
    shop::behaviour = [&](Context& context, Item item) -> Acting {
        try {
            co_await context.sleep(std::chrono::hours(1));
        } catch (const Cancelled&) {
            late = context.request_id();
            throw;
        }
        co_return item;
    };
    auto exchange = std::make_unique<Exchange>(world.method());
    exchange->call.request_id = {};
    world.run(*exchange);
    CHECK(exchange->reply.status == 504);
    CHECK(late == exchange->reply.request_id);
    CHECK(Uuid::parse(late).has_value());
}
