#pragma once
// Supervised: a service's process on a listening socket that outlives it: what connects while it is
// replaced waits in the backlog. One thread.
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace strata::tools::dev {

// Runs to the end with this process' output; whether it ended with 0. Throws std::system_error.
[[nodiscard]] auto run(const std::vector<std::string>& command) -> bool;

// The standard output of a command. Throws std::runtime_error unless it ended with 0.
[[nodiscard]] auto output_of(const std::vector<std::string>& command) -> std::string;

class Supervised final {
  public:
    // Opens the socket. Throws std::runtime_error that names the address.
    Supervised(const std::string& host, const std::string& port);
    Supervised(const Supervised&) = delete;
    auto operator=(const Supervised&) -> Supervised& = delete;
    ~Supervised();  // stops it

    // REQUIRES: it does not run.
    void start(const std::vector<std::string>& command);
    // SIGTERM, and waits for its end.
    void stop();
    // Takes notice of its end; true if it has ended since.
    [[nodiscard]] auto has_ended() -> bool;

  private:
    int socket_;
    pid_t pid_ = -1;
};

}  // namespace strata::tools::dev
