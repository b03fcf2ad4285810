#include "runtime/worker_rules.hpp"

#include <string>

namespace strata::runtime {

namespace {

using security::SessionStoreKind;

auto several(std::uint32_t count, const std::string& what, const std::string& change)
    -> std::string {
    return "workers.count " + std::to_string(count) + ": " + what +
           ", which several processes can't share; " + change + ", or workers.count to 1";
}

}  // namespace

void add_worker_rules(config::Settings& settings, const contract::Registry& registry,
                      const Core& core, const std::optional<WorkerPlace>& place) {
    const auto& workers = settings.section<WorkersSettings>();
    const auto& database = settings.section<DatabaseSettings>();
    const auto& security = settings.section<security::SecuritySettings>();
    const auto is_one = [&workers, &place] { return workers.count == 1 && !place; };
    settings.rule([&, is_one]() -> std::string {
        if (is_one()) return "";
        const std::string change = "set database.url to postgres://...";
        if (core.has_database()) {
            const bool is_file = database.options.url.starts_with("sqlite:");
            return is_file ? several(workers.count, "database.url is SQLite", change) : "";
        }
        // Only raw endpoints: nothing that the framework keeps for them.
        if (registry.methods.empty() && registry.events.empty()) return "";
        return several(workers.count,
                       "without a database, sessions, locks and events are in one process' memory",
                       change);
    });
    settings.rule([&, is_one]() -> std::string {
        if (is_one() || security.session.store == SessionStoreKind::database) return "";
        return several(workers.count, "security.session.store is memory", "set it to database");
    });
}

}  // namespace strata::runtime
