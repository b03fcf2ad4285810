#pragma once
// WorkerSockets: the listening sockets of several workers (workers.count), which their supervisor
// opens before them and keeps, so that what connects while a worker is replaced waits for the next.
// A worker gets its own as systemd would hand them over (LISTEN_FDS), each under its opener's name
// (LISTEN_FDNAMES).
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace strata::runtime {

struct SocketOpener {
    // Gives the descriptors of each worker; one that stands in several lists is shared. The caller
    // owns them. Throws an exception whose what() is one clear line. Main thread, once, when the
    // settings are read.
    using Open = std::function<std::vector<std::vector<int>>(std::size_t workers)>;

    SocketOpener(std::string opener_name, Open function)
        : name(std::move(opener_name)), open(std::move(function)) {}

    std::string name;  // "admin"
    Open open;
};

}  // namespace strata::runtime
