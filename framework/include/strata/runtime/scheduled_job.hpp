#pragma once
// ScheduledJob: what a service does again and again by itself. It begins with "ready", one period
// later for the first time, runs on the loop, and never beside itself: a period that finds it
// running is left out. When the service stops, no run begins from the end of accepting on; one that
// is under way finishes within `drain.timeout`, and is cut and named like a call after it. A run
// that fails is told in the log, and the next one comes. Every process runs its own: what must not
// be done by two at a time says `lock` in its contract.
#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "strata/loop/task.hpp"

namespace strata::runtime {

struct ScheduledJob {
    // A method ("invitations/expire"), called without parameters as the service itself may: also
    // one whose access is `internal`. All of its contract holds: unit of work, lock, timeout.
    ScheduledJob(std::string method, std::chrono::milliseconds period)
        : name(std::move(method)), every(period) {}
    // A function, whose captures live as long as the Application.
    ScheduledJob(std::string job_name, std::chrono::milliseconds period,
                 std::function<Task<>()> function)
        : name(std::move(job_name)), every(period), run(std::move(function)) {}

    std::string name;  // in the log and in the metrics
    std::chrono::milliseconds every;
    std::function<Task<>()> run{};  // empty: the method
};

}  // namespace strata::runtime
