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
    at("ALTER TABLE a ALTER b TYPE bigint", "column-type");
    at("ALTER TABLE a ALTER b SET DATA TYPE bigint", "column-type");
    at("ALTER TABLE ONLY public.a ALTER b SET NOT NULL", "set-not-null");
    at("ALTER TABLE a ADD UNIQUE (b)", "constraint");
    at("ALTER TABLE a ADD PRIMARY KEY (b)", "constraint");
    at("ALTER TABLE a ADD EXCLUDE USING gist (b WITH &&)", "constraint");
    at("ALTER TABLE a ADD b uuid REFERENCES c (id)", "constraint");
    at("ALTER TABLE a ADD b bigint CHECK (b > 0)", "constraint");
    at("ALTER TABLE a ADD b bigint UNIQUE", "constraint");
    at("ALTER TABLE a ADD b timestamptz NOT NULL DEFAULT clock_timestamp()", "rewrite");
    at("ALTER TABLE a ADD b uuid DEFAULT (public.new_id())", "rewrite");
    at("ALTER TABLE a ADD b bigserial", "rewrite");
    at("ALTER TABLE a ADD b bigint GENERATED ALWAYS AS IDENTITY", "rewrite");
    at("ALTER TABLE a ADD b bigint DEFAULT 1, ADD c bigint NOT NULL", "not-null-column");
    at("ALTER TABLE a ADD b bigint NOT NULL, ALTER c SET DEFAULT 1", "not-null-column");
    at("ALTER TABLE a ADD b bigint NOT NULL DEFAULT NULL", "not-null-column");
    at("REINDEX TABLE a", "index");
    at("VACUUM (FULL) a", "lock");
    at("VACUUM (ANALYZE, FULL) a", "lock");
    CHECK(lint("-- no-transaction\nREINDEX TABLE CONCURRENTLY a") == "");
    CHECK(lint("-- no-transaction\nVACUUM (ANALYZE) a") == "");
    CHECK(lint("ALTER TABLE a ADD b timestamptz NOT NULL DEFAULT now()") == "");
    CHECK(lint("ALTER TABLE a ADD b varchar(3) NOT NULL DEFAULT 'x'::varchar(3)") == "");
    CHECK(lint("ALTER TABLE a ADD b numeric(5, 2), ALTER c SET DEFAULT new_id()") == "");
    CHECK(lint("ALTER TABLE a ADD CONSTRAINT c UNIQUE USING INDEX a_b") == "");
    CHECK(lint("ALTER TABLE a DROP CONSTRAINT c, ALTER b DROP NOT NULL") == "");
    CHECK(lint("CREATE TABLE a (b text); ALTER TABLE a ADD UNIQUE (b), ALTER b SET NOT NULL") ==
          "");
    CHECK(lint(R"(
-- allow: index
CREATE INDEX note_by_author ON note (author_id);
)") == "");
    CHECK(lint("-- no-transaction\nCREATE INDEX CONCURRENTLY a_b ON a (b)") == "");
    CHECK(lint("CREATE TABLE a (b text NOT NULL); CREATE INDEX a_b ON a (b);") == "");
    CHECK(lint("ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT ''") == "");
    CHECK(lint("ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID") == "");
    CHECK(lint("CREATE INDEX a_b ON a (b)", Engine::any) == "");
    CHECK(lint("ALTER TABLE a ADD b text NOT NULL", Engine::any) != "");
}

TEST_CASE("what a script drops, however it is written") {
    const auto all = [](std::string_view text) {
        std::string names;
        for (const Dropped& one : dropped_in(text, "m.sql"))
            names += one.table + "." + one.column + ":" + std::to_string(one.location.line) + " ";
        return names;
    };
    CHECK(all("ALTER TABLE a DROP COLUMN b;\nALTER TABLE a DROP c") == "a.b:1 a.c:2 ");
    CHECK(all("ALTER TABLE IF EXISTS ONLY x.a DROP IF EXISTS b CASCADE, ADD d text, DROP \"C\"") ==
          "a.b:1 a.C:1 ");
    CHECK(all("DROP TABLE IF EXISTS a, x.b CASCADE") == "a.:1 b.:1 ");
    CHECK(all("ALTER TABLE a DROP CONSTRAINT b, ALTER c DROP DEFAULT; DROP INDEX d") == "");
    CHECK(all("-- allow: drop-column\nALTER TABLE a DROP b") == "");
}
