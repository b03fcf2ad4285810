#include "runtime/notify.hpp"

#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace strata::runtime {

namespace {

void write_lines(int pipe, std::string_view state) noexcept {
    char end = '\n';
    const iovec parts[] = {{.iov_base = const_cast<char*>(state.data()), .iov_len = state.size()},
                           {.iov_base = &end, .iov_len = 1}};
    (void)::writev(pipe, parts, 2);
}

}  // namespace

void notify_supervisor(std::string_view state, int status_pipe) noexcept {
    if (status_pipe >= 0) return write_lines(status_pipe, state);
    const char* path = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    const std::size_t length = path == nullptr ? 0 : std::strlen(path);
    if (length < 2 || length >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path, length);
    if (path[0] == '@') address.sun_path[0] = '\0';  // the abstract namespace
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    (void)::sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr*>(&address), size);
    ::close(descriptor);
}

}  // namespace strata::runtime
