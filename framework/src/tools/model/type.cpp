#include "tools/model/type.hpp"

#include <set>

#include "tools/model/module.hpp"

namespace strata::tools {

namespace {

auto definition_type(const Definition& definition, const Module* scope) -> std::string {
    if (definition.module == scope) return definition.name;
    const std::string& module = definition.module->cpp_name;
    return (scope ? module : "schemas::" + module) + "::" + definition.name;
}

auto bare_type(const Type& type, const Module* scope) -> std::string {
    if (type.definition) return definition_type(*type.definition, scope);
    if (type.kind == Kind::array) return "std::vector<" + cpp_type(*type.element, scope) + ">";
    if (type.kind == Kind::map) {
        return "std::map<std::string, " + cpp_type(*type.element, scope) + ">";
    }
    if (type.kind == Kind::tuple) {
        std::string items;
        for (const Type& each : type.elements) {
            items += (items.empty() ? "" : ", ") + cpp_type(each, scope);
        }
        return "std::tuple<" + items + ">";
    }
    return plain_cpp_type(type.kind);
}

auto plain_include(Kind kind) -> std::string {
    switch (kind) {
        case Kind::uuid: return "strata/values/uuid.hpp";
        case Kind::timestamp: return "strata/values/timestamp.hpp";
        case Kind::bytes: return "strata/values/bytes.hpp";
        case Kind::json: return "strata/json/json.hpp";
        case Kind::text: return "<string>";
        case Kind::integer:
        case Kind::unsigned_integer: return "<cstdint>";
        case Kind::array: return "<vector>";
        case Kind::map: return "<map>";
        case Kind::tuple: return "<tuple>";
        default: return "";
    }
}

void collect_includes(const Type& type, std::set<std::string>& includes) {
    if (type.nullable) includes.insert("<optional>");
    if (type.boxed) includes.insert("strata/values/box.hpp");
    if (type.definition) {
        includes.insert("schemas/" + type.definition->module->cpp_name + ".hpp");
        return;
    }
    if (type.kind == Kind::map) includes.insert("<string>");
    if (auto include = plain_include(type.kind); !include.empty()) includes.insert(include);
    for (const Type& each : type.inner()) collect_includes(each, includes);
}

}  // namespace

auto Type::inner() const noexcept -> std::span<const Type> {
    return element ? std::span<const Type>(element.get(), 1) : std::span<const Type>(elements);
}

auto Type::is_named_scalar() const noexcept -> bool {
    return definition && definition->form == Form::scalar;
}

namespace {

auto find_sensitive(const Type& type, std::set<const Definition*>& seen) -> bool {
    if (type.sensitive) return true;
    for (const Type& each : type.inner()) {
        if (find_sensitive(each, seen)) return true;
    }
    if (!type.definition || !seen.insert(type.definition).second) return false;
    const Definition& definition = *type.definition;
    if (definition.form == Form::alias && find_sensitive(definition.type, seen)) return true;
    if (definition.additional && find_sensitive(*definition.additional, seen)) return true;
    for (const Member& member : definition.members) {
        if (find_sensitive(member.type, seen)) return true;
    }
    for (const Alternative& each : definition.alternatives) {
        if (find_sensitive(each.type, seen)) return true;
    }
    return definition.type.sensitive;
}

}  // namespace

auto holds_sensitive(const Type& type) -> bool {
    std::set<const Definition*> seen;
    return find_sensitive(type, seen);
}

auto plain_cpp_type(Kind kind) -> std::string {
    switch (kind) {
        case Kind::uuid: return "strata::Uuid";
        case Kind::integer: return "std::int64_t";
        case Kind::unsigned_integer: return "std::uint64_t";
        case Kind::number: return "double";
        case Kind::boolean: return "bool";
        case Kind::timestamp: return "strata::Timestamp";
        case Kind::bytes: return "strata::Bytes";
        case Kind::json: return "strata::json::Json";
        default: return "std::string";
    }
}

auto json_kind(Kind kind) -> std::string_view {
    switch (kind) {
        case Kind::integer:
        case Kind::unsigned_integer:
        case Kind::number: return "number";
        case Kind::boolean: return "boolean";
        case Kind::object:
        case Kind::map: return "object";
        case Kind::array:
        case Kind::tuple: return "array";
        case Kind::json:
        case Kind::variant: return "";
        default: return "string";
    }
}

auto cpp_type(const Type& type, const Module* scope) -> std::string {
    auto name = bare_type(type, scope);
    if (type.boxed) name = "strata::Box<" + name + ">";
    return type.nullable ? "std::optional<" + name + ">" : name;
}

auto includes_of(const Type& type) -> std::vector<std::string> {
    std::set<std::string> includes;
    collect_includes(type, includes);
    return {includes.begin(), includes.end()};
}

}  // namespace strata::tools
