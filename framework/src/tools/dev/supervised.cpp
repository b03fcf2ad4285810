#include "tools/dev/supervised.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace strata::tools::dev {
namespace {

// The first descriptor of a supervisor's (sd_listen_fds(3)).
constexpr int inherited = 3;

auto open_socket(const std::string& host, const std::string& port) -> int {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE;
    addrinfo* found = nullptr;
    if (const int error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0)
        throw std::runtime_error("server.host " + host + ": " + ::gai_strerror(error));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    const int socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(socket, found->ai_addr, found->ai_addrlen) != 0 || ::listen(socket, 512) != 0) {
        const int error = errno;
        ::close(socket);
        throw std::runtime_error("can't listen on " + host + ":" + port + ": " +
                                 std::strerror(error) +
                                 (error == EADDRINUSE ? ": set STRATA_SERVER_PORT" : ""));
    }
    return socket;
}

[[noreturn]] void become(const std::vector<std::string>& command) {
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments.front(), arguments.data());
    static_cast<void>(::write(STDERR_FILENO, "can't be run\n", 13));
    ::_exit(127);
}

auto fork_or_throw() -> pid_t {
    const pid_t pid = ::fork();
    if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
    return pid;
}

auto wait_for(pid_t pid) -> int {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    return status;
}

}  // namespace

auto run(const std::vector<std::string>& command) -> bool {
    const pid_t pid = fork_or_throw();
    if (pid == 0) become(command);
    return wait_for(pid) == 0;
}

auto output_of(const std::vector<std::string>& command) -> std::string {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    const pid_t pid = fork_or_throw();
    if (pid == 0) {
        ::dup2(pipe[1], STDOUT_FILENO);
        become(command);
    }
    ::close(pipe[1]);
    std::string output;
    std::array<char, 4096> buffer;
    for (ssize_t size = 0; (size = ::read(pipe[0], buffer.data(), buffer.size())) != 0;)
        if (size > 0) output.append(buffer.data(), static_cast<std::size_t>(size));
    ::close(pipe[0]);
    if (wait_for(pid) != 0) throw std::runtime_error(command.front() + " failed");
    return output;
}

Supervised::Supervised(const std::string& host, const std::string& port)
    : socket_(open_socket(host, port)) {}

Supervised::~Supervised() {
    stop();
    ::close(socket_);
}

void Supervised::start(const std::vector<std::string>& command) {
    pid_ = fork_or_throw();
    if (pid_ != 0) return;
    // A group of its own: an interrupt on the terminal is this program's, which then stops it.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (socket_ == inherited) {
        ::fcntl(socket_, F_SETFD, 0);
    } else {
        ::dup2(socket_, inherited);
    }
    ::setenv("LISTEN_FDS", "1", 1);
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("STRATA_DRAIN_DELAY", "0s", 0);
    become(command);
}

void Supervised::stop() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGTERM);
    wait_for(pid_);
    pid_ = -1;
}

auto Supervised::has_ended() -> bool {
    if (pid_ < 0 || ::waitpid(pid_, nullptr, WNOHANG) != pid_) return false;
    pid_ = -1;
    return true;
}

}  // namespace strata::tools::dev
