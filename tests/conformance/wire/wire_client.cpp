#include "wire/wire_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace wire {

auto Answer::field(std::string_view name) const -> std::string {
    std::size_t at = head.find("\r\n");
    while (at != head.npos && at + 2 < head.size()) {
        at += 2;
        std::size_t end = head.find("\r\n", at);
        std::string line = head.substr(at, end - at);
        std::size_t colon = line.find(':');
        if (colon == name.size() && ::strncasecmp(line.c_str(), name.data(), colon) == 0) {
            std::size_t value = line.find_first_not_of(' ', colon + 1);
            return value == line.npos ? "" : line.substr(value);
        }
        at = end;
    }
    return "";
}

auto Answer::has(std::string_view name) const -> bool { return !field(name).empty(); }

WireClient::WireClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
        throw std::runtime_error("cannot connect to the server under test");
    }
}

WireClient::WireClient(const std::string& unix_path) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    unix_path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
        throw std::runtime_error("cannot connect to the server under test");
    }
}

WireClient::~WireClient() {
    if (socket_ >= 0) ::close(socket_);
}

auto WireClient::send(std::string_view bytes) -> bool {
    while (!bytes.empty()) {
        ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

auto WireClient::fill() -> bool {
    if (fin_ || reset_) return false;
    pollfd wait{socket_, POLLIN, 0};
    if (::poll(&wait, 1, patience_ms_) != 1) return false;
    std::array<char, 65536> bytes;
    ssize_t received = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (received > 0) pending_.append(bytes.data(), static_cast<std::size_t>(received));
    fin_ = received == 0;
    reset_ = received < 0;
    return received > 0;
}

auto WireClient::take_line(std::string& line) -> bool {
    std::size_t end;
    while ((end = pending_.find("\r\n")) == pending_.npos) {
        if (!fill()) return false;
    }
    line = pending_.substr(0, end);
    pending_.erase(0, end + 2);
    return true;
}

auto WireClient::take(std::size_t size, std::string& out) -> bool {
    while (pending_.size() < size) {
        if (!fill()) return false;
    }
    out.append(pending_, 0, size);
    pending_.erase(0, size);
    return true;
}

auto WireClient::take_chunked(std::string& body) -> bool {
    std::string line;
    while (take_line(line)) {
        std::size_t size = std::strtoul(line.c_str(), nullptr, 16);
        if (!take(size, body) || !take_line(line)) return false;
        if (size == 0) return true;
    }
    return false;
}

auto WireClient::receive(bool to_head) -> Answer {
    Answer answer;
    std::size_t end;
    while ((end = pending_.find("\r\n\r\n")) == pending_.npos) {
        if (!fill()) return answer;
    }
    answer.head = pending_.substr(0, end + 2);
    pending_.erase(0, end + 4);
    answer.status = std::atoi(answer.head.c_str() + 9);
    bool bodiless = to_head || answer.status < 200 || answer.status == 204 || answer.status == 304;
    if (bodiless) return answer;
    if (answer.has("Content-Length")) {
        take(std::strtoul(answer.field("Content-Length").c_str(), nullptr, 10), answer.body);
    } else if (answer.field("Transfer-Encoding") == "chunked") {
        if (!take_chunked(answer.body)) answer.status = 0;
    } else {
        while (fill()) {
        }
        answer.body = std::move(pending_);
        pending_.clear();
    }
    return answer;
}

auto WireClient::receive_some(std::size_t size) -> std::string {
    if (pending_.empty()) fill();
    std::string some = pending_.substr(0, size);
    pending_.erase(0, some.size());
    return some;
}

auto WireClient::end() -> End {
    while (fill()) {
    }
    if (reset_) return End::reset;
    return fin_ ? End::fin : End::open;
}

void WireClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

void WireClient::reset() {
    linger hard{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
    ::close(socket_);
    socket_ = -1;
}

void WireClient::receive_buffer(int bytes) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

}  // namespace wire
