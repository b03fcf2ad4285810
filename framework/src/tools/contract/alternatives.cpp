#include "tools/contract/alternatives.hpp"

#include <algorithm>
#include <set>

namespace strata::tools {

namespace {

auto constant_of(const Type& type, std::string_view property) -> const Member* {
    if (type.kind != Kind::object) return nullptr;
    const auto& members = type.definition->members;
    const auto found = std::ranges::find(members, property, &Member::json_name);
    const bool usable = found != members.end() && found->constant.starts_with('"');
    return usable ? &*found : nullptr;
}

auto is_object(const Alternative& alternative) -> bool { return alternative.kind == "object"; }

// Whether the property is a different constant text in every object; sets their tags.
auto discriminates(std::string_view property, std::vector<Alternative>& alternatives) -> bool {
    std::set<std::string> tags;
    for (Alternative& alternative : alternatives) {
        if (!is_object(alternative)) continue;
        const Member* constant = constant_of(alternative.type, property);
        if (!constant || !tags.insert(constant->constant).second) return false;
        alternative.tag = constant->constant;
    }
    return true;
}

// Whether no value can be both: a member that both must have is another constant in each.
auto exclude_each_other(const Definition& a, const Definition& b) -> bool {
    return std::ranges::any_of(a.members, [&](const Member& member) {
        const auto other = std::ranges::find(b.members, member.json_name, &Member::json_name);
        return !member.constant.empty() && other != b.members.end() && !other->constant.empty() &&
               other->constant != member.constant;
    });
}

// Whether a holds every member that b lists.
auto covers(const Definition& a, const Definition& b) -> bool {
    return std::ranges::all_of(b.members, [&](const Member& member) {
        return std::ranges::find(a.members, member.json_name, &Member::json_name) !=
               a.members.end();
    });
}

// Takes members of any name, or none but its own.
auto is_complete(const Alternative& alternative) -> bool {
    const bool open = alternative.type.kind == Kind::object &&
                      alternative.type.definition->additional.has_value();
    return alternative.closed || alternative.type.kind == Kind::map || open;
}

auto may_mix(const Alternative& a, const Alternative& b) -> bool {
    if (is_complete(a) || is_complete(b)) return false;
    if (a.type.kind != Kind::object || b.type.kind != Kind::object) return true;
    const Definition& first = *a.type.definition;
    const Definition& second = *b.type.definition;
    return !covers(first, second) && !covers(second, first) && !exclude_each_other(first, second);
}

auto without_rules(Type type) -> Type {
    type.rule = Rule();
    if (type.element) type.element = std::make_shared<const Type>(without_rules(*type.element));
    for (Type& each : type.elements) each = without_rules(each);
    return type;
}

}  // namespace

auto find_discriminator(std::vector<Alternative>& alternatives) -> std::string {
    const auto first = std::ranges::find_if(alternatives, is_object);
    if (std::ranges::count_if(alternatives, is_object) < 2) return {};
    if (first->type.kind != Kind::object) return {};
    for (const Member& member : first->type.definition->members) {
        if (discriminates(member.json_name, alternatives)) return member.json_name;
    }
    for (Alternative& each : alternatives) each.tag.clear();
    return {};
}

auto are_apart(const std::vector<Alternative>& alternatives) -> bool {
    std::set<std::string_view> kinds;
    return std::ranges::all_of(alternatives, [&](const Alternative& each) {
        return !each.kind.empty() && (kinds.insert(each.kind).second || !each.tag.empty());
    });
}

auto may_mix(const std::vector<Alternative>& alternatives) -> bool {
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const auto may_be_object = [&](std::size_t n) {
                return alternatives[n].kind.empty() || is_object(alternatives[n]);
            };
            if (may_be_object(i) && may_be_object(j) && may_mix(alternatives[i], alternatives[j]))
                return true;
        }
    }
    return false;
}

auto common_type(const std::vector<Alternative>& alternatives) -> std::optional<Type> {
    const Type& first = alternatives.front().type;
    const auto text = cpp_type(first);
    const bool same = std::ranges::all_of(
        alternatives, [&](const Alternative& each) { return cpp_type(each.type) == text; });
    return same ? std::optional(without_rules(first)) : std::nullopt;
}

}  // namespace strata::tools
