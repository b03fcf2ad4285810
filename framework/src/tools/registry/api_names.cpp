#include "tools/registry/api_names.hpp"

#include <array>
#include <cctype>

namespace strata::tools {
namespace {

// What handlers use of the framework.
constexpr std::array<std::string_view, 10> framework_names{
    "Context", "Db", "Done", "Task", "Timestamp", "Topic", "Transaction", "Uuid", "done", "fail"};

auto qualified(const Definition& definition) -> std::string {
    return "schemas::" + definition.module->cpp_name + "::" + definition.name;
}

auto ends_name(const std::string& text, std::size_t at) -> bool {
    return at >= text.size() ||
           (std::isalnum(static_cast<unsigned char>(text[at])) == 0 && text[at] != '_');
}

void replace_name(std::string& text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;) {
        if (ends_name(text, at + from.size())) text.replace(at, from.size(), to);
        at += to.size();
    }
}

}  // namespace

ApiNames::ApiNames(const Module& module) : module_(module) {
    for (const Method& method : module.methods) taken_.insert(method.cpp_name);
    for (const Event& event : module.events) taken_.insert(event.handler_name());
    for (const auto& definition : module.definitions) taken_.insert(definition->name);
    for (const auto& definition : module.definitions) {
        imports_.emplace(definition->name, qualified(*definition));
        add_types_of(*definition);
    }
    for (const Method& method : module.methods) {
        if (method.returns) add_type(*method.returns);
    }
    for (const Event& event : module.events) {
        if (event.from_client && event.data) add_type(*event.data);
    }
}

void ApiNames::add(const Definition& definition) {
    if (definition.module == &module_) return;
    includes_.insert("schemas/" + definition.module->cpp_name + ".hpp");
    if (!taken_.contains(definition.name)) {
        imports_.emplace(definition.name, qualified(definition));
    }
}

void ApiNames::add_types_of(const Definition& definition) {
    if (!seen_.insert(&definition).second) return;
    add_type(definition.type);
    for (const Member& member : definition.members) add_type(member.type);
    if (definition.additional) add_type(*definition.additional);
    for (const Alternative& alternative : definition.alternatives) add_type(alternative.type);
}

void ApiNames::add_type(const Type& type) {
    if (type.definition != nullptr) add(*type.definition);
    for (const Type& each : type.inner()) add_type(each);
}

auto ApiNames::using_declarations() const -> std::string {
    std::string text;
    for (const auto& [name, full] : imports_) text += "using " + full + ";\n";
    for (const std::string_view name : framework_names) {
        if (!taken_.contains(std::string(name)) && !imports_.contains(std::string(name))) {
            text += "using strata::" + std::string(name) + ";\n";
        }
    }
    return text;
}

auto ApiNames::type(const Type& type) const -> std::string {
    auto text = cpp_type(type);
    for (const auto& [name, full] : imports_) replace_name(text, full, name);
    return text;
}

auto ApiNames::framework(std::string_view name) const -> std::string {
    const std::string bare(name);
    return taken_.contains(bare) || imports_.contains(bare) ? "strata::" + bare : bare;
}

}  // namespace strata::tools
