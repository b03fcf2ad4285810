#include "strata/schema/schema.hpp"

#include "schema/compiler.hpp"
#include "schema/uri.hpp"
#include "schema/validator.hpp"

namespace strata::schema {

auto find_draft(std::string_view name) noexcept -> std::optional<Draft> {
    if (name == "draft7") return Draft::draft7;
    if (name == "draft2020-12") return Draft::draft2020_12;
    return std::nullopt;
}

void Registry::add(std::string_view uri, json::Json document) {
    documents_.insert_or_assign(split_fragment(uri).first, std::move(document));
}

auto Registry::find(std::string_view uri) const -> const json::Json* {
    const auto found = documents_.find(uri);
    return found == documents_.end() ? nullptr : &found->second;
}

auto Schema::compile(const json::Json& document, const Options& options)
    -> std::expected<Schema, CompileError> {
    try {
        return Schema(std::make_shared<const Program>(Compiler(options).run(document)));
    } catch (const Refused& refused) {
        return std::unexpected(refused.error);
    }
}

auto Schema::is_valid(const json::Json& instance) const -> bool {
    return Validator(*program_, Mode::verdict).run(instance);
}

auto Schema::validate(const json::Json& instance, Mode mode) const -> Verdict {
    Validator validator(*program_, mode);
    const bool valid = validator.run(instance);
    return {valid, validator.take_errors()};
}

}  // namespace strata::schema
