// Streams: rows one after another, in pieces.
#include <doctest/doctest.h>

#include "stock.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/within.hpp"

using namespace stock;

namespace {

auto fill(Database& database, std::uint8_t count) -> Task<> {
    Db db(database, Transaction::write);
    co_await queries::insert_items(db, letters(count));
    co_await db.commit();
}

auto small_pieces() -> DatabaseOptions {
    DatabaseOptions options = test_options();
    options.stream_rows = 4;
    return options;
}

}  // namespace

TEST_CASE("a stream gives every row once and in order, in every kind of unit") {
    Stock stock(small_pieces());
    run_task(stock.loop, fill(stock.database, 20));
    const auto scenario = [](Database& database, Transaction mode, std::uint8_t least) -> Task<> {
        Db db(database, mode);
        auto items = queries::every_item(db, Amount::parse(least).value());
        std::uint8_t number = least;
        while (auto found = co_await items.next()) {
            CHECK(*found == item(number, std::string(1, static_cast<char>('a' + number))));
            ++number;
        }
        CHECK(number == 20);
        CHECK_FALSE((co_await items.next()).has_value());
        if (mode != Transaction::read) co_await db.commit();
    };
    for (const Transaction mode : {Transaction::read, Transaction::snapshot, Transaction::write}) {
        // A piece that ends with the result, one that ends before, none.
        for (const int least : {0, 3, 19})
            run_task(stock.loop, scenario(stock.database, mode, static_cast<std::uint8_t>(least)));
    }
}

TEST_CASE("a stream outside of a unit of work is refused as any statement is") {
    Stock stock(small_pieces());
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::none);
        auto items = queries::every_item(db, Amount::parse(0).value());
        co_await items.next();
    };
    CHECK_THROWS_AS(run_task(stock.loop, scenario(stock.database)), std::logic_error);
}

TEST_CASE("no more than a piece is read ahead, and a stream that is given up is closed") {
    Stock stock(small_pieces());
    run_task(stock.loop, fill(stock.database, 20));
    const auto scenario = [](Database& database, Transaction mode) -> Task<> {
        const auto before = database.statistics().statements;
        Db db(database, mode);
        {
            std::vector<ItemId> none;
            auto names = queries::every_name(db, none);
            for (int i = 0; i < 4; ++i) co_await names.next();
            CHECK(database.statistics().statements == before + 1);
            const auto fifth = co_await names.next();
            CHECK(fifth->value() == "e");
            CHECK(database.statistics().statements == before + 2);
        }
        CHECK(co_await queries::count_items(db) == 20);
        if (mode != Transaction::read) co_await db.commit();
    };
    // More often than there are connections.
    for (int i = 0; i < 12; ++i) {
        for (const Transaction mode :
             {Transaction::read, Transaction::snapshot, Transaction::write})
            run_task(stock.loop, scenario(stock.database, mode));
    }
}

TEST_CASE("streams of one statement run side by side in one transaction, and others between") {
    Stock stock(small_pieces());
    run_task(stock.loop, fill(stock.database, 10));
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        auto first = queries::every_item(db, Amount::parse(0).value());
        auto second = queries::every_item(db, Amount::parse(5).value());
        for (std::uint8_t i = 0; i < 5; ++i) {
            CHECK((co_await first.next())->id == id_of(i));
            CHECK((co_await second.next())->id == id_of(static_cast<std::uint8_t>(i + 5)));
            CHECK(co_await queries::count_items(db) == 10);
        }
        co_await db.commit();
        CHECK((co_await first.next())->id == id_of(5));  // read ahead
        bool refused = false;
        try {
            for (int i = 0; i < 5; ++i) co_await first.next();
        } catch (const std::logic_error&) {
            refused = true;
        }
        CHECK(refused);
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a long stream is read in pieces, and what others write meanwhile is not in it") {
    Stock stock;
    run_task(stock.loop, fill(stock.database, 5));
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::read);
        std::int64_t sum = 0;
        auto numbers = queries::count_to(db, 100'000);
        while (auto number = co_await numbers.next()) sum += *number;
        CHECK(sum == 5'000'050'000);
        std::vector<ItemId> none;
        auto names = queries::every_name(db, none);
        CHECK((co_await names.next())->value() == "a");
        Db writer(database, Transaction::write);
        std::vector<Item> more{item(9, "aa")};
        co_await queries::insert_items(writer, more);
        co_await writer.commit();
        int count = 1;
        while (co_await names.next()) ++count;
        CHECK(count == 5);
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a stream that is cancelled while it waits ends, and its connection serves others") {
    DatabaseOptions options = test_options();
    options.stream_rows = 10'000;
    options.connections = options.snapshots = 1;
    Stock stock(options);
    const auto endless = [](Database& database) -> Task<std::int64_t> {
        Db db(database, Transaction::read);
        std::int64_t last = 0;
        auto numbers = queries::count_to(db, 1'000'000'000'000);
        while (auto number = co_await numbers.next()) last = *number;
        co_return last;
    };
    const auto scenario = [&](Database& database) -> Task<> {
        bool late = false;
        try {
            co_await within(std::chrono::milliseconds(150), endless(database));
        } catch (const std::exception&) {
            late = true;
        }
        CHECK(late);
        Db db(database, Transaction::snapshot);
        CHECK(co_await queries::count_items(db) == 0);
    };
    for (int i = 0; i < 3; ++i) run_task(stock.loop, scenario(stock.database));
}
