#include "runtime/health_probe.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace strata::runtime {

namespace {

class Socket final {
  public:
    Socket(int family, std::chrono::milliseconds limit)
        : descriptor_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        if (descriptor_ < 0) fail("can't make a socket");
        const timeval wait{.tv_sec = limit.count() / 1000, .tv_usec = limit.count() % 1000 * 1000};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    }
    Socket(const Socket&) = delete;
    auto operator=(const Socket&) -> Socket& = delete;
    ~Socket() { ::close(descriptor_); }

    void connect(const sockaddr* address, socklen_t size) const {
        if (::connect(descriptor_, address, size) != 0) fail("can't connect");
    }
    void send(std::string_view text) const {
        const ssize_t n = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
        if (n != static_cast<ssize_t>(text.size())) fail("can't send");
    }
    [[nodiscard]] auto receive(std::size_t least) const -> std::string {
        std::string text;
        char buffer[512];
        while (text.size() < least) {
            const ssize_t n = ::recv(descriptor_, buffer, sizeof buffer, 0);
            if (n < 0) fail("no answer");
            if (n == 0) break;
            text.append(buffer, static_cast<std::size_t>(n));
        }
        return text;
    }

  private:
    [[noreturn]] static void fail(const char* what) {
        throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
    }
    int descriptor_;
};

// A wildcard address is asked where it surely is.
auto reachable(const std::string& host) -> std::string {
    if (host.empty() || host == "0.0.0.0") return "127.0.0.1";
    return host == "::" ? "::1" : host;
}

auto ask(const Socket& socket, const std::string& path) -> int {
    socket.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    constexpr std::string_view start = "HTTP/1.1 ";
    const std::string answer = socket.receive(start.size() + 3);
    int status = 0;
    if (answer.starts_with(start) && answer.size() >= start.size() + 3) {
        std::from_chars(answer.data() + start.size(), answer.data() + start.size() + 3, status);
    }
    if (status == 0) throw std::runtime_error("the answer is not HTTP");
    return status;
}

auto probe_unix(const std::string& path_of_socket, const std::string& path,
                std::chrono::milliseconds limit) -> int {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path_of_socket.size() >= sizeof address.sun_path) {
        throw std::runtime_error("the path of the socket is too long");
    }
    std::memcpy(address.sun_path, path_of_socket.data(), path_of_socket.size());
    const Socket socket(AF_UNIX, limit);
    socket.connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return ask(socket, path);
}

}  // namespace

auto probe(const ProbeTarget& target, const std::string& path, std::chrono::milliseconds limit)
    -> int {
    if (!target.unix_socket.empty()) return probe_unix(target.unix_socket, path, limit);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const std::string host = reachable(target.host);
    const int error =
        ::getaddrinfo(host.c_str(), std::to_string(target.port).c_str(), &hints, &found);
    if (error != 0) throw std::runtime_error(host + ": " + ::gai_strerror(error));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    const Socket socket(found->ai_family, limit);
    socket.connect(found->ai_addr, found->ai_addrlen);
    return ask(socket, path);
}

}  // namespace strata::runtime
