#pragma once
// Case: one generated type with the schema that it was made from.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/json/decode.hpp"
#include "strata/json/encode.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/writer.hpp"

namespace agreement {

struct Outcome {
    bool well_formed = true;
    std::vector<strata::json::Problem> problems;
    std::string encoded;  // the value read, written again; empty if there is none

    [[nodiscard]] auto valid() const -> bool { return well_formed && problems.empty(); }
};

struct Case {
    std::string_view name;
    std::string_view schema;  // the closed schema, for the compiled validator
    auto(*decode)(std::string_view text) -> Outcome;
};

[[nodiscard]] auto all_cases() -> std::vector<Case>;

template <class T>
auto decode_case(std::string_view text) -> Outcome {
    using strata::json::decode;
    using strata::json::encode;
    strata::json::Reader reader(text);
    std::optional<T> value;
    decode(reader, value);
    Outcome outcome;
    const bool valid = reader.finish();
    outcome.well_formed = reader.ok();
    outcome.problems = reader.problems();
    if (valid && value) {
        strata::json::Writer writer(outcome.encoded);
        encode(writer, *value);
    }
    return outcome;
}

}  // namespace agreement
