#pragma once
// LiveClient::Running: one task of a connection, that owns itself and a share of the client until
// it has ended. Loop thread.
#include <chrono>
#include <memory>
#include <string>

#include "protocol/live_client.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/work.hpp"

namespace strata::protocol {

class LiveClient::Running final : public ListNode {
  public:
    Running(std::shared_ptr<LiveClient> client, Kind kind, std::string name, Task<> task)
        : client_(std::move(client)),
          kind_(kind),
          name_(std::move(name)),
          work_(client_->loop_),
          scope_(client_->scope_),
          task_(std::move(task)) {}
    Running(const Running&) = delete;
    auto operator=(const Running&) -> Running& = delete;

    // REQUIRES: made by new. It may be gone when this returns.
    void start() {
        if (task_.start(scope_, &Running::finish, this)) finish(this);
    }
    [[nodiscard]] auto kind() const noexcept -> Kind { return kind_; }
    [[nodiscard]] auto name() const -> const std::string& { return name_; }
    [[nodiscard]] auto duration() const -> std::chrono::milliseconds {
        return std::chrono::duration_cast<std::chrono::milliseconds>(EventLoop::now() - began_);
    }
    [[nodiscard]] auto scope() noexcept -> CancelScope& { return scope_; }

  private:
    static void finish(void* self) noexcept;

    std::shared_ptr<LiveClient> client_;
    Kind kind_;
    std::string name_;
    Work work_;
    CancelScope scope_;
    Task<> task_;
    EventLoop::TimePoint began_ = EventLoop::now();
};

}  // namespace strata::protocol
