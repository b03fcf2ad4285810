#include "websocket/socket_client.hpp"

#include <doctest/doctest.h>

#include <array>
#include <sstream>

#include "wire/tally.hpp"

namespace websocket {

namespace {

constexpr std::array<char, 4> mask = {0x37, '\xfa', 0x21, 0x3d};

void append_number(std::string& out, std::uint64_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> 8 * i);
}

auto word_of(const Frame& frame) -> std::string {
    static const std::array<const char*, 16> names = {
        "more",  "text", "binary", "3",  "4",  "5",  "6",  "7",
        "close", "ping", "pong",   "11", "12", "13", "14", "15"};
    std::string word = names[frame.opcode];
    if (!frame.fin) word += "+";
    if (frame.rsv != 0) word += "/" + std::to_string(frame.rsv);
    if (frame.opcode == 8) {
        if (frame.payload.size() < 2) return word + ":";
        auto code = static_cast<unsigned char>(frame.payload[0]) << 8 |
                    static_cast<unsigned char>(frame.payload[1]);
        return word + ":" + std::to_string(code);
    }
    constexpr std::size_t most = 64;
    if (frame.payload.size() > most)
        return word + ":<" + std::to_string(frame.payload.size()) + ">";
    return word + ":" + frame.payload;
}

}  // namespace

auto frame(unsigned opcode, std::string_view payload, FrameOptions options) -> std::string {
    std::string out;
    out += static_cast<char>((options.fin ? 0x80U : 0U) | options.rsv << 4U | opcode);
    char mask_bit = options.masked ? '\x80' : '\0';
    int bytes = options.length_bytes;
    if (bytes == 0) bytes = payload.size() < 126 ? 1 : payload.size() < 65536 ? 2 : 8;
    if (bytes == 1) {
        out += static_cast<char>(static_cast<char>(payload.size()) | mask_bit);
    } else {
        out += static_cast<char>((bytes == 2 ? 126 : 127) | mask_bit);
        append_number(out, payload.size(), bytes);
    }
    if (!options.masked) return out.append(payload);
    out.append(mask.data(), mask.size());
    for (std::size_t i = 0; i < payload.size(); ++i) {
        out += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
    }
    return out;
}

auto close_frame(unsigned code, std::string_view reason) -> std::string {
    std::string payload;
    append_number(payload, code, 2);
    return frame(8, payload.append(reason));
}

auto SocketClient::open(std::string_view path, std::string_view fields) -> wire::Answer {
    return wire_.exchange("GET " + std::string(path) +
                          " HTTP/1.1\r\nHost: server.test\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: " +
                          std::string(key) + "\r\n" + std::string(fields) + "\r\n");
}

auto SocketClient::fill() -> bool {
    std::string bytes = wire_.receive_some();
    pending_ += bytes;
    return !bytes.empty();
}

auto SocketClient::receive() -> std::optional<Frame> {
    auto byte = [this](std::size_t i) { return static_cast<unsigned char>(pending_[i]); };
    while (pending_.size() < 2) {
        if (!fill()) return std::nullopt;
    }
    Frame frame;
    frame.fin = (byte(0) & 0x80U) != 0;
    frame.rsv = byte(0) >> 4U & 7U;
    frame.opcode = byte(0) & 15U;
    CHECK_MESSAGE((byte(1) & 0x80U) == 0, "a server does not mask");
    std::uint64_t size = byte(1) & 0x7fU;
    std::size_t extended = size == 127 ? 8 : size == 126 ? 2 : 0;
    while (pending_.size() < 2 + extended) {
        if (!fill()) return std::nullopt;
    }
    if (extended > 0) size = 0;
    for (std::size_t i = 0; i < extended; ++i) size = size << 8 | byte(2 + i);
    while (pending_.size() < 2 + extended + size) {
        if (!fill()) return std::nullopt;
    }
    frame.payload = pending_.substr(2 + extended, size);
    pending_.erase(0, 2 + extended + size);
    return frame;
}

auto SocketClient::next() -> std::string {
    if (auto frame = receive()) return word_of(*frame);
    switch (wire_.end()) {
        case wire::End::fin: return "fin";
        case wire::End::reset: return "reset";
        default: return "open";
    }
}

void check_exchange(std::uint16_t port, std::string_view path, std::string_view bytes,
                    std::string_view expected, std::string_view fields) {
    CAPTURE(std::string(bytes.substr(0, 64)));
    wire::count_case();
    SocketClient client(port, path, fields);
    REQUIRE(client.answer().status == 101);
    client.send(bytes);
    std::istringstream words{std::string(expected)};
    bool ended = false;
    for (std::string word; words >> word;) {
        CHECK(client.next() == word);
        ended = word == "fin";
    }
    if (ended) return;
    client.send(text("still"));
    CHECK(client.next() == "text:still");
    client.send(close_frame(1000));
    CHECK(client.next() == "close:1000");
    CHECK(client.next() == "fin");
}

}  // namespace websocket
