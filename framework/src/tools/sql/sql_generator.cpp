#include "tools/sql/sql_generator.hpp"

#include <algorithm>
#include <map>

#include "tools/model/names.hpp"
#include "tools/sql/query_parser.hpp"
#include "tools/sql/query_writer.hpp"
#include "tools/sql/sql_files.hpp"
#include "tools/sql/sqlite_check.hpp"

namespace strata::tools::sql {
namespace {

auto list_of(QueryFiles& files, Dialect dialect) -> std::vector<Query>& {
    switch (dialect) {
        case Dialect::sqlite: return files.sqlite;
        case Dialect::postgres: return files.postgres;
        case Dialect::common: break;
    }
    return files.common;
}

auto load_module(const std::string& name, const std::vector<const SqlFile*>& files,
                 const Model& model, Diagnostics& diagnostics) -> QueryModule {
    QueryModule module;
    module.name = name;
    module.cpp_name = name;
    std::ranges::replace(module.cpp_name, '.', '_');
    QueryFiles parsed;
    for (const SqlFile* file : files) {
        module.files.push_back(file->path);
        list_of(parsed, file->dialect) = parse_queries(file->text, file->path, diagnostics);
    }
    if (!is_identifier(module.cpp_name)) {
        diagnostics.error({.file = files.front()->path}, "the file's name can't be a namespace's");
    }
    module.queries = type_queries(parsed, model, model.find_module(module.cpp_name), diagnostics);
    return module;
}

void check_with_sqlite(const SqlFiles& files, std::vector<QueryModule>& modules,
                       Diagnostics& diagnostics) {
    SqliteCheck check(diagnostics);
    for (const SqlFile* script : engine_scripts(files, Dialect::sqlite)) {
        if (!check.run_script(script->text, script->path)) return;
    }
    for (QueryModule& module : modules) {
        for (TypedQuery& query : module.queries) check.check(query);
    }
}

}  // namespace

auto QueryModule::statements() const -> std::vector<std::string> {
    std::vector<std::string> names;
    names.reserve(queries.size());
    for (const TypedQuery& query : queries) {
        names.push_back("db::" + cpp_name + "::statements::" + snake_case(query.name));
    }
    return names;
}

auto load_queries(const std::filesystem::path& service, const Model& model,
                  Diagnostics& diagnostics) -> std::vector<QueryModule> {
    const SqlFiles files = read_sql_files(service);
    std::map<std::string, std::vector<const SqlFile*>> by_name;
    for (const SqlFile& file : files.queries) by_name[file.name].push_back(&file);
    std::vector<QueryModule> modules;
    modules.reserve(by_name.size());
    for (const auto& [name, sources] : by_name)
        modules.push_back(load_module(name, sources, model, diagnostics));
    check_with_sqlite(files, modules, diagnostics);
    return modules;
}

void write_queries(const std::vector<QueryModule>& modules, Output& output) {
    for (const QueryModule& module : modules) {
        output.write(module.header(), query_header(module));
        output.write("db/" + module.cpp_name + ".cpp", query_source(module));
    }
}

}  // namespace strata::tools::sql
