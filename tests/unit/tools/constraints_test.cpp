// Constraints of a contract's errors: that there are, and that SQLite tells by their names.
#include "planted.hpp"

using namespace planted;

namespace {

// Of one error with the constraint.
auto error_with(Planted& service, const std::string& constraint, bool postgres = false)
    -> std::string {
    service.write("schemas/orders.schema", R"({
  "title": "Orders",
  "errors": {
    "refused": { "status": 409, "message": "Refused", "constraint": ")" +
                                               constraint +
                                               R"(" }
  },
  "methods": { "act": { "summary": "Act", "errors": ["refused"] } }
})");
    return service.errors(postgres);
}

constexpr std::string_view at = "schemas/orders.schema:4:5: error: ";

auto unnamed(const std::string& name) -> std::string {
    return std::string(at) + "on SQLite the error refused is never given: the CHECK of " + name +
           " has no name there; give it one with CONSTRAINT " + name + " CHECK (...)\n";
}
auto missing(const std::string& name) -> std::string {
    return std::string(at) + "no table has the constraint " + name + " of the error refused";
}

}  // namespace

TEST_CASE("a CHECK without a name is told by its text on SQLite") {
    Planted service;
    service.write("db/create.sql",
                  "CREATE TABLE orders (id uuid PRIMARY KEY, count bigint CHECK (count > 0),\n"
                  "  least bigint, total bigint CONSTRAINT total_given CHECK (total > 0),\n"
                  "  CHECK (least <= count), CHECK (length('(') < least));\n");
    for (const bool postgres : {false, true}) {
        CAPTURE(postgres);
        CHECK(error_with(service, "orders_count_check", postgres) == unnamed("orders_count_check"));
        CHECK(error_with(service, "orders_check", postgres) == unnamed("orders_check"));
        CHECK(error_with(service, "orders_least_check", postgres) == unnamed("orders_least_check"));
        CHECK(error_with(service, "total_given", postgres) == "");
        CHECK(error_with(service, "orders_pkey", postgres) == "");
        CHECK(error_with(service, "orders_total_check", postgres)
                  .starts_with(missing("orders_total_check")));
    }
}

TEST_CASE("a FOREIGN KEY, of which SQLite does not say which, where nothing else is configured") {
    Planted service;
    service.write("db/create.sql",
                  "CREATE TABLE orders (id uuid, part bigint, PRIMARY KEY (id, part));\n"
                  "CREATE TABLE item (order_id uuid, part bigint, other_id uuid, other bigint,\n"
                  "  FOREIGN KEY (order_id, part) REFERENCES orders (id, part),\n"
                  "  CONSTRAINT other_exists FOREIGN KEY (other_id, other) REFERENCES orders (id, "
                  "part));\n");
    for (const std::string name : {"item_order_id_part_fkey", "other_exists"}) {
        CAPTURE(name);
        service.write("config/default.json", R"({"database": {"url": "sqlite:orders.db"}})");
        CHECK(error_with(service, name) ==
              std::string(at) +
                  "the error refused is never given: SQLite does not tell which "
                  "FOREIGN KEY is violated, and so not " +
                  name + "; let the method look for the row, and leave the constraint out\n");
        service.write("config/production.json", R"({"database": {"url": "postgres://db/orders"}})");
        CHECK(error_with(service, name, true) == "");
        service.write("config/production.json", "{}");
    }
    CHECK(error_with(service, "item_order_id_fkey").starts_with(missing("item_order_id_fkey")));
}
