#include "tools/model/definition.hpp"

#include <algorithm>

namespace strata::tools {

auto cpp_type(const Member& member, const Module* scope) -> std::string {
    auto name = cpp_type(member.type, scope);
    return member.is_optional() ? "std::optional<" + name + ">" : name;
}

auto Definition::find_member(std::string_view cpp_name) const -> const Member* {
    const auto found = std::ranges::find(members, cpp_name, &Member::cpp_name);
    return found == members.end() ? nullptr : &*found;
}

auto Definition::alternative_types() const -> std::vector<std::string> {
    std::vector<std::string> types;
    for (const Alternative& each : alternatives) {
        auto text = cpp_type(each.type, module);
        if (std::ranges::find(types, text) == types.end()) types.push_back(std::move(text));
    }
    return types;
}

auto Definition::constructor_order() const -> std::vector<const Member*> {
    std::vector<const Member*> order;
    for (const Member& member : members) {
        if (member.constant.empty()) order.push_back(&member);
    }
    std::ranges::stable_partition(order, &Member::required);
    return order;
}

auto Definition::version() const -> const Member* {
    const auto found =
        std::ranges::find_if(members, [](const Member& member) { return member.type.version; });
    return found == members.end() ? nullptr : &*found;
}

}  // namespace strata::tools
