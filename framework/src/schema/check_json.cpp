#include "strata/schema/check_json.hpp"

#include <stdexcept>

namespace strata::schema {

auto compile_contract(std::string_view text) -> Schema {
    const Options options{.assert_format = true, .assert_content = true, .bounded_integers = true};
    const auto document = json::Json::parse(text);
    if (!document) throw std::logic_error("a generated schema is no JSON");
    auto schema = Schema::compile(*document, options);
    if (!schema) throw std::logic_error("a generated schema: " + schema.error().message);
    return *std::move(schema);
}

auto check_json(json::Reader& reader, const json::Json& value, const Schema& schema) -> bool {
    if (schema.is_valid(value)) return true;
    for (const Error& error : schema.validate(value).errors) {
        reader.problem_below(error.pointer, error.keyword, error.message);
    }
    return false;
}

auto check_ahead(json::Reader& reader, const Schema& schema) -> bool {
    const auto start = reader.mark();
    json::Json value;
    if (!reader.read_json(value)) return false;
    if (!check_json(reader, value, schema)) return false;
    reader.reset(start);
    return reader.ok();
}

}  // namespace strata::schema
