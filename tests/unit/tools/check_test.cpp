// `strata check` on a small service with one error planted of each kind.
#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "tools/check/check_service.hpp"
#include "tools/check/migration_lint.hpp"
#include "tools/check/throwaway_postgres.hpp"

using namespace strata::tools;
using namespace strata::tools::check;

namespace {

namespace fs = std::filesystem;

constexpr const char* contract = R"({
  "title": "Orders",
  "$defs": {
    "OrderId": { "type": "string", "format": "uuid" },
    "Order": {
      "type": "object",
      "properties": {
        "id": { "$ref": "#/$defs/OrderId" },
        "title": { "type": "string" },
        "paidAt": { "type": "string", "format": "date-time" }
      },
      "required": ["id", "title"]
    }
  },
  "methods": {}
})";

constexpr const char* create_sql =
    "CREATE TABLE orders (id uuid PRIMARY KEY, title text NOT NULL, note text,\n"
    "    paid_at timestamptz, count bigint NOT NULL);\n"
    "CREATE TABLE item (order_id uuid NOT NULL REFERENCES orders (id), sku text NOT NULL);\n";

class Planted final {
  public:
    Planted() {
        REQUIRE(mkdtemp(folder_.data()) != nullptr);
        write("schemas/orders.schema", contract);
        write("db/create.sql", create_sql);
    }
    Planted(const Planted&) = delete;
    auto operator=(const Planted&) -> Planted& = delete;
    ~Planted() { fs::remove_all(folder_); }

    void write(const std::string& path, const std::string& text) const {
        fs::create_directories(fs::path(folder_ + "/" + path).parent_path());
        std::ofstream(folder_ + "/" + path) << text;
    }
    // The queries, each of them called by a handler.
    void queries(const std::string& sql) const {
        write("db/orders.sql", sql);
        std::string code;
        constexpr std::string_view mark = "-- name: ";
        for (auto at = sql.find(mark); at != std::string::npos; at = sql.find(mark, at + 1)) {
            const auto name = at + mark.size();
            code += sql.substr(name, sql.find(' ', name) - name) + "();\n";
        }
        write("api/orders/all.cpp", code);
    }
    [[nodiscard]] auto errors(bool postgres = false) -> std::string {
        Diagnostics diagnostics;
        notes = check_service({.service = folder_,
                               .build = {},
                               .postgres = postgres ? postgres_binaries() : std::string()},
                              diagnostics);
        return diagnostics.to_string();
    }

    Notes notes{};

  private:
    std::string folder_ = "/tmp/strata-planted-XXXXXX";
};

// Of one statement at db/orders.sql:2, on SQLite.
auto error_of(const std::string& header, const std::string& sql) -> std::string {
    Planted service;
    service.queries("-- name: " + header + "\n" + sql + "\n");
    return service.errors();
}

auto lint(std::string_view text, Engine engine = Engine::postgres) -> std::string {
    Diagnostics diagnostics;
    lint_migration(text, "m.sql", engine, diagnostics);
    return diagnostics.to_string();
}

}  // namespace

TEST_CASE("a service without errors: what was checked is told, and what was not, with the reason") {
    Planted service;
    service.queries(
        "-- name: find :optional Order\nSELECT id, title, paid_at FROM orders WHERE id = :id;\n");
    CHECK(service.errors() == "");
    CHECK(service.notes ==
          Notes{"contracts were checked",
                "SQL was checked on SQLite alone: PostgreSQL's server is not installed",
                "includes were checked, symbols were not: the service is not built"});
    CHECK(service.errors(true) == "");
    CHECK(service.notes[1] == "SQL was checked on SQLite and PostgreSQL");
}

TEST_CASE("a configuration that names PostgreSQL is not checked on SQLite alone") {
    Planted service;
    service.queries("-- name: a :scalar integer\nSELECT count FROM orders;\n");
    service.write("config/production.json",
                  "{ // where it runs\n \"database\": {\"url\": \"postgres://db/orders\"} }");
    CHECK_THROWS_WITH(static_cast<void>(service.errors()),
                      "database.url is PostgreSQL's in config/production.json, but its server is "
                      "not installed here: install Debian's postgresql-15 to check the SQL");
}

TEST_CASE("unknown tables and columns") {
    CHECK(error_of("a :execute", "DELETE FROM ordres;") ==
          "db/orders.sql:2: error: a: no such table: ordres; did you mean \"orders\"?\n");
    CHECK(error_of("a :execute", "DELETE FROM orders\nWHERE titel = 'x';") ==
          "db/orders.sql:3: error: a: no such column: titel; did you mean \"title\"?\n");
    CHECK(error_of("a :execute", "DELETE FROM orders AS o\nWHERE o.skuu = 'x';") ==
          "db/orders.sql:3: error: a: no such column: o.skuu\n");
    CHECK(error_of("a :execute", "INSERT INTO item (order_id, skuu) VALUES ('', '');") ==
          "db/orders.sql:2: error: a: table item has no column named skuu; did you mean "
          "\"sku\"?\n");
}

TEST_CASE("a column of another type than its member") {
    CHECK(error_of("a :scalar uuid", "SELECT count FROM orders;") ==
          "db/orders.sql:2: error: a: the column count is bigint in SQLite, declared is uuid\n");
    CHECK(error_of("a :many {title: string, count: integer}",
                   "SELECT title, title AS count FROM orders;") ==
          "db/orders.sql:2: error: a: the column count is TEXT in SQLite, declared is integer\n");
}

TEST_CASE("a column that may be NULL into a member that takes none") {
    const std::string error =
        "db/orders.sql:2: error: a: the column title may be NULL, but schemas::orders::Order/title "
        "takes none: make it optional, or name it \"title!\" where the query excludes NULL\n";
    CHECK(error_of("a :many Order", "SELECT id, note AS title, paid_at FROM orders;") == error);
    CHECK(error_of("a :many Order", "SELECT id, note AS \"title?\", paid_at FROM orders;") ==
          error);
    CHECK(error_of("a :many Order", "SELECT id, note AS \"title!\", paid_at FROM orders;") == "");
    CHECK(error_of("a :execute (Order)",
                   "INSERT INTO orders (id, title, paid_at, count) VALUES (:id, :title, :paid_at, "
                   "1);") == "");
}

TEST_CASE("of expressions and outer joins the alias decides, and without a mark it is an error") {
    const std::string error =
        "db/orders.sql:2: error: a: whether the result may be NULL can't be known; say it: AS "
        "\"value?\" if it may, AS \"value!\" if it never is\n";
    CHECK(error_of("a :scalar integer", "SELECT count(*) FROM orders;") == error);
    CHECK(error_of("a :scalar integer", "SELECT count(*) AS \"n!\" FROM orders;") == "");
    CHECK(error_of("a :scalar integer", "SELECT max(count) AS \"n?\" FROM orders;")
              .find("may be NULL, but the result takes none") != std::string::npos);
    CHECK(error_of("a :scalar integer?", "SELECT max(count) AS \"n?\" FROM orders;") == "");
    const std::string joined = " FROM orders LEFT OUTER JOIN item ON item.order_id = orders.id;";
    CHECK(error_of("a :many {title: string, sku: string}", "SELECT title, sku" + joined)
              .find("whether sku may be NULL can't be known behind an outer join") !=
          std::string::npos);
    CHECK(error_of("a :many {title: string, sku?: string}",
                   "SELECT title, sku AS \"sku?\"" + joined) == "");
    CHECK(error_of("a :many {title: string}", "SELECT title" + joined) == "");
    CHECK(error_of("a :many {sku: string}",
                   "SELECT sku FROM orders RIGHT JOIN item ON item.order_id = orders.id;")
              .find("behind an outer join") != std::string::npos);
}

TEST_CASE("a query that nothing calls") {
    Planted service;
    service.queries("-- name: used :scalar integer\nSELECT count FROM orders;\n");
    service.write("db/orders.sql",
                  "-- name: used :scalar integer\nSELECT count FROM orders;\n"
                  "-- name: unused :execute\nDELETE FROM orders;\n");
    service.write("main.cpp", "// unused()\nconst char* text = \"unused\";\n");
    CHECK(service.errors() == "db/orders.sql:3: error: unused: is not used by api/ or main.cpp\n");
}

TEST_CASE("what only PostgreSQL knows: types of parameters, and its own columns") {
    Planted service;
    service.queries(
        "-- name: a :execute (paid_at: uuid)\nUPDATE orders\nSET paid_at = :paid_at;\n"
        "-- name: b :execute (id: string)\nDELETE FROM orders WHERE id = :id;\n"
        "-- name: c :scalar integer\nSELECT sum(count) AS \"sum!\" FROM orders;\n"
        "-- name: d :execute\nDELETE FROM orders WHERE rowid = 1;\n");
    const std::string errors = service.errors(true);
    CAPTURE(errors);
    const auto has = [&](std::string_view text) { return errors.find(text) != std::string::npos; };
    CHECK(
        has("db/orders.sql:3: error: a: PostgreSQL: column \"paid_at\" is of type timestamp with "
            "time zone but expression is of type uuid"));
    CHECK(has("db/orders.sql:5: error: b: PostgreSQL: operator does not exist: uuid = text"));
    CHECK(
        has("db/orders.sql:7: error: c: the column sum is numeric in PostgreSQL, declared is "
            "integer\n"));
    CHECK(has("db/orders.sql:9: error: d: PostgreSQL: column \"rowid\" does not exist\n"));
}

TEST_CASE("the same errors on PostgreSQL, where its own SQL has them") {
    Planted service;
    service.queries("-- name: a :execute\nDELETE FROM orders;\n");
    std::string sql;
    std::string code = "a();\n";
    int line = 0;
    const auto plant = [&](const std::string& header, const std::string& statement) {
        sql += "-- name: " + header + "\n" + statement + "\n";
        code += header.substr(0, header.find(' ')) + "();\n";
        return "db/orders.postgres.sql:" + std::to_string(line += 2) +
               ": error: " + header.substr(0, header.find(' ')) + ": ";
    };
    const std::string expected[] = {
        plant("b :execute", "DELETE FROM ordres;") +
            "PostgreSQL: relation \"ordres\" does not exist; did you mean \"orders\"?\n",
        plant("c :execute", "DELETE FROM orders WHERE titel = 'x';") +
            "PostgreSQL: column \"titel\" does not exist",
        plant("d :scalar uuid", "SELECT count FROM orders;") +
            "the column count is bigint in PostgreSQL, declared is uuid\n",
        plant("e :many string", "SELECT note FROM orders;") +
            "the column note may be NULL, but the result takes none",
        plant("f :scalar integer", "SELECT count(*) FROM orders;") +
            "whether the result may be NULL can't be known",
        plant("g :many {title: string, sku: string}",
              "SELECT title, sku FROM orders LEFT JOIN item ON item.order_id = orders.id;") +
            "whether sku may be NULL can't be known behind an outer join",
        plant("h :execute (ids...: string)", "DELETE FROM orders WHERE id IN (:ids...);") +
            "PostgreSQL: operator does not exist: uuid = text",
        plant("i :execute ({order_id: integer, sku: string}...)",
              "INSERT INTO item (order_id, sku) VALUES (:order_id, :sku);") +
            "PostgreSQL: column \"order_id\" is of type uuid but expression is of type bigint",
        plant("j :execute (id: Order)", "UPDATE orders SET count = 1 WHERE note = :id;") +
            "PostgreSQL: operator does not exist: text = json",
        plant("k :many {title: Order}", "SELECT title FROM orders;") +
            "the column title is text in PostgreSQL",
    };
    service.write("db/orders.postgres.sql", sql);
    service.write("api/orders/all.cpp", code);
    const std::string errors = service.errors(true);
    for (const std::string& error : expected) {
        CAPTURE(errors);
        CAPTURE(error);
        CHECK(errors.find(error) != std::string::npos);
    }
}

TEST_CASE("an error that nothing ends with, and a constraint that no table has") {
    Planted service;
    service.queries("-- name: a :execute\nDELETE FROM orders;\n");
    service.write("schemas/orders.schema", R"({
  "title": "Orders",
  "errors": {
    "given": { "status": 409, "message": "Given" },
    "never_given": { "status": 409, "message": "Not given" },
    "unlisted": { "status": 409, "message": "Not listed" },
    "sku_taken": { "status": 409, "message": "Taken", "constraint": "item_sku_key" },
    "title_taken": { "status": 409, "message": "Taken", "constraint": "orders_titel_key" },
    "no_order": { "status": 409, "message": "None", "constraint": "item_order_id_fkey" },
    "no_title": { "status": 409, "message": "None", "constraint": "title_given" }
  },
  "methods": {
    "act": { "summary": "Act", "errors": ["given", "never_given", "sku_taken", "title_taken",
                                          "no_order", "no_title"] }
  }
})");
    service.write("db/create.sql",
                  "CREATE TABLE orders (id uuid PRIMARY KEY, title text NOT NULL UNIQUE,\n"
                  "  CONSTRAINT title_given CHECK (title <> ''));\n"
                  "CREATE TABLE item (order_id uuid NOT NULL REFERENCES orders (id),\n"
                  "  sku text NOT NULL);\n"
                  "CREATE UNIQUE INDEX item_sku_key ON item (sku);\n");
    service.write("api/orders/act.cpp", "a(); co_return errors::given{}; // never_given\n");
    const std::string expected =
        "schemas/orders.schema:5:5: error: the error never_given is never given by api/ or "
        "domain/\n"
        "schemas/orders.schema:6:5: error: the error unlisted is listed by no method\n"
        "schemas/orders.schema:8:5: error: no table has the constraint orders_titel_key of the "
        "error "
        "title_taken; did you mean \"orders_title_key\"?\n";
    CHECK(service.errors() == expected);
    CHECK(service.errors(true) == expected);
}

TEST_CASE("an update that leaves the version of its row as it was") {
    Planted service;
    service.write("schemas/orders.schema", R"({
  "title": "Orders",
  "$defs": {
    "Order": {
      "type": "object",
      "properties": {
        "title": { "type": "string" },
        "revision": { "type": "integer", "version": true }
      },
      "required": ["title", "revision"]
    }
  },
  "methods": {}
})");
    service.write("db/create.sql",
                  "CREATE TABLE orders (id uuid PRIMARY KEY, title text NOT NULL,\n"
                  "  rev bigint NOT NULL);\nCREATE TABLE other (title text, rev bigint);\n");
    service.queries(
        "-- name: find :many Order\nSELECT title, rev AS revision FROM orders;\n"
        "-- name: a :execute (title: string)\nUPDATE orders SET title = :title;\n"
        "-- name: b :execute (title: string, revision: integer)\n"
        "UPDATE orders SET title = :title WHERE rev = :revision + 1;\n"
        "-- name: c :execute\nUPDATE orders SET title = 'x', rev = rev + 1;\n"
        "-- name: d :execute\nUPDATE other SET title = 'x';\n"
        "-- name: e :execute (id: uuid)\nINSERT INTO orders (id, title, rev) VALUES (:id, '', 1)\n"
        "ON CONFLICT (id) DO UPDATE SET title = 'x';\n");
    const std::string expected =
        "db/orders.sql:4: error: a: changes orders, but not its version: add rev = rev + 1\n"
        "db/orders.sql:6: error: b: changes orders, but not its version: add rev = rev + 1\n"
        "db/orders.sql:12: error: e: changes orders, but not its version: add rev = rev + 1\n";
    CHECK(service.errors() == expected);
    CHECK(service.errors(true) == expected);
}

TEST_CASE("a function whose body is SQL is one statement of its script") {
    Planted service;
    service.write("db/create.postgres.sql",
                  "CREATE TABLE a (n bigint);\n"
                  "CREATE OR REPLACE FUNCTION add(x bigint) RETURNS bigint LANGUAGE sql\n"
                  "BEGIN ATOMIC\n"
                  "  INSERT INTO a (n) VALUES (CASE WHEN x > 0 THEN x ELSE 0 END);\n"
                  "  SELECT count(*) FROM a;\n"
                  "END;\n"
                  "CREATE TABLE b (function text);\n"
                  "BEGIN;\nCREATE TABLE c (n wrong);\n");
    CHECK(service.errors(true).find(
              "db/create.postgres.sql:9: error: PostgreSQL: type \"wrong\" does not exist") !=
          std::string::npos);
}

TEST_CASE("a script that PostgreSQL refuses, with its line") {
    Planted service;
    service.write("db/create.sql", "CREATE TABLE a (\n  id integer,\n  at datetime);\n");
    CHECK(service.errors() == "");
    CHECK(service.errors(true) ==
          "db/create.sql:3: error: PostgreSQL: type \"datetime\" does not exist\n");
}

TEST_CASE("names of migrations, and a column that is dropped while a query reads it") {
    Planted service;
    service.queries(
        "-- name: a :scalar integer\nSELECT count FROM orders;\n"
        "-- name: b :many string?\nSELECT note FROM orders;\n");
    service.write("db/migrations/1_short.sql", "");
    service.write("db/migrations/0002_one.sql", "\nALTER TABLE orders DROP COLUMN note;\n");
    service.write("db/migrations/0002_two.sql", "");
    CHECK(service.errors() ==
          "db/migrations/0002_one.sql:2: error: drops orders.note, which b at db/orders.sql:3 "
          "reads\n"
          "db/migrations/0002_two.sql:1: error: has the number of db/migrations/0002_one.sql\n"
          "db/migrations/1_short.sql:1: error: a migration is named NNNN_what_it_does.sql\n"
          "db/orders.sql:4: error: b: no such column: note\n");
}

TEST_CASE("violations of the contracts and of the layers") {
    Planted service;
    service.write("domain/orders.cpp", "#include <fstream>\n");
    CHECK(service.errors().find("domain/orders.cpp:1: error: ") != std::string::npos);
    service.write("schemas/orders.schema", "{\n \"titel\": 1\n}");
    CHECK(service.errors().find("schemas/orders.schema:2:") != std::string::npos);
    CHECK(service.notes.front() == "SQL was not checked: it needs the contracts' types");
}

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
