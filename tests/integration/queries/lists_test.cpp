// Lists and batches: the same queries on both engines.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "stock.hpp"

using namespace stock;

namespace {

auto fill(Database& database, std::vector<Item> items) -> Task<> {
    Db db(database, Transaction::write);
    const auto count = static_cast<std::int64_t>(items.size());
    const auto inserted = co_await queries::insert_items(db, std::move(items));
    CHECK(inserted == count);
    co_await db.commit();
}

// The same rows as if each had been inserted by itself.
auto compare(const std::vector<Item>& found, const std::vector<Item>& expected) -> void {
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == expected[i]);
}

}  // namespace

TEST_CASE("IN (:ids...) gives the rows of the list, NOT IN the others; an empty list has none") {
    Stock stock;
    run_task(stock.loop, fill(stock.database, letters(5)));
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::read);
        std::vector<ItemId> ids{id_of(1), id_of(3), id_of(77)};
        const auto items = co_await queries::items_of(db, ids);
        REQUIRE(items.size() == 2);
        CHECK(items[0] == item(1, "b"));
        CHECK(items[1] == item(3, "d"));
        const auto others = co_await queries::names_without(db, ids);
        CHECK(texts(others) == "a c e");
        std::vector<ItemId> none;
        const auto nothing = co_await queries::items_of(db, none);
        CHECK(nothing.empty());
        const auto all = co_await queries::names_without(db, none);
        CHECK(texts(all) == "a b c d e");
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a list holds every type that a column has, and any text") {
    Stock stock;
    auto items = letters(9);
    const std::string odd = "\"'\\ }{ , \x01 \xf0\x9f\x8d\x90";
    items.push_back(item(9, odd));
    run_task(stock.loop, fill(stock.database, std::move(items)));
    const auto scenario = [](Database& database, const std::string& odd_name) -> Task<> {
        Db db(database, Transaction::read);
        const auto where = [&](std::vector<Name> names, std::vector<Shelf> shelves,
                               std::vector<Amount> amounts, std::vector<double> weights,
                               std::vector<bool> fragile, std::vector<Timestamp> times) {
            return queries::names_where(db, std::move(names), std::move(shelves),
                                        std::move(amounts), std::move(weights), std::move(fragile),
                                        std::move(times));
        };
        auto by_name = where({name_of(odd_name), name_of("c")}, {}, {}, {}, {}, {});
        const auto named = co_await by_name;
        CHECK(named.size() == 2);
        auto by_shelf = where({}, {Shelf::low}, {}, {}, {}, {});
        CHECK(texts(co_await by_shelf) == "a c e g i");
        auto by_amount =
            where({}, {}, {Amount::parse(2).value(), Amount::parse(5).value()}, {}, {}, {});
        CHECK(texts(co_await by_amount) == "c f");
        auto by_weight = where({}, {}, {}, {3.25, 1e300}, {}, {});
        CHECK(texts(co_await by_weight) == "d");
        auto by_fragile = where({}, {}, {}, {}, {true}, {});
        const auto fragile = co_await by_fragile;
        CHECK(fragile.size() == 4);
        auto by_time = where({}, {}, {}, {}, {}, {time_of(4), time_of(6)});
        CHECK(texts(co_await by_time) == "e g");
        auto by_all =
            where({name_of("a")}, {}, {Amount::parse(1).value()}, {2.25}, {}, {time_of(3)});
        CHECK(texts(co_await by_all) == "a b c d");
    };
    run_task(stock.loop, scenario(stock.database, odd));
}

TEST_CASE("a list of 10,000 ids is one statement") {
    Stock stock;
    run_task(stock.loop, fill(stock.database, letters(3)));
    const auto scenario = [](Database& database) -> Task<> {
        std::vector<ItemId> ids;
        for (std::uint32_t i = 0; i < 10'000; ++i) {
            Uuid::Bytes bytes{};
            bytes[15] = static_cast<std::uint8_t>(i);
            bytes[14] = static_cast<std::uint8_t>(i >> 8);
            ids.emplace_back(Uuid(bytes));
        }
        const auto before = database.statistics().statements;
        Db db(database, Transaction::read);
        const auto items = co_await queries::items_of(db, std::move(ids));
        CHECK(items.size() == 3);
        CHECK(database.statistics().statements == before + 1);
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a batch is what its rows are one by one, NULLs, texts and bytes among them") {
    Stock stock;
    const auto scenario = [](Database& database) -> Task<> {
        auto items = letters(6);
        items[1].note = "";
        items[2].note = "\"quoted\", {braced}, NULL";
        items[3].label = Bytes{};
        items[4].label = Bytes{0, 255, 92};
        co_await fill(database, items);
        Db db(database, Transaction::read);
        std::vector<ItemId> none;
        std::vector<ItemId> ids;
        for (const Item& each : items) ids.push_back(each.id);
        compare(co_await queries::items_of(db, std::move(ids)), items);
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a batch of inline columns; of no rows; and RETURNING") {
    Stock stock;
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        std::vector<Item> two{item(1, "B"), item(2, "C")};
        const auto first = co_await queries::put_items(db, two);
        CHECK(texts(first) == "B C");
        std::vector<Item> again{item(7, "c"), item(3, "d")};
        const auto second = co_await queries::put_items(db, again);
        CHECK(texts(second) == "C D");
        std::vector<queries::InsertMovesItem> moves;
        for (std::int64_t i = 0; i < 100; ++i) {
            moves.emplace_back(id_of(1), i,
                               i % 2 == 0 ? std::optional<std::string>("even") : std::nullopt);
        }
        CHECK(co_await queries::insert_moves(db, std::move(moves)) == 100);
        CHECK(co_await queries::moved(db, "even") == 2450);
        CHECK(co_await queries::count_moves(db) == 100);
        std::vector<queries::InsertMovesItem> none;
        CHECK(co_await queries::insert_moves(db, none) == 0);
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a batch with a row that breaks a constraint inserts none") {
    Stock stock;
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        auto items = letters(5);
        items[4].name = name_of("a");
        bool failed = false;
        try {
            co_await queries::insert_items(db, items);
        } catch (const DatabaseError& error) {
            failed = error.violates("item_name_key");
        }
        CHECK(failed);
        CHECK(db.failed());
        co_await db.rollback();
        CHECK(co_await queries::count_items(db) == 0);
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a batch holds database.batch rows at most") {
    DatabaseOptions options = test_options();
    options.batch = 4;
    Stock stock(options);
    run_task(stock.loop, fill(stock.database, letters(4)));
    const DatabaseError error = error_of(stock.loop, fill(stock.database, letters(5)));
    CHECK(error.kind() == ErrorKind::statement);
    CHECK(std::string_view(error.what()) ==
          "stock.insert_items: 5 rows at once, database.batch is 4");
}
