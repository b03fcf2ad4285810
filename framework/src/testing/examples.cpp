#include "strata/testing/examples.hpp"

#include <set>
#include <stdexcept>

#include "testing/contracts.hpp"

namespace strata::testing {
namespace {

using json::Json;

auto matches(const Json& expected, const Json& actual) -> bool;

auto matches_text(const std::string& expected, const std::string& actual) -> bool {
    if (Uuid::parse(expected)) return Uuid::parse(actual).has_value();
    if (Timestamp::parse(expected)) return Timestamp::parse(actual).has_value();
    return expected == actual;
}

auto matches_items(const Json& expected, const Json& actual) -> bool {
    if (expected.size() != actual.size()) return false;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (!matches(expected.at(i), actual.at(i))) return false;
    }
    return true;
}

auto matches_members(const Json& expected, const Json& actual) -> bool {
    if (expected.size() != actual.size()) return false;
    for (const auto [key, value] : expected.members()) {
        const Json* other = actual.find(key);
        if (other == nullptr || !matches(value, *other)) return false;
    }
    return true;
}

auto matches(const Json& expected, const Json& actual) -> bool {
    if (expected.kind() != actual.kind()) return false;
    if (expected.is_string()) return matches_text(expected.as_string(), actual.as_string());
    if (expected.is_array()) return matches_items(expected, actual);
    if (expected.is_object()) return matches_members(expected, actual);
    return expected == actual;
}

// What is wrong with what came; empty: nothing.
auto fault_of(const Json& example, const Reply& reply) -> std::string {
    if (const Json* error = example.find("error")) {
        if (reply.code() == error->as_string()) return "";
        return "expected " + error->as_string() + ", got " +
               (reply.problem ? reply.to_string() : reply.body);
    }
    if (reply.problem) return "expected a result, got " + reply.to_string();
    const Json* returns = example.find("returns");
    if (returns == nullptr) return "";
    const auto result = Json::parse(reply.body);
    if (result && matches(*returns, *result)) return "";
    return "expected " + returns->to_string() + ", got " + reply.body;
}

auto run(const contract::Registry& registry, const Options& options, const Fixture& fixture,
         const std::string& method, const Json& example) -> std::string {
    Service service(registry, options);
    try {
        auto [caller, made] = fixture(service);
        const Json* shown = example.find("parameters");
        Json parameters = shown == nullptr ? Json::object() : *shown;
        for (const auto& [name, value] : made) parameters[name] = value;
        return fault_of(example, caller.call(method, parameters.to_string()));
    } catch (const std::exception& error) {
        return error.what();
    }
}

}  // namespace

auto check_examples(const contract::Registry& registry,
                    const std::map<std::string, Fixture>& fixtures, const Options& options)
    -> ExampleReport {
    ExampleReport report;
    std::set<std::string> used;
    for (const auto& [method, schemas] : load_contracts(registry).methods) {
        for (const Json& example : schemas.examples) {
            const Json* given = example.find("given");
            if (given == nullptr) continue;
            const std::string& name = given->as_string();
            const auto fixture = fixtures.find(name);
            used.insert(name);
            ++report.examples;
            const auto fault = fixture == fixtures.end()
                                   ? "there is no fixture of this name"
                                   : run(registry, options, fixture->second, method, example);
            if (!fault.empty())
                report.failures.push_back(method + ", given " + name + ": " + fault);
        }
    }
    for (const auto& [name, _] : fixtures) {
        if (!used.contains(name)) report.failures.push_back("no example is given " + name);
    }
    return report;
}

}  // namespace strata::testing
