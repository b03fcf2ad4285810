#pragma once
// Wire: what the live protocols need of a connection: a WebSocket, or a test's own. Loop thread
// only. Everything is a no-op once the connection is closed.
#include <cstdint>
#include <memory>
#include <string_view>

#include "strata/loop/task.hpp"

namespace strata::protocol {

class Wire {
  public:
    Wire() = default;
    Wire(const Wire&) = delete;
    auto operator=(const Wire&) -> Wire& = delete;
    virtual ~Wire() = default;

    // One message each; copied at once.
    virtual void send_text(std::string_view text) = 0;
    virtual void send_binary(std::string_view head, std::string_view content) = 0;
    // A text framed once for all connections of this kind.
    [[nodiscard]] virtual auto frame(std::string_view text) -> std::shared_ptr<const void> = 0;
    virtual void send_frame(std::shared_ptr<const void> frame) = 0;
    virtual void close(std::uint16_t code, std::string_view reason) = 0;
    // Until little is left to send; false: the peer is gone.
    [[nodiscard]] virtual auto drained() -> Task<bool> = 0;
    // No message comes until as many resume() as pause().
    virtual void pause() = 0;
    virtual void resume() = 0;
    // A drain waits for as many release() as hold().
    virtual void hold() = 0;
    virtual void release() = 0;
};

}  // namespace strata::protocol
