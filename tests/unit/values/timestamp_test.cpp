#include "strata/values/timestamp.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using strata::Timestamp;

auto text_of(std::string_view text) -> std::string {
    auto parsed = Timestamp::parse(text);
    return parsed ? parsed->to_string() : "refused";
}

}  // namespace

TEST_CASE("timestamp: the text form is UTC with six digits") {
    CHECK(Timestamp().to_string() == "1970-01-01T00:00:00.000000Z");
    CHECK(Timestamp::from_microseconds(1).to_string() == "1970-01-01T00:00:00.000001Z");
    CHECK(Timestamp::from_microseconds(-1).to_string() == "1969-12-31T23:59:59.999999Z");
    CHECK(Timestamp().to_string().size() == Timestamp::text_size);
}

TEST_CASE("timestamp: offsets become UTC") {
    CHECK(text_of("2026-01-02T03:04:05Z") == "2026-01-02T03:04:05.000000Z");
    CHECK(text_of("2026-01-02t03:04:05z") == "2026-01-02T03:04:05.000000Z");
    CHECK(text_of("2026-01-02T03:04:05+00:00") == "2026-01-02T03:04:05.000000Z");
    CHECK(text_of("2026-01-02T03:04:05-00:00") == "2026-01-02T03:04:05.000000Z");
    CHECK(text_of("2026-01-01T00:30:00+01:00") == "2025-12-31T23:30:00.000000Z");
    CHECK(text_of("2025-12-31T23:30:00-23:59") == "2026-01-01T23:29:00.000000Z");
    CHECK(text_of("2024-02-29T12:00:00+05:45") == "2024-02-29T06:15:00.000000Z");
}

TEST_CASE("timestamp: a fraction has any number of digits, cut off after the sixth") {
    CHECK(text_of("2026-01-02T03:04:05.1Z") == "2026-01-02T03:04:05.100000Z");
    CHECK(text_of("2026-01-02T03:04:05.000006Z") == "2026-01-02T03:04:05.000006Z");
    CHECK(text_of("2026-01-02T03:04:05.9999999Z") == "2026-01-02T03:04:05.999999Z");
    CHECK(text_of("2026-01-02T03:04:05." + std::string(1000, '9') + "Z") ==
          "2026-01-02T03:04:05.999999Z");
}

TEST_CASE("timestamp: only days of the calendar") {
    CHECK(text_of("2024-02-29T00:00:00Z") == "2024-02-29T00:00:00.000000Z");
    CHECK(text_of("2000-02-29T00:00:00Z") == "2000-02-29T00:00:00.000000Z");
    for (const char* text : {"2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-02-30T00:00:00Z",
                             "2026-04-31T00:00:00Z", "2026-06-31T00:00:00Z", "2026-09-31T00:00:00Z",
                             "2026-11-31T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-00T00:00:00Z",
                             "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z"}) {
        CHECK_MESSAGE(text_of(text) == "refused", text);
    }
}

TEST_CASE("timestamp: the years 0001 to 9999, counted in UTC") {
    CHECK(text_of("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00.000000Z");
    CHECK(text_of("9999-12-31T23:59:59.999999Z") == "9999-12-31T23:59:59.999999Z");
    CHECK(text_of("0000-12-31T23:30:00-01:00") == "0001-01-01T00:30:00.000000Z");
    CHECK(text_of("0000-12-31T23:59:59Z") == "refused");
    CHECK(text_of("0001-01-01T00:00:00+00:01") == "refused");
    CHECK(text_of("9999-12-31T23:59:59-00:01") == "refused");
    CHECK(Timestamp::from_microseconds(INT64_MAX).to_string() == "9999-12-31T23:59:59.999999Z");
    CHECK(Timestamp::from_microseconds(INT64_MIN).to_string() == "0001-01-01T00:00:00.000000Z");
}

TEST_CASE("timestamp: a leap second only at 23:59 UTC, as the last microsecond before it") {
    CHECK(text_of("1998-12-31T23:59:60Z") == "1998-12-31T23:59:59.999999Z");
    CHECK(text_of("1998-12-31T23:59:60.5Z") == "1998-12-31T23:59:59.999999Z");
    CHECK(text_of("1998-12-31T15:59:60.123-08:00") == "1998-12-31T23:59:59.999999Z");
    CHECK(text_of("1999-01-01T00:59:60+01:00") == "1998-12-31T23:59:59.999999Z");
    CHECK(text_of("1998-12-31T23:58:60Z") == "refused");
    CHECK(text_of("1998-12-31T22:59:60Z") == "refused");
    CHECK(text_of("1998-12-31T23:59:60+01:00") == "refused");
    CHECK(text_of("1998-12-31T23:59:61Z") == "refused");
}

TEST_CASE("timestamp: everything that is not RFC 3339 is refused") {
    for (std::string_view text : {"",
                                  "2026",
                                  "2026-01-02",
                                  "03:04:05Z",
                                  "2026-01-02T03:04:05",
                                  "2026-01-02 03:04:05Z",
                                  "2026-01-02T03:04Z",
                                  "2026-01-02T24:00:00Z",
                                  "2026-01-02T03:60:00Z",
                                  "2026-01-02T03:04:05.Z",
                                  "2026-01-02T03:04:05,1Z",
                                  "2026-01-02T03:04:05+24:00",
                                  "2026-01-02T03:04:05+00:60",
                                  "2026-01-02T03:04:05+0000",
                                  "2026-01-02T03:04:05+00",
                                  "2026-01-02T03:04:05Z ",
                                  " 2026-01-02T03:04:05Z",
                                  "2026-01-02T03:04:05ZZ",
                                  "2026-1-2T03:04:05Z",
                                  "26-01-02T03:04:05Z",
                                  "+2026-01-02T03:04:05Z",
                                  "-026-01-02T03:04:05Z",
                                  "20260102T030405Z",
                                  "2026-001T03:04:05Z",
                                  "2026-01-02T03:04:05+-1:00",
                                  "2026-01-02T03:04:0\xc2\xb9Z",
                                  "12026-01-02T03:04:05Z"}) {
        CHECK_MESSAGE(text_of(text) == "refused", text);
    }
    CHECK(text_of(std::string_view("2026-01-02T03:04:05\0", 20)) == "refused");
}

TEST_CASE("timestamp: text sorts as time does, and arithmetic is in microseconds") {
    auto early = *Timestamp::parse("0999-12-31T23:59:59Z");
    auto late = *Timestamp::parse("1000-01-01T00:00:00Z");
    CHECK(early < late);
    CHECK(early.to_string() < late.to_string());
    CHECK(late - early == std::chrono::seconds(1));
    CHECK(early + std::chrono::seconds(1) == late);
    CHECK(late - std::chrono::microseconds(1'000'000) == early);
    CHECK(std::hash<Timestamp>()(early) != std::hash<Timestamp>()(late));
}

TEST_CASE("timestamp: every day from 1600 to 2400 survives text and back") {
    constexpr std::int64_t day = 86'400'000'000;
    auto t = *Timestamp::parse("1600-01-01T12:34:56.789012Z");
    auto end = *Timestamp::parse("2400-12-31T12:34:56.789012Z");
    std::string before;
    bool same = true;
    for (; t <= end; t = t + std::chrono::microseconds(day)) {
        auto text = t.to_string();
        same = same && Timestamp::parse(text) == t && before < text;
        before = text;
    }
    CHECK(same);
}
