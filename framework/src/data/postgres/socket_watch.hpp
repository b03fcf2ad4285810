#pragma once
// SocketWatch: calls back when libpq's socket can be read or written. It does not own the socket,
// and does not keep the loop running. Loop thread only.
#include <functional>
#include <memory>

namespace strata {
class EventLoop;
}

namespace strata::data::postgres {

class SocketWatch final {
  public:
    using Callback = std::function<void()>;

    explicit SocketWatch(EventLoop& loop);
    SocketWatch(const SocketWatch&) = delete;
    auto operator=(const SocketWatch&) -> SocketWatch& = delete;
    ~SocketWatch();

    // From now on it is about this socket.
    void attach(int socket);
    // Before the socket is closed. Nothing is called any more.
    void detach() noexcept;
    // Once each. Asked again while it waits, nothing changes.
    void when_readable(Callback callback);
    void when_writable(Callback callback);

  private:
    class Socket;
    EventLoop& loop_;
    std::shared_ptr<Socket> socket_{};
};

}  // namespace strata::data::postgres
