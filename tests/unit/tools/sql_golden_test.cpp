// The generated functions of a small service, as text: tests/unit/tools/sql_golden. With
// STRATA_UPDATE_GOLDEN set the expected files are written anew, to be read before they are
// committed.
#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tools/contract/load.hpp"
#include "tools/sql/query_writer.hpp"
#include "tools/sql/sql_generator.hpp"

using namespace strata::tools;
using namespace strata::tools::sql;

namespace {

auto golden_folder() -> std::filesystem::path {
    return std::filesystem::path(STRATA_SOURCE_DIR) / "tests/unit/tools/sql_golden";
}

auto expected(const std::string& name, const std::string& generated) -> std::string {
    const auto path = golden_folder() / "expected" / name;
    if (getenv("STRATA_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << generated;
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("the functions of a service's queries are the golden files") {
    Diagnostics diagnostics;
    const Model model = load(golden_folder(), diagnostics);
    const auto modules = load_queries(golden_folder(), model, diagnostics);
    CHECK(diagnostics.to_string() == "");
    REQUIRE(modules.size() == 1);
    CHECK(modules[0].header() == "db/orders.hpp");
    CHECK(modules[0].files == std::vector<std::string>{"db/orders.postgres.sql", "db/orders.sql"});
    CHECK(modules[0].statements().front() == "db::orders::statements::find_order");
    CHECK(modules[0].statements().back() == "db::orders::statements::delete_");
    const std::string header = query_header(modules[0]);
    const std::string source = query_source(modules[0]);
    CHECK(header == expected("orders.hpp.txt", header));
    CHECK(source == expected("orders.cpp.txt", source));
}

TEST_CASE("a service without db/ has no queries") {
    Diagnostics diagnostics;
    CHECK(load_queries("/nonexistent", Model(), diagnostics).empty());
    CHECK(diagnostics.empty());
}
