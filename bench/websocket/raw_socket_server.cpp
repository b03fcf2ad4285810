// raw_socket_server PORT: the limit that the probe's echo is measured against: epoll, one recv and
// one send a batch, and of WebSocket only what an echo of a trusted client needs: it looks at no
// key, no text, no limit.
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>

#include "support/epoll_server.hpp"

namespace {

struct Connection {
    bool opened = false;
    std::string in;  // of a frame that did not come whole
};

// What the load client's key is answered with.
constexpr std::string_view switching =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

void unmask(char* bytes, std::size_t size, const char* mask) {
    std::uint64_t wide = 0;
    std::memcpy(&wide, mask, 4);
    wide |= wide << 32U;
    std::size_t i = 0;
    for (; i + 8 <= size; i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + i, 8);
        word ^= wide;
        std::memcpy(bytes + i, &word, 8);
    }
    for (; i < size; ++i) bytes[i] = static_cast<char>(bytes[i] ^ mask[i % 4]);
}

// Appends the answers to all whole frames: how many bytes they were.
auto echo(char* bytes, std::size_t size, std::string& out) -> std::size_t {
    std::size_t at = 0;
    while (size - at >= 6) {
        std::size_t length = static_cast<unsigned char>(bytes[at + 1]) & 0x7fU;
        std::size_t header = 2;
        if (length == 126) {
            length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 2]) << 8 |
                                              static_cast<unsigned char>(bytes[at + 3]));
            header = 4;
        }
        if (size - at < header + 4 + length) break;
        char* payload = bytes + at + header + 4;
        unmask(payload, length, payload - 4);
        bytes[at + 1] = static_cast<char>(bytes[at + 1] & 0x7f);
        out.append(bytes + at, header).append(payload, length);
        at += header + 4 + length;
    }
    return at;
}

void serve_bytes(int descriptor, Connection& connection, char* bytes, std::size_t size,
                 std::string& out) {
    out.clear();
    if (!connection.opened) {
        connection.in.append(bytes, size);
        if (!connection.in.ends_with("\r\n\r\n")) return;
        connection.in.clear();
        connection.opened = true;
        out = switching;
    } else if (connection.in.empty()) {
        std::size_t used = echo(bytes, size, out);
        connection.in.assign(bytes + used, size - used);
    } else {
        connection.in.append(bytes, size);
        connection.in.erase(0, echo(connection.in.data(), connection.in.size(), out));
    }
    for (std::string_view rest = out; !rest.empty();) {
        const auto sent = ::send(descriptor, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
        if (sent < 0 && errno != EAGAIN) break;
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    const int listener = bench::listen_on(std::atoi(argv[1]));
    bench::watch(epoll, listener);
    std::unordered_map<int, Connection> connections;
    std::array<epoll_event, 512> events{};
    std::array<char, 65536> bytes{};
    std::string out;
    for (;;) {
        const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
            if (descriptor == listener) {
                bench::accept_one(epoll, listener);
                continue;
            }
            const auto size = ::recv(descriptor, bytes.data(), bytes.size(), 0);
            if (size > 0) {
                serve_bytes(descriptor, connections[descriptor], bytes.data(),
                            static_cast<std::size_t>(size), out);
            } else {
                connections.erase(descriptor);
                ::close(descriptor);
            }
        }
    }
}
