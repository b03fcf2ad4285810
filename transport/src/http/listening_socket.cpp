#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "http/acceptor.hpp"

namespace strata::http {

namespace {

[[noreturn]] void fail(const std::string& what, int error) {
    throw std::runtime_error(what + ": " + std::strerror(error));
}

// Gives the descriptor, or minus the errno.
auto open_and_bind(int family, const sockaddr* address, socklen_t size, int shared_option = 0)
    -> int {
    int descriptor = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -errno;
    int on = 1;
    if (family != AF_UNIX) ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (shared_option != 0) ::setsockopt(descriptor, SOL_SOCKET, shared_option, &on, sizeof(on));
    if (::bind(descriptor, address, size) == 0) return descriptor;
    int error = errno;
    ::close(descriptor);
    return -error;
}

auto open_and_listen(int family, const sockaddr* address, socklen_t size, unsigned backlog) -> int {
    int descriptor = open_and_bind(family, address, size);
    if (descriptor < 0 || ::listen(descriptor, static_cast<int>(backlog)) == 0) return descriptor;
    int error = errno;
    ::close(descriptor);
    return -error;
}

// host and port of a section, resolved.
class Address final {
  public:
    Address(const std::string& section, const std::string& host, std::uint16_t port)
        : where_(section + ".port " + std::to_string(port) + " on " + host) {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
        addrinfo* found = nullptr;
        int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
        if (failure != 0) {
            throw std::runtime_error(section + ".host " + host + ": " + ::gai_strerror(failure));
        }
        found_.reset(found);
    }

    [[nodiscard]] auto family() const -> int { return found_->ai_family; }
    [[nodiscard]] auto get() const -> const sockaddr* { return found_->ai_addr; }
    [[nodiscard]] auto size() const -> socklen_t { return found_->ai_addrlen; }

    [[noreturn]] void refuse(int error) const {
        if (error == EADDRINUSE) {
            throw std::runtime_error(
                where_ + " is in use: end the process that listens there, or set another port");
        }
        fail(where_, error);
    }

  private:
    std::string where_;
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found_{nullptr, &::freeaddrinfo};
};

auto is_listened_on(const sockaddr_un& address) -> bool {
    int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return false;
    bool answered =
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::close(descriptor);
    return answered;
}

}  // namespace

auto listen_tcp(const std::string& section, const std::string& host, std::uint16_t port,
                unsigned backlog) -> int {
    const Address address(section, host, port);
    int result = open_and_listen(address.family(), address.get(), address.size(), backlog);
    if (result < 0) address.refuse(-result);
    return result;
}

auto listen_tcp_shared(const std::string& section, const std::string& host, std::uint16_t port,
                       unsigned backlog, std::size_t count) -> std::vector<int> {
    const Address address(section, host, port);
    std::vector<int> sockets;
    // The first one is bound without SO_REUSEPORT, so that a port in use is noticed, and joins the
    // others afterwards.
    sockets.push_back(open_and_bind(address.family(), address.get(), address.size()));
    if (sockets[0] < 0) address.refuse(-sockets[0]);
    int on = 1;
    ::setsockopt(sockets[0], SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
    sockaddr_storage bound{};
    socklen_t size = sizeof(bound);  // its port may have been 0
    ::getsockname(sockets[0], reinterpret_cast<sockaddr*>(&bound), &size);
    while (sockets.size() < count) {
        int next = open_and_bind(address.family(), reinterpret_cast<const sockaddr*>(&bound), size,
                                 SO_REUSEPORT);
        if (next < 0) address.refuse(-next);
        sockets.push_back(next);
    }
    for (const int socket : sockets) {
        if (::listen(socket, static_cast<int>(backlog)) != 0) address.refuse(errno);
    }
    return sockets;
}

auto listen_unix(const std::string& path, unsigned backlog) -> int {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof(address.sun_path)) {
        throw std::runtime_error("server.unixSocket " + path + ": the path is too long");
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    struct stat status {};
    if (::lstat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)) {
        if (is_listened_on(address)) {
            throw std::runtime_error("server.unixSocket " + path + " is in use");
        }
        ::unlink(path.c_str());
    }
    int result = open_and_listen(AF_UNIX, reinterpret_cast<const sockaddr*>(&address),
                                 sizeof(address), backlog);
    if (result < 0) fail("server.unixSocket " + path, -result);
    return result;
}

}  // namespace strata::http
