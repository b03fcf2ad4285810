#include "tools/check/sqlite_constraints.hpp"

#include <sqlite3.h>

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
    TableConstraints(sqlite3* connection, std::string table, std::set<std::string>& names)
        : connection_(connection), table_(std::move(table)), names_(names) {}

    void add_all() {
        add_keys();
        for (const std::string& column :
             list(connection_, "SELECT \"from\" FROM pragma_foreign_key_list(?1)", table_))
            names_.insert(table_ + "_" + column + "_fkey");
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
            if (!index.starts_with("sqlite_autoindex_")) names_.insert(index);
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
            names_.insert(std::move(name));
    }
    // Those with a name, and CHECKs without one.
    void add_declared(const ScriptWords& words) {
        for (std::size_t at = 0; at < words.tokens.size(); ++at) {
            if (words.says(at, {"CONSTRAINT"})) names_.insert(words.name(at + 1));
        }
        if (words.after({"CHECK"}) == 0) return;
        names_.insert(table_ + "_check");
        for (const std::string& column :
             list(connection_, "SELECT name FROM pragma_table_info(?1)", table_))
            names_.insert(table_ + "_" + column + "_check");
    }

    sqlite3* connection_;
    const std::string table_;
    std::set<std::string>& names_;
};

}  // namespace

auto sqlite_constraints(sqlite3* connection) -> std::set<std::string> {
    std::set<std::string> names;
    for (const std::string& table :
         list(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'"))
        TableConstraints(connection, table, names).add_all();
    return names;
}

}  // namespace strata::tools::check
