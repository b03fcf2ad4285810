// A database that takes no more, and one that may not be written.
#include <doctest/doctest.h>

#include "orders.hpp"

using namespace orders;

namespace {

constexpr Column pages_column[] = {{"", Type::integer}};
constexpr Statement small{.name = "orders.small",
                          .sqlite = "PRAGMA max_page_count = 24",
                          .source = "db/orders.sql:1",
                          .columns = pages_column};
constexpr Statement large{.name = "orders.large",
                          .sqlite = "PRAGMA max_page_count = 100000",
                          .source = "db/orders.sql:1",
                          .columns = pages_column};
constexpr Statement lock_up{.name = "orders.lock_up",
                            .sqlite = "PRAGMA query_only = ON",
                            .source = "db/orders.sql:1",
                            .writes = true};
auto set_pages(Database& database, const Statement& statement) -> Task<> {
    Db db(database, Transaction::write);
    co_await db.scalar<std::int64_t>(statement);
    co_await db.commit();
}

auto run_alone(Database& database, const Statement& statement) -> Task<> {
    Db db(database, Transaction::write);
    co_await db.execute(statement);
    co_await db.commit();
}

auto fill(Database& database, std::int64_t from) -> Task<> {
    for (std::int64_t number = from;; ++number) {
        Db db(database, Transaction::write);
        co_await add(db, number, std::string(1'000, 'x'));
        co_await db.commit();
    }
}

}  // namespace

TEST_CASE(
    "a full disk fails the unit that needs room; what was committed is there, and others read" *
    doctest::test_suite("sqlite")) {
    Store store;
    run_task(store.loop, set_pages(store.database, small));
    CHECK(error_of(store.loop, fill(store.database, 1)).kind() == ErrorKind::full);
    const auto rows = run_task(store.loop, count_of(store.database));
    CHECK(rows > 5);
    CHECK(error_of(store.loop, fill(store.database, 1'000)).kind() == ErrorKind::full);
    CHECK(run_task(store.loop, count_of(store.database)) == rows);
    run_task(store.loop, set_pages(store.database, large));
    run_task(store.loop, add_and_commit(store.database, 2'000));
    CHECK(run_task(store.loop, count_of(store.database)) == rows + 1);
}

TEST_CASE("a database that can't be written refuses writes alone" * doctest::test_suite("sqlite")) {
    Store store;
    run_task(store.loop, add_and_commit(store.database, 1));
    run_task(store.loop, run_alone(store.database, lock_up));
    CHECK(store.database.problem().empty());
    CHECK(error_of(store.loop, add_and_commit(store.database, 2)).kind() == ErrorKind::unwritable);
    CHECK(run_task(store.loop, count_of(store.database)) == 1);
    CHECK(store.database.problem() == "the database can't be written");
}
