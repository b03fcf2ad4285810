#include "data/postgres/socket_watch.hpp"

#include <sys/epoll.h>

#include <utility>

namespace strata::data::postgres {

void SocketWatch::attach(int socket) {
    detach();
    watched_ = 0;
    watch(socket, EPOLLET);
}

void SocketWatch::detach() noexcept {
    unwatch();
    readable_ = writable_ = nullptr;
}

void SocketWatch::when_readable(Callback callback) {
    readable_ = std::move(callback);
    watch_also(EPOLLIN);
}

void SocketWatch::when_writable(Callback callback) {
    writable_ = std::move(callback);
    watch_also(EPOLLOUT);
}

void SocketWatch::watch_also(std::uint32_t event) {
    if ((watched_ & event) == 0) watch_only(watched_ | event);
}

// Level-triggered: libpq does not say whether it has read all there is. Where nothing is waited
// for, an error is told once.
void SocketWatch::watch_only(std::uint32_t events) {
    if (events == watched_) return;
    watched_ = events;
    watch_for(events == 0 ? EPOLLET : events);
}

void SocketWatch::on_events(std::uint32_t events) {
    constexpr std::uint32_t broken = EPOLLERR | EPOLLHUP;
    if (writable_ && (events & (EPOLLOUT | broken)) != 0) {
        return std::exchange(writable_, nullptr)();
    }
    if (readable_ && (events & (EPOLLIN | broken)) != 0) {
        return std::exchange(readable_, nullptr)();
    }
    // Nobody waits for what is there.
    watch_only((readable_ ? EPOLLIN : 0U) | (writable_ ? EPOLLOUT : 0U));
}

}  // namespace strata::data::postgres
