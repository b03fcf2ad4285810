// Writes the C++ of generated contracts, as `strata generate` does, and a table of their types.
//
//     make_cases FOLDER MODULES     10 types a module: FOLDER/schemas/cases_N.{schema,hpp,cpp},
//                                   FOLDER/cases_N.cpp and FOLDER/cases.cpp
#include <iostream>
#include <string>

#include "agreement/schema_maker.hpp"
#include "tools/contract/closed_schema.hpp"
#include "tools/contract/load.hpp"
#include "tools/contract/scalars.hpp"
#include "tools/cpp/schema_writer.hpp"
#include "tools/model/output.hpp"

namespace {

using namespace strata::tools;
using strata::json::Json;

constexpr unsigned types_a_module = 10;
constexpr std::uint64_t seed = 20260102;

auto make_contract(unsigned module) -> std::string {
    Json definitions = Json::object();
    for (unsigned i = 0; i < types_a_module; ++i) {
        const unsigned number = module * types_a_module + i;
        agreement::SchemaMaker(seed + number, "S" + std::to_string(number), definitions).make();
    }
    Json contract = Json::object();
    contract["$defs"] = std::move(definitions);
    return contract.to_string(2);
}

// Types that are decoded by themselves: an alias is checked where it is used.
auto stands_alone(const Definition& definition) -> bool { return definition.form != Form::alias; }

// A definition as the table's line: its name, its closed schema, its decoder.
auto table_line(Sources& sources, const Module& module, const Definition& definition)
    -> std::string {
    const auto schema = sources.resolve(sources.all().front(), "#/$defs/" + definition.name, {});
    const std::string text = closed_schema(sources, schema).to_string();
    return "    {\"" + definition.name + "\", " + cpp_string(text) +
           ",\n     &decode_case<schemas::" + module.cpp_name + "::" + definition.name + ">},\n";
}

auto table(const Model& model, const std::string& file, const std::string& contract)
    -> std::string {
    Diagnostics diagnostics;
    Sources sources(diagnostics);
    auto copy = std::make_unique<Module>();
    copy->cpp_name = model.modules.front()->cpp_name;
    copy->text = contract;
    const auto owner = sources.add(std::move(copy), file);
    const Module& module = *model.modules.front();
    std::string text = "#include \"agreement/case.hpp\"\n#include \"schemas/" + module.cpp_name +
                       ".hpp\"\n\nnamespace agreement {\n\nvoid add_" + module.cpp_name +
                       "(std::vector<Case>& cases) {\n  cases.insert(cases.end(), {\n";
    for (const auto& definition : module.definitions) {
        const bool defined = sources.all().front().root.find("$defs")->find(definition->name);
        if (defined && stands_alone(*definition)) text += table_line(sources, module, *definition);
    }
    return text + "  });\n}\n\n}  // namespace agreement\n";
}

auto write_module(Output& output, unsigned number) -> bool {
    const std::string name = "cases_" + std::to_string(number);
    const std::string contract = make_contract(number);
    output.write("schemas/" + name + ".schema", contract);
    Diagnostics diagnostics;
    const auto model = load_texts({{name + ".schema", contract}}, diagnostics);
    if (!diagnostics.empty()) {
        std::cerr << diagnostics.to_string();
        return false;
    }
    output.write("schemas/" + name + ".hpp", schema_header(*model.modules.front()));
    output.write("schemas/" + name + ".cpp", schema_source(*model.modules.front()));
    output.write(name + ".cpp", table(model, name + ".schema", contract));
    return true;
}

auto list_of_modules(unsigned modules) -> std::string {
    std::string declarations;
    std::string calls;
    for (unsigned i = 0; i < modules; ++i) {
        const auto name = "add_cases_" + std::to_string(i);
        declarations += "void " + name + "(std::vector<Case>& cases);\n";
        calls += "    " + name + "(cases);\n";
    }
    return "#include \"agreement/case.hpp\"\n\nnamespace agreement {\n\n" + declarations +
           "\nauto all_cases() -> std::vector<Case> {\n    std::vector<Case> cases;\n" + calls +
           "    return cases;\n}\n\n}  // namespace agreement\n";
}

}  // namespace

auto main(int count, char** arguments) -> int {
    if (count != 3) return 2;
    Output output(arguments[1]);
    const auto modules = static_cast<unsigned>(std::stoul(arguments[2]));
    for (unsigned i = 0; i < modules; ++i) {
        if (!write_module(output, i)) return 1;
    }
    output.write("cases.cpp", list_of_modules(modules));
    return 0;
}
