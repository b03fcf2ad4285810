// Two withdrawals of one balance, interleaved at their awaits: with the lock exactly one succeeds.
// Without it both do, which proves that the test can fail.
#include <doctest/doctest.h>

#include "shop.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using shop::Acting;
using shop::Item;

namespace {

// Reads in one unit and writes in another, as a handler that calls elsewhere in between would.
auto withdraw(Context& context, Item item) -> Acting {
    auto read = [](Db& db) { return db.scalar<std::int64_t>(get_balance); };
    const auto balance = co_await context.transaction(Transaction::read, read);
    if (balance < item.count) co_return shop::sold_out{balance};
    auto write = [&](Db& db) { return db.execute(set_balance, balance - item.count); };
    co_await context.transaction(Transaction::write, write);
    co_return item;
}

auto successes(const contract::Method& method) -> int {
    World world({method});
    shop::behaviour = withdraw;
    std::vector<std::unique_ptr<Exchange>> calls;
    CancelScope scope(world.loop);
    for (int i = 0; i < 10; ++i) {
        calls.push_back(std::make_unique<Exchange>(world.method(), R"({"count": 60})"));
        world.begin(*calls.back(), scope);
    }
    world.loop.run();
    int count = 0;
    for (const auto& call : calls) {
        count += call->code() == "ok" ? 1 : 0;
        CHECK((call->code() == "ok" || call->code() == "sold_out"));
    }
    return count;
}

}  // namespace

TEST_CASE("with the contract's lock exactly the affordable number of withdrawals succeeds") {
    auto method = shop::method();
    method.run = &contract::run<&shop::act, &shop::lock_keys>;
    CHECK(successes(method) == 1);
}

TEST_CASE("without a lock the race shows") { CHECK(successes(shop::method()) > 1); }

TEST_CASE("context.lock keeps others out until the unit of work has ended") {
    auto method = shop::method();
    method.transaction = Transaction::write;
    World world({method});
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.lock("account/a");
        const auto balance = co_await context.db().scalar<std::int64_t>(get_balance);
        if (balance < item.count) co_return shop::sold_out{balance};
        co_await context.db().execute(set_balance, balance - item.count);
        co_return item;
    };
    Exchange first(world.method(), R"({"count": 60})");
    Exchange second(world.method(), R"({"count": 60})");
    CancelScope scope(world.loop);
    world.begin(first, scope);
    world.begin(second, scope);
    world.loop.run();
    CHECK(first.code() == "ok");
    CHECK(second.code() == "sold_out");
    CHECK(world.number(get_balance) == 40);
}

TEST_CASE("a lock inside an open unit of work, and a second one, are errors") {
    auto method = shop::method();
    method.transaction = Transaction::write;
    World world({method});
    shop::behaviour = [](Context& context, Item item) -> Acting {
        static_cast<void>(co_await context.db().scalar<std::int64_t>(get_balance));
        co_await context.lock("a");
        co_return item;
    };
    Exchange late(world.method());
    world.run(late);
    CHECK(late.code() == "internal_error");
    shop::behaviour = [](Context& context, Item item) -> Acting {
        std::vector<std::string> keys{"a", "b"};
        co_await context.lock(keys);
        co_await context.lock("c");
        co_return item;
    };
    Exchange twice(world.method());
    world.run(twice);
    CHECK(twice.code() == "internal_error");
    shop::behaviour = shop::echo;
    Exchange after(world.method());
    world.run(after);
    CHECK(after.code() == "ok");
}
