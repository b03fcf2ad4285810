// A process that is killed loses no row whose commit it was told of.
#include <doctest/doctest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "orders.hpp"

using namespace orders;

namespace {

auto options_in(const std::string& folder) -> DatabaseOptions {
    DatabaseOptions options;
    options.url = "sqlite:" + folder + "/orders.db";
    options.durability = Durability::normal;
    return options;
}

// Writes orders for ever, and tells of each after its commit.
[[noreturn]] void write_orders(const std::string& folder, int report) {
    EventLoop loop;
    Database database(options_in(folder), loop);
    run_task(loop, database.start({create_script()}, {}));
    const auto forever = [](Database& store, int to) -> Task<> {
        for (std::int64_t number = co_await count_of(store);; ++number) {
            co_await add_and_commit(store, number);
            if (write(to, &number, sizeof number) != sizeof number) _exit(1);
        }
    };
    run_task(loop, forever(database, report));
    _exit(1);
}

// The last number that a killed writer told of.
auto last_told(const std::string& folder, int rows) -> std::int64_t {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    if (child == 0) write_orders(folder, ends[1]);
    close(ends[1]);
    std::int64_t told = -1;
    for (int i = 0; i < rows; ++i) REQUIRE(read(ends[0], &told, sizeof told) == sizeof told);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    for (std::int64_t more = 0; read(ends[0], &more, sizeof more) == sizeof more;) told = more;
    close(ends[0]);
    return told;
}

}  // namespace

TEST_CASE("kill -9 loses no committed row" * doctest::test_suite("sqlite")) {
    std::string folder = "/tmp/strata-kill-XXXXXX";
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    for (int round = 0; round < 5; ++round) {
        const std::int64_t told = last_told(folder, 10 + round);
        EventLoop loop;
        Database database(options_in(folder), loop);
        run_task(loop, database.start({create_script()}, {}));
        CHECK(run_task(loop, count_of(database)) >= told + 1);
        run_task(loop, database.close());
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("database.durability is what a commit waits for" * doctest::test_suite("sqlite")) {
    static constexpr Statement synchronous{
        .name = "orders.synchronous",
        .sqlite = "SELECT synchronous AS count FROM pragma_synchronous",
        .source = "db/orders.sql:1",
        .columns = count_column};
    const std::pair<Durability, std::int64_t> levels[]{
        {Durability::full, 2}, {Durability::normal, 1}, {Durability::off, 0}};
    for (const auto& [durability, level] : levels) {
        DatabaseOptions options = test_options();
        options.durability = durability;
        Store store(options);
        const auto ask = [](Database& database, std::int64_t expected) -> Task<> {
            Db db(database, Transaction::write);
            CHECK(co_await db.scalar<std::int64_t>(synchronous) == expected);
        };
        run_task(store.loop, ask(store.database, level));
    }
}
