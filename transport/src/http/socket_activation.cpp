#include "http/socket_activation.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

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

// The name of each, as far as there are any.
auto names() -> std::vector<std::string> {
    const char* text = std::getenv("LISTEN_FDNAMES");
    std::istringstream list(text == nullptr ? "" : text);
    std::vector<std::string> all;
    for (std::string name; std::getline(list, name, ':');) all.push_back(name);
    return all;
}

struct Inherited {
    int descriptor;
    std::string name;
};

auto read_environment() -> std::vector<Inherited> {
    std::vector<Inherited> sockets;
    const int count = number_in("LISTEN_PID") == ::getpid() ? number_in("LISTEN_FDS") : 0;
    if (count < 0 || count > most_descriptors) throw std::runtime_error("LISTEN_FDS is no count");
    std::vector<std::string> all_names = names();
    all_names.resize(static_cast<std::size_t>(count));
    for (std::string& name : all_names) {
        const int descriptor = first_descriptor + static_cast<int>(sockets.size());
        if (option(descriptor, SO_ACCEPTCONN) != 1 || option(descriptor, SO_TYPE) != SOCK_STREAM) {
            throw std::runtime_error("descriptor " + std::to_string(descriptor) +
                                     " of LISTEN_FDS is no listening stream socket");
        }
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        sockets.push_back(Inherited{.descriptor = descriptor, .name = std::move(name)});
    }
    for (const char* variable : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
        ::unsetenv(variable);
    return sockets;
}

// Those that nobody has taken yet.
auto inherited() -> std::vector<Inherited>& {
    static std::vector<Inherited> sockets = read_environment();
    return sockets;
}

template <class F>
auto take_those(F&& wanted) -> std::vector<int> {
    std::vector<int> taken;
    std::erase_if(inherited(), [&](const Inherited& socket) {
        if (!wanted(socket)) return false;
        taken.push_back(socket.descriptor);
        return true;
    });
    return taken;
}

}  // namespace

auto take_inherited_sockets() -> std::vector<int> {
    return take_those([](const Inherited&) { return true; });
}

auto take_inherited_sockets(std::string_view name) -> std::vector<int> {
    return take_those([&](const Inherited& socket) { return socket.name == name; });
}

}  // namespace strata::http
