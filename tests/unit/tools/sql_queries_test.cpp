// Named queries: how they are read, how they get their types, and every error with its place.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "tools/contract/load.hpp"
#include "tools/sql/query_parser.hpp"
#include "tools/sql/signature_parser.hpp"
#include "tools/sql/sqlite_check.hpp"
#include "tools/sql/typed_query.hpp"

using namespace strata::tools;
using namespace strata::tools::sql;

namespace {

constexpr const char* contract = R"({
  "title": "Orders",
  "$defs": {
    "OrderId": { "type": "string", "format": "uuid" },
    "Title": { "type": "string", "minLength": 1, "maxLength": 100 },
    "Order": {
      "type": "object",
      "properties": {
        "id": { "$ref": "#/$defs/OrderId" },
        "title": { "$ref": "#/$defs/Title" },
        "createdAt": { "type": "string", "format": "date-time" },
        "paidAt": { "type": "string", "format": "date-time" }
      },
      "required": ["id", "title", "createdAt"]
    },
    "Few": { "type": "array", "items": { "$ref": "#/$defs/Order" }, "maxItems": 3 },
    "Basket": {
      "type": "object",
      "properties": { "orders": { "type": "array", "items": { "$ref": "#/$defs/Order" } } },
      "required": ["orders"]
    }
  },
  "methods": {}
})";

constexpr const char* create_sql = R"(
CREATE TABLE orders (id TEXT PRIMARY KEY, title TEXT NOT NULL, created_at TEXT NOT NULL, paid_at TEXT);
)";

// The queries of one file, typed and checked; what is wrong with them.
struct Checked {
    explicit Checked(const std::string& sql) {
        files.common = parse_queries(sql, "db/orders.sql", diagnostics);
        queries = type_queries(files, model, model.find_module("orders"), diagnostics);
        SqliteCheck check(diagnostics);
        REQUIRE(check.run_script(create_sql, "db/create.sql"));
        for (TypedQuery& query : queries) check.check(query);
    }
    [[nodiscard]] auto errors() const -> std::string { return diagnostics.to_string(); }

    Diagnostics diagnostics{};
    Model model = load_texts({{"orders.schema", contract}}, diagnostics);
    QueryFiles files{};
    std::vector<TypedQuery> queries{};
};

auto errors_of(const std::string& sql) -> std::string { return Checked(sql).errors(); }

}  // namespace

TEST_CASE("without a list, a parameter is the result's member of its name") {
    const Checked checked(
        "-- name: find_order :optional Order\n"
        "SELECT id, title, created_at, paid_at FROM orders WHERE id = :id AND title <> :title AND "
        "id <> :id;\n");
    CHECK(checked.errors() == "");
    REQUIRE(checked.queries.size() == 1);
    const TypedQuery& query = checked.queries.front();
    REQUIRE(query.parameters.size() == 2);
    CHECK(query.parameters[0].cpp_type() == "schemas::orders::OrderId");
    CHECK(query.parameters[1].cpp_type() == "schemas::orders::Title");
    CHECK(engine_text(query.sqlite, SqlEngine::sqlite, query.parameter_order()) ==
          "SELECT id, title, created_at, paid_at FROM orders WHERE id = ?1 AND title <> ?2 AND id "
          "<> ?1");
    CHECK(query.row_type() == "schemas::orders::Order");
    CHECK_FALSE(query.writes);
}

TEST_CASE("a type in parentheses gives its members as parameters") {
    const Checked checked(
        "-- name: insert_order :execute (Order)\n"
        "INSERT INTO orders (id, title, created_at, paid_at) VALUES (:id, :title, :created_at, "
        ":paid_at)\n");
    CHECK(checked.errors() == "");
    REQUIRE(checked.queries.size() == 1);
    CHECK(checked.queries.front().parameters.back().cpp_type() ==
          "std::optional<strata::Timestamp>");
    CHECK(checked.queries.front().writes);
}

TEST_CASE("a list declares the parameters, their order, and what may be NULL") {
    const Checked checked(
        "-- name: recent :many Order (limit: integer, before?: date-time)\n"
        "SELECT id, title, created_at, paid_at FROM orders\n"
        "WHERE :before IS NULL OR created_at < :before ORDER BY created_at LIMIT :limit;\n");
    CHECK(checked.errors() == "");
    REQUIRE(checked.queries.size() == 1);
    const TypedQuery& query = checked.queries.front();
    CHECK(query.parameters[0].cpp_type() == "std::int64_t");
    CHECK(query.parameters[1].cpp_type() == "std::optional<strata::Timestamp>");
    CHECK(engine_text(query.postgres, SqlEngine::postgres, query.parameter_order())
              .ends_with("WHERE $2 IS NULL OR created_at < $2 ORDER BY created_at LIMIT $1"));
}

TEST_CASE("plain results, nullable ones, and columns of a query's own") {
    const Checked checked(
        "-- name: count_orders :scalar integer\nSELECT count(*) FROM orders;\n"
        "-- name: last_paid :scalar date-time?\nSELECT max(paid_at) FROM orders;\n"
        "-- name: ids :many OrderId\nSELECT id FROM orders;\n"
        "-- name: totals :many {title: Title, count: integer, last?: date-time} (title: Title)\n"
        "SELECT title, count(*) AS count, max(paid_at) AS last FROM orders WHERE title = :title "
        "GROUP BY title;\n");
    CHECK(checked.errors() == "");
    REQUIRE(checked.queries.size() == 4);
    CHECK(checked.queries[0].row_type() == "std::int64_t");
    CHECK(checked.queries[1].row_type() == "std::optional<strata::Timestamp>");
    CHECK(checked.queries[2].row_type() == "schemas::orders::OrderId");
    CHECK(checked.queries[3].row_type() == "TotalsRow");
}

TEST_CASE(
    "comments under the header describe the query; others are dropped, and lines stay where they "
    "are") {
    Diagnostics diagnostics;
    const auto queries = parse_queries(
        "\n-- What the module is about.\n\n-- name: a :scalar integer\n-- One.\n-- Two: "
        "'x'\n\nSELECT 1 -- :no\n  /* :nor\n this */ + :b;\n",
        "db/a.sql", diagnostics);
    CHECK(diagnostics.to_string() == "");
    REQUIRE(queries.size() == 1);
    CHECK(queries[0].location.line == 4);
    CHECK(queries[0].text.location.line == 8);
    CHECK(queries[0].description == std::vector<std::string>{"One.", "Two: 'x'"});
    CHECK(queries[0].text.names == std::vector<std::string>{"b"});
    CHECK(std::ranges::count(queries[0].text.source, '\n') == 2);
}

TEST_CASE("a header that is not well-formed says what is wrong") {
    const auto error = [](std::string_view header) { return parse_header(header).error; };
    CHECK(error("findOrder :one Order") == "a query is named in snake_case: 'findOrder'");
    CHECK(error("find Order") == "expected ':' before 'Order'");
    CHECK(error("find :optinal Order") == "unknown kind :optinal; did you mean \"optional\"?");
    CHECK(error("find :stream") == ":stream needs a type or columns: `:one Room`");
    CHECK(error("find :one") == ":one needs a type or columns: `:one Room`");
    CHECK(error("find :scalar {a: integer}") == ":scalar needs a type: `:scalar integer`");
    CHECK(error("find :execute Order") ==
          ":execute gives no rows, only their number; use :one or :many");
    CHECK(error("find :one Order (id OrderId)") == "expected ':' before 'OrderId)'");
    CHECK(error("find :one Order (id: )") == "expected a type before ')'");
    CHECK(error("find :one Order (id: OrderId") == "expected ')' at the end of the header");
    CHECK(error("find :one Order (id: OrderId, id: OrderId)") == "id is declared twice");
    CHECK(error("find :one Order (id: OrderId) more") == "unexpected 'more'");
}

TEST_CASE("errors of a file have its line") {
    CHECK(errors_of("SELECT 1;\n") ==
          "db/orders.sql:1: error: SQL before the first `-- name: NAME :KIND`\n");
    CHECK(errors_of("-- name: a :scalar integer\n\n-- name: b :scalar integer\nSELECT 1;\n") ==
          "db/orders.sql:1: error: a: there is no SQL under the header\n");
    CHECK(errors_of("-- name: a :scalar integer\nSELECT 1;\nSELECT 2;\n") ==
          "db/orders.sql:3: error: one statement a query: what follows `;` needs a name\n");
    CHECK(errors_of("-- name: a :execute\nBEGIN;\n") ==
          "db/orders.sql:2: error: a query begins with SELECT, INSERT, UPDATE, DELETE, WITH or "
          "VALUES\n");
    CHECK(errors_of("-- name: a :scalar integer\nSELECT\n 'x;\n") ==
          "db/orders.sql:3: error: a quote or comment without an end\n");
    CHECK(errors_of("-- name: a :scalar integer (b: integer)\nSELECT ?1;\n") ==
          "db/orders.sql:2: error: parameters are written :name, not ?1\n");
    CHECK(errors_of(
              "-- name: a :scalar integer\nSELECT 1;\n-- name: a :scalar integer\nSELECT 1;\n") ==
          "db/orders.sql:3: error: a is already at db/orders.sql:1\n");
}

TEST_CASE("a list is one parameter, and stands in IN alone") {
    const Checked checked(
        "-- name: of :many OrderId (ids...: OrderId, titles...: Title)\n"
        "SELECT id FROM orders WHERE id in ( :ids... )\n"
        "AND title Not  In (:titles...) AND id <> 'IN (:x...)';\n");
    CHECK(checked.errors() == "");
    REQUIRE(checked.queries.size() == 1);
    const TypedQuery& query = checked.queries.front();
    CHECK(query.parameters[0].cpp_type() == "std::vector<schemas::orders::OrderId>");
    CHECK(engine_text(query.sqlite, SqlEngine::sqlite, query.parameter_order()) ==
          "SELECT id FROM orders WHERE id IN (SELECT value FROM json_each(?1))\nAND title NOT IN "
          "(SELECT value FROM json_each(?2)) AND id <> 'IN (:x...)'");
    CHECK(engine_text(query.postgres, SqlEngine::postgres, query.parameter_order()) ==
          "SELECT id FROM orders WHERE id = ANY ($1)\nAND title <> ALL ($2) AND id <> 'IN "
          "(:x...)'");
    const auto error = [](const std::string& parameters, const std::string& where) {
        return errors_of("-- name: a :many OrderId (" + parameters +
                         ")\nSELECT id FROM orders WHERE " + where + ";\n");
    };
    CHECK(error("b: OrderId", "id IN (:b...)") ==
          "db/orders.sql:1: error: a: :b... is a list: declare it (b...: TYPE)\n");
    CHECK(error("b...: OrderId", "id = :b") ==
          "db/orders.sql:1: error: a: the list b is written IN (:b...)\n");
    CHECK(error("b...: OrderId", "id IN (:b..., 'x')")
              .starts_with("db/orders.sql:1: error: a: a list stands in IN (:b...) alone\n"));
    CHECK(error("b...: OrderId", "id IN (:b...) OR id = coalesce(:b...)")
              .starts_with("db/orders.sql:1: error: a: a list stands in IN (:b...) alone\n"));
    CHECK(error("b...: json", "id IN (:b...)") ==
          "db/orders.sql:1: error: a: a list can't hold json\n");
    CHECK(error("b...?: OrderId", "id IN (:b...)")
              .starts_with("db/orders.sql:1: error: a list is never NULL, but may be empty: b..."));
}

TEST_CASE("a stream only reads") {
    const Checked checked(
        "-- name: every :stream Order (id: OrderId)\n"
        "SELECT id, title, created_at, paid_at FROM orders WHERE id > :id;\n");
    CHECK(checked.errors() == "");
    CHECK(errors_of("-- name: gone :stream OrderId ()\nDELETE FROM orders RETURNING id;\n") ==
          "db/orders.sql:2: error: gone: :stream is for what only reads\n");
}

TEST_CASE("a document is a column; a list whose rules nobody would check is none") {
    const Checked checked(
        "-- name: paid :many {id: OrderId, paid_at?: Basket}\nSELECT id, paid_at FROM orders;\n"
        "-- name: basket :one Order[] ()\nSELECT paid_at FROM orders;\n");
    CHECK(checked.errors() == "");
    REQUIRE(checked.queries.size() == 2);
    CHECK(checked.queries[0].columns[1].is_document());
    CHECK(checked.queries[1].row_type() == "std::vector<schemas::orders::Order>");
    CHECK(errors_of("-- name: a :one Few ()\nSELECT paid_at FROM orders;\n") ==
          "db/orders.sql:1: error: a: a column can't hold Few\n");
}

TEST_CASE("a batch is an INSERT of one row") {
    const Checked checked(
        "-- name: add :execute ({id: OrderId, title: Title, created_at: date-time}...)\n"
        "INSERT INTO orders (id, title, created_at) VALUES (:id,\n trim(:title), :created_at)\n"
        "ON CONFLICT (id) DO UPDATE SET title = excluded.title;\n");
    CHECK(checked.errors() == "");
    REQUIRE(checked.queries.size() == 1);
    const TypedQuery& query = checked.queries.front();
    CHECK(query.item_type() == "AddItem");
    CHECK(engine_text(query.sqlite, SqlEngine::sqlite, query.parameter_order())
              .starts_with("INSERT INTO orders (id, title, created_at) VALUES (?1,\n trim(?2), "
                           "?3)\nON CONFLICT"));
    CHECK(engine_text(query.postgres, SqlEngine::postgres, query.parameter_order()) ==
          "INSERT INTO orders (id, title, created_at) SELECT batch.\"id\",\n "
          "trim(batch.\"title\"), batch.\"created_at\" FROM unnest($1, $2, $3) AS batch (\"id\", "
          "\"title\", \"created_at\")\nON CONFLICT (id) DO UPDATE SET title = excluded.title");
    const auto error = [](const std::string& sql) {
        return errors_of("-- name: a :execute ({id: OrderId, title: Title}...)\n" + sql + ";\n");
    };
    CHECK(error("UPDATE orders SET title = :title WHERE id = :id") ==
          "db/orders.sql:1: error: a: many rows are for an INSERT ... VALUES (...)\n");
    CHECK(error("INSERT INTO orders (id, title) SELECT :id, :title")
              .starts_with(
                  "db/orders.sql:1: error: a: many rows need VALUES with one row in brackets\n"));
    CHECK(error("INSERT INTO orders (id, title) VALUES (:id, :title), ('a', 'b')")
              .starts_with("db/orders.sql:1: error: a: many rows need VALUES with one row, which "
                           "stands for each of them\n"));
    CHECK(error("INSERT INTO orders (id, title) VALUES (:id, '') ON CONFLICT DO UPDATE SET title "
                "= :title")
              .starts_with("db/orders.sql:1: error: a: :title stands outside of VALUES (...), "
                           "where there is no single row\n"));
    CHECK(errors_of("-- name: a :one OrderId (Order...)\nSELECT 1;\n")
              .starts_with("db/orders.sql:1: error: many rows are for :execute or :many\n"));
}

TEST_CASE("types and parameters that do not fit") {
    const std::string tail =
        "\nSELECT id, title, created_at, paid_at FROM orders WHERE id = :id;\n";
    CHECK(errors_of("-- name: a :one Ordr" + tail) ==
          "db/orders.sql:1: error: a: unknown type Ordr; did you mean \"Order\"?\n");
    CHECK(errors_of(
              "-- name: a :many {id: OrderId, few: Few}\nSELECT id, title AS few FROM orders;") ==
          "db/orders.sql:1: error: a: a column or parameter can't hold Few\n");
    CHECK(errors_of("-- name: a :one Order (key: OrderId)" + tail) ==
          "db/orders.sql:1: error: a: :id is not declared\n"
          "db/orders.sql:1: error: a: the parameter key is not used\n");
    CHECK(errors_of("-- name: a :one Order (OrderId)" + tail) ==
          "db/orders.sql:1: error: a: (OrderId) is no object: write (name: OrderId)\n");
    CHECK(errors_of("-- name: a :scalar integer\nSELECT count(*) FROM orders WHERE id = :id;\n") ==
          "db/orders.sql:1: error: a: :id has no type, since the result has no such column; "
          "declare it: (id: TYPE)\n");
    CHECK(errors_of("-- name: a :execute (Order)\nDELETE FROM orders WHERE title = :titel;\n") ==
          "db/orders.sql:1: error: a: Order has no member for :titel; did you mean \"title\"?\n");
}

TEST_CASE("SQL that SQLite refuses, at the line of the mistake") {
    CHECK(errors_of("-- name: a :one Order\nSELECT id, title, created_at, paid_at\nFROM "
                    "ordres\nWHERE id = :id;\n") ==
          "db/orders.sql:2: error: a: no such table: ordres; did you mean \"orders\"?\n");
    CHECK(errors_of("-- name: a :scalar integer\nSELECT 1\nFROM orders\nWHERE nowhere = 2;\n") ==
          "db/orders.sql:4: error: a: no such column: nowhere\n");
    CHECK(errors_of("-- name: a :scalar integer\nSELECT 1 +\n  FROM orders;\n") ==
          "db/orders.sql:3: error: a: near \"FROM\": syntax error\n");
}

TEST_CASE("columns that are missing, unknown or double") {
    CHECK(errors_of("-- name: a :many Order\nSELECT id, title, created_at FROM orders;\n") ==
          "db/orders.sql:2: error: a: the column paid_at of schemas::orders::Order is missing\n");
    CHECK(errors_of("-- name: a :many Order\nSELECT id, title, created_at, paid_at, title AS titel "
                    "FROM orders;\n") ==
          "db/orders.sql:2: error: a: the column titel is not in schemas::orders::Order; did you "
          "mean \"title\"?\n");
    CHECK(errors_of(
              "-- name: a :many Order\nSELECT id, title, created_at, paid_at, id FROM orders;\n") ==
          "db/orders.sql:2: error: a: there are two columns id\n");
    CHECK(errors_of("-- name: a :scalar integer\nSELECT 1, 2;\n") ==
          "db/orders.sql:2: error: a: gives 2 columns instead of one\n");
    CHECK(errors_of("-- name: a :execute\nSELECT 1;\n") ==
          "db/orders.sql:2: error: a: :execute gives no rows, but the statement does; use :one or "
          ":many\n");
    CHECK(errors_of("-- name: a :one Order\nDELETE FROM orders WHERE id = :id;\n") ==
          "db/orders.sql:2: error: a: the statement gives no rows; use :execute, or RETURNING\n");
}

TEST_CASE("a broken create.sql is told with its line") {
    Diagnostics diagnostics;
    SqliteCheck check(diagnostics);
    CHECK_FALSE(check.run_script("CREATE TABLE a (id TEXT);\n-- b\nCREATE TABLE b (id TEXT,,);\n",
                                 "db/create.sql"));
    CHECK(diagnostics.to_string() == "db/create.sql:3: error: near \",\": syntax error\n");
}

TEST_CASE("an engine's own file replaces the text, under the same header") {
    Diagnostics diagnostics;
    const Model model = load_texts({{"orders.schema", contract}}, diagnostics);
    QueryFiles files;
    const std::string header = "-- name: now :scalar integer\n";
    files.common = parse_queries(header + "SELECT 1;", "db/orders.sql", diagnostics);
    files.postgres =
        parse_queries(header + "SELECT 1::bigint;\n-- name: only :scalar integer\nSELECT 2;",
                      "db/orders.postgres.sql", diagnostics);
    const auto queries = type_queries(files, model, model.find_module("orders"), diagnostics);
    CHECK(diagnostics.to_string() == "");
    REQUIRE(queries.size() == 2);
    CHECK(queries[0].sqlite.source == "SELECT 1");
    CHECK(queries[0].postgres.source == "SELECT 1::bigint");
    CHECK(queries[1].sqlite.empty());

    files.sqlite = parse_queries("-- name: now :scalar string\nSELECT 'x';", "db/orders.sqlite.sql",
                                 diagnostics);
    static_cast<void>(type_queries(files, model, model.find_module("orders"), diagnostics));
    CHECK(
        diagnostics.to_string() ==
        "db/orders.sqlite.sql:1: error: now: its header differs from the one at db/orders.sql:1\n");
}
