#include <csignal>
#include <cstdlib>
#include <ctime>
#include <exception>

#include <unistd.h>

#include "log/output.hpp"
#include "log/route.hpp"
#include "strata/log/log.hpp"

namespace strata::log {

std::atomic<Output*> crash_output{nullptr};

namespace {

constexpr int fatal_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr std::size_t alternate_stack = 64 * 1024;
struct sigaction previous[NSIG];

auto name_of(int signal) -> std::string_view {
    switch (signal) {
        case SIGSEGV: return "SIGSEGV";
        case SIGBUS: return "SIGBUS";
        case SIGFPE: return "SIGFPE";
        case SIGILL: return "SIGILL";
        case SIGABRT: return "SIGABRT";
        default: return "a signal";
    }
}

// The writing thread still runs: gives it a second at most, and leaves when it stands still.
void let_queue_drain() {
    const Output* output = crash_output.load();
    if (output == nullptr) return;
    constexpr timespec step{.tv_sec = 0, .tv_nsec = 5'000'000};
    constexpr int most_steps = 200;
    constexpr int most_idle = 20;
    std::uint64_t last = 0;
    for (int i = 0, idle = 0; i < most_steps && idle < most_idle; ++i) {
        const std::uint64_t written = output->written();
        if (written >= output->posted()) return;
        idle = written == last ? idle + 1 : 0;
        last = written;
        ::nanosleep(&step, nullptr);
    }
}

// Signal-safe: atomics, nanosleep, write. Restores what was there before, and lets the signal
// happen again.
void on_fatal(int signal, siginfo_t* info, void* /*context*/) {
    let_queue_drain();
    for (const std::string_view part : {std::string_view("fatal: the process died of "),
                                        name_of(signal), std::string_view("\n")}) {
        (void)write_all(STDERR_FILENO, part, direct_patience);
    }
    ::sigaction(signal, &previous[signal], nullptr);
    if (info->si_code <= 0) ::raise(signal);  // sent, not caused: it would not come again by itself
}

[[noreturn]] void on_terminate() {
    try {
        if (const auto exception = std::current_exception()) std::rethrow_exception(exception);
        error("std::terminate was called");
    } catch (const std::exception& exception) {
        error("uncaught exception", {{"what", exception.what()}});
    } catch (...) {
        error("uncaught exception of an unknown type");
    }
    std::abort();
}

}  // namespace

void catch_crashes() {
    static char* const stack = new char[alternate_stack];  // for as long as the process lives
    const stack_t alternate{.ss_sp = stack, .ss_flags = 0, .ss_size = alternate_stack};
    ::sigaltstack(&alternate, nullptr);
    struct sigaction action {};
    action.sa_sigaction = on_fatal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    for (const int signal : fatal_signals) ::sigaction(signal, &action, &previous[signal]);
    std::set_terminate(on_terminate);
}

}  // namespace strata::log
