#include "tools/model/model.hpp"

#include <algorithm>
#include <array>
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

constexpr std::array<std::pair<std::string_view, Kind>, 8> built_in{{{"string", Kind::text},
                                                                     {"integer", Kind::integer},
                                                                     {"number", Kind::number},
                                                                     {"boolean", Kind::boolean},
                                                                     {"uuid", Kind::uuid},
                                                                     {"date-time", Kind::timestamp},
                                                                     {"bytes", Kind::bytes},
                                                                     {"json", Kind::json}}};

auto find_built_in(std::string_view name) -> std::optional<Type> {
    const auto found = std::ranges::find(built_in, name, &std::pair<std::string_view, Kind>::first);
    if (found == built_in.end()) return std::nullopt;
    return Type{.kind = found->second};
}

auto property_type(const Definition& definition, std::string_view property) -> std::optional<Type> {
    const auto found = std::ranges::find(definition.members, property, &Member::json_name);
    if (found == definition.members.end()) return std::nullopt;
    return found->type;
}

auto array_of(Type element) -> Type {
    return Type{.kind = Kind::array, .element = std::make_shared<const Type>(std::move(element))};
}

}  // namespace

auto definition_type(const Definition& definition) -> Type {
    if (definition.form == Form::alias) {
        Type type = definition.type;
        type.definition = &definition;
        return type;
    }
    return Type{.kind = definition.type.kind,
                .definition = &definition,
                .sensitive = definition.type.sensitive,
                .version = definition.type.version};
}

auto Module::find(std::string_view definition) const -> const Definition* {
    const auto found = std::ranges::find(definitions, definition,
                                         [](const auto& d) -> std::string_view { return d->name; });
    return found == definitions.end() ? nullptr : found->get();
}

auto Event::handler_name() const -> std::string { return "on_" + snake_case(name); }

auto Model::find_module(std::string_view cpp_name) const -> const Module* {
    const auto found = std::ranges::find(
        modules, cpp_name, [](const auto& m) -> std::string_view { return m->cpp_name; });
    return found == modules.end() ? nullptr : found->get();
}

auto Model::resolve(const Module* scope, std::string_view name) const -> std::optional<Type> {
    if (name.ends_with("[]")) {
        auto element = resolve(scope, name.substr(0, name.size() - 2));
        return element ? std::optional(array_of(*std::move(element))) : std::nullopt;
    }
    if (auto type = find_built_in(name)) return type;
    if (const auto dot = name.rfind('.'); dot != std::string_view::npos) {
        std::string module(name.substr(0, dot));
        std::ranges::replace(module, '.', '_');
        scope = find_module(module);
        name.remove_prefix(dot + 1);
    }
    if (!scope) return std::nullopt;
    const auto slash = name.find('/');
    const Definition* definition = scope->find(name.substr(0, slash));
    if (!definition) return std::nullopt;
    if (slash == std::string_view::npos) return definition_type(*definition);
    return property_type(*definition, name.substr(slash + 1));
}

auto Model::type_names(const Module* scope) const -> std::vector<std::string> {
    std::vector<std::string> names;
    for (const auto& [name, kind] : built_in) names.emplace_back(name);
    for (const auto& module : modules) {
        for (const auto& definition : module->definitions) {
            if (definition->parameters) continue;
            names.push_back(module.get() == scope ? definition->name
                                                  : module->cpp_name + "." + definition->name);
        }
    }
    return names;
}

}  // namespace strata::tools
