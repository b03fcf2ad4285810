#include "support/live_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>

namespace tests {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds patience{20'000};
constexpr unsigned char text = 1;
constexpr unsigned char closing = 8;
constexpr unsigned char ping = 9;
constexpr unsigned char pong = 10;

auto left_until(Clock::time_point end) -> milliseconds {
    return std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(end - Clock::now()));
}

}  // namespace

LiveClient::LiveClient(int port) {
    if (!open(port)) close();
}

LiveClient::~LiveClient() { close(); }

void LiveClient::close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

auto LiveClient::open(int port) -> bool {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return false;
    send_all(
        "GET /api HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    const auto end = Clock::now() + patience;
    while (buffer_.find("\r\n\r\n") == std::string::npos) {
        if (!read_some(left_until(end))) return false;
    }
    const bool accepted = buffer_.starts_with("HTTP/1.1 101");
    buffer_.erase(0, buffer_.find("\r\n\r\n") + 4);
    return accepted;
}

void LiveClient::send_all(const std::string& bytes) {
    std::size_t sent = 0;
    while (socket_ >= 0 && sent < bytes.size()) {
        const ssize_t count =
            ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return close();
        sent += static_cast<std::size_t>(count);
    }
}

// With a mask of zeros.
void LiveClient::send_frame(unsigned char opcode, const std::string& payload) {
    std::string frame(1, static_cast<char>(0x80U | opcode));
    if (payload.size() < 126) {
        frame += static_cast<char>(0x80U | payload.size());
    } else {
        frame += static_cast<char>(0x80U | 126U);
        frame += static_cast<char>(payload.size() >> 8U);
        frame += static_cast<char>(payload.size() & 255U);
    }
    frame.append(4, '\0');
    send_all(frame + payload);
}

auto LiveClient::read_some(milliseconds limit) -> bool {
    if (socket_ < 0) return false;
    pollfd waits{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&waits, 1, static_cast<int>(limit.count())) <= 0) return false;
    char bytes[16'384];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) {
        close();
        return false;
    }
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
}

auto LiveClient::take_packet() -> std::optional<nlohmann::json> {
    const auto octet = [this](std::size_t at) -> std::uint64_t {
        return static_cast<unsigned char>(buffer_[at]);
    };
    while (buffer_.size() >= 2) {
        std::uint64_t size = octet(1) & 127U;
        const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
        if (buffer_.size() < 2 + extra) return std::nullopt;
        if (extra != 0) size = 0;
        for (std::size_t i = 0; i < extra; ++i) size = size << 8U | octet(2 + i);
        if (buffer_.size() < 2 + extra + size) return std::nullopt;
        const auto opcode = static_cast<unsigned char>(octet(0) & 15U);
        const std::string payload = buffer_.substr(2 + extra, size);
        buffer_.erase(0, 2 + extra + size);
        if (opcode == text) return nlohmann::json::parse(payload);
        if (opcode == ping) send_frame(pong, payload);
        if (opcode == closing) close();
    }
    return std::nullopt;
}

auto LiveClient::next_packet(milliseconds limit) -> std::optional<nlohmann::json> {
    const auto end = Clock::now() + limit;
    while (true) {
        if (auto packet = take_packet()) return packet;
        if (!read_some(left_until(end))) return std::nullopt;
    }
}

auto LiveClient::call(const std::string& method, const nlohmann::json& arguments)
    -> nlohmann::json {
    const int id = ++last_id_;
    const nlohmann::json packet{
        {"type", "call"}, {"id", id}, {"method", method}, {"args", arguments}};
    send_frame(text, packet.dump());
    while (auto answer = next_packet(patience)) {
        const std::string type = answer->value("type", "");
        if (type == "callback" && answer->at("id") == id) return *answer;
        if (type == "event") events_.push_back(*std::move(answer));
    }
    return nullptr;
}

void LiveClient::read_for(milliseconds quiet) {
    while (auto packet = next_packet(quiet)) {
        if (packet->value("type", "") == "event") events_.push_back(*std::move(packet));
    }
}

auto LiveClient::next_event(const std::string& name, milliseconds limit) -> nlohmann::json {
    const auto end = Clock::now() + limit;
    while (true) {
        while (!events_.empty()) {
            nlohmann::json event = std::move(events_.front());
            events_.erase(events_.begin());
            if (event.at("name") == name) return event;
        }
        auto packet = next_packet(left_until(end));
        if (!packet) return nullptr;
        if (packet->value("type", "") == "event") events_.push_back(*std::move(packet));
    }
}

}  // namespace tests
