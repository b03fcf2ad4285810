// The lint of migrations, statement by statement.
#include "tools/check/migration_lint.hpp"

#include <doctest/doctest.h>

using namespace strata::tools;
using namespace strata::tools::check;

namespace {

auto lint(std::string_view text, Engine engine = Engine::postgres) -> std::string {
    Diagnostics diagnostics;
    lint_migration(text, "m.sql", engine, diagnostics);
    return diagnostics.to_string();
}

}  // namespace

TEST_CASE("the lint of a migration: statements that hold up a database in use") {
    const auto at = [](const char* line, const std::string& rule) {
        const std::string found = lint(line);
        CAPTURE(found);
        CHECK(found.starts_with("m.sql:1: error: "));
        CHECK(found.ends_with("; if it is meant: -- allow: " + rule + "\n"));
        CHECK(lint("-- allow: " + rule + "\n" + line) == "");
    };
    at("CREATE INDEX a_b ON a (b)", "index");
    at("create unique index a_b on a (b)", "index");
    at("CREATE INDEX CONCURRENTLY a_b ON a (b)", "concurrently");
    at("ALTER TABLE a ALTER COLUMN b TYPE bigint", "column-type");
    at("ALTER TABLE a ALTER COLUMN b SET NOT NULL", "set-not-null");
    at("ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0)", "constraint");
    at("ALTER TABLE a ADD COLUMN b text NOT NULL", "not-null-column");
    at("LOCK TABLE a", "lock");
    CHECK(lint("-- no-transaction\nCREATE INDEX CONCURRENTLY a_b ON a (b)") == "");
    CHECK(lint("CREATE TABLE a (b text NOT NULL); CREATE INDEX a_b ON a (b);") == "");
    CHECK(lint("ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT ''") == "");
    CHECK(lint("ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID") == "");
    CHECK(lint("CREATE INDEX a_b ON a (b)", Engine::any) == "");
    CHECK(lint("ALTER TABLE a ADD b text NOT NULL", Engine::any) != "");
}
