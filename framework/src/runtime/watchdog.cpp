#include "runtime/watchdog.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "strata/log/log.hpp"

namespace strata::runtime {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_every{50};
constexpr milliseconds last_words{300};  // for the log, before the process is ended

auto with_detail(std::string text, const std::string& detail) -> std::string {
    return detail.empty() ? text : text + ", " + detail;
}

}  // namespace

Watchdog::Watchdog(EventLoop& loop, const Signals& signals, Actions actions, pid_t supervisor)
    : loop_(loop), signals_(signals), actions_(std::move(actions)), supervisor_(supervisor) {
    wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    thread_ = std::thread([this] { run(); });
}

Watchdog::~Watchdog() {
    ended_ = true;
    (void)::eventfd_write(wake_, 1);
    thread_.join();
    ::close(wake_);
}

void Watchdog::guard(std::string step, milliseconds limit) {
    const std::lock_guard lock(mutex_);
    step_ = std::move(step);
    step_limit_ = limit;
    step_due_ = Clock::now() + limit;
}

void Watchdog::leave() {
    const std::lock_guard lock(mutex_);
    step_.clear();
}

void Watchdog::run() {
    while (!ended_) {
        pollfd ready[] = {{.fd = signals_.descriptor(), .events = POLLIN, .revents = 0},
                          {.fd = wake_, .events = POLLIN, .revents = 0}};
        (void)::poll(ready, 2, static_cast<int>(look_every.count()));
        take_signals();
        check_step();
        check_loop();
    }
}

void Watchdog::take_signals() {
    while (const auto signal = signals_.next()) {
        switch (signal->number) {
            case SIGHUP: loop_.post([this] { actions_.reload(); }); break;
            case SIGUSR2: take_replacement(); break;
            default: take_stop(*signal);
        }
    }
}

void Watchdog::take_stop(const ReceivedSignal& signal) {
    Asker asker = Asker::anybody;
    if (supervisor_ != 0 && signal.sender == supervisor_)
        asker = ::getppid() == supervisor_ ? Asker::supervisor : Asker::its_death;
    if (!asked_to_stop_.insert(asker).second) give_up("ended at once by a second signal");
    begin_stop(signal.number == SIGTERM ? "SIGTERM" : "SIGINT", actions_.stop);
}

void Watchdog::take_replacement() {
    if (supervisor_ != 0) {
        begin_stop("SIGUSR2", actions_.hand_over);
    } else {
        log::warning("one process alone can't be replaced: SIGUSR2 needs workers.count above 1");
    }
}

void Watchdog::begin_stop(const char* signal, const std::function<void()>& action) {
    if (stop_requested_.exchange(true)) return;
    log::info("stopping", {{"signal", signal}});
    loop_.post([&action] { action(); });
}

void Watchdog::check_step() {
    std::string late;
    {
        const std::lock_guard lock(mutex_);
        if (step_.empty() || Clock::now() < step_due_) return;
        late = "step '" + step_ + "' did not end within " + std::to_string(step_limit_.count()) +
               " ms: the process is ended";
    }
    give_up(with_detail(late, actions_.running()));
}

void Watchdog::check_loop() {
    const milliseconds limit(stall_);
    const std::uint64_t beat = loop_.heartbeat();
    if (!watched_ || limit.count() == 0 || beat != last_beat_) {
        last_beat_ = beat;
        last_beat_at_ = Clock::now();
        stalled_ = false;
        return;
    }
    const auto still = Clock::now() - last_beat_at_;
    if (stalled_ || still < limit + loop_.tick_length()) return;
    stalled_ = true;
    const std::string method = actions_.running();
    log::warning("the event loop stands still", {{"method", method.empty() ? "unknown" : method},
                                                 {"milliseconds", still},
                                                 {"stack", loop_stack_.take()}});
}

void Watchdog::give_up(const std::string& why) {
    log::error(why);
    (void)log::flush(last_words);
    std::_Exit(EXIT_FAILURE);
}

}  // namespace strata::runtime
