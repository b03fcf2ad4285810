// Point reads of SQLite: a bare loop of sqlite3_step on this thread, against the same statement
// through Db, on the loop with its readers' threads, with 1, 16 and 64 calls at a time. Prints
// reads per second and the ratio.
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "strata/data/database.hpp"
#include "strata/data/db.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/loop/task_group.hpp"

namespace {

using namespace strata;
using namespace strata::data;

constexpr std::int64_t rows = 10'000;
constexpr std::int64_t reads = 200'000;

constexpr Column id_parameter[] = {{"id", Type::integer}};
constexpr Column item_columns[] = {
    {"id", Type::integer}, {"title", Type::text}, {"count", Type::integer}};
constexpr Column insert_parameters[] = {{"id", Type::integer}, {"title", Type::text}};
constexpr Statement find{.name = "items.find",
                         .sqlite = "SELECT id, title, count FROM items WHERE id = ?1",
                         .source = "bench",
                         .parameters = id_parameter,
                         .columns = item_columns};
constexpr Statement insert{.name = "items.insert",
                           .sqlite = "INSERT INTO items (id, title, count) VALUES (?1, ?2, 1)",
                           .source = "bench",
                           .parameters = insert_parameters,
                           .writes = true};
constexpr Script create{
    .name = "create.sql",
    .sqlite = "CREATE TABLE items (id INTEGER PRIMARY KEY, title TEXT NOT NULL, count INTEGER)"};

struct Item {
    Item(std::int64_t id_value, std::string title_value, std::int64_t count_value)
        : id(id_value), title(std::move(title_value)), count(count_value) {}
    std::int64_t id;
    std::string title;
    std::int64_t count;
};

auto item_from(RowReader& row) -> Item {
    return Item(row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::int64_t>(2));
}

auto fill(Database& database) -> Task<> {
    Db db(database, Transaction::write);
    for (std::int64_t id = 0; id < rows; ++id) {
        co_await db.execute(insert, id, "the title of item " + std::to_string(id));
    }
    co_await db.commit();
}

auto call(Database& database, std::int64_t id) -> Task<Item> {
    Db db(database, Transaction::read);
    co_return co_await db.one(find, &item_from, id);
}

auto caller(Database& database, std::int64_t count, std::int64_t seed) -> Task<> {
    for (std::int64_t i = 0; i < count; ++i) {
        const Item item = co_await call(database, (seed + i * 7919) % rows);
        if (item.count != 1) std::abort();
    }
}

auto per_second(std::int64_t count, std::chrono::steady_clock::time_point begin) -> double {
    return static_cast<double>(count) /
           std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

auto measure_bare(const std::string& path) -> double {
    sqlite3* connection = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        nullptr) != SQLITE_OK) {
        std::abort();
    }
    sqlite3_prepare_v3(connection, find.sqlite.data(), -1, SQLITE_PREPARE_PERSISTENT, &statement,
                       nullptr);
    const auto begin = std::chrono::steady_clock::now();
    for (std::int64_t i = 0; i < reads; ++i) {
        sqlite3_bind_int64(statement, 1, i * 7919 % rows);
        if (sqlite3_step(statement) != SQLITE_ROW) std::abort();
        const std::string title(reinterpret_cast<const char*>(sqlite3_column_text(statement, 1)));
        const Item item(sqlite3_column_int64(statement, 0), title,
                        sqlite3_column_int64(statement, 2));
        if (item.count != 1) std::abort();
        sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    const double rate = per_second(reads, begin);
    sqlite3_finalize(statement);
    sqlite3_close(connection);
    return rate;
}

auto measure_strata(EventLoop& loop, Database& database, std::int64_t callers) -> double {
    const auto begin = std::chrono::steady_clock::now();
    TaskGroup group(loop);
    for (std::int64_t i = 0; i < callers; ++i)
        group.spawn(caller(database, reads / callers, i * 131));
    loop.run();
    return per_second(reads, begin);
}

}  // namespace

int main() {
    const std::string path = "/tmp/strata-point-reads-" + std::to_string(getpid()) + ".db";
    DatabaseOptions options;
    options.url = "sqlite:" + path;
    EventLoop loop;
    Database database(options, loop);
    run_task(loop, database.start({create}, {&find, &insert}));
    run_task(loop, fill(database));
    for (const std::int64_t callers : {1, 16, 64, 256}) {
        const double bare = measure_bare(path);
        const double own = measure_strata(loop, database, callers);
        std::printf("%3ld at a time: bare %8.0f/s, strata %8.0f/s, ratio %.2f\n",
                    static_cast<long>(callers), bare, own, own / bare);
    }
    run_task(loop, database.close());
    std::filesystem::remove(path);
}
