#include "data/watch.hpp"

#include "strata/log/log.hpp"

namespace strata::data {

void Watch::run(const Statement& statement, TimePoint idle_since) {
    check_idle(statement.name, idle_since);
    last_ = statement.name;
    if (options_.warn_repeats == 0 || ++runs_[&statement] != options_.warn_repeats + 1) return;
    log::warning("a statement runs again and again in one unit of work: ask once, with a list",
                 {{"statement", statement.name},
                  {"source", statement.source},
                  {"runs", options_.warn_repeats + 1}});
}

void Watch::check_idle(std::string_view next, TimePoint idle_since) {
    if (options_.warn_idle.count() == 0 || idle_since == never) return;
    const auto idle = std::chrono::steady_clock::now() - idle_since;
    if (idle <= options_.warn_idle) return;
    log::warning("a write unit was open, and did not use the database: others wait for it",
                 {{"after", last_}, {"before", next}, {"idle_ms", idle}});
}

}  // namespace strata::data
