#include "strata/values/uuid.hpp"

#include <doctest/doctest.h>

#include <string>

using strata::Uuid;

TEST_CASE("uuid: text of either case in, lower case out") {
    auto id = Uuid::parse("019234AB-cdef-7012-8345-6789ABCDEF01");
    REQUIRE(id);
    CHECK(id->to_string() == "019234ab-cdef-7012-8345-6789abcdef01");
    CHECK(Uuid::parse(id->to_string()) == id);
    CHECK(id->bytes()[0] == 0x01);
    CHECK(id->bytes()[15] == 0x01);
}

TEST_CASE("uuid: the nil UUID") {
    CHECK(Uuid().is_nil());
    CHECK(Uuid().to_string() == "00000000-0000-0000-0000-000000000000");
    CHECK_FALSE(Uuid::parse("00000000-0000-0000-0000-000000000001")->is_nil());
}

TEST_CASE("uuid: any other form is refused") {
    for (std::string_view text :
         {"", "019234abcdef701283456789abcdef01", "{019234ab-cdef-7012-8345-6789abcdef01}",
          "019234ab-cdef-7012-8345-6789abcdef0", "019234ab-cdef-7012-8345-6789abcdef011",
          "019234ab-cdef-7012-83456-789abcdef01", "g19234ab-cdef-7012-8345-6789abcdef01",
          "019234ab+cdef-7012-8345-6789abcdef01", "019234ab-cdef-7012-8345-6789abcdef0\xb9"}) {
        CHECK_MESSAGE(!Uuid::parse(text), text);
    }
}

TEST_CASE("uuid: the order is that of the text, and equal ids have equal hashes") {
    auto low = *Uuid::parse("00000000-0000-0000-0000-0000000000ff");
    auto high = *Uuid::parse("01000000-0000-0000-0000-000000000000");
    CHECK(low < high);
    CHECK(low.to_string() < high.to_string());
    CHECK(std::hash<Uuid>()(low) == std::hash<Uuid>()(*Uuid::parse(low.to_string())));
    CHECK(std::hash<Uuid>()(low) != std::hash<Uuid>()(high));
}
