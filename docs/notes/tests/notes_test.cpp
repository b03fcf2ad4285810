#include "domain/notes.hpp"

#include <doctest/doctest.h>

using namespace domain::notes;

TEST_CASE("a notebook has room for a hundred notes") {
    const auto text = Text::parse("milk").value();
    const auto id = NoteId(strata::Uuid());
    const auto now = strata::Timestamp::parse("2026-03-01T12:00:00Z").value();
    CHECK(write(99, text, id, now));
    CHECK(write(100, text, id, now).failed_with<errors::notebook_full>());
}
