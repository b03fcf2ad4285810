#include "support/epoll_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <unordered_map>

namespace bench {
namespace {

struct Connection {
    std::string in;
    std::string out;
};

// Answers every complete request of `in`, all with one send.
void answer_batch(int descriptor, Connection& connection, const Answer& answer) {
    std::size_t begin = 0;
    for (;;) {
        const auto end = connection.in.find("\r\n\r\n", begin);
        if (end == std::string::npos) break;
        answer(std::string_view(connection.in).substr(begin, end + 4 - begin), connection.out);
        begin = end + 4;
    }
    connection.in.erase(0, begin);
    for (std::string_view rest = connection.out; !rest.empty();) {
        const auto sent = ::send(descriptor, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
        if (sent < 0 && errno != EAGAIN) break;
    }
    connection.out.clear();
}

}  // namespace

auto listen_on(int port) -> int {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(descriptor, 4096) != 0) {
        std::perror("listen");
        std::exit(1);
    }
    return descriptor;
}

auto listen_on_path(std::string_view path) -> int {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(path.substr(0, sizeof address.sun_path - 1), address.sun_path);
    if (::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(descriptor, 4096) != 0) {
        std::perror("listen");
        std::exit(1);
    }
    return descriptor;
}

void watch(int epoll, int descriptor) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void accept_one(int epoll, int listener) {
    const int descriptor = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) return;
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(epoll, descriptor);
}

void serve(int port, const Answer& answer) {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    const int listener = listen_on(port);
    watch(epoll, listener);
    std::unordered_map<int, Connection> connections;
    std::array<epoll_event, 512> events{};
    std::array<char, 65536> bytes{};
    for (;;) {
        const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
            if (descriptor == listener) {
                accept_one(epoll, listener);
                continue;
            }
            const auto size = ::recv(descriptor, bytes.data(), bytes.size(), 0);
            if (size <= 0) {
                connections.erase(descriptor);
                ::close(descriptor);
                continue;
            }
            auto& connection = connections[descriptor];
            connection.in.append(bytes.data(), static_cast<std::size_t>(size));
            answer_batch(descriptor, connection, answer);
        }
    }
}

}  // namespace bench
