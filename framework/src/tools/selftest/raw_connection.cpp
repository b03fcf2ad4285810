#include "tools/selftest/raw_connection.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace strata::tools::selftest {

namespace {

class Socket final {
  public:
    explicit Socket(const Address& address) {
        addrinfo wanted{};
        wanted.ai_socktype = SOCK_STREAM;
        addrinfo* list = nullptr;
        if (::getaddrinfo(address.host.c_str(), address.port.c_str(), &wanted, &list) != 0)
            throw std::runtime_error("no host " + address.host);
        const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(list, &::freeaddrinfo);
        for (const addrinfo* each = list; each != nullptr; each = each->ai_next) {
            descriptor_ = ::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
            if (::connect(descriptor_, each->ai_addr, each->ai_addrlen) == 0) return;
            ::close(descriptor_);
        }
        throw std::runtime_error("no connection to " + address.host + ":" + address.port);
    }
    ~Socket() { ::close(descriptor_); }
    Socket(const Socket&) = delete;
    auto operator=(const Socket&) -> Socket& = delete;

    void send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;  // refused before all of it was sent
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    auto receive(std::string& into, std::chrono::milliseconds limit) const -> Ending {
        char buffer[16384];
        while (true) {
            pollfd ready{descriptor_, POLLIN, 0};
            if (::poll(&ready, 1, static_cast<int>(limit.count())) <= 0) return Ending::open;
            const auto size = ::recv(descriptor_, buffer, sizeof buffer, 0);
            if (size == 0) return Ending::fin;
            if (size < 0) return errno == ECONNRESET ? Ending::reset : Ending::open;
            into.append(buffer, static_cast<std::size_t>(size));
        }
    }

  private:
    int descriptor_ = -1;
};

// Every "HTTP/1.1 200 " at the beginning, or after the end of a line or of a body.
void count_answers(const std::string& text, Exchange& result) {
    constexpr std::string_view mark = "HTTP/1.1 ";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const int status = std::atoi(text.c_str() + at + mark.size());
        if (status < 200 || status > 599) continue;
        if (result.answers++ == 0) result.status = status;
        if (status < 400) ++result.accepted;
    }
}

}  // namespace

Address::Address(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme)) throw std::runtime_error("the URL must be http://HOST:PORT");
    url.remove_prefix(scheme.size());
    url = url.substr(0, url.find('/'));
    const auto colon = url.rfind(':');
    const bool has_port = colon != std::string_view::npos && !url.ends_with(']');
    host = url.substr(0, has_port ? colon : url.size());
    port = has_port ? url.substr(colon + 1) : "80";
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    constexpr int most = 65535;
    const bool digits = !port.empty() && port.size() <= 5 &&
                        port.find_first_not_of("0123456789") == std::string::npos;
    if (host.empty() || !digits || std::atoi(port.c_str()) > most)
        throw std::runtime_error("the URL must be http://HOST:PORT");
}

auto exchange(const Address& address, std::string_view bytes, std::chrono::milliseconds limit)
    -> Exchange {
    const Socket socket(address);
    socket.send(bytes);
    std::string text;
    Exchange result;
    result.ending = socket.receive(text, limit);
    count_answers(text, result);
    return result;
}

}  // namespace strata::tools::selftest
