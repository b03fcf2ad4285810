#pragma once
// Signals: from its construction on, SIGTERM, SIGINT and SIGHUP wait in a descriptor instead of
// acting on the process, and SIGPIPE is ignored. Made before any thread, so that every thread
// inherits it; main thread.
#include <csignal>
#include <optional>

namespace strata::runtime {

class Signals final {
  public:
    Signals();
    Signals(const Signals&) = delete;
    auto operator=(const Signals&) -> Signals& = delete;
    // Restores what was before.
    ~Signals();

    // Gives the signals back their usual effect: for commands that a plain kill may end.
    void release();

    // Readable while a signal waits. Any thread may read it.
    [[nodiscard]] auto descriptor() const noexcept -> int { return descriptor_; }
    // The next one that waits, if any.
    [[nodiscard]] auto next() const noexcept -> std::optional<int>;

  private:
    sigset_t before_{};
    int descriptor_ = -1;
    bool held_ = true;
};

}  // namespace strata::runtime
