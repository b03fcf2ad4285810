#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/service.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

// A socket of the test's own, which children inherit under the same number.
struct OpenSocket {
    explicit OpenSocket(bool listening) : descriptor(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        REQUIRE(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0);
        if (listening) REQUIRE(::listen(descriptor, 16) == 0);
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
    }
    OpenSocket(const OpenSocket&) = delete;
    auto operator=(const OpenSocket&) -> OpenSocket& = delete;
    ~OpenSocket() { ::close(descriptor); }

    // As systemd would start it: the socket is descriptor 3, and the service's own pid is named.
    [[nodiscard]] auto start(const TemporaryFolder& folder) const -> Process {
        const std::string from = std::to_string(descriptor);
        const std::string script = "exec 3<&" + from + "; [ " + from + " = 3 ] || exec " + from +
                                   "<&-; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\"";
        return Process({"bash", "-c", script, PROBE_BINARY},
                       {{"STRATA_ENV", "test"}, {"STRATA_DRAIN_DELAY", "0s"}}, folder.path());
    }

    int descriptor;
    int port = 0;
};

}  // namespace

TEST_CASE(
    "a service serves on the socket that its supervisor opened, from the first connection on") {
    const OpenSocket socket(true);
    const TemporaryFolder folder;
    HttpClient early(socket.port);  // waits in the backlog while the service starts
    REQUIRE(early.send("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n"));
    Process process = socket.start(folder);
    CHECK(early.receive().status == 200);
    process.signal(SIGTERM);
    const auto end = process.wait(20s);
    CAPTURE(process.output());
    REQUIRE(end);
    CHECK(end->status == 0);
    // The socket is the supervisor's: a connection waits for the next instance.
    HttpClient next(socket.port);
    CHECK(next.connected());
}

TEST_CASE("a descriptor that is no listening socket is one clear line and exit code 1") {
    const OpenSocket socket(false);
    const TemporaryFolder folder;
    Process process = socket.start(folder);
    const auto end = process.wait(20s);
    REQUIRE(end);
    CHECK(end->status == 1);
    CHECK(process.output().find("descriptor 3 of LISTEN_FDS is no listening stream socket") !=
          std::string::npos);
}
