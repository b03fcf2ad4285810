#include <doctest/doctest.h>

#include "service.hpp"
#include "strata/testing/service.hpp"

TEST_CASE("{{module}}/{{method}} needs a session, and then answers") {
    strata::testing::Service service(service::registry());
    CHECK(service.anyone().post("/api/{{module}}/{{method}}").status == 401);
    CHECK(service.as("ada").post("/api/{{module}}/{{method}}").status == 200);
}
