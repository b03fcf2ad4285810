#include <doctest/doctest.h>

#include "service.hpp"
#include "strata/testing/service.hpp"

TEST_CASE("{{module}}: an item that was added is there, over HTTP") {
    strata::testing::Service service(service::registry());
    auto client = service.anyone();
    const auto added = client.post("/{{path}}", R"({"name": "a teapot"})");
    REQUIRE(added.status == 200);
    const auto id = added.json().at("id").as_string();
    CHECK(client.get("/{{path}}/" + std::string(id)).body == added.body);
    CHECK(client.get("/{{path}}").body == R"({"items":[)" + added.body + "]}");
    CHECK(client.post("/{{path}}", R"({"name": ""})").status == 422);
    CHECK(client.get("/{{path}}/00000000-0000-4000-8000-000000000000").code() == "item_not_found");
}
