#pragma once
// Keep-alive clients that ask on and on, and count what became of it.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace tests {

class BusyClients final {
  public:
    // GET `target`, each on a connection of its own, opened again when the server says that it
    // closes it.
    BusyClients(int port, std::size_t count, std::string target = "/plaintext");
    BusyClients(const BusyClients&) = delete;
    auto operator=(const BusyClients&) -> BusyClients& = delete;
    ~BusyClients() { join(); }

    // From here on a request may go unanswered, as its server goes.
    void expect_end() { ending_ = true; }
    void join();

    [[nodiscard]] auto answered() const -> int { return answered_; }
    // Sent before the end was expected, on a connection that was not idle long enough to be closed,
    // and not answered.
    [[nodiscard]] auto lost() const -> int { return lost_; }
    // Answered with anything but 200, before the end was expected.
    [[nodiscard]] auto refused() const -> int { return refused_; }

  private:
    void run(int port, const std::string& target);

    std::atomic<bool> ending_{false};
    std::atomic<bool> joining_{false};
    std::atomic<int> answered_{0};
    std::atomic<int> lost_{0};
    std::atomic<int> refused_{0};
    std::vector<std::thread> threads_{};
};

}  // namespace tests
