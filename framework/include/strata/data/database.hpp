#pragma once
// Database: where a service's data lives, on the engine that its URL names. Made at start, closed
// after the last handler ended; a Db is a unit of work in it. Loop thread only; the engine has
// threads of its own.
//
// A failed start() leaves it unusable. Errors are DatabaseError with one clear line.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "strata/data/options.hpp"
#include "strata/data/statement.hpp"
#include "strata/data/statistics.hpp"
#include "strata/loop/task.hpp"

namespace strata {
class EventLoop;
}

namespace strata::data {

class Engine;

class Database final {
  public:
    // Opens nothing yet. Throws for a URL of another engine.
    Database(const DatabaseOptions& options, EventLoop& loop);
    Database(const Database&) = delete;
    auto operator=(const Database&) -> Database& = delete;
    // REQUIRES: no Db of it is left. Without close(), it waits here for what still runs.
    ~Database();

    // Opens it (making the file and its folder), applies the scripts that it has not had yet, in
    // their order and each as a whole, and prepares every statement: an error names the script or
    // SQL file with its line.
    [[nodiscard]] auto start(std::vector<Script> scripts, std::vector<const Statement*> statements)
        -> Task<>;
    // Refuses new units, finishes what was sent, and closes the files. A second close does nothing.
    [[nodiscard]] auto close() -> Task<>;

    [[nodiscard]] auto statistics() const -> Statistics;
    // Why nothing can be done with it now, "" if it can: a server that is away. It comes back by
    // itself.
    [[nodiscard]] auto problem() const -> std::string;
    // Other processes may write to it at the same time: nothing of it may be kept in memory.
    [[nodiscard]] auto is_shared() const noexcept -> bool;
    // Calls `heard` with what other processes notify this channel (a plain identifier) of, and with
    // nothing when something may have been missed; null ends it. Only where it is shared.
    void listen(std::string channel, std::function<void(std::string_view)> heard);
    [[nodiscard]] auto engine() -> Engine& { return *engine_; }
    [[nodiscard]] auto loop() const noexcept -> EventLoop& { return loop_; }
    [[nodiscard]] auto options() const noexcept -> const DatabaseOptions& { return options_; }

  private:
    EventLoop& loop_;
    const DatabaseOptions options_;
    std::unique_ptr<Engine> engine_;
    bool closed_ = false;
};

}  // namespace strata::data

namespace strata {
using data::Database;
}
