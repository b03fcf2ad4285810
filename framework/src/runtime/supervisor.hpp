#pragma once
// Supervisor: the first process of a service with several workers (workers.count). It opens the
// listening sockets and keeps them, starts a process for each worker, and serves nothing itself.
//
//   - A worker that ends unasked is started again on the same socket, at once the first time, then
//   after longer and longer.
//   - SIGUSR2 replaces all workers, one after the other: the successor starts on the same socket,
//   and when it is ready the old one drains.
//   - SIGTERM and SIGINT close its own copies of the sockets, are passed on, and end it when all
//   workers have; a second one ends all within 500 ms. SIGHUP is passed on.
//   - A start in which a worker can't get ready is given up.
//
// Main thread, the only one but the log's: it waits in poll() for signals, for what the workers
// say, and for the next time at which something is due.
#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <string>
#include <vector>

#include "runtime/signals.hpp"
#include "runtime/worker_process.hpp"

namespace strata::runtime {

struct SupervisorParts {
    const Signals& signals;                            // with SIGCHLD
    std::vector<std::string> arguments{};              // of the program itself, its name included
    std::vector<std::vector<WorkerSocket>> sockets{};  // of each worker; owned from here on
    std::chrono::milliseconds start_limit{};           // for a worker to get ready
    std::chrono::milliseconds stop_limit{};            // for a worker to end
    std::function<void()> reload{};                    // its own part of SIGHUP
};

class Supervisor final {
  public:
    explicit Supervisor(SupervisorParts parts);
    Supervisor(const Supervisor&) = delete;
    auto operator=(const Supervisor&) -> Supervisor& = delete;
    ~Supervisor();

    // Until all workers have ended: the exit code. `problem` then says why it is 1, if the start
    // failed.
    [[nodiscard]] auto run(std::string& problem) -> int;

  private:
    using Clock = WorkerProcess::Clock;
    using Phase = WorkerProcess::Phase;
    using Workers = std::list<WorkerProcess>;

    // The place of one worker: index - 1 in slots_.
    struct Slot {
        std::vector<WorkerSocket> sockets{};
        unsigned failures = 0;  // in a row
        Clock::time_point start_at{};
    };

    void wait();
    [[nodiscard]] auto next_due() -> Clock::time_point;
    void take_signals();
    void take_times();

    void start(unsigned index, bool replaces = false);
    void start_missing();
    void start_later(unsigned index);
    void enter(WorkerProcess& worker, Phase phase);
    void read_status(WorkerProcess& worker);
    void became_ready(WorkerProcess& worker);
    void leaves_unasked(WorkerProcess& worker);

    void reap();
    void ended(const WorkerProcess& worker, int status);
    void ended_starting(const WorkerProcess& worker, const std::string& how);
    void ended_serving(const WorkerProcess& worker, const std::string& how);

    void replace_all();
    void replace_next();
    void stop(int signal);
    void stop_at_once();
    void close_sockets();
    void fail_start(const WorkerProcess& worker, const std::string& how);
    [[nodiscard]] auto find(unsigned index, Phase phase) -> WorkerProcess*;
    [[nodiscard]] auto is_missing(unsigned index) -> bool;
    [[nodiscard]] auto all_ready() -> bool;
    // When a worker that starts or leaves is killed.
    [[nodiscard]] auto limit_of(const WorkerProcess& worker) const -> Clock::time_point;

    // Fixed after construction.
    SupervisorParts parts_;
    std::string program_;

    std::vector<Slot> slots_{};
    Workers workers_{};  // every child that was not reaped
    std::deque<unsigned> to_replace_{};
    bool announced_ = false;  // all are ready
    bool stopping_ = false;
    Clock::time_point at_once_by_ = Clock::time_point::max();  // from a second signal on
    std::string problem_{};
    int code_ = 0;
};

}  // namespace strata::runtime
