#include "data/postgres/scripts.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <pqxx/pqxx>
#include <string>
#include <thread>

#include "data/postgres/failure.hpp"
#include "data/postgres/split.hpp"
#include "data/script_store.hpp"
#include "strata/data/error.hpp"

namespace strata::data::postgres {
namespace {

constexpr std::string_view lock_key = "4851397102";  // of this database, for scripts alone
constexpr std::chrono::milliseconds lock_poll{20};
constexpr std::string_view connect_timeout = "10";  // seconds, unless the URL says otherwise
constexpr const char* create_record =
    "CREATE TABLE IF NOT EXISTS strata_migrations ("
    "name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL)";

auto connection_text(const Target& target) -> std::string {
    std::string text;
    Target::Keywords keywords = target.keywords();
    keywords.try_emplace("connect_timeout", connect_timeout);
    for (const auto& [name, value] : keywords) {
        text += name + "='";
        for (const char c : value) {
            if (c == '\'' || c == '\\') text.push_back('\\');
            text.push_back(c);
        }
        text += "' ";
    }
    return text;
}

// The line that the server names in "LINE 3: ...", counted from 1; 1 without.
auto line_in(std::string_view message) -> std::size_t {
    constexpr std::string_view mark = "\nLINE ";
    const std::size_t at = message.find(mark);
    if (at == std::string_view::npos) return 1;
    return std::strtoull(std::string(message.substr(at + mark.size(), 10)).c_str(), nullptr, 10);
}

// "ERROR:  syntax error at or near "x"\nLINE 1: ..." -> its first line, without the severity
auto reason_of(std::string_view message) -> std::string {
    const std::size_t begin = message.find(":  ");
    if (begin != std::string_view::npos) message.remove_prefix(begin + 3);
    return one_line(message.substr(0, message.find('\n')));
}

[[noreturn]] void fail(std::string_view name, std::size_t line, const pqxx::sql_error& failure) {
    throw DatabaseError(ErrorKind::statement,
                        std::string(name) + ":" +
                            std::to_string(line + line_in(failure.what()) - 1) + ": " +
                            reason_of(failure.what()));
}

// Cancels what a connection runs once `stop` is set, until the object ends. The server would run
// it on, with all of its locks, though nobody waits for it.
class CancelOnStop final {
  public:
    CancelOnStop(pqxx::connection& connection, const std::atomic<bool>& stop)
        : thread_([&connection, &stop](const std::stop_token& ended) {
              std::mutex mutex;
              std::condition_variable_any wake;
              std::unique_lock lock(mutex);
              while (!ended.stop_requested()) {
                  if (stop) cancel(connection);
                  wake.wait_for(lock, ended, lock_poll, [] { return false; });
              }
          }) {}

  private:
    static void cancel(pqxx::connection& connection) noexcept {
        try {
            connection.cancel_query();
        } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
            // It is asked again.
        }
    }

    std::jthread thread_;
};

class PostgresScripts final : public ScriptStore {
  public:
    PostgresScripts(const Target& target, const std::atomic<bool>& stop)
        : name_(target.name()),
          stop_(stop),
          connection_(connection_text(target)),
          canceller_(connection_, stop) {
        run_plain("SET client_min_messages = warning");
    }

    [[nodiscard]] auto database() const -> std::string override { return name_; }
    [[nodiscard]] auto text(const Script& script) const -> std::string_view override {
        return script.postgres;
    }
    [[nodiscard]] auto records() -> std::vector<Record> override;
    void make_records() override { run_plain(create_record); }
    void add_record(const Record& record) override;
    void lock() override;
    void begin() override {
        if (stop_) throw DatabaseError(ErrorKind::interrupted, "cancelled between scripts");
        run_plain("BEGIN");
    }
    void commit() override { run_plain("COMMIT"); }
    void rollback() noexcept override;
    void run(std::string_view text, std::string_view name) override;

  private:
    auto run_plain(const std::string& sql) -> pqxx::result {
        return pqxx::nontransaction(connection_).exec(sql);
    }
    [[nodiscard]] auto in_transaction() -> bool;

    const std::string name_;
    const std::atomic<bool>& stop_;
    pqxx::connection connection_;
    CancelOnStop canceller_;
};

auto PostgresScripts::records() -> std::vector<Record> {
    std::vector<Record> records;
    if (run_plain("SELECT to_regclass('strata_migrations')")[0][0].is_null()) return records;
    for (const auto& row : run_plain("SELECT name, checksum FROM strata_migrations "
                                     "ORDER BY applied_at, name")) {
        records.push_back({row[0].as<std::string>(), row[1].as<std::string>()});
    }
    return records;
}

void PostgresScripts::add_record(const Record& record) {
    run_plain("INSERT INTO strata_migrations (name, checksum, applied_at) VALUES (" +
              connection_.quote(record.name) + ", " + connection_.quote(record.checksum) +
              ", clock_timestamp())");
}

// Not with a lock that waits: that could not be interrupted.
void PostgresScripts::lock() {
    const std::string ask = "SELECT pg_try_advisory_lock(" + std::string(lock_key) + ")";
    while (!run_plain(ask)[0][0].as<bool>()) {
        if (stop_) throw DatabaseError(ErrorKind::interrupted, "cancelled while it waited");
        std::this_thread::sleep_for(lock_poll);
    }
}

void PostgresScripts::rollback() noexcept {
    try {
        run_plain("ROLLBACK");
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
        // The connection is lost, and the transaction with it.
    }
}

// A transaction's start and the current statement's differ inside of one only.
auto PostgresScripts::in_transaction() -> bool {
    return run_plain(
               "SELECT pg_current_xact_id_if_assigned() IS NOT NULL OR "
               "now() <> statement_timestamp()")[0][0]
        .as<bool>();
}

void PostgresScripts::run(std::string_view text, std::string_view name) {
    const bool inside = in_transaction();
    for (const ScriptStatement& statement : split_script(text)) {
        try {
            run_plain(std::string(statement.text));
        } catch (const pqxx::sql_error& failure) {
            fail(name, statement.line, failure);
        }
    }
    if (inside == in_transaction()) return;
    throw DatabaseError(
        ErrorKind::statement,
        std::string(name) + (inside ? ": ends the transaction that it runs in; leave COMMIT out, "
                                      "or begin the script with `-- no-transaction`"
                                    : ": leaves a transaction open"));
}

// Its errors without those of libpqxx.
template <class Use>
auto with_store(const Target& target, const std::atomic<bool>& stop, Use use) {
    try {
        PostgresScripts store(target, stop);
        return use(store);
    } catch (const pqxx::broken_connection& failure) {
        throw DatabaseError(ErrorKind::unavailable,
                            target.name() + ": " + one_line(failure.what()));
    } catch (const pqxx::sql_error& failure) {
        throw DatabaseError(kind_of(failure.sqlstate()),
                            target.name() + ": " + reason_of(failure.what()));
    }
}

}  // namespace

void apply_scripts(const Target& target, std::span<const Script> scripts,
                   const std::atomic<bool>& stop) {
    with_store(target, stop,
               [scripts](ScriptStore& store) { data::apply_scripts(store, scripts); });
}

auto migrate(const Target& target, std::span<const Script> scripts, Migration action)
    -> std::vector<ScriptStatus> {
    const std::atomic<bool> never = false;
    return with_store(target, never, [&](ScriptStore& store) {
        if (action == Migration::dry_run) return try_scripts(store, scripts);
        if (action == Migration::up) data::apply_scripts(store, scripts);
        return script_status(store, scripts);
    });
}

}  // namespace strata::data::postgres
