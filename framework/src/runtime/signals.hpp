#pragma once
// Signals: from its construction on, SIGTERM, SIGINT, SIGHUP and SIGUSR2 wait in a descriptor
// instead of acting on the process, and SIGPIPE is ignored. Made before any thread, so that every
// thread inherits it; main thread.
#include <sys/types.h>

#include <csignal>
#include <optional>

namespace strata::runtime {

struct ReceivedSignal {
    int number = 0;
    pid_t sender = 0;  // 0: the kernel, as for a key on the terminal
};

class Signals final {
  public:
    Signals();
    Signals(const Signals&) = delete;
    auto operator=(const Signals&) -> Signals& = delete;
    // Restores what was before.
    ~Signals();

    // One more that waits from here on. Before any thread.
    void add(int signal);

    // Gives the signals back their usual effect: for commands that a plain kill may end.
    void release();

    // Readable while a signal waits. Any thread may read it.
    [[nodiscard]] auto descriptor() const noexcept -> int { return descriptor_; }
    // The next one that waits, if any.
    [[nodiscard]] auto next() const noexcept -> std::optional<ReceivedSignal>;

  private:
    sigset_t set_{};
    sigset_t before_{};
    int descriptor_ = -1;
    bool held_ = true;
};

}  // namespace strata::runtime
