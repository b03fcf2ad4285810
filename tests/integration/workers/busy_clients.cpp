#include "busy_clients.hpp"

#include <chrono>
#include <memory>

#include "support/http_client.hpp"

namespace tests {

BusyClients::BusyClients(int port, std::size_t count, std::string target) {
    for (std::size_t i = 0; i < count; ++i)
        threads_.emplace_back([this, port, target] { run(port, target); });
}

void BusyClients::join() {
    joining_ = true;
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

// A server that drains closes connections that are idle for half a second; a client that does not
// get its turn for that long looks idle.
void BusyClients::run(int port, const std::string& target) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds idle{400};
    auto client = std::make_unique<HttpClient>(port);
    auto last = Clock::now();
    while (!joining_) {
        const bool counts = !ending_;
        const bool is_idle = Clock::now() - last > idle;
        last = Clock::now();
        const int status = client->request("GET", target).status;
        if (status == 200) {
            ++answered_;
            continue;
        }
        if (!counts) return;
        if (status != 0) ++refused_;
        if (status == 0 && !is_idle) ++lost_;
        client = std::make_unique<HttpClient>(port);
    }
}

}  // namespace tests
