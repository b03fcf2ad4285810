// Parts of a transaction that fail alone.
#include <doctest/doctest.h>

#include "stock.hpp"

using namespace stock;

namespace {

auto add(Db& db, std::uint8_t number, const char* name) -> Task<std::int64_t> {
    return queries::insert_item(db, item(number, name));
}

struct Full {
    static constexpr std::string_view code = "full";
};

}  // namespace

TEST_CASE("a part that breaks a constraint is undone alone, as the first thing or later") {
    Stock stock;
    const auto scenario = [](Database& database, bool first) -> Task<> {
        Db db(database, Transaction::write);
        if (!first) co_await add(db, 1, "before");
        bool failed = false;
        try {
            const auto part = [](Db& inside) -> Task<> {
                co_await add(inside, 2, "inside");
                co_await add(inside, 2, "again");
            };
            co_await db.savepoint(part);
        } catch (const DatabaseError& error) {
            failed = error.violates("item_pkey");
        }
        CHECK(failed);
        CHECK_FALSE(db.failed());
        co_await add(db, 3, "after");
        co_await db.commit();
        CHECK(co_await queries::count_items(db) == (first ? 1 : 2));
        co_await db.rollback();
        Db clean(database, Transaction::write);
        co_await queries::delete_items(clean);
        co_await clean.commit();
    };
    run_task(stock.loop, scenario(stock.database, true));
    run_task(stock.loop, scenario(stock.database, false));
}

TEST_CASE("a part keeps what it did, gives its value, and parts stand in parts") {
    Stock stock;
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        const auto outer = [](Db& around) -> Task<std::int64_t> {
            co_await add(around, 1, "outer");
            const auto inner = [](Db& inside) -> Task<> {
                co_await add(inside, 2, "inner");
                throw std::runtime_error("no");
            };
            bool thrown = false;
            try {
                co_await around.savepoint(inner);
            } catch (const std::runtime_error&) {
                thrown = true;
            }
            CHECK(thrown);
            co_return co_await queries::count_items(around);
        };
        CHECK(co_await db.savepoint(outer) == 1);
        co_await db.commit();
        CHECK(co_await queries::count_items(db) == 1);
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a declared error undoes its part") {
    Stock stock;
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        const auto part = [](Db& inside) -> Task<std::int64_t, Errors<Full>> {
            co_await add(inside, 1, "a");
            co_return Full{};
        };
        const auto result = co_await db.savepoint(part);
        CHECK_FALSE(result.has_value());
        CHECK(co_await queries::count_items(db) == 0);
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a failure that a part takes for a success is none") {
    Stock stock;
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        const auto part = [](Db& inside) -> Task<> {
            co_await add(inside, 1, "a");
            try {
                co_await add(inside, 1, "a");
            } catch (const DatabaseError&) {  // NOLINT(bugprone-empty-catch)
            }
        };
        bool refused = false;
        try {
            co_await db.savepoint(part);
        } catch (const std::logic_error&) {
            refused = true;
        }
        CHECK(refused);
        CHECK(co_await queries::count_items(db) == 0);
    };
    run_task(stock.loop, scenario(stock.database));
}
