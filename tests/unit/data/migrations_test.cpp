// What `migrate` shows and does, on both engines, and what a start does with the same scripts.
#include "strata/data/migrations.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "data/script_store.hpp"
#include "orders.hpp"

using namespace orders;

namespace {

// A database that several connections and processes may open one after another.
class Target final {
  public:
    Target() {
        REQUIRE(mkdtemp(folder_.data()) != nullptr);
        if (!on_postgres()) options.url = "sqlite:" + file();
    }
    Target(const Target&) = delete;
    auto operator=(const Target&) -> Target& = delete;
    ~Target() { std::filesystem::remove_all(folder_); }
    [[nodiscard]] auto file() const -> std::string { return folder_ + "/deep/orders.db"; }

    DatabaseOptions options = test_options();

  private:
    std::string folder_ = "/tmp/strata-migrations-XXXXXX";
};

auto script(std::string_view name, std::string_view text) -> Script {
    return Script{.name = name, .sqlite = text, .postgres = text};
}

const std::vector<Script> three{
    script("db/create.sql", "CREATE TABLE a (id integer);"),
    script("db/migrations/0001_b.sql", "-- the second\nCREATE TABLE b (id integer);"),
    script("db/migrations/0002_c.sql", "ALTER TABLE b ADD COLUMN c integer;")};

auto text_of(const std::vector<ScriptStatus>& all) -> std::string {
    std::string text;
    for (const ScriptStatus& status : all)
        text += status.name.substr(status.name.rfind('/') + 1) + " " +
                std::string(to_string(status.state)) + "\n";
    return text;
}

auto run(const Target& target, std::span<const Script> scripts, Migration action) -> std::string {
    try {
        return text_of(migrate(target.options, scripts, action));
    } catch (const DatabaseError& error) {
        return error.what();
    }
}

auto first(std::size_t count) -> std::span<const Script> { return std::span(three).first(count); }

}  // namespace

TEST_CASE("status shows what a database has had, and makes none") {
    const Target target;
    const std::string all_pending = "create.sql pending\n0001_b.sql pending\n0002_c.sql pending\n";
    CHECK(run(target, three, Migration::status) == all_pending);
    if (!on_postgres()) CHECK_FALSE(std::filesystem::exists(target.file()));
    CHECK(run(target, first(2), Migration::up) == "create.sql applied\n0001_b.sql applied\n");
    CHECK(run(target, three, Migration::status) ==
          "create.sql applied\n0001_b.sql applied\n0002_c.sql pending\n");
    CHECK(run(target, first(1), Migration::status) == "create.sql applied\n0001_b.sql unknown\n");
}

TEST_CASE("a dry run tries everything that is pending, and leaves the database as it was") {
    const Target target;
    CHECK(run(target, three, Migration::dry_run) ==
          "create.sql fits\n0001_b.sql fits\n0002_c.sql fits\n");
    CHECK(run(target, first(1), Migration::up) == "create.sql applied\n");
    CHECK(run(target, three, Migration::dry_run) ==
          "create.sql applied\n0001_b.sql fits\n0002_c.sql fits\n");
    const std::vector<Script> broken{three[0],
                                     script("db/migrations/0001_x.sql", "\nDROP TABLE nowhere;")};
    CHECK(run(target, broken, Migration::dry_run).starts_with("db/migrations/0001_x.sql:2: "));
    CHECK(run(target, three, Migration::status) ==
          "create.sql applied\n0001_b.sql pending\n0002_c.sql pending\n");
}

TEST_CASE("an edited script refuses the start, `up` and the dry run, and `status` names it") {
    const Target target;
    (void)run(target, first(2), Migration::up);
    const std::vector<Script> edited{three[0], script("db/migrations/0001_b.sql", "SELECT 1;"),
                                     three[2]};
    CHECK(run(target, edited, Migration::status) ==
          "create.sql applied\n0001_b.sql edited\n0002_c.sql pending\n");
    const std::string refusal = "db/migrations/0001_b.sql: was edited after it was applied to ";
    CHECK(run(target, edited, Migration::up).starts_with(refusal));
    CHECK(run(target, edited, Migration::dry_run).starts_with(refusal));
    EventLoop loop;
    Database database(target.options, loop);
    CHECK(std::string_view(error_of(loop, database.start(edited, {})).what()).starts_with(refusal));
    CHECK(run(target, three, Migration::status) ==
          "create.sql applied\n0001_b.sql applied\n0002_c.sql pending\n");
}

TEST_CASE("a migration with a number before one that was applied is refused by name") {
    const Target target;
    const std::vector<Script> applied{
        three[0], script("db/migrations/0003_c.sql", "CREATE TABLE c (n integer)")};
    CHECK(run(target, applied, Migration::up) == "create.sql applied\n0003_c.sql applied\n");
    const std::vector<Script> merged{three[0], three[1], three[2], applied[1],
                                     script("strata/later.sql", "CREATE TABLE d (n integer)")};
    CHECK(run(target, merged, Migration::status) ==
          "create.sql applied\n0001_b.sql late\n0002_c.sql late\n0003_c.sql applied\n"
          "later.sql pending\n");
    const std::string refusal =
        "db/migrations/0001_b.sql, db/migrations/0002_c.sql: not applied, for ";
    for (const Migration action : {Migration::up, Migration::dry_run}) {
        const std::string told = run(target, merged, action);
        CAPTURE(told);
        CHECK(told.starts_with(refusal));
        CHECK(told.ends_with(
            " has had db/migrations/0003_c.sql already; give it a number after that"));
    }
    EventLoop loop;
    Database database(target.options, loop);
    CHECK(std::string_view(error_of(loop, database.start(merged, {})).what()).starts_with(refusal));
    CHECK(run(target, first(2), Migration::status) ==
          "create.sql applied\n0001_b.sql late\n0003_c.sql unknown\n");
}

TEST_CASE("a script that fails is undone, those before it stay, and it runs again") {
    const Target target;
    const std::vector<Script> broken{
        three[0],
        script("db/migrations/0001_b.sql", "CREATE TABLE b (id integer);\nCREATE TABL c (id);")};
    CHECK(run(target, broken, Migration::up).starts_with("db/migrations/0001_b.sql:2: "));
    CHECK(run(target, three, Migration::up) ==
          "create.sql applied\n0001_b.sql applied\n0002_c.sql applied\n");
}

// As docs/migrations.md has it.
constexpr std::string_view index_without_lock = R"(-- Who writes does not wait for it.
-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS note_by_author ON note (author_id);
)";

TEST_CASE("a script that says no-transaction runs without one, and a dry run can't tell of it") {
    const Target target;
    const std::vector<Script> scripts{
        script("db/create.sql", "CREATE TABLE note (author_id integer);"),
        Script{.name = "db/migrations/0001_index.sql",
               .sqlite = "-- Cleans up.\n-- no-transaction\nVACUUM;",
               .postgres = index_without_lock},
        script("db/migrations/0002_late.sql", "CREATE INDEX late ON note (author_id);")};
    CHECK(run(target, scripts, Migration::dry_run) ==
          "create.sql fits\n0001_index.sql untried\n0002_late.sql untried\n");
    CHECK(run(target, scripts, Migration::up) ==
          "create.sql applied\n0001_index.sql applied\n0002_late.sql applied\n");
}

TEST_CASE("a script that ends the transaction it runs in is refused") {
    const Target target;
    const std::vector<Script> scripts{
        script("db/create.sql", "CREATE TABLE a (id integer); COMMIT;")};
    CHECK(run(target, scripts, Migration::up)
              .starts_with("db/create.sql: ends the transaction that it runs in"));
    const std::vector<Script> open{
        script("db/create.sql", "-- no-transaction\nBEGIN; CREATE TABLE z (id integer);")};
    CHECK(run(target, open, Migration::up) == "db/create.sql: leaves a transaction open");
}

TEST_CASE("the mark no-transaction stands in the comments before the first statement") {
    CHECK_FALSE(runs_in_transaction("-- no-transaction\nSELECT 1"));
    CHECK_FALSE(runs_in_transaction("\n-- Why.\n--no-transaction \r\nSELECT 1"));
    CHECK(runs_in_transaction(""));
    CHECK(runs_in_transaction("--"));
    CHECK(runs_in_transaction("-- not no-transaction\nSELECT 1"));
    CHECK(runs_in_transaction("SELECT 1;\n-- no-transaction\n"));
    CHECK(runs_in_transaction("/* -- no-transaction */ SELECT 1"));
}

TEST_CASE("ten processes that start together apply each script once") {
    const Target target;
    const std::vector<Script> scripts{
        script("db/create.sql", "CREATE TABLE a (id integer);"),
        script("db/migrations/0001_row.sql", "INSERT INTO a (id) VALUES (1);"),
        script("db/migrations/0002_row.sql", "-- no-transaction\nINSERT INTO a (id) VALUES (2);")};
    std::vector<pid_t> children;
    for (int i = 0; i < 10; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            const std::string result = run(target, scripts, Migration::up);
            _exit(result == "create.sql applied\n0001_row.sql applied\n0002_row.sql applied\n" ? 0
                                                                                               : 1);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = -1;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    static constexpr Statement rows{.name = "rows",
                                    .sqlite = "SELECT count(*) AS count FROM a",
                                    .postgres = "SELECT count(*) AS count FROM a",
                                    .source = "here",
                                    .columns = count_column};
    EventLoop loop;
    Database database(target.options, loop);
    run_task(loop, database.start(scripts, {&rows}));
    const auto count_rows = [](Database& of) -> Task<std::int64_t> {
        Db db(of, Transaction::write);
        co_return co_await db.scalar<std::int64_t>(rows);
    };
    CHECK(run_task(loop, count_rows(database)) == 2);
    run_task(loop, database.close());
}
