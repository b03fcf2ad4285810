#include "data/script_store.hpp"

#include <algorithm>

#include "data/sha256.hpp"
#include "strata/data/error.hpp"

namespace strata::data {
namespace {

constexpr std::string_view migrations = "db/migrations/";

auto is_pending(const ScriptStatus& status) -> bool { return status.state == ScriptState::pending; }

// Of the service's own migrations, the last that the database has had; empty: none.
auto newest(const std::vector<ScriptStatus>& all) -> std::string {
    std::string name;
    for (const ScriptStatus& status : all) {
        const bool had = !is_pending(status) && status.state != ScriptState::late;
        if (had && status.name.starts_with(migrations)) name = std::max(name, status.name);
    }
    return name;
}

void mark_late(std::vector<ScriptStatus>& all) {
    const std::string last = newest(all);
    for (ScriptStatus& status : all) {
        if (is_pending(status) && status.name.starts_with(migrations) && status.name < last)
            status.state = ScriptState::late;
    }
}

// Those of `scripts` first, in the same order.
auto compare(const ScriptStore& store, std::span<const Script> scripts,
             const std::vector<ScriptStore::Record>& records) -> std::vector<ScriptStatus> {
    std::vector<ScriptStatus> all;
    for (const Script& script : scripts) {
        const auto record = std::ranges::find(records, script.name, &ScriptStore::Record::name);
        ScriptState state = ScriptState::pending;
        if (record != records.end()) {
            const bool same = record->checksum == sha256_hex(store.text(script));
            state = same ? ScriptState::applied : ScriptState::edited;
        }
        all.push_back({std::string(script.name), state});
    }
    for (const ScriptStore::Record& record : records) {
        if (std::ranges::find(scripts, record.name, &Script::name) == scripts.end())
            all.push_back({record.name, ScriptState::unknown});
    }
    mark_late(all);
    return all;
}

void refuse_edited(const ScriptStore& store, const std::vector<ScriptStatus>& all) {
    const auto edited = std::ranges::find(all, ScriptState::edited, &ScriptStatus::state);
    if (edited == all.end()) return;
    throw DatabaseError(ErrorKind::statement,
                        edited->name + ": was edited after it was applied to " + store.database() +
                            "; put it back, and write the change as a migration");
}

// It was written without what the later one changed, and other databases had them in order.
void refuse_late(const ScriptStore& store, const std::vector<ScriptStatus>& all) {
    std::string names;
    for (const ScriptStatus& status : all) {
        if (status.state == ScriptState::late)
            names.append(names.empty() ? "" : ", ").append(status.name);
    }
    if (names.empty()) return;
    throw DatabaseError(ErrorKind::statement, names + ": not applied, for " + store.database() +
                                                  " has had " + newest(all) +
                                                  " already; give it a number after that");
}

void refuse(const ScriptStore& store, const std::vector<ScriptStatus>& all) {
    refuse_edited(store, all);
    refuse_late(store, all);
}

void run_and_record(ScriptStore& store, const Script& script) {
    store.run(store.text(script), script.name);
    store.add_record({std::string(script.name), sha256_hex(store.text(script))});
}

void apply(ScriptStore& store, const Script& script) {
    if (!runs_in_transaction(store.text(script))) return run_and_record(store, script);
    store.begin();
    try {
        run_and_record(store, script);
    } catch (...) {
        store.rollback();
        throw;
    }
    store.commit();
}

}  // namespace

auto runs_in_transaction(std::string_view text) -> bool {
    constexpr std::string_view blanks = " \t\r\n";
    constexpr std::string_view mark = "no-transaction";
    while (true) {
        text.remove_prefix(std::min(text.size(), text.find_first_not_of(blanks)));
        if (!text.starts_with("--")) return true;
        std::string_view line = text.substr(2, text.find('\n') - 2);
        text.remove_prefix(std::min(text.size(), line.size() + 2));
        line.remove_prefix(std::min(line.size(), line.find_first_not_of(blanks)));
        if (line.substr(0, line.find_last_not_of(blanks) + 1) == mark) return false;
    }
}

auto script_status(ScriptStore& store, std::span<const Script> scripts)
    -> std::vector<ScriptStatus> {
    return compare(store, scripts, store.records());
}

void apply_scripts(ScriptStore& store, std::span<const Script> scripts) {
    const std::vector<ScriptStatus> before = script_status(store, scripts);
    refuse(store, before);
    if (std::ranges::none_of(before, is_pending)) return;
    store.lock();
    store.make_records();
    const std::vector<ScriptStatus> now = script_status(store, scripts);
    refuse(store, now);
    for (std::size_t i = 0; i < scripts.size(); ++i) {
        if (is_pending(now[i])) apply(store, scripts[i]);
    }
}

auto try_scripts(ScriptStore& store, std::span<const Script> scripts) -> std::vector<ScriptStatus> {
    std::vector<ScriptStatus> all = script_status(store, scripts);
    refuse(store, all);
    if (std::ranges::none_of(all, is_pending)) return all;
    store.begin();
    bool stopped = false;
    try {
        for (std::size_t i = 0; i < scripts.size(); ++i) {
            if (!is_pending(all[i])) continue;
            const std::string_view text = store.text(scripts[i]);
            stopped = stopped || !runs_in_transaction(text);
            if (!stopped) store.run(text, scripts[i].name);
            all[i].state = stopped ? ScriptState::untried : ScriptState::fits;
        }
    } catch (...) {
        store.rollback();
        throw;
    }
    store.rollback();
    return all;
}

auto to_string(ScriptState state) noexcept -> std::string_view {
    switch (state) {
        case ScriptState::applied: return "applied";
        case ScriptState::pending: return "pending";
        case ScriptState::late: return "late";
        case ScriptState::edited: return "edited";
        case ScriptState::unknown: return "unknown";
        case ScriptState::fits: return "fits";
        case ScriptState::untried: break;
    }
    return "untried";
}

}  // namespace strata::data
