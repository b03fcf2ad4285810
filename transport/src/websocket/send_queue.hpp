#pragma once
// SendQueue: what a connection has to send, in order: bytes of its own, which stand in one string,
// and between them frames that it shares with others. Loop thread.
#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/output_pool.hpp"
#include "strata/http/web_socket_frame.hpp"

namespace strata::websocket {

class SendQueue final {
  public:
    using Frame = http::WebSocketFrame;
    static constexpr std::size_t max_parts = 16;

    [[nodiscard]] auto empty() const noexcept -> bool { return size() == 0; }
    [[nodiscard]] auto size() const noexcept -> std::size_t {
        return own_size() - own_sent_ + shared_bytes_;
    }

    // Whoever appends to it appends whole frames.
    [[nodiscard]] auto own(http::OutputPool& outputs) -> std::string& {
        if (!own_) own_ = outputs.lend();
        return *own_;
    }
    // `bytes` are the frame's.
    void add(std::shared_ptr<const Frame> frame, std::string_view bytes);
    // Puts the frame in the place of one with the same key of which nothing has been sent. False:
    // there is none.
    auto replace(std::shared_ptr<const Frame> frame, std::string_view bytes) -> bool;

    // The next stretches to send, in order: how many.
    auto gather(std::array<iovec, max_parts>& parts) const noexcept -> std::size_t;
    void sent(std::size_t bytes);

    // Where nothing is queued, the room for own bytes goes back.
    void give_room(http::OutputPool& outputs);
    void release() noexcept;

  private:
    struct Shared {
        std::shared_ptr<const Frame> frame;
        std::string_view bytes;  // what is left of it
        std::size_t after;       // stands behind that many of own_
    };
    auto take_own(std::size_t bytes, std::size_t end) noexcept -> std::size_t;
    void compact();
    [[nodiscard]] auto own_size() const noexcept -> std::size_t { return own_ ? own_->size() : 0; }

    std::unique_ptr<std::string> own_{};  // borrowed
    std::size_t own_sent_ = 0;
    std::vector<Shared> shared_{};
    std::size_t shared_sent_ = 0;  // of shared_
    std::size_t shared_bytes_ = 0;
};

}  // namespace strata::websocket
