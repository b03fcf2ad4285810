// A copy of a database in use.
#include "strata/data/backup.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>

#include "orders.hpp"

using namespace orders;

TEST_SUITE_BEGIN("sqlite");

namespace {

class Folder final {
  public:
    Folder() { REQUIRE(mkdtemp(path_.data()) != nullptr); }
    Folder(const Folder&) = delete;
    auto operator=(const Folder&) -> Folder& = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] auto options(const std::string& name) const -> DatabaseOptions {
        DatabaseOptions options = test_options();
        options.url = "sqlite:" + file(name);
        return options;
    }
    [[nodiscard]] auto file(const std::string& name) const -> std::string {
        return path_ + "/" + name;
    }

  private:
    std::string path_ = "/tmp/strata-backup-XXXXXX";
};

auto error_text(const DatabaseOptions& options, const std::string& file) -> std::string {
    try {
        backup(options, file);
        return "no error";
    } catch (const DatabaseError& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("a backup has what was committed, and nothing of a unit that is open") {
    const Folder folder;
    {
        Store store(folder.options("live.db"));
        run_task(store.loop, add_and_commit(store.database, 1));
        const auto scenario = [](Store& of, const Folder& in) -> Task<> {
            Db db(of.database, Transaction::write);
            co_await add(db, 2);
            backup(in.options("live.db"), in.file("copy.db"));
            co_await db.commit();
        };
        run_task(store.loop, scenario(store, folder));
        CHECK(run_task(store.loop, count_of(store.database)) == 2);
    }
    Store copy(folder.options("copy.db"));
    CHECK(run_task(copy.loop, count_of(copy.database)) == 1);
    CHECK_FALSE(std::filesystem::exists(folder.file("copy.db.partial")));
}

TEST_CASE(
    "a backup overwrites nothing, makes nothing of a database that is not there, and says so") {
    const Folder folder;
    { const Store store(folder.options("live.db")); }
    CHECK(error_text(folder.options("live.db"), folder.file("live.db")) ==
          folder.file("live.db") + ": is there already");
    CHECK(error_text(folder.options("none.db"), folder.file("copy.db"))
              .starts_with(folder.file("none.db") + ": unable to open database file"));
    CHECK(error_text(folder.options("live.db"), folder.file("no/copy.db"))
              .starts_with(folder.file("no/copy.db.partial") + ": unable to open database file"));
    CHECK_FALSE(std::filesystem::exists(folder.file("copy.db")));
    DatabaseOptions memory = folder.options("x");
    memory.url = "sqlite::memory:";
    CHECK(error_text(memory, folder.file("copy.db"))
              .starts_with("backup is for a database in a file; "));
    CHECK_FALSE(std::filesystem::exists(folder.file("copy.db")));
    DatabaseOptions postgres = folder.options("x");
    postgres.url = "postgres://localhost/orders";
    CHECK(error_text(postgres, folder.file("copy.db")) ==
          "backup is for SQLite; use pg_dump for PostgreSQL");
}

TEST_SUITE_END();
