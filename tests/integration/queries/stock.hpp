#pragma once
// The generated queries of tests/integration/stock on an engine: SQLite, or with
// STRATA_TEST_ENGINE=postgres a PostgreSQL server of the test's own.
#include <cstdlib>
#include <string>
#include <vector>

#include "db/stock.hpp"
#include "schemas/stock.hpp"
#include "service.hpp"
#include "strata/contract/registry.hpp"
#include "strata/data/database.hpp"
#include "strata/data/error.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/run_task.hpp"
#include "support/postgres.hpp"

namespace stock {

using namespace strata;
using namespace strata::data;
using namespace schemas::stock;
namespace queries = db::stock;

inline auto on_postgres() -> bool {
    const char* engine = std::getenv("STRATA_TEST_ENGINE");
    return engine != nullptr && std::string_view(engine) == "postgres";
}

inline auto test_options() -> DatabaseOptions {
    DatabaseOptions options;
    options.url = on_postgres() ? tests::postgres().url_of_new_schema() : "sqlite::memory:";
    options.connections = 4;
    options.durability = Durability::off;
    return options;
}

// A started database over db/create.sql with every query prepared, closed at the end.
struct Stock {
    explicit Stock(const DatabaseOptions& options = test_options()) : database(options, loop) {
        const auto& registry = service::registry();
        const std::string_view create = registry.file("db/create.sql")->text;
        run_task(loop, database.start({Script{"db/create.sql", create, create}},
                                      {registry.statements.begin(), registry.statements.end()}));
    }
    ~Stock() { run_task(loop, database.close()); }

    EventLoop loop;
    Database database;
};

inline auto id_of(std::uint8_t number) -> ItemId {
    Uuid::Bytes bytes{};
    bytes[15] = number;
    return ItemId(Uuid(bytes));
}

inline auto name_of(const std::string& text) -> Name { return Name::parse(text).value(); }

inline auto time_of(std::uint8_t number) -> Timestamp {
    return Timestamp::from_microseconds(1'700'000'000'000'000 + number);
}

inline auto item(std::uint8_t number, const std::string& name) -> Item {
    return Item(id_of(number), name_of(name), number % 2 == 0 ? Shelf::low : Shelf::high,
                Amount::parse(number).value(), number + 0.25, number % 3 == 0, time_of(number));
}

inline auto letters(std::uint8_t count) -> std::vector<Item> {
    std::vector<Item> items;
    for (std::uint8_t i = 0; i < count; ++i)
        items.push_back(item(i, std::string(1, static_cast<char>('a' + i))));
    return items;
}

template <class T>
auto texts(const std::vector<T>& names) -> std::string {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : " ") + std::string(name.value());
    return text;
}

// What a task ends with; fails the test if that is no DatabaseError.
template <class T>
auto error_of(EventLoop& loop, Task<T> task) -> DatabaseError {
    try {
        run_task(loop, std::move(task));
    } catch (const DatabaseError& error) {
        return error;
    }
    return DatabaseError(ErrorKind::statement, "no error");
}

}  // namespace stock
