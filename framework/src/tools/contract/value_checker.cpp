#include "tools/contract/value_checker.hpp"

#include "strata/schema/schema.hpp"
#include "tools/contract/closed_schema.hpp"
#include "tools/contract/keywords.hpp"

namespace strata::tools {

namespace {

const schema::Options options{
    .assert_format = true, .assert_content = true, .bounded_integers = true};

}  // namespace

void ValueChecker::check(const Node& schema) {
    if (!schema.is_object()) return;
    check_own_values(schema);
    for (const NodeMember& member : schema.members) {
        const Keyword* keyword = find_keyword(member.key);
        if (!keyword) continue;
        if (keyword->value == KeywordValue::schema) check(member.value);
        if (keyword->value == KeywordValue::schema_list) {
            for (const Node& item : member.value.items) check(item);
        }
        if (keyword->value == KeywordValue::schema_map) {
            for (const NodeMember& each : member.value.members) check(each.value);
        }
    }
}

void ValueChecker::check_own_values(const Node& schema) {
    if (const Node* value = schema.find("default")) check_value(schema, *value, "the default");
    if (const Node* value = schema.find("const")) check_value(schema, *value, "the constant");
    if (const Node* list = schema.find("enum")) {
        for (const Node& value : list->items) check_value(schema, value, "the value");
    }
    if (const Node* list = schema.find("examples")) {
        if (!list->is_array()) {
            diagnostics_.error(list->location, "examples must be an array");
            return;
        }
        for (const Node& value : list->items) check_value(schema, value, "the example");
    }
}

void ValueChecker::check_value(const Node& schema, const Node& value, std::string_view what) {
    const auto document = closed_schema(sources_, {.source = &source_, .node = &schema});
    const auto compiled = schema::Schema::compile(document, options);
    if (!compiled) {
        diagnostics_.error(schema.location,
                           "this schema can't be compiled: " + compiled.error().message);
        return;
    }
    const auto verdict = compiled->validate(value.to_json(), schema::Mode::first);
    if (verdict) return;
    const auto& error = verdict.errors.front();
    const Node* at = value.resolve(error.pointer);
    diagnostics_.error(at ? at->location : value.location,
                       std::string(what) + " is not valid" +
                           (error.pointer.empty() ? "" : " at " + error.pointer) + ": " +
                           error.message);
}

}  // namespace strata::tools
