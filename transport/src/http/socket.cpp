#include "http/socket.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace strata::http {

void Descriptor::close() noexcept {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
}

void Socket::open(Descriptor descriptor) {
    watch(descriptor.number(), incoming);
    descriptor_ = std::move(descriptor);
    seen_ = 0;
    readable_ = watches_room_ = false;
}

void Socket::close() noexcept {
    unwatch();
    descriptor_.close();
    wants_read_ = wants_write_ = false;
}

auto Socket::release() noexcept -> Descriptor {
    unwatch();
    wants_read_ = wants_write_ = false;
    return std::move(descriptor_);
}

void Socket::want_read() noexcept {
    wants_read_ = true;
    if (readable_) call_again();
}

void Socket::want_no_read() noexcept {
    wants_read_ = false;
    if ((seen_ & broken) != 0) call_again();
}

void Socket::want_write() {
    wants_write_ = true;
    if (std::exchange(watches_room_, true)) return;
    watch_for(incoming | EPOLLOUT);
}

void Socket::on_events(std::uint32_t events) {
    seen_ |= events & ending;
    if ((events & (incoming | broken)) != 0) readable_ = true;
    if (wants_write_ && (events & (EPOLLOUT | broken)) != 0) {
        wants_write_ = false;
        if (wants_read_ && readable_) call_again();
        return owner_.on_writable();
    }
    if (wants_read_) {
        if (readable_) owner_.on_readable();
    } else if ((seen_ & broken) != 0) {
        owner_.on_reset();
    }
}

auto Socket::receive(std::span<char> room) noexcept -> SocketOwner::Received {
    ssize_t size = 0;
    do {
        size = ::recv(native_handle(), room.data(), room.size(), MSG_DONTWAIT);
    } while (size < 0 && errno == EINTR);
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        readable_ = false;
        return {SocketOwner::Got::nothing};
    }
    wants_read_ = false;
    if (size < 0) return {SocketOwner::Got::reset};
    if (size == 0) return {SocketOwner::Got::fin};
    auto bytes = static_cast<std::size_t>(size);
    if (bytes < room.size() && seen_ == 0) readable_ = false;
    return {SocketOwner::Got::bytes, bytes};
}

}  // namespace strata::http
