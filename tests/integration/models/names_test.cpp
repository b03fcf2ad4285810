// A contract may use names that the framework, generated code or C++ have too: its types compile,
// and so do the declarations of its handlers.
#include <doctest/doctest.h>

#include <concepts>

#include "api/names.hpp"
#include "strata/json/decode.hpp"
#include "strata/json/reader.hpp"

TEST_CASE("members whose names are taken in C++ are read like any other") {
    strata::json::Reader reader(
        R"({"id": "0190c8a4-0000-7000-8000-000000000001", "class": "c", "decode": "d", "assert": "a",
            "std": "s", "reader": "r", "key": 7, "item": ["i"], "item2": [["j"]], "more": 8})");
    std::optional<schemas::names::Task> task;
    decode(reader, task);
    REQUIRE(reader.finish());
    REQUIRE(task);
    CHECK(task->class_ == "c");
    CHECK(task->decode_ == "d");
    CHECK(task->assert_ == "a");
    CHECK(task->std_ == "s");
    CHECK(task->reader == "r");
    CHECK(task->key == 7);
    CHECK(task->item2->front().front() == "j");
    CHECK(task->additional.at("more") == 8);
}

TEST_CASE("handlers say the framework's names in full where the contract has them") {
    using Handler = strata::Task<schemas::names::Task, api::names::DeleteErrors> (*)(
        strata::Context&, schemas::names::Delete);
    static_assert(std::same_as<decltype(&api::names::delete_), Handler>);
    static_assert(std::same_as<decltype(schemas::names::events::Task::data), schemas::names::Task>);
    static_assert(schemas::names::errors::gone::code == "gone");
}
