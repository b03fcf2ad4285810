#include "runtime/scheduler.hpp"

#include <algorithm>
#include <stdexcept>

#include "strata/log/log.hpp"
#include "strata/loop/activity.hpp"

namespace strata::runtime {

void Scheduler::start() {
    for (Entry& entry : entries_) check(entry);
    for (Entry& entry : entries_) {
        count(entry);
        entry.timer.every(entry.job.every, [this, job = &entry] { due(*job); });
    }
}

void Scheduler::check(Entry& entry) {
    const std::string& name = entry.job.name;
    const auto has_name = [&](const Entry& other) { return other.job.name == name; };
    if (std::ranges::count_if(entries_, has_name) > 1)
        throw std::runtime_error("two scheduled jobs are called '" + name + "'");
    if (entry.job.every.count() <= 0)
        throw std::runtime_error("scheduled job '" + name + "': its period must be positive");
    if (entry.job.run) return;
    const std::size_t slash = std::min(name.find('/'), name.size());
    const auto method = std::string_view(name).substr(std::min(slash + 1, name.size()));
    entry.method = core_.dispatcher().find(std::string_view(name).substr(0, slash), method);
    if (entry.method == nullptr)
        throw std::runtime_error("scheduled job '" + name + "': there is no such method");
}

void Scheduler::count(Entry& entry) {
    constexpr std::array<const char*, outcomes> names{"ok", "failed", "skipped"};
    for (std::size_t i = 0; i < outcomes; ++i) {
        metrics_.counter_from(
            "strata_job_runs_total",
            "Runs of scheduled jobs, and periods that were left out while one ran.",
            [job = &entry, i] { return static_cast<double>(job->counts[i]); },
            {{"job", entry.job.name}, {"outcome", names[i]}});
    }
}

void Scheduler::due(Entry& entry) {
    if (entry.running) {
        ++entry.counts[skipped];
        return;
    }
    const Activity activity(entry.job.name);
    runs_.spawn(run(entry));
}

auto Scheduler::run(Entry& entry) -> Task<> {
    entry.running = true;
    entry.began = EventLoop::now();
    Outcome outcome = failed;
    try {
        auto work = entry.method != nullptr ? call(*entry.method) : entry.job.run();
        co_await work;
        outcome = done;
    } catch (const Cancelled&) {
        log::debug("a job was cut", {{"job", entry.job.name}});
    } catch (const std::exception& error) {
        log::error("a job failed", {{"job", entry.job.name}, {"reason", error.what()}});
    }
    ++entry.counts[outcome];
    entry.running = false;
}

auto Scheduler::call(const contract::Method& method) -> Task<> {
    contract::Call call;
    call.method = &method;
    call.internal = true;
    std::string out;
    contract::Reply reply(out);
    co_await core_.dispatcher().call(call, reply);
    if (reply.problem)
        throw std::runtime_error(reply.problem->code + ": " + reply.problem->message);
}

void Scheduler::stop_accepting() {
    for (Entry& entry : entries_) entry.timer.cancel();
}

auto Scheduler::drain(EventLoop::TimePoint /*deadline*/) -> Task<DrainReport> {
    name_running(report_.slow);
    co_await runs_.wait();
    co_return report_;
}

void Scheduler::cut() {
    name_running(report_.cut);
    runs_.cancel_all(CancelReason::shutdown);
}

void Scheduler::name_running(std::vector<DrainedCall>& into) const {
    for (const Entry& entry : entries_) {
        if (!entry.running) continue;
        const auto taken = EventLoop::now() - entry.began;
        into.emplace_back(entry.job.name,
                          std::chrono::duration_cast<std::chrono::milliseconds>(taken));
    }
}

}  // namespace strata::runtime
