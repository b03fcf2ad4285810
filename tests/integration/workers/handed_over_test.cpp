// Several workers under systemd: its sockets, and what it is told.
#include <doctest/doctest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "crew.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

class NotifySocket final {
  public:
    NotifySocket() : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string text = path();
        std::memcpy(address.sun_path, text.data(), text.size());
        REQUIRE(::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    }
    NotifySocket(const NotifySocket&) = delete;
    auto operator=(const NotifySocket&) -> NotifySocket& = delete;
    ~NotifySocket() { ::close(descriptor_); }

    [[nodiscard]] auto path() const -> std::string { return (folder_.path() / "n").string(); }
    // What came since.
    [[nodiscard]] auto messages() const -> std::vector<std::string> {
        std::vector<std::string> all;
        char buffer[256];
        for (ssize_t size = 0; (size = ::recv(descriptor_, buffer, sizeof buffer, 0)) > 0;)
            all.emplace_back(buffer, static_cast<std::size_t>(size));
        return all;
    }

  private:
    TemporaryFolder folder_;
    int descriptor_;
};

}  // namespace

TEST_CASE("systemd is told once that all workers are ready, and once that they stop") {
    const NotifySocket systemd;
    Crew crew(PROBE_BINARY, {{"NOTIFY_SOCKET", systemd.path()}});
    REQUIRE(crew.gets_ready());
    CHECK(systemd.messages() == std::vector<std::string>{"READY=1"});
    ::kill(crew.pid_of(1), SIGKILL);
    REQUIRE(crew.says("a worker is ready", 3));
    CHECK(crew.stop().status == 0);
    CHECK(systemd.messages() == std::vector<std::string>{"STOPPING=1\nSTATUS=draining"});
}

TEST_CASE("a socket of systemd's is shared by all workers") {
    const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listening, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listening, 64) == 0);
    ::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size);
    const std::string script = "exec 3<&" + std::to_string(listening) +
                               "; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=admin exec \"$0\"";
    Crew crew("bash", {}, {"-c", script, PROBE_BINARY});
    REQUIRE(crew.gets_ready());
    const int port = ntohs(address.sin_port);
    const std::string accepted = "strata_http_accepted_total";
    for (const pid_t other : {crew.pid_of(2), crew.pid_of(1)}) {
        ::kill(other, SIGSTOP);
        CHECK(HttpClient(port).request("GET", "/plaintext").status == 200);
        ::kill(other, SIGCONT);
    }
    CHECK(crew.metric(1, accepted) > 0);
    CHECK(crew.metric(2, accepted) > 0);
    CHECK_FALSE(HttpClient(crew.port()).connected());
    CHECK(crew.stop().status == 0);
    // It is systemd's still: a connection waits for the next instance.
    CHECK(HttpClient(port).connected());
    ::close(listening);
}
