#pragma once
// A small database for the tests: orders with a unique number, and the statements over them. The
// tests run on SQLite, and with STRATA_TEST_ENGINE=postgres on a server of their own; those in the
// suite "sqlite" or "postgres" are about that engine.
#include <cstdlib>
#include <string>

#include "strata/data/database.hpp"
#include "strata/data/db.hpp"
#include "strata/data/error.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/loop/task_group.hpp"
#include "support/postgres.hpp"

namespace orders {

using namespace strata;
using namespace strata::data;

inline constexpr std::string_view create_sql = R"(
CREATE TABLE orders (
    id uuid PRIMARY KEY,
    number bigint NOT NULL UNIQUE,
    title text NOT NULL CONSTRAINT title_not_empty CHECK (title <> ''),
    paid boolean NOT NULL DEFAULT FALSE,
    note text
);
CREATE TABLE items (order_id uuid NOT NULL REFERENCES orders (id), sku text NOT NULL, sent_at timestamptz);
CREATE UNIQUE INDEX items_sku ON items (sku);
)";

inline auto create_script() -> Script {
    return Script{.name = "db/create.sql", .sqlite = create_sql, .postgres = create_sql};
}

struct Order {
    Order(Uuid id_, std::int64_t number_, std::string title_, bool paid_,
          std::optional<std::string> note_)
        : id(id_), number(number_), title(std::move(title_)), paid(paid_), note(std::move(note_)) {}
    Uuid id;
    std::int64_t number;
    std::string title;
    bool paid;
    std::optional<std::string> note;
};

inline auto read_order(RowReader& row) -> Order {
    return {row.get<Uuid>(0), row.get<std::int64_t>(1), row.get<std::string>(2), row.get<bool>(3),
            row.get<std::optional<std::string>>(4)};
}

inline constexpr Column order_columns[] = {{"id", Type::uuid},
                                           {"number", Type::integer},
                                           {"title", Type::text},
                                           {"paid", Type::boolean},
                                           {"note", Type::text, true}};
inline constexpr Column number_parameter[] = {{"number", Type::integer}};
inline constexpr Column count_column[] = {{"count", Type::integer}};
inline constexpr Column item_parameters[] = {{"order_id", Type::uuid}, {"sku", Type::text}};

inline constexpr Statement insert{.name = "orders.insert",
                                  .sqlite =
                                      "INSERT INTO orders (id, number, title, paid, note) "
                                      "VALUES (?1, ?2, ?3, ?4, ?5)",
                                  .postgres =
                                      "INSERT INTO orders (id, number, title, paid, note) "
                                      "VALUES ($1, $2, $3, $4, $5)",
                                  .source = "db/orders.sql:1",
                                  .parameters = order_columns,
                                  .writes = true};
inline constexpr Statement find{
    .name = "orders.find",
    .sqlite = "SELECT note, paid, title, number, id FROM orders WHERE number = ?1",
    .postgres = "SELECT note, paid, title, number, id FROM orders WHERE number = $1",
    .source = "db/orders.sql:4",
    .parameters = number_parameter,
    .columns = order_columns};
inline constexpr Statement all{
    .name = "orders.all",
    .sqlite = "SELECT id, number, title, paid, note FROM orders ORDER BY number",
    .postgres = "SELECT id, number, title, paid, note FROM orders ORDER BY number",
    .source = "db/orders.sql:7",
    .columns = order_columns};
inline constexpr Statement count{.name = "orders.count",
                                 .sqlite = "SELECT count(*) AS count FROM orders",
                                 .postgres = "SELECT count(*) AS count FROM orders",
                                 .source = "db/orders.sql:9",
                                 .columns = count_column};
inline constexpr Statement pay{.name = "orders.pay",
                               .sqlite = "UPDATE orders SET paid = TRUE WHERE number = ?1",
                               .postgres = "UPDATE orders SET paid = TRUE WHERE number = $1",
                               .source = "db/orders.sql:11",
                               .parameters = number_parameter,
                               .writes = true};
inline constexpr Statement insert_item{
    .name = "orders.insert_item",
    .sqlite = "INSERT INTO items (order_id, sku) VALUES (?1, ?2)",
    .postgres = "INSERT INTO items (order_id, sku) VALUES ($1, $2)",
    .source = "db/orders.sql:13",
    .parameters = item_parameters,
    .writes = true};
// Runs for ever.
inline constexpr Statement spin{
    .name = "orders.spin",
    .sqlite =
        "WITH RECURSIVE n(count) AS (SELECT 1 UNION ALL SELECT count + 1 FROM n) "
        "SELECT max(count) AS count FROM n",
    .postgres = "SELECT 1::bigint AS count FROM pg_sleep(1000)",
    .source = "db/orders.sql:15",
    .columns = count_column};

inline auto id_of(std::int64_t number) -> Uuid {
    Uuid::Bytes bytes{};
    for (std::size_t i = 0; i < 8; ++i)
        bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    bytes[0] = 1;
    return Uuid(bytes);
}

inline auto add(Db& db, std::int64_t number, std::string title = "book") -> Execution {
    return db.execute(insert, id_of(number), number, std::move(title), false,
                      std::optional<std::string>("first"));
}

inline auto count_of(Database& database) -> Task<std::int64_t> {
    Db db(database, Transaction::read);
    co_return co_await db.scalar<std::int64_t>(count);
}

inline auto add_and_commit(Database& database, std::int64_t number) -> Task<> {
    Db db(database, Transaction::write);
    co_await add(db, number);
    co_await db.commit();
}

// The error that a task ends with; fails the test if there is none.
template <class T>
auto error_of(EventLoop& loop, Task<T> task) -> DatabaseError {
    try {
        run_task(loop, std::move(task));
    } catch (const DatabaseError& error) {
        return error;
    }
    return DatabaseError(ErrorKind::statement, "no error");
}

// What a database.url is refused with before a start.
inline auto refusal(const std::string& url) -> DatabaseError {
    EventLoop loop;
    DatabaseOptions options;
    options.url = url;
    try {
        const Database database(options, loop);
    } catch (const DatabaseError& error) {
        return error;
    }
    return DatabaseError(ErrorKind::statement, "no error");
}

inline auto on_postgres() -> bool {
    const char* engine = std::getenv("STRATA_TEST_ENGINE");
    return engine != nullptr && std::string_view(engine) == "postgres";
}

// Of a new and empty database.
inline auto test_options() -> DatabaseOptions {
    DatabaseOptions options;
    options.url = on_postgres() ? tests::postgres().url_of_new_schema() : "sqlite::memory:";
    options.connections = 4;
    options.durability = Durability::off;
    return options;
}

inline auto one_connection() -> DatabaseOptions {
    DatabaseOptions options = test_options();
    options.connections = 1;
    return options;
}

// A started database over the schema above, closed at the end.
struct Store {
    explicit Store(const DatabaseOptions& options = test_options()) : database(options, loop) {
        run_task(loop, database.start({create_script()},
                                      {&insert, &find, &all, &count, &pay, &insert_item, &spin}));
    }
    ~Store() { run_task(loop, database.close()); }

    EventLoop loop;
    Database database;
};

}  // namespace orders
