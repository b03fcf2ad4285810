#include "tools/check/versions.hpp"

#include <algorithm>
#include <set>

#include "tools/check/script_statements.hpp"

namespace strata::tools::check {
namespace {

using Versions = std::set<SqliteSchema::Source>;

void add_versions(const sql::TypedQuery& query, SqliteSchema& schema, Versions& versions) {
    const Member* version = query.row != nullptr ? query.row->version() : nullptr;
    if (version == nullptr || query.sqlite.empty()) return;
    for (const ResultColumn& column : schema.columns_of(query)) {
        const sql::TypedField* declared = declared_column(query, column.name);
        if (declared != nullptr && declared->cpp_name == version->cpp_name && !column.table.empty())
            versions.emplace(column.table, column.origin);
    }
}

// The first token after SET of what the statement updates, and its table.
struct Update {
    std::string table{};
    std::size_t set = 0;
};

auto update_of(const ScriptWords& words) -> Update {
    const std::size_t conflict = words.after({"DO", "UPDATE", "SET"});
    if (conflict > 0) return {words.name(words.after({"INTO"})), conflict};
    const std::size_t table = words.after({"UPDATE"});
    return table > 0 ? Update{words.name(table), words.after({"SET"})} : Update{};
}

auto is_plus(const ScriptWords& words, std::size_t at) -> bool {
    return at < words.tokens.size() && words.tokens[at].is_symbol("+");
}

// `revision = revision + 1`, before the WHERE.
auto increments(const ScriptWords& words, std::size_t at, const std::string& column) -> bool {
    for (; at < words.tokens.size(); ++at) {
        for (const char* end : {"WHERE", "FROM", "RETURNING"}) {
            if (words.says(at, {end})) return false;
        }
        const bool named = words.tokens[at].kind == sql::TokenKind::word ||
                           words.tokens[at].kind == sql::TokenKind::quoted;
        if (named && words.name(at) == column &&
            (is_plus(words, at + 1) || (at > 0 && is_plus(words, at - 1))))
            return true;
    }
    return false;
}

void check_update(const sql::TypedQuery& query, const sql::QueryText& text,
                  const Versions& versions, Diagnostics& diagnostics) {
    for (const ScriptWords& words : script_words(text.source)) {
        const Update update = update_of(words);
        for (const auto& [table, column] : versions) {
            if (update.set == 0 || table != update.table) continue;
            if (increments(words, update.set, column)) continue;
            diagnostics.error(text.location, query.name + ": changes " + table + ", but not its " +
                                                 "version: add " + column + " = " + column +
                                                 " + 1");
        }
    }
}

}  // namespace

void check_versions(const std::vector<sql::QueryModule>& modules, SqliteSchema& schema,
                    Diagnostics& diagnostics) {
    Versions versions;
    for (const sql::QueryModule& module : modules) {
        for (const sql::TypedQuery& query : module.queries) add_versions(query, schema, versions);
    }
    for (const sql::QueryModule& module : modules) {
        for (const sql::TypedQuery& query : module.queries) {
            const sql::QueryText& common = query.sqlite.empty() ? query.postgres : query.sqlite;
            check_update(query, common, versions, diagnostics);
            const bool own = !query.postgres.empty() && query.postgres.source != common.source;
            if (own) check_update(query, query.postgres, versions, diagnostics);
        }
    }
}

}  // namespace strata::tools::check
