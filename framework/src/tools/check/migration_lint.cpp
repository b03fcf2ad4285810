#include "tools/check/migration_lint.hpp"

#include <set>

#include "data/script_store.hpp"
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
        if (words.says(0, {"ALTER", "TABLE"})) alter(words);
        if (engine_ == Engine::postgres) locks(words);
    }

  private:
    void alter(const ScriptWords& words) {
        const std::string table = words.name(2);
        if (made_.contains(table)) return;
        if (words.after({"ADD"}) > 0 && words.after({"NOT", "NULL"}) > 0 &&
            words.after({"DEFAULT"}) == 0 && words.after({"SET"}) == 0) {
            error(words, "not-null-column",
                  "a NOT NULL column without a DEFAULT can't be added to " + table +
                      " once it has rows");
        }
        if (engine_ == Engine::postgres) rewrites(words, table);
    }

    void rewrites(const ScriptWords& words, const std::string& table) {
        const std::size_t column = words.after({"ALTER", "COLUMN"});
        if (column > 0 &&
            (words.says(column + 1, {"TYPE"}) || words.says(column + 1, {"SET", "DATA", "TYPE"}))) {
            error(words, "column-type",
                  "changes a column's type: " + table +
                      " is rewritten while nobody can read it; add a column, fill it, and drop the "
                      "old one later");
        }
        if (words.after({"SET", "NOT", "NULL"}) > 0) {
            error(words, "set-not-null",
                  "reads all of " + table +
                      " while nobody can use it; add a CHECK (... IS NOT NULL) NOT VALID, and "
                      "VALIDATE it in the next migration");
        }
        const bool constraint = words.after({"ADD", "CONSTRAINT"}) > 0 ||
                                words.after({"ADD", "FOREIGN"}) > 0 ||
                                words.after({"ADD", "CHECK"}) > 0;
        if (constraint && words.after({"NOT", "VALID"}) == 0 &&
            words.after({"USING", "INDEX"}) == 0) {
            error(words, "constraint",
                  "checks every row of " + table +
                      " under a lock; add the constraint NOT VALID, and VALIDATE it in the next "
                      "migration");
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
        if (concurrently && in_transaction_) {
            error(words, "concurrently",
                  "CONCURRENTLY can't run in a transaction; begin the script with "
                  "`-- no-transaction`");
        }
        if (words.says(0, {"LOCK"}) || words.says(0, {"CLUSTER"}) ||
            words.says(0, {"VACUUM", "FULL"}))
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

}  // namespace

auto dropped_in(std::string_view text, const std::string& file) -> std::vector<Dropped> {
    std::vector<Dropped> dropped;
    for (const ScriptWords& words : script_words(text)) {
        Dropped one;
        one.location = {.file = file, .line = words.line};
        if (words.says(0, {"DROP", "TABLE"}) && !words.allowed.contains("drop-table")) {
            one.table = words.name(2);
        } else if (words.says(0, {"ALTER", "TABLE"}) && !words.allowed.contains("drop-column")) {
            const std::size_t column = words.after({"DROP", "COLUMN"});
            if (column == 0) continue;
            one.table = words.name(2);
            one.column = words.name(column);
        }
        if (!one.table.empty()) dropped.push_back(std::move(one));
    }
    return dropped;
}

void lint_migration(std::string_view text, const std::string& file, Engine engine,
                    Diagnostics& diagnostics) {
    Lint lint(text, file, engine, diagnostics);
    for (const ScriptWords& words : script_words(text)) lint.statement(words);
}

}  // namespace strata::tools::check
