#pragma once
// A relay in front of a Unix socket, whose connections can stop to pass anything on without being
// closed, as behind a firewall that has forgotten them. It has a thread of its own.
#include <atomic>
#include <string>
#include <thread>

namespace tests {

class FreezingRelay final {
  public:
    // Listens at `path`, connects to `server`.
    FreezingRelay(std::string path, std::string server);
    FreezingRelay(const FreezingRelay&) = delete;
    auto operator=(const FreezingRelay&) -> FreezingRelay& = delete;
    ~FreezingRelay();

    // Nothing passes any more on the connections of now; later ones are as good as new.
    void freeze() { frozen_ = made_.load(); }
    [[nodiscard]] auto connections() const -> int { return made_; }

  private:
    void serve();

    const std::string server_;
    int listener_;
    std::atomic<int> made_ = 0;
    std::atomic<int> frozen_ = 0;  // the first so many
    std::atomic<bool> ends_ = false;
    std::thread thread_;
};

}  // namespace tests
