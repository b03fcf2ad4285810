#include "data/postgres/socket_watch.hpp"

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <utility>

#include "strata/loop/asio.hpp"

namespace strata::data::postgres {

using Descriptor =
    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type>;

// Shared with the waits under way, which may outlive the watch.
class SocketWatch::Socket final : public std::enable_shared_from_this<Socket> {
  public:
    Socket(EventLoop& loop, int socket) : descriptor_(asio_context(loop), socket) {}

    [[nodiscard]] auto number() -> int { return descriptor_.native_handle(); }
    void release() noexcept {
        attached_ = false;
        descriptor_.release();
    }
    void wait(Descriptor::wait_type what, bool& waits, Callback callback) {
        if (std::exchange(waits, true)) return;
        descriptor_.async_wait(what, [self = shared_from_this(), &waits,
                                      call = std::move(callback)](boost::system::error_code) {
            waits = false;
            if (self->attached_) call();
        });
    }

    bool reads = false;
    bool writes = false;

  private:
    Descriptor descriptor_;
    bool attached_ = true;
};

SocketWatch::SocketWatch(EventLoop& loop) : loop_(loop) {}

SocketWatch::~SocketWatch() { detach(); }

void SocketWatch::attach(int socket) {
    if (socket_ && socket_->number() == socket) return;
    detach();
    socket_ = std::make_shared<Socket>(loop_, socket);
}

void SocketWatch::detach() noexcept {
    if (socket_) std::exchange(socket_, nullptr)->release();
}

void SocketWatch::when_readable(Callback callback) {
    socket_->wait(Descriptor::wait_read, socket_->reads, std::move(callback));
}

void SocketWatch::when_writable(Callback callback) {
    socket_->wait(Descriptor::wait_write, socket_->writes, std::move(callback));
}

}  // namespace strata::data::postgres
