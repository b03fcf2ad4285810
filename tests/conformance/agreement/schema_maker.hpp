#pragma once
// SchemaMaker: schemas of contracts at random, every construct that static types express, and some
// that they do not.
#include <string>

#include "strata/json/json.hpp"
#include "testing/random.hpp"

namespace agreement {

using strata::testing::Random;

class SchemaMaker final {
  public:
    // Puts the type `name` and those that it refers to into `definitions`.
    SchemaMaker(std::uint64_t seed, std::string name, strata::json::Json& definitions)
        : random_(seed), name_(std::move(name)), definitions_(definitions) {}
    void make();

  private:
    using Json = strata::json::Json;

    auto value(unsigned depth) -> Json;
    auto scalar() -> Json;
    auto text() -> Json;
    auto whole_number() -> Json;
    auto number() -> Json;
    auto listed() -> Json;
    auto list(unsigned depth) -> Json;
    auto map(unsigned depth) -> Json;
    auto object(unsigned depth) -> Json;
    auto merged(unsigned depth) -> Json;
    auto tagged(unsigned depth) -> Json;
    auto by_kind(unsigned depth) -> Json;
    auto tried(unsigned depth) -> Json;
    auto mixed(unsigned depth) -> Json;
    auto tuple(unsigned depth) -> Json;
    auto dynamic(unsigned depth) -> Json;
    auto nullable(Json schema) -> Json;
    auto optional_with_default() -> Json;
    auto properties(unsigned depth, unsigned from, unsigned to) -> Json;
    auto refer(Json schema, std::string_view suffix) -> Json;
    void bounds(Json& schema, std::string_view low, std::string_view high, std::int64_t most);

    Random random_;
    std::string name_;
    Json& definitions_;
    unsigned named_ = 0;
};

}  // namespace agreement
