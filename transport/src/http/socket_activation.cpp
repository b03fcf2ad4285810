#include "http/socket_activation.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace strata::http {

namespace {

constexpr int first_descriptor = 3;
constexpr int most_descriptors = 64;

auto number_in(const char* variable) -> int {
    const char* text = std::getenv(variable);
    if (text == nullptr) return 0;
    const std::string_view digits(text);
    int number = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
    return error == std::errc() && end == digits.end() ? number : 0;
}

auto option(int descriptor, int name) -> int {
    int value = 0;
    socklen_t size = sizeof(value);
    return ::getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

}  // namespace

auto take_inherited_sockets() -> std::vector<int> {
    std::vector<int> sockets;
    const int count = number_in("LISTEN_PID") == ::getpid() ? number_in("LISTEN_FDS") : 0;
    if (count < 0 || count > most_descriptors) throw std::runtime_error("LISTEN_FDS is no count");
    for (int descriptor = first_descriptor; descriptor < first_descriptor + count; ++descriptor) {
        if (option(descriptor, SO_ACCEPTCONN) != 1 || option(descriptor, SO_TYPE) != SOCK_STREAM) {
            throw std::runtime_error("descriptor " + std::to_string(descriptor) +
                                     " of LISTEN_FDS is no listening stream socket");
        }
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        sockets.push_back(descriptor);
    }
    ::unsetenv("LISTEN_PID");
    ::unsetenv("LISTEN_FDS");
    return sockets;
}

}  // namespace strata::http
