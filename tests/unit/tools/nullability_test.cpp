// What `strata check` knows of the NULLs in a result, and where the alias has to say it.
#include "planted.hpp"

using namespace planted;

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

namespace {

// What is said of the column behind "whether ... may be NULL can't be known"; "" if nothing is.
auto doubt_of(const std::string& result, const std::string& sql) -> std::string {
    const std::string error = error_of("a :many " + result, sql);
    constexpr std::string_view before = "can't be known ";
    const auto at = error.find(before);
    if (at == std::string::npos) return error;
    const auto from = at + before.size();
    return error.substr(from, error.find(';', from) - from);
}

}  // namespace

TEST_CASE("a common table behind an outer join: the engines tell the table inside it") {
    const std::string both = "{title: string, sku: string}";
    const std::string join = " LEFT JOIN recent ON recent.order_id = orders.id;";
    const std::string outer = "behind an outer join";
    CHECK(doubt_of(both,
                   "WITH recent AS (SELECT order_id, sku FROM item)\n"
                   "SELECT title, sku FROM orders" +
                       join) == outer);
    CHECK(doubt_of(both,
                   "WITH Recent (order_id, sku) AS NOT MATERIALIZED (SELECT order_id, sku "
                   "FROM item)\nSELECT title, sku FROM orders" +
                       join) == outer);
    CHECK(doubt_of("{title: string, sku?: string}",
                   "WITH recent AS (SELECT order_id, sku FROM item)\n"
                   "SELECT title AS \"title!\", sku AS \"sku?\" FROM orders" +
                       join) == "");
    CHECK(doubt_of(both,
                   "WITH recent AS (SELECT order_id, sku FROM item)\n"
                   "SELECT title, sku FROM orders JOIN recent ON recent.order_id = "
                   "orders.id;") == "");
    CHECK(doubt_of(both, "SELECT title, ITEM.sku FROM orders LEFT JOIN ITEM ON order_id = id;") ==
          outer);
}

TEST_CASE("a column that is a subquery") {
    const std::string of = "of a subquery";
    const std::string both = "{title: string, sku: string}";
    const std::string sub = "(SELECT sku FROM item WHERE order_id = orders.id)";
    CHECK(doubt_of(both, "SELECT title, " + sub + " AS sku FROM orders;") == of);
    CHECK(doubt_of(both, "SELECT title, (" + sub + ") sku FROM orders;") == of);
    CHECK(doubt_of(both,
                   "SELECT title, sku FROM (SELECT title, " + sub + " AS sku FROM orders);") == of);
    CHECK(doubt_of("string", "SELECT " + sub + " FROM orders;") == of);
    CHECK(doubt_of("{title: string, sku?: string}",
                   "SELECT title, " + sub + " AS \"sku?\" FROM orders;") == "");
    CHECK(doubt_of("{title: string, sku: string}",
                   "SELECT title, " + sub + " || 'x' AS \"sku!\" FROM orders;") == "");
    CHECK(doubt_of("string", "SELECT title FROM orders WHERE title = " + sub + ";") == "");
    CHECK(doubt_of("string",
                   "UPDATE orders SET title = 'x' RETURNING (SELECT note FROM orders);") == of);
}

TEST_CASE("a UNION with a branch that may be NULL") {
    const std::string in = "in a UNION";
    CHECK(doubt_of("string", "SELECT title FROM orders UNION ALL SELECT note FROM orders;") == in);
    CHECK(doubt_of("string",
                   "SELECT title FROM (SELECT title FROM orders UNION SELECT note FROM "
                   "orders);") == in);
    CHECK(doubt_of("string?",
                   "SELECT title AS \"title?\" FROM orders UNION ALL SELECT note FROM "
                   "orders;") == "");
    CHECK(doubt_of("string",
                   "SELECT title FROM orders WHERE id IN (SELECT order_id FROM item UNION "
                   "SELECT id FROM orders);") == "");
}

TEST_CASE("a column through a view") {
    Planted service;
    service.write(
        "db/migrations/0001_view.sql",
        "CREATE VIEW listed AS SELECT title, sku FROM orders LEFT JOIN item ON order_id = "
        "id;\nCREATE VIEW again AS SELECT title, sku FROM listed;\n");
    service.queries(
        "-- name: a :many {title: string, sku: string}\nSELECT title, sku FROM listed;\n"
        "-- name: b :many string\nSELECT sku FROM again;\n"
        "-- name: c :many {title: string, sku?: string}\n"
        "SELECT title AS \"title!\", sku AS \"sku?\" FROM listed;\n"
        "-- name: d :many string\nSELECT sku FROM item;\n");
    const std::string rest = " may be NULL can't be known through a view; say it: AS ";
    CHECK(service.errors() == "db/orders.sql:2: error: a: whether sku" + rest +
                                  "\"sku?\" if it may, AS \"sku!\" if it never is\n"
                                  "db/orders.sql:2: error: a: whether title" +
                                  rest +
                                  "\"title?\" if it may, AS \"title!\" if it never is\n"
                                  "db/orders.sql:4: error: b: whether the result" +
                                  rest + "\"value?\" if it may, AS \"value!\" if it never is\n");
}

TEST_CASE("PostgreSQL: rows of subtotals, and a common table behind an outer join") {
    Planted service;
    service.write(
        "db/orders.postgres.sql",
        "-- name: a :many string\nSELECT title FROM orders GROUP BY ROLLUP (title);\n"
        "-- name: b :many string\nSELECT title FROM orders GROUP BY GROUPING SETS ((title), ());\n"
        "-- name: c :many {title: string, sku: string}\n"
        "WITH recent AS (SELECT order_id, sku FROM item)\n"
        "SELECT title, sku FROM orders LEFT JOIN recent ON order_id = id;\n"
        "-- name: d :many string?\n"
        "SELECT title AS \"title?\" FROM orders GROUP BY CUBE (title);\n"
        "-- name: e :many {title: string, sku: string}\n"
        "SELECT o.title, sku FROM orders LEFT JOIN orders AS o JOIN item ON order_id = o.id "
        "ON orders.id = o.id;\n");
    service.write("api/orders/all.cpp", "a(); b(); c(); d(); e();\n");
    const std::string errors = service.errors(true);
    CAPTURE(errors);
    const auto has = [&](std::string_view text) { return errors.find(text) != std::string::npos; };
    const std::string rest = " may be NULL can't be known ";
    CHECK(
        has("sql:2: error: a: whether the result" + rest + "under ROLLUP, CUBE or GROUPING SETS"));
    CHECK(
        has("sql:4: error: b: whether the result" + rest + "under ROLLUP, CUBE or GROUPING SETS"));
    CHECK(has("sql:6: error: c: whether sku" + rest + "behind an outer join"));
    CHECK_FALSE(has("error: d: "));
    CHECK(has("sql:11: error: e: whether sku" + rest + "behind an outer join"));
}
