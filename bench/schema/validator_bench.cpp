// Compiled validators over parsed documents: validate/strata/NAME, validate/valijson/NAME without
// formats (valijson matches them with std::regex), validate/formats/NAME with them.
#include <benchmark/benchmark.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "schema/standards.hpp"
#include "strata/schema/schema.hpp"

namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;

void demand(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error(what);
}

void drop_formats(nlohmann::json& schema) {
    if (schema.is_object()) schema.erase("format");
    if (!schema.is_structured()) return;
    for (auto& each : schema) drop_formats(each);
}

void run_strata(benchmark::State& state, const std::string& name, bool formats) {
    const auto document = strata::json::Json::parse(bench::document_text(name)).value();
    const auto schema =
        strata::schema::Schema::compile(strata::json::Json::parse(bench::schema_text(name)).value(),
                                        {.assert_format = formats})
            .value();
    demand(schema.is_valid(document), name + " is not valid");
    demand(!schema.is_valid(strata::json::Json(1)), name + ": 1 is valid");
    for (auto _ : state) benchmark::DoNotOptimize(schema.is_valid(document));
}

void run_valijson(benchmark::State& state, const std::string& name) {
    const auto document = nlohmann::json::parse(bench::document_text(name));
    auto definition = nlohmann::json::parse(bench::schema_text(name));
    drop_formats(definition);
    valijson::Schema schema;
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(Adapter(definition), schema);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    const Adapter target(document);
    const nlohmann::json number = 1;
    demand(validator.validate(schema, target, nullptr), name + " is not valid for valijson");
    demand(!validator.validate(schema, Adapter(number), nullptr), name + ": 1 is valid");
    for (auto _ : state) benchmark::DoNotOptimize(validator.validate(schema, target, nullptr));
}

const bool registered = [] {
    for (const auto each : bench::standards) {
        const std::string name(each);
        benchmark::RegisterBenchmark(("validate/strata/" + name).c_str(), run_strata, name, false);
        benchmark::RegisterBenchmark(("validate/formats/" + name).c_str(), run_strata, name, true);
        benchmark::RegisterBenchmark(("validate/valijson/" + name).c_str(), run_valijson, name);
    }
    return true;
}();

}  // namespace
