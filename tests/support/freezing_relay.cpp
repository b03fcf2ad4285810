#include "support/freezing_relay.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

namespace tests {
namespace {

using Call = int (*)(int, const sockaddr*, socklen_t);

auto unix_socket(const std::string& path, Call call) -> int {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (call(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("no socket at " + path);
    return descriptor;
}

struct Pair {
    int client;
    int server;
    int number;
    bool open = true;
};

// What one has sent goes to the other; false: one of them has ended.
auto pass(int from, int to) -> bool {
    std::array<char, 65536> bytes{};
    const auto size = ::recv(from, bytes.data(), bytes.size(), 0);
    return size > 0 &&
           ::send(to, bytes.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL) == size;
}

void close_both(Pair& pair) {
    ::close(pair.client);
    ::close(pair.server);
    pair.open = false;
}

}  // namespace

FreezingRelay::FreezingRelay(std::string path, std::string server)
    : server_(std::move(server)), listener_(unix_socket(path, &::bind)) {
    ::listen(listener_, 100);
    thread_ = std::thread([this] { serve(); });
}

FreezingRelay::~FreezingRelay() {
    ends_ = true;
    thread_.join();
    ::close(listener_);
}

void FreezingRelay::serve() {
    std::vector<Pair> pairs;
    while (!ends_) {
        std::vector<pollfd> waits{{listener_, POLLIN, 0}};
        for (const Pair& pair : pairs) {
            const short events = pair.number < frozen_ ? 0 : POLLIN;
            waits.push_back({events != 0 ? pair.client : -1, events, 0});
            waits.push_back({events != 0 ? pair.server : -1, events, 0});
        }
        ::poll(waits.data(), waits.size(), 10);
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            Pair& pair = pairs[i];
            const bool asked = waits[1 + 2 * i].revents != 0;
            const bool answered = waits[2 + 2 * i].revents != 0;
            if ((asked && !pass(pair.client, pair.server)) ||
                (answered && !pass(pair.server, pair.client))) {
                close_both(pair);
            }
        }
        std::erase_if(pairs, [](const Pair& pair) { return !pair.open; });
        if (waits.front().revents == 0) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        pairs.push_back({client, unix_socket(server_, &::connect), made_++});
    }
    for (Pair& pair : pairs) close_both(pair);
}

}  // namespace tests
