#include "http/arrival_of.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <ctime>

namespace strata::http {

namespace {

using std::chrono::milliseconds;

// How much older or younger bytes may seem than they are.
auto kernel_tick() noexcept -> milliseconds {
    timespec length{};
    ::clock_getres(CLOCK_MONOTONIC_COARSE, &length);
    constexpr long nanoseconds_each = 1'000'000;
    return milliseconds((length.tv_nsec + nanoseconds_each - 1) / nanoseconds_each);
}

}  // namespace

auto arrival_of(int descriptor) noexcept -> Arrival::TimePoint {
    static const milliseconds tick = kernel_tick();
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return {};
    const milliseconds age(info.tcpi_last_data_recv);
    return std::chrono::steady_clock::now() - std::max(age - tick, milliseconds(0));
}

}  // namespace strata::http
