#include "http/acceptor.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "http/connection.hpp"
#include "strata/loop/asio.hpp"

namespace strata::http {

using namespace std::chrono_literals;

namespace {

constexpr Refusal too_many{503, "too_many_connections", "There are too many connections"};
constexpr auto pause_without_descriptors = 100ms;

auto reserve_descriptor() -> int { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

// Answers without a Connection, as fast as can be.
void turn_away(const Descriptor& socket) {
    constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\n"
        "Connection: close\r\n\r\n";
    constexpr int most_reads = 16;
    std::array<char, 4096> unread;
    static_cast<void>(
        ::send(socket.number(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
    ::shutdown(socket.number(), SHUT_WR);
    // What is left unread would make a reset of the close, which overtakes the answer.
    for (int i = 0; i < most_reads; ++i) {
        if (::recv(socket.number(), unread.data(), unread.size(), MSG_DONTWAIT) <= 0) break;
    }
}

auto address_text(const sockaddr_storage& address) -> std::string {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    } else if (address.ss_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
        // A dual-stack socket's IPv4 peers are shown, and counted, as IPv4.
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
            ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text.data(), text.size());
        } else {
            ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
        }
    }
    return text.data();
}

auto protocol_of(int descriptor) -> boost::asio::generic::stream_protocol {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
    return {address.ss_family, 0};
}

// For the listening socket: those that it accepts inherit both. What a slow reader leaves unread is
// held back here, where it is bounded and timed, and not in megabytes of the kernel's memory.
void set_options(int descriptor) {
    const int on = 1;
    const int most_unsent = 128 * 1024;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &most_unsent, sizeof(most_unsent));
}

}  // namespace

Acceptor::Acceptor(Core& core, int descriptor)
    : core_(core),
      context_(asio_context(core.loop)),
      socket_(context_, protocol_of(descriptor), descriptor),
      work_(core.loop),
      pause_(core.loop, KeepsRunning::no),
      reserved_(reserve_descriptor()) {
    socket_.native_non_blocking(true);
    set_options(descriptor);
}

Acceptor::~Acceptor() {
    *alive_ = false;
    if (reserved_ >= 0) ::close(reserved_);
}

void Acceptor::start() { wait(); }

void Acceptor::stop() {
    pause_.cancel();
    while (accept_one() || std::exchange(turned_away_, false)) {
    }
    boost::system::error_code ignored;
    socket_.close(ignored);
    work_.release();
}

auto Acceptor::port() const -> std::uint16_t {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    ::getsockname(const_cast<ListeningSocket&>(socket_).native_handle(),
                  reinterpret_cast<sockaddr*>(&address), &size);
    if (address.ss_family == AF_INET) {
        return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
    }
    if (address.ss_family == AF_INET6) {
        return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
    }
    return 0;
}

void Acceptor::wait() {
    socket_.async_wait(ListeningSocket::wait_read,
                       [this, alive = alive_](const boost::system::error_code& error) {
                           if (error || !*alive || !socket_.is_open()) return;
                           for (int i = 0; i < batch && accept_one(); ++i) {
                           }
                           if (!paused_) wait();
                       });
}

auto Acceptor::accept_one() -> bool {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    int descriptor = ::accept4(socket_.native_handle(), reinterpret_cast<sockaddr*>(&address),
                               &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
        admit(Descriptor(descriptor), address_text(address));
        return true;
    }
    if (errno == EINTR || errno == ECONNABORTED || errno == EPROTO) return true;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
    ++core_.statistics.accept_failures;
    out_of_descriptors();
    return false;
}

void Acceptor::admit(Descriptor socket, std::string peer) {
    ++core_.statistics.accepted;
    const ServerSettings& settings = core_.settings;
    bool full = core_.open_count >= settings.connections;
    if (!full && settings.connections_per_ip > 0) {
        auto entry = core_.per_ip.find(peer);
        full = entry != core_.per_ip.end() && entry->second >= settings.connections_per_ip;
    }
    // Those that are being refused linger too, but not without bound.
    if (full && core_.open_count >= settings.connections + batch) {
        ++core_.statistics.over_limit;
        return turn_away(socket);
    }
    auto connection = std::make_shared<Connection>(core_, std::move(peer));
    try {
        if (full) {
            connection->start_refused(std::move(socket), too_many);
        } else {
            connection->start(std::move(socket));
        }
    } catch (const std::system_error&) {
        ++core_.statistics.accept_failures;  // the kernel watches no more descriptors
    }
}

void Acceptor::out_of_descriptors() {
    if (reserved_ >= 0) {
        ::close(reserved_);
        int descriptor = ::accept4(socket_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
        turned_away_ = descriptor >= 0;
        if (descriptor >= 0) turn_away(Descriptor(descriptor));
    }
    reserved_ = reserve_descriptor();
    paused_ = true;
    pause_.after(pause_without_descriptors, [this] {
        paused_ = false;
        wait();
    });
}

}  // namespace strata::http
