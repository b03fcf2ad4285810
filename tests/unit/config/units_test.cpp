#include "strata/config/units.hpp"

#include <doctest/doctest.h>

namespace strata::config {

using namespace std::chrono_literals;

TEST_CASE("durations are a number and a unit") {
    CHECK(parse_duration("5s") == 5s);
    CHECK(parse_duration("500ms") == 500ms);
    CHECK(parse_duration("1.5s") == 1500ms);
    CHECK(parse_duration("2h") == 2h);
    CHECK(parse_duration("1d") == 24h);
    CHECK(parse_duration("250us") == 250us);
    CHECK(parse_duration("0") == 0s);
    CHECK(parse_duration("0s") == 0s);
}

TEST_CASE("anything else is no duration") {
    for (const char* text :
         {"", "5", "s", "5 s", "-5s", "+5s", "5sec", "5S", "1e3s", ".5s", "5.s", "0.0000001s",
          "1.5us", "99999999999999d", "5s ", "1234567890123456789s"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_duration(text));
    }
}

TEST_CASE("sizes are bytes, or have a unit of 1000 or 1024") {
    CHECK(parse_size("65536") == 65'536);
    CHECK(parse_size("0") == 0);
    CHECK(parse_size("64kB") == 64'000);
    CHECK(parse_size("64KiB") == 65'536);
    CHECK(parse_size("1.5MiB") == 1'572'864);
    CHECK(parse_size("2GB") == 2'000'000'000);
    for (const char* text : {"", "kB", "64 kB", "64KB", "64kb", "1.5B", "-1", "0x10", "1e3"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_size(text));
    }
}

TEST_CASE("what is written reads back the same") {
    for (const auto duration :
         {0us, 1us, 1500us, 90'000'000us, 3'600'000'000us, 86'400'000'000us}) {
        CHECK(parse_duration(format_duration(duration)) == duration);
    }
    CHECK(format_duration(90s) == "90s");
    CHECK(format_duration(1500ms) == "1500ms");
    for (const std::uint64_t size : {0ull, 1ull, 100ull, 64'000ull, 65'536ull, 1ull << 30}) {
        CHECK(parse_size(format_size(size)) == size);
    }
    CHECK(format_size(65'536) == "64KiB");
    CHECK(format_size(1'000'000) == "1MB");
}

}  // namespace strata::config
