#include "runtime/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace strata::runtime {

Signals::Signals() {
    ::sigemptyset(&set_);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR2}) ::sigaddset(&set_, signal);
    ::pthread_sigmask(SIG_BLOCK, &set_, &before_);
    (void)std::signal(SIGPIPE, SIG_IGN);
    descriptor_ = ::signalfd(-1, &set_, SFD_CLOEXEC | SFD_NONBLOCK);
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
}

Signals::~Signals() {
    release();
    ::close(descriptor_);
}

void Signals::add(int signal) {
    ::sigaddset(&set_, signal);
    ::pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    ::signalfd(descriptor_, &set_, 0);
}

void Signals::release() {
    if (held_) ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    held_ = false;
}

auto Signals::next() const noexcept -> std::optional<ReceivedSignal> {
    signalfd_siginfo info{};
    const ssize_t n = ::read(descriptor_, &info, sizeof info);
    if (n != static_cast<ssize_t>(sizeof info)) return std::nullopt;
    return ReceivedSignal{.number = static_cast<int>(info.ssi_signo),
                          .sender = static_cast<pid_t>(info.ssi_pid)};
}

}  // namespace strata::runtime
