#include "tools/check/check_scripts.hpp"

#include <algorithm>
#include <map>

namespace strata::tools::check {
namespace {

constexpr std::string_view folder = "db/migrations/";
constexpr std::size_t digits = 4;

auto is_migration(const sql::SqlFile& script) -> bool { return script.path.starts_with(folder); }

auto is_well_named(std::string_view name) -> bool {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_plain = [&](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; };
    return name.size() > digits + 1 && name[digits] == '_' &&
           std::ranges::all_of(name.substr(0, digits), is_digit) &&
           std::ranges::all_of(name.substr(digits), is_plain);
}

void check_names(const sql::SqlFiles& files, Diagnostics& diagnostics) {
    std::map<std::string, const sql::SqlFile*> by_number;
    for (const sql::SqlFile& script : files.scripts) {
        if (!is_migration(script)) continue;
        if (!is_well_named(script.name)) {
            diagnostics.error({.file = script.path, .line = 1},
                              "a migration is named NNNN_what_it_does.sql");
            continue;
        }
        const auto [first, is_new] = by_number.emplace(script.name.substr(0, digits), &script);
        if (is_new || first->second->name == script.name) continue;
        diagnostics.error({.file = script.path, .line = 1},
                          "has the number of " + first->second->path);
    }
}

auto reader_of(const Dropped& dropped, const std::vector<sql::QueryModule>& modules,
               const Reads& reads) -> const sql::TypedQuery* {
    for (const sql::QueryModule& module : modules) {
        for (const sql::TypedQuery& query : module.queries) {
            if (reads(query, dropped)) return &query;
        }
    }
    return nullptr;
}

}  // namespace

void check_scripts(const sql::SqlFiles& files, Engine engine, Diagnostics& diagnostics) {
    check_names(files, diagnostics);
    for (const sql::SqlFile* script : sql::engine_scripts(files, sql::Dialect::sqlite)) {
        if (is_migration(*script))
            lint_migration(script->text, script->path, Engine::any, diagnostics);
    }
    if (engine != Engine::postgres) return;
    for (const sql::SqlFile* script : sql::engine_scripts(files, sql::Dialect::postgres)) {
        if (is_migration(*script))
            lint_migration(script->text, script->path, Engine::postgres, diagnostics);
    }
}

void check_dropped(const sql::SqlFile& script, const std::vector<sql::QueryModule>& modules,
                   const Reads& reads, Diagnostics& diagnostics) {
    if (!is_migration(script)) return;
    for (const Dropped& dropped : dropped_in(script.text, script.path)) {
        const sql::TypedQuery* reader = reader_of(dropped, modules, reads);
        if (reader == nullptr) continue;
        const bool table = dropped.column.empty();
        diagnostics.error(dropped.location, "drops " + dropped.table +
                                                (table ? "" : "." + dropped.column) + ", which " +
                                                reader->name + " at " +
                                                to_string(reader->location) + " reads");
    }
}

}  // namespace strata::tools::check
