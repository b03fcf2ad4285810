// What start() applies, checks and refuses.
#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "orders.hpp"

using namespace orders;

namespace {

class Folder final {
  public:
    Folder() { REQUIRE(mkdtemp(path_.data()) != nullptr); }
    Folder(const Folder&) = delete;
    auto operator=(const Folder&) -> Folder& = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] auto path() const -> const std::string& { return path_; }

  private:
    std::string path_ = "/tmp/strata-data-XXXXXX";
};

// Of one that stays: a file, or as much of a server.
auto file_options(const std::string& path) -> DatabaseOptions {
    DatabaseOptions options = test_options();
    if (!on_postgres()) options.url = "sqlite:" + path;
    return options;
}

auto start_error(const DatabaseOptions& options, std::vector<Script> scripts,
                 std::vector<const Statement*> statements = {}) -> std::string {
    EventLoop loop;
    Database database(options, loop);
    return error_of(loop, database.start(std::move(scripts), std::move(statements))).what();
}

auto script(std::string_view name, std::string_view text) -> Script {
    return Script{.name = name, .sqlite = text, .postgres = text};
}

auto start_with_more(Database& database) -> Task<> {
    return database.start(
        {create_script(), script("db/migrations/0001_more.sql", "CREATE TABLE more (id TEXT)")},
        {});
}

}  // namespace

TEST_CASE("scripts are applied once, in a folder that is made, and rows stay") {
    const Folder folder;
    const DatabaseOptions options = file_options(folder.path() + "/deep/er/orders.db");
    for (int i = 0; i < 3; ++i) {
        EventLoop loop;
        Database database(options, loop);
        run_task(loop, database.start(
                           {create_script(), script("db/migrations/0001_index.sql",
                                                    "CREATE INDEX orders_title ON orders (title)")},
                           {&count}));
        run_task(loop, add_and_commit(database, i));
        CHECK(run_task(loop, count_of(database)) == i + 1);
        run_task(loop, database.close());
        CHECK_FALSE(std::filesystem::exists(folder.path() + "/deep/er/orders.db-wal"));
    }
}

TEST_CASE("a script that was edited after it was applied refuses the start") {
    const Folder folder;
    const DatabaseOptions options = file_options(folder.path() + "/orders.db");
    const Script first = script("db/create.sql", "CREATE TABLE a (id TEXT)");
    const Script edited = script("db/create.sql", "CREATE TABLE a (id TEXT, more TEXT)");
    CHECK(start_error(options, {first}) == "no error");
    CHECK(start_error(options, {first}) == "no error");
    CHECK(start_error(options, {edited})
              .starts_with("db/create.sql: was edited after it was applied to "));
}

TEST_CASE("a script that fails is undone as a whole, and the line is named") {
    const Folder folder;
    const DatabaseOptions options = file_options(folder.path() + "/orders.db");
    const Script broken =
        script("db/create.sql",
               "-- tables\nCREATE TABLE a (id TEXT);\n\n/* one\n more */\nCREATE TABL b (id);\n");
    const Script whole = script("db/create.sql", "CREATE TABLE a (id TEXT);\n");
    CHECK(start_error(options, {broken}) ==
          std::string("db/create.sql:6: ") +
              (on_postgres() ? "syntax error at or near \"TABL\"" : "near \"TABL\": syntax error"));
    CHECK(start_error(options, {whole}) == "no error");
}

TEST_CASE("a statement that does not fit the live database refuses the start, with its source") {
    static constexpr Statement no_table{.name = "orders.lost",
                                        .sqlite = "SELECT 1 FROM nowhere",
                                        .postgres = "SELECT 1 FROM nowhere",
                                        .source = "db/orders.sql:3"};
    static constexpr Statement more_columns{.name = "orders.more",
                                            .sqlite = "SELECT count(*) AS count, 2 AS other",
                                            .postgres = "SELECT count(*) AS count, 2 AS other",
                                            .source = "db/orders.sql:5",
                                            .columns = count_column};
    static constexpr Statement fewer_columns{.name = "orders.fewer",
                                             .sqlite = "SELECT 1 AS other",
                                             .postgres = "SELECT 1 AS other",
                                             .source = "db/orders.sql:7",
                                             .columns = count_column};
    static constexpr Statement parameters{.name = "orders.count",
                                          .sqlite = "SELECT ?1 AS count",
                                          .postgres = "SELECT $1 AS count",
                                          .source = "db/orders.sql:9",
                                          .columns = count_column};
    const auto error = [](const Statement& statement) {
        return start_error(test_options(), {}, {&statement});
    };
    CHECK(error(no_table) ==
          std::string("db/orders.sql:3: orders.lost: ") +
              (on_postgres() ? "relation \"nowhere\" does not exist" : "no such table: nowhere"));
    CHECK(error(more_columns) == "db/orders.sql:5: orders.more: gives 2 columns, declared are 1");
    CHECK(error(fewer_columns) == "db/orders.sql:7: orders.fewer: gives no column count");
    CHECK(error(parameters) == "db/orders.sql:9: orders.count: has 1 parameters, declared are 0");
}

TEST_CASE("a folder that can't be made, or a file that is no database, is one clear line" *
          doctest::test_suite("sqlite")) {
    const Folder folder;
    std::ofstream(folder.path() + "/file")
        << "this is no database, but it is long enough to look like one.............."
           "....................................................................";
    CHECK(start_error(file_options(folder.path() + "/file/orders.db"), {}) ==
          "cannot create the folder " + folder.path() + "/file: Not a directory");
    CHECK(start_error(file_options(folder.path()), {}) ==
          folder.path() + ": unable to open database file (Is a directory)");
    CHECK(start_error(file_options(folder.path() + "/file"), {}) ==
          folder.path() + "/file: file is not a database");
}

TEST_CASE("an SQLite URL without a path, with a host or with options is refused") {
    const std::string advice = "; write sqlite:PATH, as sqlite:data/x.db or sqlite:/data/x.db";
    const auto refused = [](const char* url) { return std::string(refusal(url).what()); };
    CHECK(refused("sqlite:") == "database.url: the path after sqlite: is missing" + advice);
    CHECK(refused("sqlite://data/x.db") == "database.url: sqlite: takes no host ('//')" + advice);
    CHECK(refused("sqlite:///data/x.db") == "database.url: sqlite: takes no host ('//')" + advice);
    CHECK(refused("sqlite:x.db?mode=ro") ==
          "database.url: sqlite: takes no options ('?')" + advice);
    CHECK(refused("sqlite:/tmp/strata-none/x.db") == "no error");
    CHECK(refused("mysql://u:secret@h/x") ==
          "database.url: unknown database 'mysql'; use sqlite:PATH or postgres://...");
}

TEST_CASE("a URL of no known engine is refused without telling what it holds") {
    for (const char* url : {"mysql://user:secret@host/db", "postgres://user:secret@[host/db",
                            "host=x password=secret", "sqlite:", ""}) {
        CAPTURE(url);
        const DatabaseError error = refusal(url);
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(std::string_view(error.what()).find("secret") == std::string_view::npos);
    }
}

TEST_CASE("a database that failed to start refuses units") {
    EventLoop loop;
    Database database(test_options(), loop);
    CHECK(error_of(loop, count_of(database)).kind() == ErrorKind::unavailable);
    CHECK(error_of(loop, database.start({script("db/create.sql", "nonsense")}, {})).kind() ==
          ErrorKind::statement);
    CHECK(error_of(loop, count_of(database)).kind() == ErrorKind::unavailable);
}

TEST_CASE("a write lock that another holds makes a unit busy after the timeout" *
          doctest::test_suite("sqlite")) {
    const Folder folder;
    DatabaseOptions options = file_options(folder.path() + "/orders.db");
    options.busy_timeout = std::chrono::milliseconds(20);
    EventLoop loop;
    Database first(options, loop);
    Database second(options, loop);
    run_task(loop, first.start({create_script()}, {}));
    run_task(loop, second.start({create_script()}, {}));
    const auto scenario = [](Database& holder, Database& other) -> Task<> {
        Db db(holder, Transaction::write);
        co_await add(db, 1);
        ErrorKind kind = ErrorKind::statement;
        try {
            co_await add_and_commit(other, 2);
        } catch (const DatabaseError& error) {
            kind = error.kind();
        }
        CHECK(kind == ErrorKind::busy);
        co_await db.commit();
        co_await add_and_commit(other, 2);
    };
    run_task(loop, scenario(first, second));
    CHECK(run_task(loop, count_of(second)) == 2);
    run_task(loop, first.close());
    run_task(loop, second.close());
}

TEST_CASE("a start that waits for a lock ends when it is cancelled" *
          doctest::test_suite("sqlite")) {
    const Folder folder;
    DatabaseOptions options = file_options(folder.path() + "/orders.db");
    options.busy_timeout = std::chrono::minutes(10);
    EventLoop loop;
    Database first(options, loop);
    Database second(options, loop);
    run_task(loop, first.start({create_script()}, {}));
    bool cancelled = false;
    const auto start_second = [](Database& database, bool& done_flag) -> Task<> {
        try {
            co_await start_with_more(database);
        } catch (const Cancelled&) {
            done_flag = true;
        }
    };
    TaskGroup group(loop);
    const auto scenario = [](Database& holder, Database& other, TaskGroup& starts,
                             auto& start_other, bool& done_flag) -> Task<> {
        Db db(holder, Transaction::write);
        co_await add(db, 1);
        starts.spawn(start_other(other, done_flag));
        co_await count_of(holder);
        starts.cancel_all(CancelReason::shutdown);
        co_await starts.wait();
    };
    run_task(loop, scenario(first, second, group, start_second, cancelled));
    CHECK(cancelled);
    run_task(loop, first.close());
}

TEST_CASE("a misspelt name in double quotes is no text, in a script nor in a statement") {
    const Folder folder;
    const DatabaseOptions options = file_options(folder.path() + "/orders.db");
    CHECK(start_error(options, {create_script(), script("db/migrations/0001_index.sql",
                                                        "CREATE INDEX a ON orders (\"titel\")")})
              .starts_with("db/migrations/0001_index.sql:1: "));
    static constexpr Statement misspelt{
        .name = "orders.misspelt",
        .sqlite = "SELECT count(*) AS count FROM orders WHERE \"titel\" = 'x'",
        .postgres = "SELECT count(*) AS count FROM orders WHERE \"titel\" = 'x'",
        .source = "db/orders.sql:9",
        .columns = count_column};
    const std::string error = start_error(options, {create_script()}, {&misspelt});
    CAPTURE(error);
    CHECK(error.find("orders.misspelt") != std::string::npos);
    CHECK(error.find("titel") != std::string::npos);
}
