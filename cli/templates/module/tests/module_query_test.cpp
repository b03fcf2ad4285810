#include <doctest/doctest.h>

#include "db/{{module}}.hpp"
#include "service.hpp"
#include "strata/testing/service.hpp"

using namespace schemas::{{module}};

TEST_CASE("{{module}}: newest_items gives the newest first") {
    strata::testing::Service service(service::registry());
    for (const char* name : {"a teapot", "a kettle", "a cup"}) {
        const Item item(ItemId(service.new_id()), *Name::parse(name), service.now());
        service.query([&](strata::Db& db) { return db::{{module}}::insert_item(db, item); });
    }
    const auto newest =
        service.query([](strata::Db& db) { return db::{{module}}::newest_items(db, 2); });
    REQUIRE(newest.size() == 2);
    CHECK(newest[0].name.value() == "a cup");
    CHECK(newest[1].name.value() == "a kettle");
}
