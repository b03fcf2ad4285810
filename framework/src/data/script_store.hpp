#pragma once
// ScriptStore: one connection to a database, for its scripts alone; an engine implements it.
// Blocks: on a worker, or in a command. What fails is a DatabaseError.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strata/data/migrations.hpp"

namespace strata::data {

class ScriptStore {
  public:
    struct Record {
        std::string name{};
        std::string checksum{};
    };

    ScriptStore() = default;
    ScriptStore(const ScriptStore&) = delete;
    auto operator=(const ScriptStore&) -> ScriptStore& = delete;
    virtual ~ScriptStore() = default;  // and gives the lock back

    [[nodiscard]] virtual auto database() const -> std::string = 0;  // for messages
    [[nodiscard]] virtual auto text(const Script& script) const -> std::string_view = 0;
    // In the order in which they were applied; none where their table is not there.
    [[nodiscard]] virtual auto records() -> std::vector<Record> = 0;
    virtual void make_records() = 0;  // the table, unless it is there
    virtual void add_record(const Record& record) = 0;
    // Among all who would apply scripts to this database; held as long as the store lives.
    virtual void lock() = 0;
    virtual void begin() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    // Every statement of it. An error names `name` and the line.
    virtual void run(std::string_view text, std::string_view name) = 0;
};

// Pure: of a script's text, `-- no-transaction` in the comments before its first statement.
[[nodiscard]] auto runs_in_transaction(std::string_view text) -> bool;

[[nodiscard]] auto script_status(ScriptStore& store, std::span<const Script> scripts)
    -> std::vector<ScriptStatus>;
// Applies what is pending, under the lock and in order. Each is a transaction with its record; one
// without a transaction is recorded right after it. Takes no lock where nothing is pending.
void apply_scripts(ScriptStore& store, std::span<const Script> scripts);
// The same in one transaction, which is rolled back.
[[nodiscard]] auto try_scripts(ScriptStore& store, std::span<const Script> scripts)
    -> std::vector<ScriptStatus>;

}  // namespace strata::data
