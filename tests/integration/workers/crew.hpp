#pragma once
// A service with two workers on a PostgreSQL database of its own, each with an admin port.
#include <sys/types.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "support/http_client.hpp"
#include "support/process.hpp"

namespace tests {

class Crew final {
  public:
    static constexpr unsigned size = 2;

    // Started, and not waited for.
    explicit Crew(const std::string& binary, Process::Environment settings = {},
                  const std::vector<std::string>& flags = {});

    [[nodiscard]] auto port() const -> int { return port_; }
    [[nodiscard]] auto process() -> Process& { return process_; }
    [[nodiscard]] auto folder() const -> const std::filesystem::path& { return folder_.path(); }
    [[nodiscard]] auto output() const -> std::string { return process_.output(); }
    // Lines of the log so far that hold the text.
    [[nodiscard]] auto lines_with(const std::string& text) const -> std::vector<std::string>;
    // False when it does not say so, that many times, in time.
    [[nodiscard]] auto says(const std::string& text, std::size_t times = 1) const -> bool;
    [[nodiscard]] auto gets_ready() const -> bool { return says(R"("ready","workers":2)"); }
    // The process that is this worker: the newest that was started.
    [[nodiscard]] auto pid_of(unsigned worker) const -> pid_t;
    // A number of the worker's metrics page; -1: there is none.
    [[nodiscard]] auto metric(unsigned worker, const std::string& name) const -> int;
    // SIGTERM, and what came of it.
    auto stop() -> Exit;

  private:
    TemporaryFolder folder_;
    int port_;
    int admin_port_;
    Process process_;
};

// The first of two ports in a row that were free a moment ago.
[[nodiscard]] auto two_free_ports() -> int;
[[nodiscard]] auto is_alive(pid_t pid) -> bool;
// Polls until it is true; false when it does not get so in time.
template <class F>
auto comes_true(F&& condition, std::chrono::seconds limit = std::chrono::seconds(60)) -> bool {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));  // a poll of other processes
    }
    return true;
}

}  // namespace tests
