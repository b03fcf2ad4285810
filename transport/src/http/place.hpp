#pragma once
// Place: one connection's part in its server's limits (server.limits.connections, connectionsPerIp)
// and in what a drain waits for. It passes from an HTTP connection to the WebSocket that it
// becomes. Loop thread; the Core outlives it, unless it was given up before.
#include <string>
#include <utility>

namespace strata::http {

class Core;

class Place final {
  public:
    Place() noexcept = default;  // holds none
    // An empty peer is that of a Unix socket.
    Place(Core& core, std::string peer);
    Place(Place&& other) noexcept
        : core_(std::exchange(other.core_, nullptr)), peer_(std::move(other.peer_)) {}
    auto operator=(Place&& other) noexcept -> Place&;
    ~Place() { give_up(); }

    [[nodiscard]] auto peer() const noexcept -> const std::string& { return peer_; }
    void give_up() noexcept;

  private:
    Core* core_ = nullptr;
    std::string peer_{};
};

}  // namespace strata::http
