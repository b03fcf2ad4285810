#include "tools/check/check_service.hpp"

#include "tools/check/check_scripts.hpp"
#include "tools/check/configured_engine.hpp"
#include "tools/check/constraints.hpp"
#include "tools/check/postgres_schema.hpp"
#include "tools/check/sqlite_schema.hpp"
#include "tools/check/throwaway_postgres.hpp"
#include "tools/check/unused_errors.hpp"
#include "tools/check/unused_queries.hpp"
#include "tools/check/versions.hpp"
#include "tools/commands/service_names.hpp"
#include "tools/contract/load.hpp"
#include "tools/layers/layer_sources.hpp"
#include "tools/layers/purity.hpp"

namespace strata::tools::check {
namespace {

namespace fs = std::filesystem;
using Modules = std::vector<sql::QueryModule>;

template <class Each>
void for_each_query(const Modules& modules, Each each) {
    for (const sql::QueryModule& module : modules) {
        for (const sql::TypedQuery& query : module.queries) each(query);
    }
}

// Both add the constraints; false: a script has an error.
auto check_on_sqlite(const sql::SqlFiles& files, const Modules& modules, Constraints& constraints,
                     Diagnostics& diagnostics) -> bool {
    SqliteSchema schema;
    const Reads reads = [&](const sql::TypedQuery& query, const Dropped& dropped) {
        return schema.reads(query, dropped.table, dropped.column);
    };
    for (const sql::SqlFile* script : sql::engine_scripts(files, sql::Dialect::sqlite)) {
        check_dropped(*script, modules, reads, diagnostics);
        if (!schema.run_script(script->text)) return false;
    }
    constraints.sqlite = schema.constraints();
    check_versions(modules, schema, diagnostics);
    for_each_query(modules, [&](const sql::TypedQuery& query) {
        if (query.sqlite.empty()) return;
        check_columns(query, query.sqlite, "SQLite", schema.columns_of(query), diagnostics);
    });
    return true;
}

auto check_on_postgres(const std::string& binaries, const sql::SqlFiles& files,
                       const Modules& modules, Constraints& constraints, Diagnostics& diagnostics)
    -> bool {
    const ThrowawayPostgres server(binaries);
    PostgresSchema schema(server.url());
    const Reads reads = [&](const sql::TypedQuery& query, const Dropped& dropped) {
        return schema.reads(query, dropped.table, dropped.column);
    };
    for (const sql::SqlFile* script : sql::engine_scripts(files, sql::Dialect::postgres)) {
        check_dropped(*script, modules, reads, diagnostics);
        if (!schema.run_script(script->text, script->path, diagnostics)) return false;
    }
    constraints.postgres = schema.constraints();
    for_each_query(modules,
                   [&](const sql::TypedQuery& query) { schema.check(query, diagnostics); });
    return true;
}

auto check_sql(const CheckOptions& options, const Model& model, Diagnostics& diagnostics)
    -> std::string {
    const Modules modules = sql::load_queries(options.service, model, diagnostics);
    const sql::SqlFiles files = sql::read_sql_files(options.service);
    if (files.queries.empty() && files.scripts.empty()) return "there is no SQL";
    const bool postgres = !options.postgres.empty() && !options.sqlite_only;
    check_scripts(files, postgres ? Engine::postgres : Engine::any, diagnostics);
    check_unused(options.service, modules, diagnostics);
    Constraints constraints{.sqlite_only =
                                options.sqlite_only || configured_sqlite_only(options.service)};
    bool made = check_on_sqlite(files, modules, constraints, diagnostics);
    if (postgres)
        made &= check_on_postgres(options.postgres, files, modules, constraints, diagnostics);
    if (made) check_constraints(model, constraints, diagnostics);
    if (postgres) {
        return "SQL was checked on SQLite and PostgreSQL";
    }
    if (options.sqlite_only) return "SQL was checked on SQLite alone, as asked";
    if (const auto origin = configured_postgres(options.service)) {
        diagnostics.error({.file = *origin},
                          "database.url is PostgreSQL's, but its server is not installed here: "
                          "install Debian's postgresql-15 to check the SQL");
    }
    return "SQL was checked on SQLite alone: PostgreSQL's server is not installed";
}

// The build folder that holds the domain's library, and the service's name.
struct Built {
    fs::path library{};
    fs::path generated{};
};

auto find_build(const CheckOptions& options) -> Built {
    std::vector<fs::path> folders{options.service / "build/release",
                                  options.service / "build/debug"};
    if (!options.build.empty()) folders = {options.build};
    std::vector<std::string> names = service_names(options.service);
    names.push_back(fs::canonical(options.service).filename().string());
    for (const fs::path& folder : folders) {
        for (const std::string& name : names) {
            const fs::path library = folder / ("lib" + name + "_domain.a");
            if (fs::exists(library)) return {library, folder / "generated" / name};
        }
    }
    return {};
}

auto check_layers(const CheckOptions& options, Diagnostics& diagnostics) -> std::string {
    const Built built = find_build(options);
    for (const Layer layer : {Layer::domain, Layer::db, Layer::api})
        check_layer_sources(options.service, built.generated, layer, diagnostics);
    if (built.library.empty())
        return "includes were checked, symbols were not: the service is not built";
    check_purity(built.library, options.service / "domain", options.nm, diagnostics);
    return "includes were checked, and the symbols of " + built.library.string();
}

}  // namespace

auto check_service(const CheckOptions& options, Diagnostics& diagnostics) -> Notes {
    Notes notes;
    const Model model = load(options.service, diagnostics);
    if (diagnostics.empty()) {
        check_unused_errors(options.service, model, diagnostics);
        notes.push_back("contracts were checked");
        notes.push_back(check_sql(options, model, diagnostics));
    } else {
        notes.push_back("SQL was not checked: it needs the contracts' types");
    }
    notes.push_back(check_layers(options, diagnostics));
    return notes;
}

}  // namespace strata::tools::check
