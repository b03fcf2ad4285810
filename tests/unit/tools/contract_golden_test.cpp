// The C++ of the kitchen (tests/integration/kitchen, a contract with every construct, which is also
// compiled and served), as text: tests/unit/tools/contract_golden.
#include <doctest/doctest.h>

#include "golden.hpp"
#include "tools/contract/load.hpp"
#include "tools/cpp/schema_writer.hpp"
#include "tools/registry/api_writer.hpp"
#include "tools/registry/service_writer.hpp"

using namespace strata::tools;

namespace {

const std::filesystem::path source_folder = STRATA_SOURCE_DIR;

auto difference(const std::string& name, const std::string& generated) -> std::string {
    return golden::difference(
        source_folder / "tests/unit/tools/contract_golden/expected" / (name + ".txt"), generated);
}

}  // namespace

TEST_CASE("the C++ of every construct of a contract is the golden files") {
    Diagnostics diagnostics;
    const Model model = load(source_folder / "tests/integration/kitchen", diagnostics);
    REQUIRE(diagnostics.to_string() == "");
    for (const auto& module : model.modules) {
        CHECK(difference("schemas_" + module->cpp_name + ".hpp", schema_header(*module)) == "");
        CHECK(difference("schemas_" + module->cpp_name + ".cpp", schema_source(*module)) == "");
        CHECK(difference("api_" + module->cpp_name + ".hpp", api_header(*module)) == "");
    }
    const ServiceFile file{.path = "config/default.json", .text = "{\"server\": {}}\n"};
    CHECK(difference("service.hpp", service_header()) == "");
    CHECK(difference("service.cpp", service_source("kitchen", model, {}, {file})) == "");
}
