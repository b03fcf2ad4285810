#include "tools/cpp/struct_members.hpp"

#include <algorithm>
#include <array>

#include "tools/model/names.hpp"

namespace strata::tools {

auto ConstructorParameter::declaration() const -> std::string {
    return type + " " + name + (default_value.empty() ? "" : " = " + default_value);
}

auto constructor_parameters(const Definition& structure, bool declared)
    -> std::vector<ConstructorParameter> {
    std::vector<ConstructorParameter> parameters;
    for (const Member* member : structure.constructor_order()) {
        ConstructorParameter parameter{.type = cpp_type(*member, structure.module),
                                       .name = member->cpp_name,
                                       .required = member->required};
        if (declared && !member->required) {
            parameter.default_value =
                member->is_optional() ? "std::nullopt" : member->default_value;
        }
        parameters.push_back(std::move(parameter));
    }
    if (structure.additional) {
        parameters.push_back({.type = "std::map<std::string, " +
                                      cpp_type(*structure.additional, structure.module) + ">",
                              .name = "additional",
                              .default_value = declared ? "{}" : ""});
    }
    return parameters;
}

auto value_type_header(const Definition& definition) -> std::string {
    std::string path;
    std::string_view rest = definition.value_type;
    for (auto colons = rest.find("::"); colons != std::string_view::npos;
         colons = rest.find("::")) {
        path.append(rest.substr(0, colons)) += '/';
        rest.remove_prefix(colons + 2);
    }
    auto name = snake_case(rest);
    if (name.ends_with('_')) name.pop_back();
    return path + name + ".hpp";
}

auto value_check_name(const Definition& definition) -> std::string {
    auto name = snake_case(definition.name);
    if (name.ends_with('_')) name.pop_back();
    return "check_" + name;
}

auto is_cheap(const Type& type) -> bool {
    const bool small = type.kind == Kind::uuid || type.kind == Kind::timestamp ||
                       type.kind == Kind::enumeration ||
                       (type.kind >= Kind::integer && type.kind <= Kind::boolean);
    return small && !type.nullable && !type.boxed;
}

auto local_name(const std::string& cpp_name) -> std::string {
    constexpr std::array<std::string_view, 8> taken{"reader", "out",    "object", "value",
                                                    "item",   "member", "other",  "key"};
    // item2, item3, ... are the items of nested arrays.
    const bool nested = cpp_name.starts_with("item") &&
                        cpp_name.find_first_not_of("0123456789", 4) == std::string::npos;
    const bool clash = nested || std::ranges::find(taken, cpp_name) != taken.end();
    return clash ? cpp_name + "_value" : cpp_name;
}

}  // namespace strata::tools
