#include "tools/check/sqlite_constraints.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "data/sqlite/constraint.hpp"
#include "tools/check/script_statements.hpp"

namespace strata::tools::check {
namespace {

using Texts = std::vector<std::string>;

// The first column of the rows.
auto list(sqlite3* connection, const char* sql, const std::string& argument = {}) -> Texts {
    sqlite3_stmt* handle = nullptr;
    sqlite3_prepare_v2(connection, sql, -1, &handle, nullptr);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> rows(handle, &sqlite3_finalize);
    if (sqlite3_bind_parameter_count(handle) > 0) {
        sqlite3_bind_text(handle, 1, argument.c_str(), -1, SQLITE_TRANSIENT);
    }
    Texts texts;
    while (sqlite3_step(handle) == SQLITE_ROW) {
        const unsigned char* text = sqlite3_column_text(handle, 0);
        texts.emplace_back(text != nullptr ? reinterpret_cast<const char*>(text) : "");
    }
    return texts;
}

class TableConstraints final {
  public:
    TableConstraints(sqlite3* connection, std::string table, SqliteConstraints& found)
        : connection_(connection),
          table_(std::move(table)),
          columns_(list(connection, "SELECT name FROM pragma_table_info(?1)", table_)),
          found_(found) {}

    void add_all() {
        add_keys();
        add_foreign_keys();
        const Texts sql =
            list(connection_, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1",
                 table_);
        for (const std::string& text : sql) {
            for (const ScriptWords& words : script_words(text)) add_declared(words);
        }
    }

  private:
    void add_keys() {
        add(SQLITE_CONSTRAINT_PRIMARYKEY,
            list(connection_, "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk",
                 table_));
        for (const std::string& index :
             list(connection_, "SELECT name FROM pragma_index_list(?1) WHERE \"unique\"", table_)) {
            if (!index.starts_with("sqlite_autoindex_")) found_.told.insert(index);
            add(SQLITE_CONSTRAINT_UNIQUE,
                list(connection_, "SELECT name FROM pragma_index_info(?1) ORDER BY seqno", index));
        }
    }
    // As SQLite would tell it: "UNIQUE constraint failed: orders.number".
    void add(int code, const Texts& columns) {
        std::string message;
        for (const std::string& column : columns)
            message.append(message.empty() ? "X constraint failed: " : ", ")
                .append(table_ + "." + column);
        if (columns.empty()) return;
        for (std::string& name : data::sqlite::constraint_names(connection_, code, message))
            found_.told.insert(std::move(name));
    }
    // PostgreSQL calls it by all its columns.
    void add_foreign_keys() {
        for (const std::string& columns :
             list(connection_,
                  "SELECT group_concat(\"from\", '_') FROM (SELECT id, \"from\" FROM "
                  "pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id",
                  table_))
            found_.foreign_keys.insert(table_ + "_" + columns + "_fkey");
    }
    void add_declared(const ScriptWords& words) {
        for (std::size_t at = 0; at < words.tokens.size(); ++at) {
            const bool named = at >= 2 && words.says(at - 2, {"CONSTRAINT"});
            const std::string name = named ? words.name(at - 1) : std::string();
            if (words.says(at, {"CHECK"}) && !named) found_.unnamed.insert(check_name(words, at));
            if (!named) continue;
            if (words.says(at, {"REFERENCES"}) || words.says(at, {"FOREIGN"}))
                found_.foreign_keys.insert(name);
            if (words.says(at, {"CHECK"}) || words.says(at, {"UNIQUE"}) ||
                words.says(at, {"PRIMARY"}))
                found_.told.insert(name);
        }
    }
    // As PostgreSQL calls a CHECK: by its column, if there is one alone.
    [[nodiscard]] auto check_name(const ScriptWords& words, std::size_t at) const -> std::string {
        std::set<std::string> used;
        int depth = 0;
        do {
            ++at;
            if (at >= words.tokens.size()) break;
            if (words.tokens[at].is_symbol("(")) ++depth;
            if (words.tokens[at].is_symbol(")")) --depth;
            const std::string name = words.name(at);
            if (std::ranges::find(columns_, name) != columns_.end()) used.insert(name);
        } while (depth > 0);
        return table_ + (used.size() == 1 ? "_" + *used.begin() : std::string()) + "_check";
    }

    sqlite3* connection_;
    const std::string table_;
    const Texts columns_;
    SqliteConstraints& found_;
};

}  // namespace

auto sqlite_constraints(sqlite3* connection) -> SqliteConstraints {
    SqliteConstraints found;
    for (const std::string& table :
         list(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'"))
        TableConstraints(connection, table, found).add_all();
    return found;
}

}  // namespace strata::tools::check
