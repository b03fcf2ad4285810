#pragma once
// SocketWatch: calls back when libpq's socket can be read or written. It does not own the socket,
// and does not keep the loop running. Loop thread only.
#include <cstdint>
#include <functional>

#include "strata/loop/descriptor_watch.hpp"

namespace strata::data::postgres {

class SocketWatch final : private DescriptorWatch {
  public:
    using Callback = std::function<void()>;

    explicit SocketWatch(EventLoop& loop) noexcept : DescriptorWatch(loop) {}

    // From now on it is about this socket. Throws std::system_error.
    void attach(int socket);
    // Before the socket is closed. Nothing is called any more.
    void detach() noexcept;
    // Once each; the callback may ask again, or end this object.
    void when_readable(Callback callback);
    void when_writable(Callback callback);

  private:
    void on_events(std::uint32_t events) override;
    void watch_also(std::uint32_t event);
    void watch_only(std::uint32_t events);

    Callback readable_{};
    Callback writable_{};
    std::uint32_t watched_ = 0;
};

}  // namespace strata::data::postgres
