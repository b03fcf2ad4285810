#pragma once
// Scheduler: runs the service's jobs from "ready" to the end of accepting. To the lifecycle it is
// one more source of work, so a drain waits for what runs, and cuts and names it. Loop thread only.
#include <array>
#include <cstdint>
#include <deque>

#include "runtime/core.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/timer.hpp"
#include "strata/metrics/registry.hpp"
#include "strata/runtime/listener.hpp"
#include "strata/runtime/scheduled_job.hpp"

namespace strata::runtime {

class Scheduler final : public Listener {
  public:
    Scheduler(EventLoop& loop, Core& core, metrics::Registry& metrics)
        : loop_(loop), core_(core), metrics_(metrics), runs_(loop) {}

    // Before start(): of the main program, or of a start hook.
    void attach(ScheduledJob job) { entries_.emplace_back(std::move(job), loop_); }

    [[nodiscard]] auto name() const -> std::string_view override { return "scheduler"; }
    void start() override;
    void begin_drain() override {}
    void stop_accepting() override;
    [[nodiscard]] auto drain(EventLoop::TimePoint deadline) -> Task<DrainReport> override;
    void cut() override;

  private:
    enum Outcome : std::uint8_t { done, failed, skipped, outcomes };

    struct Entry {
        Entry(ScheduledJob given, EventLoop& loop)
            : job(std::move(given)), timer(loop, KeepsRunning::no) {}
        ScheduledJob job;
        Timer timer;
        const contract::Method* method = nullptr;  // null: the job is a function
        EventLoop::TimePoint began{};
        bool running = false;
        std::array<std::uint64_t, outcomes> counts{};
    };

    void check(Entry& entry);
    void count(Entry& entry);
    void due(Entry& entry);
    [[nodiscard]] auto run(Entry& entry) -> Task<>;
    [[nodiscard]] auto call(const contract::Method& method) -> Task<>;
    void name_running(std::vector<DrainedCall>& into) const;

    EventLoop& loop_;
    Core& core_;
    metrics::Registry& metrics_;
    std::deque<Entry> entries_{};
    TaskGroup runs_;
    DrainReport report_{};
};

}  // namespace strata::runtime
