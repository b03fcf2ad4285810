// `"cpp": "domain::Money"`: a scalar that a class of the service's own holds.
#include "tools/contract/lowering.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

// "domain::Money", "domain::shop::Money"
auto is_domain_class(std::string_view name) -> bool {
    constexpr std::string_view prefix = "domain::";
    if (!name.starts_with(prefix)) return false;
    name.remove_prefix(prefix.size());
    for (auto colons = name.find("::"); colons != std::string_view::npos;
         colons = name.find("::")) {
        if (!is_snake_case(name.substr(0, colons))) return false;
        name.remove_prefix(colons + 2);
    }
    return is_pascal_case(name);
}

auto value_type_of(const SchemaRef& schema) -> const Node* {
    return schema.node->is_object() ? schema.node->find("cpp") : nullptr;
}

}  // namespace

void Lowering::set_value_type(Definition& definition, const SchemaRef& schema) {
    const Node* name = value_type_of(schema);
    if (!name) return;
    if (definition.form != Form::scalar || !schema.is_definition) {
        return error(name->location,
                     "\"cpp\" names the class of a text, a number, an id or another scalar");
    }
    if (!is_domain_class(name->text)) {
        return error(name->location,
                     "\"cpp\" must name a class of the domain, such as \"domain::Money\"");
    }
    const auto [known, is_new] = value_types_.emplace(name->text, name->location);
    if (!is_new) {
        return error(name->location, name->text + " is the class of another type already: " +
                                         to_string(known->second));
    }
    definition.value_type = name->text;
}

void Lowering::refuse_value_type(const SchemaRef& schema) {
    const Node* name = value_type_of(schema);
    if (!name || schema.is_definition) return;
    error(name->location, "\"cpp\" stands in $defs: give the type a name of its own");
}

}  // namespace strata::tools
