#include "tools/registry/service_writer.hpp"

#include "tools/registry/cpp_literal.hpp"
#include "tools/registry/lock_keys.hpp"
#include "tools/registry/method_table.hpp"

namespace strata::tools {
namespace {

auto includes(const Model& model, const std::vector<sql::QueryModule>& queries) -> std::string {
    std::string text = "#include \"service.hpp\"\n\n#include <string>\n#include <vector>\n\n";
    for (const auto& module : model.modules) {
        text += "#include \"api/" + module->cpp_name + ".hpp\"\n";
    }
    for (const sql::QueryModule& module : queries) text += "#include \"" + module.header() + "\"\n";
    return text +
           "#include \"strata/contract/run.hpp\"\n#include \"strata/data/statement.hpp\"\n\n";
}

// `entries` as an array; nothing if there are none, for there is no array of no elements.
auto array(const std::string& type, const std::string& name, const std::string& entries)
    -> std::string {
    if (entries.empty()) return {};
    return "constexpr " + type + " " + name + "[] = {\n" + entries + "};\n\n";
}

auto method_tables(const Model& model) -> std::string {
    std::string text;
    std::string entries;
    for (const auto& module : model.modules) {
        for (const Method& method : module->methods) {
            text += method_arrays(*module, method);
            if (!method.locks.empty()) text += lock_keys_function(*module, method);
            entries += method_entry(*module, method);
        }
        for (const Event& event : module->events) {
            if (!event.from_client) continue;
            text += event_arrays(*module, event);
            entries += event_method_entry(*module, event);
        }
    }
    return text + array("Method", "methods", entries);
}

auto event_table(const Model& model) -> std::string {
    std::string text;
    std::string entries;
    for (const auto& module : model.modules) {
        for (const Event& event : module->events) {
            if (!event.from_client) text += event_arrays(*module, event);
            entries += event_entry(*module, event);
        }
    }
    return text + array("EventInfo", "events", entries);
}

auto statement_table(const std::vector<sql::QueryModule>& queries) -> std::string {
    std::string entries;
    for (const sql::QueryModule& module : queries) {
        for (const std::string& statement : module.statements())
            entries += "    &" + statement + ",\n";
    }
    return array("const strata::data::Statement*", "statements", entries);
}

auto file_table(const std::vector<ServiceFile>& files) -> std::string {
    std::string entries;
    for (const ServiceFile& file : files) {
        entries += "    {.path = " + cpp_literal(file.path) +
                   ",\n     .text = " + cpp_raw_literal(file.text) + "},\n";
    }
    return array("EmbeddedFile", "files", entries);
}

// The registry's fields, of those tables that there are.
auto registry(const std::string& name, const std::string& tables) -> std::string {
    std::string text = "constexpr Registry the_registry{.name = " + cpp_literal(name);
    for (const std::string field : {"methods", "events", "files", "statements"}) {
        if (tables.find(" " + field + "[] = {") != std::string::npos) {
            text += ",\n                                ." + field + " = " + field;
        }
    }
    return text + "};\n";
}

}  // namespace

auto service_header() -> std::string {
    return "// Generated. The registry of the service, for its main.cpp.\n#pragma once\n\n"
           "#include \"strata/contract/registry.hpp\"\n\nnamespace service {\n\n"
           "auto registry() -> const strata::contract::Registry&;\n\n}  // namespace service\n";
}

auto service_source(const std::string& name, const Model& model,
                    const std::vector<sql::QueryModule>& queries,
                    const std::vector<ServiceFile>& files) -> std::string {
    const auto tables =
        method_tables(model) + event_table(model) + statement_table(queries) + file_table(files);
    return "// Generated from schemas/, db/ and config/.\n" + includes(model, queries) +
           "namespace service {\nnamespace {\n\nusing namespace strata::contract;\n"
           "using strata::data::Transaction;\n\n" +
           tables + registry(name, tables) +
           "\n}  // namespace\n\nauto registry() -> const Registry& { return the_registry; }\n\n"
           "}  // namespace service\n";
}

}  // namespace strata::tools
