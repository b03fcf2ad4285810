// The names of constraints that a CREATE TABLE declares.
#include <doctest/doctest.h>

#include "data/sqlite/declared_constraints.hpp"
#include "orders.hpp"

using namespace orders;

TEST_CASE("declared names are found at columns and at the end, whatever stands between" *
          doctest::test_suite("sqlite")) {
    const auto found = sqlite::declared_constraints(
        "CREATE TABLE \"accounts\" (\n"
        "  id TEXT CONSTRAINT accounts_id PRIMARY KEY, -- CONSTRAINT no UNIQUE (id)\n"
        "  login TEXT DEFAULT 'CONSTRAINT no UNIQUE' NOT NULL CONSTRAINT \"one login\" UNIQUE,\n"
        "  realm TEXT CHECK (realm IN ('a', 'b')),\n"
        "  CONSTRAINT positive CHECK (length(login) > 0),\n"
        "  constraint `one_each` unique (login COLLATE NOCASE, realm DESC),\n"
        "  UNIQUE (realm, id))");
    REQUIRE(found.size() == 3);
    CHECK(found[0].name == "accounts_id");
    CHECK(found[0].columns == std::vector<std::string>{"id"});
    CHECK(found[1].name == "one login");
    CHECK(found[1].columns == std::vector<std::string>{"login"});
    CHECK(found[2].name == "one_each");
    CHECK(found[2].columns == std::vector<std::string>{"login", "realm"});
}

TEST_CASE("a violated constraint is told by its declared name") {
    static constexpr Statement twice{
        .name = "accounts.twice",
        .sqlite = "INSERT INTO accounts (login, realm) VALUES ('a', 'b'), ('a', 'b')",
        .postgres = "INSERT INTO accounts (login, realm) VALUES ('a', 'b'), ('a', 'b')",
        .source = "db/accounts.sql:1",
        .writes = true};
    EventLoop loop;
    Database database(test_options(), loop);
    const std::string_view sql =
        "CREATE TABLE accounts (login TEXT, realm TEXT, CONSTRAINT one_login UNIQUE (login, "
        "realm))";
    run_task(loop, database.start({Script{.name = "db/create.sql", .sqlite = sql, .postgres = sql}},
                                  {&twice}));
    const auto scenario = [](Database& accounts) -> Task<> {
        Db db(accounts, Transaction::write);
        co_await db.execute(twice);
    };
    const DatabaseError error = error_of(loop, scenario(database));
    CHECK(error.violates("one_login"));
    CHECK(error.violates("accounts_login_realm_key"));
    CHECK(error.constraint() == "accounts.login, accounts.realm");
    run_task(loop, database.close());
}
