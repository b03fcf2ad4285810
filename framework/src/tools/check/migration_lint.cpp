#include "tools/check/migration_lint.hpp"

#include <set>

#include "data/script_store.hpp"
#include "tools/check/added_column.hpp"
#include "tools/check/alter_table.hpp"
#include "tools/check/script_statements.hpp"

namespace strata::tools::check {
namespace {

// One script.
class Lint final {
  public:
    Lint(std::string_view text, const std::string& file, Engine engine, Diagnostics& diagnostics)
        : in_transaction_(data::runs_in_transaction(text)),
          file_(file),
          engine_(engine),
          diagnostics_(diagnostics) {}

    void statement(const ScriptWords& words) {
        if (words.says(0, {"CREATE", "TABLE"})) made_.insert(words.name(2));
        const auto alter = alter_table(words);
        if (alter && !made_.contains(alter->table)) {
            for (const AlterAction& action : alter->actions) this->alter(action, alter->table);
        }
        if (engine_ == Engine::postgres) locks(words);
    }

  private:
    void alter(const AlterAction& action, const std::string& table) {
        if (action.adds_column() && lacks_default(action)) {
            error(action.words, "not-null-column",
                  "a NOT NULL column without a DEFAULT can't be added to " + table +
                      " once it has rows");
        }
        if (engine_ != Engine::postgres) return;
        if (action.adds_column()) add_column(action, table);
        if (action.adds_constraint()) add_constraint(action, table);
        if (action.alters_column()) alter_column(action, table);
    }

    void add_column(const AlterAction& action, const std::string& table) {
        if (fills_each_row(action)) {
            error(action.words, "rewrite",
                  "computes the column for each row: " + table +
                      " is rewritten while nobody can read it; add the column without the DEFAULT, "
                      "fill it, and set the DEFAULT with ALTER COLUMN");
        }
        if (checks_rows(action)) check_rows(action, table);
        if (makes_key(action)) make_key(action, table);
    }

    void add_constraint(const AlterAction& action, const std::string& table) {
        const ScriptWords& words = action.outline;
        if (words.after({"NOT", "VALID"}) > 0 || words.after({"USING", "INDEX"}) > 0) return;
        if (makes_key(action)) return make_key(action, table);
        check_rows(action, table);
    }

    void check_rows(const AlterAction& action, const std::string& table) {
        error(action.words, "constraint",
              "checks every row of " + table +
                  " under a lock; add the constraint NOT VALID by itself, and VALIDATE it in the "
                  "next migration");
    }

    void make_key(const AlterAction& action, const std::string& table) {
        error(action.words, "constraint",
              "nobody can use " + table +
                  " while the index of the constraint is built; use CREATE UNIQUE INDEX "
                  "CONCURRENTLY, and ADD CONSTRAINT ... USING INDEX in the next migration");
    }

    void alter_column(const AlterAction& action, const std::string& table) {
        const ScriptWords& words = action.words;
        constexpr std::size_t change = 2;  // ALTER note TYPE
        if (words.says(change, {"TYPE"}) || words.says(change, {"SET", "DATA", "TYPE"})) {
            error(words, "column-type",
                  "changes a column's type: " + table +
                      " is rewritten while nobody can read it; add a column, fill it, and drop the "
                      "old one later");
        }
        if (words.says(change, {"SET", "NOT", "NULL"})) {
            error(words, "set-not-null",
                  "reads all of " + table +
                      " while nobody can use it; add a CHECK (... IS NOT NULL) NOT VALID, and "
                      "VALIDATE it in the next migration");
        }
    }

    void locks(const ScriptWords& words) {
        const bool index =
            words.says(0, {"CREATE", "INDEX"}) || words.says(0, {"CREATE", "UNIQUE", "INDEX"});
        const bool concurrently = words.after({"CONCURRENTLY"}) > 0;
        const std::string table = words.name(words.after({"ON"}));
        if (index && !concurrently && !made_.contains(table)) {
            error(words, "index",
                  "nobody can write to " + table +
                      " while the index is built; use CREATE INDEX CONCURRENTLY in a script that "
                      "begins with `-- no-transaction`");
        }
        if (words.says(0, {"REINDEX"}) && !concurrently) {
            error(words, "index",
                  "nobody can write while the index is built anew; use REINDEX ... CONCURRENTLY in "
                  "a script that begins with `-- no-transaction`");
        }
        if (concurrently && in_transaction_) {
            error(words, "concurrently",
                  "CONCURRENTLY can't run in a transaction; begin the script with "
                  "`-- no-transaction`");
        }
        const bool rewrites_all = words.says(0, {"VACUUM"}) && words.after({"FULL"}) > 0;
        if (words.says(0, {"LOCK"}) || words.says(0, {"CLUSTER"}) || rewrites_all)
            error(words, "lock", "locks whole tables");
    }

    void error(const ScriptWords& words, const std::string& rule, const std::string& message) {
        if (words.allowed.contains(rule)) return;
        diagnostics_.error({.file = file_, .line = words.line},
                           message + "; if it is meant: -- allow: " + rule);
    }

    const bool in_transaction_;
    const std::string file_;
    const Engine engine_;
    Diagnostics& diagnostics_;
    std::set<std::string> made_{};  // by this script: nobody uses them yet
};

// DROP TABLE a, b
auto dropped_tables(const ScriptWords& words) -> std::vector<std::string> {
    std::vector<std::string> tables{words.name(2)};
    for (std::size_t at = 2; at < words.tokens.size(); ++at) {
        if (words.tokens[at].is_symbol(",")) tables.push_back(words.name(at + 1));
    }
    return tables;
}

}  // namespace

auto dropped_in(std::string_view text, const std::string& file) -> std::vector<Dropped> {
    std::vector<Dropped> dropped;
    for (const ScriptWords& words : script_words(text)) {
        const Location location{.file = file, .line = words.line};
        if (words.says(0, {"DROP", "TABLE"}) && !words.allowed.contains("drop-table")) {
            for (const std::string& table : dropped_tables(words))
                dropped.push_back({.table = table, .column = {}, .location = location});
        }
        const auto alter = alter_table(words);
        if (!alter || words.allowed.contains("drop-column")) continue;
        for (const AlterAction& action : alter->actions) {
            if (!action.drops_column()) continue;
            dropped.push_back(
                {.table = alter->table, .column = action.column(), .location = location});
        }
    }
    return dropped;
}

void lint_migration(std::string_view text, const std::string& file, Engine engine,
                    Diagnostics& diagnostics) {
    Lint lint(text, file, engine, diagnostics);
    for (const ScriptWords& words : script_words(text)) lint.statement(words);
}

}  // namespace strata::tools::check
