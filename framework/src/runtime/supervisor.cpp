#include "runtime/supervisor.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <set>
#include <system_error>

#include "runtime/notify.hpp"
#include "strata/log/log.hpp"

namespace strata::runtime {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{100};  // before a worker that has failed twice is started again
constexpr milliseconds longest_pause{10'000};
constexpr milliseconds calm{10'000};       // who served that long has not failed in a row
constexpr milliseconds last_moments{300};  // for the workers, after a second signal

// Where this program is: what stands there by the time a worker is started is what it runs.
auto program_path() -> std::string {
    std::array<char, PATH_MAX> path{};
    const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
    if (size < 0) throw std::system_error(errno, std::generic_category(), "/proc/self/exe");
    return {path.data(), static_cast<std::size_t>(size)};
}

auto pause_after(unsigned failures) -> milliseconds {
    if (failures < 2) return milliseconds(0);
    const unsigned doublings = std::min(failures - 2, 16U);
    return std::min(longest_pause, first_pause * (1U << doublings));
}

auto describe(int status) -> std::string {
    if (WIFEXITED(status)) return "exit code " + std::to_string(WEXITSTATUS(status));
    const char* name = ::sigabbrev_np(WTERMSIG(status));
    return name == nullptr ? "signal " + std::to_string(WTERMSIG(status))
                           : std::string("SIG") + name;
}

// Why a worker did not get ready.
auto reason(const WorkerProcess& worker, const std::string& how) -> std::string {
    if (!worker.problem().empty()) return worker.problem();
    return worker.killed ? "it was not ready in time, and was killed" : "it ended with " + how;
}

}  // namespace

Supervisor::Supervisor(SupervisorParts parts) : parts_(std::move(parts)), program_(program_path()) {
    for (std::vector<WorkerSocket>& sockets : parts_.sockets)
        slots_.push_back(Slot{.sockets = std::move(sockets)});
}

Supervisor::~Supervisor() { close_sockets(); }

auto Supervisor::run(std::string& problem) -> int {
    for (unsigned index = 1; index <= slots_.size(); ++index) start(index);
    while (!stopping_ || !workers_.empty()) {
        wait();
        for (WorkerProcess& worker : workers_) read_status(worker);
        reap();
        take_signals();
        take_times();
    }
    problem = problem_;
    return code_;
}

void Supervisor::wait() {
    std::vector<pollfd> sources{
        {.fd = parts_.signals.descriptor(), .events = POLLIN, .revents = 0}};
    for (const WorkerProcess& worker : workers_)
        sources.push_back({.fd = worker.status_pipe(), .events = POLLIN, .revents = 0});
    const auto left = std::chrono::ceil<milliseconds>(next_due() - Clock::now()).count();
    ::poll(sources.data(), sources.size(), static_cast<int>(std::clamp<long>(left, 0, 60'000)));
}

// A worker's end of the pipe is closed at its end, and SIGCHLD follows.
auto Supervisor::next_due() -> Clock::time_point {
    auto due = std::min(at_once_by_, Clock::now() + longest_pause);
    for (const WorkerProcess& worker : workers_) due = std::min(due, limit_of(worker));
    for (unsigned index = 1; index <= slots_.size(); ++index) {
        if (is_missing(index)) due = std::min(due, slots_[index - 1].start_at);
    }
    return due;
}

auto Supervisor::limit_of(const WorkerProcess& worker) const -> Clock::time_point {
    if (worker.killed || worker.phase == Phase::ready) return Clock::time_point::max();
    const bool starting = worker.phase == Phase::starting;
    return worker.since + (starting ? parts_.start_limit : parts_.stop_limit);
}

void Supervisor::take_signals() {
    while (const auto signal = parts_.signals.next()) {
        switch (signal->number) {
            case SIGCHLD: break;  // reap() has come before, or comes after the next wait()
            case SIGUSR2: replace_all(); break;
            case SIGHUP:
                for (const WorkerProcess& worker : workers_) worker.signal(SIGHUP);
                parts_.reload();
                break;
            default: stop(signal->number);
        }
    }
    reap();
}

void Supervisor::take_times() {
    const auto now = Clock::now();
    for (WorkerProcess& worker : workers_) {
        if (now < limit_of(worker)) continue;
        log::error("a worker took too long: it is killed",
                   {{"worker", worker.index()},
                    {"pid", worker.pid()},
                    {"step", worker.phase == Phase::starting ? "start" : "stop"}});
        worker.killed = true;
        worker.signal(SIGKILL);
    }
    if (now >= at_once_by_) {
        for (const WorkerProcess& worker : workers_) worker.signal(SIGKILL);
        at_once_by_ = Clock::time_point::max();
    }
    start_missing();
}

auto Supervisor::find(unsigned index, Phase phase) -> WorkerProcess* {
    const auto found = std::ranges::find_if(workers_, [&](const WorkerProcess& worker) {
        return worker.index() == index && worker.phase == phase;
    });
    return found == workers_.end() ? nullptr : &*found;
}

void Supervisor::start(unsigned index, bool replaces) {
    try {
        WorkerProcess& worker =
            workers_.emplace_back(index, program_, parts_.arguments, slots_[index - 1].sockets);
        worker.replaces = replaces;
        log::debug("a worker is started", {{"worker", index}, {"pid", worker.pid()}});
    } catch (const std::system_error& error) {
        log::error("a worker can't be started", {{"worker", index}, {"problem", error.what()}});
        to_replace_.clear();
        start_later(index);
    }
}

auto Supervisor::is_missing(unsigned index) -> bool {
    return !stopping_ && find(index, Phase::starting) == nullptr &&
           find(index, Phase::ready) == nullptr;
}

auto Supervisor::all_ready() -> bool {
    for (unsigned index = 1; index <= slots_.size(); ++index) {
        if (find(index, Phase::ready) == nullptr) return false;
    }
    return true;
}

void Supervisor::start_missing() {
    for (unsigned index = 1; index <= slots_.size(); ++index) {
        if (is_missing(index) && slots_[index - 1].start_at <= Clock::now()) start(index);
    }
}

void Supervisor::start_later(unsigned index) {
    Slot& slot = slots_[index - 1];
    slot.start_at = Clock::now() + pause_after(++slot.failures);
}

void Supervisor::enter(WorkerProcess& worker, Phase phase) {
    worker.phase = phase;
    worker.since = Clock::now();
}

void Supervisor::read_status(WorkerProcess& worker) {
    worker.read_status();
    if (worker.phase == Phase::starting && worker.said_ready()) became_ready(worker);
    if (worker.phase == Phase::ready && worker.said_stopping() && !stopping_)
        leaves_unasked(worker);
}

void Supervisor::became_ready(WorkerProcess& worker) {
    WorkerProcess* before = find(worker.index(), Phase::ready);
    enter(worker, Phase::ready);
    log::info("a worker is ready", {{"worker", worker.index()}, {"pid", worker.pid()}});
    if (before != nullptr) {
        before->signal(SIGUSR2);
        enter(*before, Phase::leaving);
    }
    if (worker.replaces) return replace_next();
    if (announced_ || !all_ready()) return;
    announced_ = true;
    notify_supervisor("READY=1");
    log::info("ready", {{"workers", slots_.size()}});
}

// Somebody signalled the worker alone.
void Supervisor::leaves_unasked(WorkerProcess& worker) {
    enter(worker, Phase::leaving);
    start_missing();
}

void Supervisor::reap() {
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
        const auto found = std::ranges::find(workers_, pid, &WorkerProcess::pid);
        if (found == workers_.end()) continue;  // an orphan, where this is process 1
        found->read_status();
        Workers gone;
        gone.splice(gone.end(), workers_, found);
        ended(gone.front(), status);
    }
}

void Supervisor::ended(const WorkerProcess& worker, int status) {
    const std::string how = describe(status);
    if (!stopping_) {
        if (worker.phase == Phase::starting) return ended_starting(worker, how);
        if (worker.phase == Phase::ready) return ended_serving(worker, how);
    }
    if (status == 0) {
        log::info("a worker ended", {{"worker", worker.index()}, {"pid", worker.pid()}});
        return;
    }
    if (stopping_) code_ = EXIT_FAILURE;
    if (!problem_.empty()) return;  // one line is enough for a start that fails
    log::error("a worker ended badly",
               {{"worker", worker.index()}, {"pid", worker.pid()}, {"how", how}});
}

void Supervisor::ended_starting(const WorkerProcess& worker, const std::string& how) {
    if (!announced_) return fail_start(worker, how);
    log::error(
        "a worker did not start",
        {{"worker", worker.index()}, {"pid", worker.pid()}, {"problem", reason(worker, how)}});
    if (worker.replaces) {
        to_replace_.clear();
        log::error("the workers are not replaced");
    }
    if (find(worker.index(), Phase::ready) == nullptr) start_later(worker.index());
}

void Supervisor::ended_serving(const WorkerProcess& worker, const std::string& how) {
    Slot& slot = slots_[worker.index() - 1];
    if (Clock::now() - worker.since >= calm) slot.failures = 0;
    const bool has_successor = find(worker.index(), Phase::starting) != nullptr;
    if (!has_successor) start_later(worker.index());
    log::error("a worker died", {{"worker", worker.index()},
                                 {"pid", worker.pid()},
                                 {"how", how},
                                 {"again", pause_after(has_successor ? 0 : slot.failures)}});
}

void Supervisor::fail_start(const WorkerProcess& worker, const std::string& how) {
    problem_ = "worker " + std::to_string(worker.index()) + ": " + reason(worker, how);
    code_ = EXIT_FAILURE;
    stop(SIGTERM);
}

void Supervisor::replace_all() {
    if (!announced_ || stopping_) {
        log::warning("workers are replaced only while all serve");
        return;
    }
    log::info("replacing the workers");
    const bool under_way = std::ranges::any_of(workers_, [](const WorkerProcess& worker) {
        return worker.replaces && worker.phase == Phase::starting;
    });
    to_replace_.clear();
    for (unsigned index = 1; index <= slots_.size(); ++index) to_replace_.push_back(index);
    if (!under_way) replace_next();
}

void Supervisor::replace_next() {
    while (!to_replace_.empty()) {
        const unsigned index = to_replace_.front();
        to_replace_.pop_front();
        // One that is about to start anyhow is new.
        if (find(index, Phase::ready) != nullptr) return start(index, true);
    }
    log::info("the workers are replaced");
}

void Supervisor::stop(int signal) {
    if (stopping_) return stop_at_once();
    stopping_ = true;
    if (problem_.empty())
        log::info("stopping", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
    notify_supervisor("STOPPING=1\nSTATUS=draining");
    // From here on the sockets are the workers' alone: with the last of them the port is closed.
    close_sockets();
    for (WorkerProcess& worker : workers_) {
        worker.signal(SIGTERM);
        if (worker.phase != Phase::leaving) enter(worker, Phase::leaving);
    }
}

void Supervisor::stop_at_once() {
    log::error("ended at once by a second signal");
    for (const WorkerProcess& worker : workers_) worker.signal(SIGTERM);
    at_once_by_ = Clock::now() + last_moments;
    code_ = EXIT_FAILURE;
}

void Supervisor::close_sockets() {
    std::set<int> descriptors;
    for (Slot& slot : slots_) {
        for (const WorkerSocket& socket : slot.sockets) descriptors.insert(socket.descriptor);
        slot.sockets.clear();
    }
    for (const int descriptor : descriptors) ::close(descriptor);
}

}  // namespace strata::runtime
