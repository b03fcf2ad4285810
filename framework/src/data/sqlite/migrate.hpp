#pragma once
// The scripts of an SQLite database, and their record in strata_migrations.
#include <atomic>

#include "data/script_store.hpp"
#include "data/sqlite/connection.hpp"
#include "data/sqlite/folder_lock.hpp"

namespace strata::data::sqlite {

class SqliteScripts final : public ScriptStore {
  public:
    // `stop` ends a wait for the lock; null: nothing does. The connection outlives it.
    SqliteScripts(Connection& connection, std::string path, const std::atomic<bool>* stop)
        : connection_(connection), path_(std::move(path)), stop_(stop) {}

    [[nodiscard]] auto database() const -> std::string override { return path_; }
    [[nodiscard]] auto text(const Script& script) const -> std::string_view override {
        return script.sqlite;
    }
    [[nodiscard]] auto records() -> std::vector<Record> override;
    void make_records() override;
    void add_record(const Record& record) override;
    void lock() override;
    void begin() override { connection_.begin_write(); }
    void commit() override { connection_.commit(); }
    void rollback() noexcept override { connection_.rollback(); }
    void run(std::string_view text, std::string_view name) override;

  private:
    Connection& connection_;
    const std::string path_;
    const std::atomic<bool>* stop_;
    FolderLock lock_{};
};

// strata::data::migrate() of the database at `path`.
[[nodiscard]] auto migrate(const std::string& path, const DatabaseOptions& options,
                           std::span<const Script> scripts, Migration action)
    -> std::vector<ScriptStatus>;

}  // namespace strata::data::sqlite
