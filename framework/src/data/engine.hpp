#pragma once
// Engine: what a database has to do for Database and Db. Loop thread only; an engine has threads or
// sockets of its own, and completes on the loop.
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/data/options.hpp"
#include "strata/data/request.hpp"
#include "strata/data/statement.hpp"
#include "strata/data/statistics.hpp"
#include "strata/data/transaction.hpp"

namespace strata {
class EventLoop;
}

namespace strata::data {

// What a database must look like before it serves.
struct Schema {
    std::vector<Script> scripts{};               // applied in order, each once
    std::vector<const Statement*> statements{};  // prepared against the live database
};

struct UnitOptions {
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    std::optional<Isolation> isolation{};  // of a write unit; none: the database's
    UnitOfWork* hold = nullptr;            // of this engine, outlives the unit
};

// Taken by a request of kind `lock`, which does not wait for other holders.
class Claim : public UnitOfWork {
  public:
    [[nodiscard]] virtual auto is_held() const noexcept -> bool = 0;
};

class Engine {
  public:
    using Completed = std::function<void(std::exception_ptr)>;

    Engine() = default;
    Engine(const Engine&) = delete;
    auto operator=(const Engine&) -> Engine& = delete;
    virtual ~Engine() = default;  // ends without waiting for a checkpoint

    virtual void start(Schema schema, Completed completed) = 0;
    virtual void interrupt_start() noexcept = 0;  // start() then ends with an error, soon
    // Refuses new work, finishes what was submitted.
    virtual void close(Completed completed) = 0;
    // `mode` is write, read or snapshot. The unit must end before the engine.
    [[nodiscard]] virtual auto unit(Transaction mode, const UnitOptions& options)
        -> std::unique_ptr<UnitOfWork> = 0;
    // Locks among processes, taken by a request of kind `lock`, held as long as the object lives;
    // null where there is only one process. The keys are sorted.
    [[nodiscard]] virtual auto hold(std::vector<std::string> /*keys*/)
        -> std::unique_ptr<UnitOfWork> {
        return nullptr;
    }
    // A key that one process has at a time; null where there is only one process. It must end
    // before the engine.
    [[nodiscard]] virtual auto claim(const std::string& /*key*/) -> std::unique_ptr<Claim> {
        return nullptr;
    }
    [[nodiscard]] virtual auto statistics() const -> Statistics = 0;
    // Why no unit can run now, for readiness; "": it can.
    [[nodiscard]] virtual auto problem() const -> std::string { return ""; }
    // What runs beside the loop and can't be interrupted, such as the resolver, or "": the
    // destructor waits for it.
    [[nodiscard]] virtual auto held_up_by() const -> std::string { return ""; }
    // Once a statement of a transaction has failed, all that is left of it fails, its commit too.
    [[nodiscard]] virtual auto fails_as_a_whole() const noexcept -> bool { return false; }
    // See Database::listen.
    virtual void listen(std::string /*channel*/, std::function<void(std::string_view)> /*heard*/) {}
    // Other processes may write to it at the same time.
    [[nodiscard]] virtual auto is_shared() const noexcept -> bool { return false; }
};

// Throws DatabaseError for a URL that no engine knows.
[[nodiscard]] auto make_engine(const DatabaseOptions& options, EventLoop& loop)
    -> std::unique_ptr<Engine>;

}  // namespace strata::data
