#pragma once
// The SQL of a service as typed functions: db/NAME.sql (and NAME.sqlite.sql, NAME.postgres.sql)
// become db/NAME.hpp and db/NAME.cpp in namespace db::NAME. What `strata generate` and `strata
// check` call.
#include <filesystem>
#include <string>
#include <vector>

#include "tools/model/diagnostics.hpp"
#include "tools/model/model.hpp"
#include "tools/model/output.hpp"
#include "tools/sql/typed_query.hpp"

namespace strata::tools::sql {

struct QueryModule {
    std::string name{};      // "orders", "orders.2", as the file is called
    std::string cpp_name{};  // "orders_2", the namespace and the name of the generated files
    std::vector<std::string> files{};  // "db/orders.sql", ...
    std::vector<TypedQuery> queries{};

    [[nodiscard]] auto header() const -> std::string { return "db/" + cpp_name + ".hpp"; }
    // The strata::data::Statement objects that header() declares:
    // "db::orders::statements::find_order".
    [[nodiscard]] auto statements() const -> std::vector<std::string>;
};

// Reads, types and checks every query of the folder `service`/db, by name of module. Everything
// wrong is told.
[[nodiscard]] auto load_queries(const std::filesystem::path& service, const Model& model,
                                Diagnostics& diagnostics) -> std::vector<QueryModule>;

// REQUIRES: load_queries() told no error.
void write_queries(const std::vector<QueryModule>& modules, Output& output);

}  // namespace strata::tools::sql
