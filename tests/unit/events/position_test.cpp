#include "strata/events/position.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace strata::events;

namespace {

using Places = std::vector<std::int64_t>;

auto gaps_of(const Position& position) -> std::string {
    std::string text;
    for (const Position::Gap& gap : position.gaps())
        text += std::to_string(gap.first) + '-' + std::to_string(gap.last) + ' ';
    return text;
}

}  // namespace

TEST_CASE("a place that is passed over is asked for until its transaction has ended") {
    Position position;
    position.read(Places{1, 2, 5}, {.oldest_running = 100, .next = 104}, true);
    CHECK(position.high() == 5);
    CHECK(gaps_of(position) == "3-4 ");
    // 4 commits; 3 may still: transaction 103 runs.
    position.read(Places{4, 6}, {.oldest_running = 103, .next = 108}, true);
    CHECK(position.high() == 6);
    CHECK(gaps_of(position) == "3-3 ");
    position.read(Places{}, {.oldest_running = 104, .next = 108}, true);
    CHECK(gaps_of(position).empty());
}

TEST_CASE("a gap ends only where the query gave everything") {
    Position position;
    position.read(Places{3}, {.oldest_running = 10, .next = 11}, true);
    CHECK(gaps_of(position) == "1-2 ");
    position.read(Places{4}, {.oldest_running = 20, .next = 21}, false);
    CHECK(gaps_of(position) == "1-2 ");
    position.read(Places{1}, {.oldest_running = 20, .next = 21}, true);
    CHECK(gaps_of(position).empty());
}

TEST_CASE("a place in the middle of a gap parts it") {
    Position position;
    position.read(Places{1, 9}, {.oldest_running = 1, .next = 5}, true);
    position.read(Places{4, 7}, {.oldest_running = 1, .next = 9}, true);
    CHECK(gaps_of(position) == "2-3 5-6 8-8 ");
}

TEST_CASE("a process that begins asks for what may have been on its way then") {
    Position whole;
    whole.begin(Places{7, 9}, true);
    CHECK(whole.high() == 9);
    CHECK(gaps_of(whole) == "1-6 8-8 ");
    // Not before the first snapshot, of which it knows.
    whole.read(Places{}, {.oldest_running = 50, .next = 51}, true);
    CHECK(gaps_of(whole) == "1-6 8-8 ");
    whole.read(Places{}, {.oldest_running = 51, .next = 51}, true);
    CHECK(gaps_of(whole).empty());
    Position part;
    part.begin(Places{7, 9}, false);
    CHECK(gaps_of(part) == "8-8 ");
}
