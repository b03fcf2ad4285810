// The schema compiler: any JSON text as a schema, in both drafts. What compiles runs in bounded
// work, and says the same in every mode.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "strata/schema/schema.hpp"

namespace {

using strata::json::Json;
using strata::schema::Draft;
using strata::schema::Mode;
using strata::schema::Schema;

void demand(bool holds) {
    if (!holds) std::abort();
}

void validate(const Schema& schema, const Json& instance) {
    const auto all = schema.validate(instance, Mode::all);
    const auto first = schema.validate(instance, Mode::first);
    demand(schema.is_valid(instance) == all.valid && first.valid == all.valid);
    demand(all.valid == all.errors.empty() && all.errors.size() <= Schema::max_errors);
    demand(first.errors.size() == (first.valid ? 0U : 1U));
    for (const auto& error : all.errors) {
        demand(!error.message.empty());
        // The place of an error is in the document; a missing member's is the object's.
        demand(instance.resolve(error.pointer) != nullptr);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = Json::parse({reinterpret_cast<const char*>(data), size});
    if (!document) return 0;
    static const std::array<Json, 6> instances{
        Json(),
        Json(5),
        Json("text"),
        Json::parse(R"([1,[2],"a",{"b":null},1])").value(),
        Json::parse(R"({"a":1,"b":[true,"x"],"c":{"a":{"a":{}}},"foo":"bar"})").value(),
        Json(1e300)};
    for (const Draft draft : {Draft::draft2020_12, Draft::draft7}) {
        const auto schema = Schema::compile(
            *document,
            {.draft = draft, .assert_format = true, .assert_content = true, .max_steps = 20'000});
        if (!schema) {
            demand(!schema.error().message.empty());
            continue;
        }
        for (const Json& instance : instances) validate(*schema, instance);
        validate(*schema, *document);
    }
    return 0;
}
