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
auto open_and_listen(int family, const sockaddr* address, socklen_t size, unsigned backlog) -> int {
    int descriptor = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -errno;
    int on = 1;
    if (family != AF_UNIX) ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (::bind(descriptor, address, size) == 0 &&
        ::listen(descriptor, static_cast<int>(backlog)) == 0) {
        return descriptor;
    }
    int error = errno;
    ::close(descriptor);
    return -error;
}

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
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (failure != 0) {
        throw std::runtime_error(section + ".host " + host + ": " + ::gai_strerror(failure));
    }
    std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    int result = open_and_listen(found->ai_family, found->ai_addr, found->ai_addrlen, backlog);
    if (result >= 0) return result;
    std::string where = section + ".port " + std::to_string(port) + " on " + host;
    if (result == -EADDRINUSE) throw std::runtime_error(where + " is in use");
    fail(where, -result);
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
