#pragma once
// WorkerProcess: a child of the supervisor that serves: the same program with the same arguments,
// told by its environment which worker it is and which sockets are its own. It gets SIGTERM when
// its supervisor dies. Main thread, which must live as long as the children.
#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace strata::runtime {

// A listening socket that a worker inherits; not owned.
struct WorkerSocket {
    int descriptor = -1;
    std::string name{};
};

// Above all that a worker is given, so that none is overwritten while they are put in place.
inline constexpr int least_kept_descriptor = 128;

class WorkerProcess final {
  public:
    using Clock = std::chrono::steady_clock;
    enum class Phase { starting, ready, leaving };

    // `program` is a path, arguments[0] included in `arguments`. Throws std::system_error.
    WorkerProcess(unsigned index, const std::string& program,
                  const std::vector<std::string>& arguments,
                  const std::vector<WorkerSocket>& sockets);
    WorkerProcess(const WorkerProcess&) = delete;
    auto operator=(const WorkerProcess&) -> WorkerProcess& = delete;
    ~WorkerProcess();

    [[nodiscard]] auto index() const noexcept -> unsigned { return index_; }
    [[nodiscard]] auto pid() const noexcept -> pid_t { return pid_; }
    [[nodiscard]] auto status_pipe() const noexcept -> int { return status_; }
    // Why it could not start, in one line or several; "" if it did not say.
    [[nodiscard]] auto problem() const noexcept -> const std::string& { return problem_; }

    // REQUIRES: it was not reaped.
    void signal(int number) const noexcept;

    // What it has written meanwhile.
    void read_status();
    [[nodiscard]] auto said_ready() const noexcept -> bool { return said_ready_; }
    [[nodiscard]] auto said_stopping() const noexcept -> bool { return said_stopping_; }

    // For its supervisor.
    Phase phase = Phase::starting;
    Clock::time_point since = Clock::now();  // in this phase
    bool replaces = false;                   // it starts beside the one before it
    bool killed = false;                     // for want of time

  private:
    void take_line(std::string_view line);

    unsigned index_;
    pid_t pid_ = -1;
    int status_ = -1;
    bool said_ready_ = false;
    bool said_stopping_ = false;
    std::string unread_{};
    std::string problem_{};
};

}  // namespace strata::runtime
