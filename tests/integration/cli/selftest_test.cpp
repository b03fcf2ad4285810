#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sstream>
#include <thread>

#include "cli.hpp"
#include "support/service.hpp"

using namespace tests;

namespace {

// A server that says yes to everything, and closes.
class Yes final {
  public:
    Yes() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(socket_, 16) == 0);
        REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~Yes() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    Yes(const Yes&) = delete;
    auto operator=(const Yes&) -> Yes& = delete;

    int port = 0;

  private:
    void serve() const {
        constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        for (int peer = 0; (peer = ::accept(socket_, nullptr, nullptr)) >= 0;) {
            char bytes[65536];
            (void)::recv(peer, bytes, sizeof bytes, 0);
            (void)::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
            ::shutdown(peer, SHUT_WR);
            while (::recv(peer, bytes, sizeof bytes, 0) > 0) {
            }
            ::close(peer);
        }
    }

    int socket_;
    std::thread thread_{};
};

auto url(int port) -> std::string { return "http://127.0.0.1:" + std::to_string(port); }

}  // namespace

TEST_CASE("selftest takes a URL and a path, and nothing like them") {
    for (const char* wrong : {"127.0.0.1:80", "https://127.0.0.1:80", "http://", "http://:80",
                              "http://127.0.0.1:99999", "http://127.0.0.1:x"}) {
        const auto ended = strata_cli({"selftest", "--wire", wrong});
        INFO(wrong);
        CHECK(ended.status == 2);
        CHECK(holds(ended.output, "the URL must be http://HOST:PORT"));
    }
    for (const char* wrong : {"orders", "", "/a b", "/a\r\nX: y"}) {
        const auto ended = strata_cli({"selftest", "--wire", url(1), "--target", wrong});
        INFO(wrong);
        CHECK(ended.status == 2);
        CHECK(holds(ended.output, "must be a path: /orders"));
    }
}

TEST_CASE("a service holds all attacks of selftest") {
    Service service(MESSENGER_BINARY);
    const auto ended = strata_cli({"selftest", "--wire", url(service.port()), "--all"});
    INFO(ended.output);
    CHECK(ended.status == 0);
    CHECK(holds(ended.output, " attacks, 0 not held"));
    CHECK(!holds(ended.output, "BROKEN"));
    for (const char* category :
         {"request line", "method", "target", "host", "field", "length", "chunk", "smuggling"}) {
        CHECK(holds(ended.output, std::string("held    ") + category));
    }
    int attacks = 0;
    std::istringstream lines(ended.output);
    for (std::string line; std::getline(lines, line);) attacks += line.starts_with("held ") ? 1 : 0;
    CHECK(attacks >= 100);
    CHECK(holds(ended.output, std::to_string(attacks) + " attacks, 0 not held"));
}

TEST_CASE("selftest tells of a server that takes anything") {
    const Yes server;
    const auto ended = strata_cli({"selftest", "--wire", url(server.port)});
    INFO(ended.output);
    CHECK(ended.status == 1);
    CHECK(holds(ended.output, "BROKEN  smuggling"));
    CHECK(holds(ended.output, "ACCEPTED: 200"));
    CHECK(!holds(ended.output, "held  "));
}

TEST_CASE("selftest needs a service") {
    CHECK(strata_cli({"selftest", "--wire", url(free_port())}).status == 2);
    CHECK(strata_cli({"selftest", "--wire", "ftp://127.0.0.1"}).status == 2);
    CHECK(strata_cli({"selftest"}).status == 2);
}
