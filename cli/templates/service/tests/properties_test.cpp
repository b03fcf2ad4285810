#include "strata/testing/properties.hpp"

#include <doctest/doctest.h>

#include "service.hpp"

TEST_CASE("no call of any method ends in 500, and every answer fits its contract") {
    strata::testing::Service service(service::registry());
    const auto report = check_properties(service, service.as("ada"));
    for (const auto& failure : report.failures) MESSAGE(failure);
    CHECK(report.failures.empty());
    CHECK(report.succeeded > 0);
}
