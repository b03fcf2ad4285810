#include "strata/json/suggest.hpp"

#include <doctest/doctest.h>

TEST_CASE("the nearest name is suggested, and none when all are far") {
    const std::string_view names[] = {"maxLength", "minLength", "pattern", "id"};
    using strata::json::nearest;
    CHECK(nearest("maxLenght", names) == "maxLength");
    CHECK(nearest("minlength", names) == "minLength");
    CHECK(nearest("patern", names) == "pattern");
    CHECK(nearest("ID", names) == "id");
    CHECK(nearest("colour", names).empty());
    CHECK(nearest("x", names).empty());
    CHECK(nearest("", names).empty());
    CHECK(strata::json::with_suggestion("unknown keyword", "maxLenght", names) ==
          "unknown keyword; did you mean \"maxLength\"?");
    CHECK(strata::json::with_suggestion("unknown keyword", "zzz", names) == "unknown keyword");
}
