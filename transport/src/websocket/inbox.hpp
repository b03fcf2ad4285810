#pragma once
// Inbox: the one message that a handler has not asked for yet, or that it has in its hands. While
// there is one the connection is paused. Loop thread.
#include <optional>
#include <utility>

#include "strata/http/web_socket.hpp"
#include "strata/loop/intrusive_list.hpp"
#include "strata/loop/wait_place.hpp"
#include "websocket/link.hpp"

namespace strata::websocket {

class Inbox final {
  public:
    explicit Inbox(Link link) : link_(std::move(link)) {}

    // REQUIRES: the connection is not paused by this.
    void put(http::WebSocketMessage message);
    void end();

    // The message before is done with. True: take() has an answer.
    [[nodiscard]] auto ask(WaitPlace& place) -> bool;
    [[nodiscard]] auto take() -> std::optional<http::WebSocketMessage> {
        return std::exchange(message_, std::nullopt);
    }

    // The handler waits for a message, and for nothing else.
    [[nodiscard]] auto is_asked() const noexcept -> bool { return !waiting_.empty(); }

  private:
    void wake();

    Link link_;
    std::optional<http::WebSocketMessage> message_{};
    IntrusiveList<WaitPlace> waiting_{};
    bool pausing_ = false;
    bool ended_ = false;
};

}  // namespace strata::websocket
