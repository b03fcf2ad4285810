#pragma once
// Session: what is said over one WebSocket connection, as callbacks: the seam between frames and
// whoever gives them a meaning (a raw endpoint's handler, a protocol). Loop thread.
//
// A connection has one, made during its handshake; it owns it, and destroys it after on_closed().
// The callbacks may call everything of the Link, and pause(), in any order. Views are good during
// the callback, and while the connection is paused. What a callback throws is logged, and closes
// the connection with 1011.
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "strata/runtime/listener.hpp"

namespace strata::http {
class Connection;
}

namespace strata::websocket {

class Inbox;
class Link;

class Session {
  public:
    Session() = default;
    Session(const Session&) = delete;
    auto operator=(const Session&) -> Session& = delete;
    virtual ~Session() = default;

    // The handshake is done: sending is allowed from now on.
    virtual void on_open() {}
    // Whole messages; a text is UTF-8.
    virtual void on_text(std::string_view text) = 0;
    virtual void on_binary(std::string_view bytes) = 0;
    // The last call, once after on_open(), from no other callback and no call of the Link. In
    // order: both sides have said goodbye; else the connection broke off.
    virtual void on_closed(bool in_order) noexcept = 0;
    // The service drains: what is held is waited for, and nothing new is to begin.
    virtual void on_leaving() {}
    // The drain's time is over: cancels what is in flight, and names it.
    virtual auto cut() -> std::vector<runtime::DrainedCall> { return {}; }
    // Of those whose messages are asked for.
    virtual auto inbox() noexcept -> Inbox* { return nullptr; }
};

// Makes the session of a handshake that is in order: cookie, Authorization, query and client are
// the HTTP connection's, which is good during the call. Throwing answers 500.
using SessionFactory = std::function<std::unique_ptr<Session>(
    http::Connection& handshake, const std::string& subprotocol, Link link)>;

}  // namespace strata::websocket
