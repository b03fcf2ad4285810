#pragma once
// HandlerSession: a raw endpoint's handler as the session of its connection: one coroutine that
// asks for the messages. A message stays where it was read until the next one is asked for. Loop
// thread.
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "strata/http/web_socket.hpp"
#include "strata/loop/cancel.hpp"
#include "strata/loop/task.hpp"
#include "websocket/connection.hpp"
#include "websocket/inbox.hpp"
#include "websocket/session.hpp"

namespace strata::websocket {

class HandlerSession final : public Session {
  public:
    // `begin` calls the handler.
    HandlerSession(Link link, std::function<Task<void>()> begin, EventLoop& loop)
        : connection_(link.connection()),
          inbox_(std::move(link)),
          begin_(std::move(begin)),
          scope_(loop) {}

    void on_open() override;
    void on_text(std::string_view text) override { inbox_.put({true, text}); }
    void on_binary(std::string_view bytes) override { inbox_.put({false, bytes}); }
    void on_closed(bool in_order) noexcept override;
    [[nodiscard]] auto cut() -> std::vector<runtime::DrainedCall> override;
    [[nodiscard]] auto inbox() noexcept -> Inbox* override { return &inbox_; }

  private:
    void ended() noexcept;

    WeakHandle<Connection> connection_;
    Inbox inbox_;
    std::shared_ptr<Connection> kept_{};  // while the handler runs
    std::function<Task<void>()> begin_;
    EventLoop::TimePoint began_{};
    CancelScope scope_;
    Task<void> task_{};
};

}  // namespace strata::websocket
