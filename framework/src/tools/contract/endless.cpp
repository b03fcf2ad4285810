#include "tools/contract/endless.hpp"

#include <set>

namespace strata::tools {

namespace {

// The struct that every value of the type holds; null if it may do without.
auto held(const Type& type) -> const Definition* {
    if (type.nullable || !type.definition) return nullptr;
    if (type.definition->form == Form::structure) return type.definition;
    const bool alias =
        type.definition->form == Form::alias && type.definition != type.definition->type.definition;
    return alias ? held(type.definition->type) : nullptr;
}

// The first member by which a value of `from` holds one of `target`.
auto leads_to(const Definition& from, const Definition& target, std::set<const Definition*>& seen)
    -> const Member* {
    if (!seen.insert(&from).second) return nullptr;
    for (const Member& member : from.members) {
        const Definition* part = member.required ? held(member.type) : nullptr;
        if (part && (part == &target || leads_to(*part, target, seen))) return &member;
    }
    return nullptr;
}

}  // namespace

void check_endless(const Model& model, Diagnostics& diagnostics) {
    for (const auto& module : model.modules) {
        for (const auto& definition : module->definitions) {
            if (definition->form != Form::structure) continue;
            std::set<const Definition*> seen;
            const Member* member = leads_to(*definition, *definition, seen);
            if (!member) continue;
            diagnostics.error(member->location, "\"" + member->json_name + "\" makes every " +
                                                    definition->name + " hold another " +
                                                    definition->name + ": no value can match");
        }
    }
}

}  // namespace strata::tools
