// The generated functions of a small service, as text: tests/unit/tools/sql_golden.
#include <doctest/doctest.h>

#include <filesystem>

#include "golden.hpp"
#include "tools/contract/load.hpp"
#include "tools/sql/query_writer.hpp"
#include "tools/sql/sql_generator.hpp"

using namespace strata::tools;
using namespace strata::tools::sql;

namespace {

auto golden_folder() -> std::filesystem::path {
    return std::filesystem::path(STRATA_SOURCE_DIR) / "tests/unit/tools/sql_golden";
}

auto difference(const std::string& name, const std::string& generated) -> std::string {
    return golden::difference(golden_folder() / "expected" / name, generated);
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
    CHECK(modules[0].statements().back() == "db::orders::statements::past");
    CHECK(difference("orders.hpp.txt", query_header(modules[0])) == "");
    CHECK(difference("orders.cpp.txt", query_source(modules[0])) == "");
}

TEST_CASE("a service without db/ has no queries") {
    Diagnostics diagnostics;
    CHECK(load_queries("/nonexistent", Model(), diagnostics).empty());
    CHECK(diagnostics.empty());
}
