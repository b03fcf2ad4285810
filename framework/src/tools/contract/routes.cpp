#include "tools/contract/routes.hpp"

#include <map>

namespace strata::tools {

namespace {

// "GET /orders/{}": what tells one path from another.
auto shape_of(const Route& route) -> std::string {
    std::string shape = route.verb + " ";
    bool in_name = false;
    for (const char c : route.path) {
        if (c == '}') in_name = false;
        if (!in_name) shape += c;
        if (c == '{') in_name = true;
    }
    return shape;
}

}  // namespace

void check_routes(const Model& model, Diagnostics& diagnostics) {
    struct Owner {
        const Module* module;
        const Method* method;
    };
    std::multimap<std::string, Owner> routes;
    for (const auto& module : model.modules) {
        for (const Method& method : module->methods) {
            if (method.http.verb.empty()) continue;
            const auto shape = shape_of(method.http);
            const auto [first, last] = routes.equal_range(shape);
            for (auto each = first; each != last; ++each) {
                const auto& [other_module, other] = each->second;
                const bool versions =
                    other_module->name == module->name && other_module->version != module->version;
                if (versions) continue;
                diagnostics.error(method.location, method.http.verb + " " + method.http.path +
                                                       " is the path of " + other_module->name +
                                                       "/" + other->name +
                                                       " already: " + to_string(other->location));
            }
            routes.emplace(shape, Owner{module.get(), &method});
        }
    }
}

}  // namespace strata::tools
