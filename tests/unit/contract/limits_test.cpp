// Deadlines, cancellation, queues: every wait of a call ends.
#include <doctest/doctest.h>

#include <semaphore>
#include <thread>

#include "shop.hpp"
#include "strata/loop/sleep.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using namespace std::chrono_literals;
using shop::Acting;
using shop::Item;

namespace {

auto with_timeout(std::chrono::milliseconds timeout) -> contract::Method {
    auto method = shop::method();
    method.timeout = timeout;
    return method;
}

auto a_tick(EventLoop& loop) -> Task<> { co_await sleep(loop, 101ms); }

auto forever(Context& context, Item item) -> Acting {
    co_await context.sleep(1h);
    co_return item;
}

}  // namespace

TEST_CASE("a handler that takes longer than the contract's timeout is 504") {
    World world({with_timeout(5ms)});
    shop::behaviour = forever;
    Exchange exchange(world.method());
    world.run(exchange);
    CHECK(exchange.reply.status == 504);
    CHECK(exchange.code() == "deadline_exceeded");
    CHECK(world.dispatcher->statistics(*world.method()).count(contract::Outcome::late) == 1);
    CHECK(world.dispatcher->in_flight() == 0);
}

TEST_CASE("without a timeout in the contract limits.timeout holds") {
    Settings settings;
    settings.limits.timeout = 5ms;
    World world({shop::method()}, settings);
    shop::behaviour = forever;
    Exchange exchange(world.method());
    world.run(exchange);
    CHECK(exchange.reply.status == 504);
}

TEST_CASE("an incoming deadline shrinks the timeout, and never stretches it") {
    World world({with_timeout(5ms)});
    shop::behaviour = forever;
    Exchange longer(world.method());
    longer.call.time_left = 1h;
    world.run(longer);
    CHECK(longer.reply.status == 504);
    bool ran = false;
    shop::behaviour = [&](Context&, Item item) -> Acting {
        ran = true;
        co_return item;
    };
    Exchange over(world.method());
    over.call.time_left = 0ms;
    world.run(over);
    CHECK(over.reply.status == 504);
    CHECK_FALSE(ran);
}

TEST_CASE("a deadline in a transaction rolls it back") {
    auto method = with_timeout(20ms);
    method.transaction = Transaction::write;
    World world({method});
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.db().execute(add_note, item.name);
        co_await context.sleep(1h);
        co_return item;
    };
    Exchange exchange(world.method());
    world.run(exchange);
    CHECK(exchange.reply.status == 504);
    CHECK(world.number(count_notes) == 0);
}

TEST_CASE("a deadline ends the wait for a lock and for a turn in the queue") {
    auto locked = shop::method();
    locked.run = &contract::run<&shop::act, &shop::lock_keys>;
    auto queued = shop::method();
    queued.queue = {1, 5, 1h};
    for (const auto& method : {locked, queued}) {
        World world({method});
        shop::behaviour = forever;
        Exchange holder(world.method());
        Exchange waiter(world.method());
        waiter.call.time_left = 5ms;
        CancelScope scope(world.loop);
        world.begin(holder, scope);
        std::size_t left = 0;
        auto wait = [](World& place, Exchange& exchange, CancelScope& all,
                       std::size_t& in_flight) -> Task<> {
            co_await place.dispatcher->call(exchange.call, exchange.reply);
            in_flight = place.dispatcher->in_flight();
            all.cancel(CancelReason::shutdown);
        };
        TaskGroup group(world.loop);
        group.spawn(wait(world, waiter, scope, left));
        world.loop.run();
        CHECK(waiter.reply.status == 504);
        CHECK(left == 1);  // the holder alone: the waiter has left the line
        CHECK(holder.code() == "shutting_down");
    }
}

TEST_CASE("at the deadline the client is answered, while the worker's job and its frame live on") {
    World world({with_timeout(5ms)});
    std::binary_semaphore release(0);
    std::string target;
    shop::behaviour = [&](Context& context, Item item) -> Acting {
        std::string local = "alive";
        auto job = [&] {
            release.acquire();
            target = local + " " + std::string(context.request_id());
        };
        co_await context.offload(job);
        target = "never";
        co_return item;
    };
    std::size_t in_flight_when_answered = 0;
    auto exchange = std::make_unique<Exchange>(world.method());
    auto client = [](World& place, Exchange& call, std::size_t& in_flight) -> Task<> {
        co_await place.dispatcher->call(call.call, call.reply);
        in_flight = place.dispatcher->in_flight();
        CHECK(place.dispatcher->calls_in_flight().at(0).answered);
    };
    TaskGroup group(world.loop);
    group.spawn(client(world, *exchange, in_flight_when_answered));
    Timer later(world.loop);
    int status = 0;
    later.after(30ms, [&] {
        status = exchange->reply.status;
        exchange.reset();
        release.release();
    });
    world.loop.run();
    CHECK(status == 504);
    CHECK(in_flight_when_answered == 1);
    CHECK(target == "alive request-1");
    CHECK(world.dispatcher->in_flight() == 0);
}

TEST_CASE("a client that is gone cancels the handler") {
    World world({shop::method()});
    shop::behaviour = forever;
    Exchange exchange(world.method());
    CancelScope client(world.loop);
    world.begin(exchange, client);
    CHECK(world.dispatcher->in_flight() == 1);
    client.cancel(CancelReason::disconnect);
    world.loop.run();
    CHECK(exchange.code() == "disconnected");
    CHECK(world.dispatcher->statistics(*world.method()).count(contract::Outcome::disconnected) ==
          1);
}

TEST_CASE("with `onDisconnect: finish` the handler goes on to its end") {
    auto method = shop::method();
    method.on_disconnect = contract::OnDisconnect::finish;
    World world({method});
    AsyncEvent go;
    bool finished = false;
    shop::behaviour = [&](Context&, Item item) -> Acting {
        co_await go.wait();
        finished = true;
        co_return item;
    };
    Exchange exchange(world.method());
    CancelScope client(world.loop);
    world.begin(exchange, client);
    client.cancel(CancelReason::disconnect);
    world.loop.post([&] { go.set(); });
    world.loop.run();
    CHECK(finished);
    CHECK(world.dispatcher->statistics(*world.method()).count(contract::Outcome::ok) == 1);
}

TEST_CASE("the end of the process cuts what is in flight with 503") {
    World world({shop::method()});
    shop::behaviour = forever;
    Exchange exchange(world.method());
    CancelScope client(world.loop);
    world.begin(exchange, client);
    const auto calls = world.dispatcher->calls_in_flight();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].module == "shop");
    CHECK(calls[0].method == "act");
    CHECK(calls[0].stage == "handler");
    world.dispatcher->cut(CancelReason::shutdown);
    world.loop.run();
    CHECK(exchange.reply.status == 503);
    CHECK(exchange.code() == "shutting_down");
}

TEST_CASE("past a method's queue a call is 503 at once, and its turn comes in order") {
    auto method = shop::method();
    method.queue = {1, 1, 1h};
    World world({method});
    AsyncEvent go;
    std::vector<std::string> order;
    shop::behaviour = [&](Context&, Item item) -> Acting {
        order.push_back(item.name);
        co_await go.wait();
        co_return item;
    };
    Exchange first(world.method(), R"({"name":"first"})");
    Exchange second(world.method(), R"({"name":"second"})");
    Exchange third(world.method(), R"({"name":"third"})");
    CancelScope scope(world.loop);
    world.begin(first, scope);
    world.begin(second, scope);
    world.begin(third, scope);
    CHECK(third.code() == "overloaded");
    CHECK(third.reply.status == 503);
    CHECK(third.reply.retry_after.has_value());
    CHECK(order == std::vector<std::string>{"first"});
    go.set();
    world.loop.run();
    CHECK(second.code() == "ok");
    CHECK(order == std::vector<std::string>{"first", "second"});
    CHECK(world.dispatcher->queue(*world.method()).refused() == 1);
}

TEST_CASE("a turn that does not come within the queue's timeout is 503") {
    auto method = shop::method();
    method.queue = {1, 1, 5ms};
    method.timeout = 50ms;
    World world({method});
    shop::behaviour = forever;
    Exchange first(world.method());
    Exchange second(world.method());
    CancelScope scope(world.loop);
    world.begin(first, scope);
    world.begin(second, scope);
    world.loop.run();
    CHECK(second.code() == "overloaded");
}

TEST_CASE("without a queue in the contract a call waits limits.queueTimeout for its turn") {
    Settings settings;
    settings.limits.concurrency = 1;
    settings.limits.queue_timeout = 5ms;
    World world({with_timeout(50ms)}, settings);
    shop::behaviour = forever;
    Exchange first(world.method());
    Exchange second(world.method());
    CancelScope scope(world.loop);
    world.begin(first, scope);
    world.begin(second, scope);
    world.loop.run();
    CHECK(first.code() == "deadline_exceeded");
    CHECK(second.code() == "overloaded");
}

TEST_CASE("the global queue bounds all methods together, and a slow one leaves room for others") {
    Settings settings;
    settings.limits.concurrency = 4;
    settings.limits.queue = 0;
    World world({shop::method("slow"), shop::method("fast")}, settings);
    shop::behaviour = forever;
    std::vector<std::unique_ptr<Exchange>> slow;
    CancelScope scope(world.loop);
    for (int i = 0; i < 5; ++i) {
        slow.push_back(std::make_unique<Exchange>(world.method("slow")));
        world.begin(*slow.back(), scope);
    }
    CHECK(slow[2]->out.empty());
    CHECK(slow[3]->code() == "overloaded");
    Exchange held(world.method("fast"));
    world.begin(held, scope);
    CHECK(world.dispatcher->in_flight() == 4);
    Exchange refused(world.method("fast"));
    world.begin(refused, scope);
    CHECK(refused.code() == "overloaded");
    scope.cancel(CancelReason::shutdown);
    world.loop.run();
    CHECK(world.dispatcher->queue().inside() == 0);
    CHECK(held.code() == "shutting_down");
}

TEST_CASE("limits of the queue change while the service runs") {
    Settings settings;
    settings.limits.concurrency = 1;
    World world({shop::method()}, settings);
    shop::behaviour = forever;
    Exchange first(world.method());
    Exchange second(world.method());
    CancelScope scope(world.loop);
    world.begin(first, scope);
    world.begin(second, scope);
    CHECK(world.dispatcher->queue(*world.method()).waiting() == 1);
    world.settings.limits.concurrency = 4;
    world.dispatcher->apply_limits();
    CHECK(world.dispatcher->queue(*world.method()).waiting() == 0);
    scope.cancel(CancelReason::shutdown);
    world.loop.run();
}

TEST_CASE("while the loop is later than limits.loopLag new calls are 503, until it has caught up") {
    Settings settings;
    settings.limits.loop_lag = std::chrono::milliseconds(20);
    World world({shop::method()}, settings);
    shop::behaviour = shop::echo;
    const auto status_after = [&](std::chrono::milliseconds busy) {
        // While it is busy the loop is late with each of its ticks, which come every 100 ms.
        for (int turn = 0; turn < 4; ++turn) {
            world.loop.post([busy] { std::this_thread::sleep_for(busy); });
            run_task(world.loop, a_tick(world.loop));
        }
        Exchange exchange(world.method());
        world.run(exchange);
        CHECK(exchange.reply.retry_after.has_value() == (exchange.reply.status == 503));
        return exchange.reply.status;
    };
    CHECK(status_after(std::chrono::milliseconds(250)) == 503);
    CHECK(status_after(std::chrono::milliseconds(0)) == 200);
}

TEST_CASE("a call whose owner gives it up leaves nothing behind") {
    World world({shop::method()});
    shop::behaviour = forever;
    Exchange exchange(world.method());
    {
        CancelScope scope(world.loop);
        auto task = world.dispatcher->call(exchange.call, exchange.reply);
        CHECK_FALSE(task.start(
            scope, [](void*) noexcept {}, nullptr));
        CHECK(world.dispatcher->in_flight() == 1);
    }
    CHECK(world.dispatcher->in_flight() == 0);
    CHECK(world.dispatcher->queue().inside() == 0);
}
