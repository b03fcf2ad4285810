#include "domain/{{module}}.hpp"

#include <doctest/doctest.h>

using namespace domain::{{module}};

TEST_CASE("{{module}}: a blank name is refused") {
    const auto id = ItemId(strata::Uuid());
    const auto now = *strata::Timestamp::parse("2026-03-01T12:00:00Z");
    CHECK(add(*Name::parse("a teapot"), id, now));
    CHECK(add(*Name::parse("   "), id, now).failed_with<errors::name_blank>());
}
