// Where a database.url leads: hosts and their addresses, and what is refused before a connection.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>

#include "data/postgres/link.hpp"
#include "data/postgres/target.hpp"
#include "orders.hpp"
#include "strata/loop/sleep.hpp"

using namespace orders;
using namespace std::chrono_literals;
using postgres::Target;

namespace {

auto resolve(const std::string& host) -> std::vector<std::string> {
    if (host == "both") return {"::1", "127.0.0.1"};
    if (host == "one") return {"10.0.0.1"};
    throw DatabaseError(ErrorKind::unavailable, host + ": no such name");
}

// "HOST HOSTADDR PORT", as libpq is told them.
auto places(const std::string& url) -> std::string {
    Target::Keywords keywords = Target(url).resolved(&resolve).keywords();
    return keywords["host"] + " " + keywords["hostaddr"] + " " + keywords["port"];
}

auto refused(const std::string& url) -> std::string { return refusal(url).what(); }

auto start_error(const std::string& url) -> std::string {
    EventLoop loop;
    DatabaseOptions options = test_options();
    options.url = url;
    Database database(options, loop);
    const std::string message = error_of(loop, database.start({}, {})).what();
    if (message == "no error") run_task(loop, database.close());
    return message;
}

auto contains(std::string_view text, std::string_view part) -> bool {
    return text.find(part) != std::string_view::npos;
}

// At an address and a port that nobody else has. Its own start looks for it at libpq's default
// port.
class TcpServer final {
  public:
    TcpServer() {
        setenv("PGPORT", port_.c_str(), 1);
        server_.emplace(
            tools::check::postgres_binaries(),
            std::vector<std::string>{"fsync=off", "listen_addresses=" + address_, "port=" + port_});
        unsetenv("PGPORT");
    }
    [[nodiscard]] auto address() const -> const std::string& { return address_; }
    [[nodiscard]] auto port() const -> const std::string& { return port_; }

  private:
    const std::string address_ = "127.77.0." + std::to_string(getpid() % 250 + 1);
    const std::string port_ = std::to_string(20'000 + getpid() % 10'000);
    std::optional<tools::check::ThrowawayPostgres> server_{};
};

// Takes connections and says nothing.
class SilentServer final {
  public:
    SilentServer() {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = inet_addr("127.0.0.1");
        socklen_t size = sizeof place;
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&place), size) == 0);
        REQUIRE(::listen(socket_, 8) == 0);
        REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&place), &size) == 0);
        port_ = std::to_string(ntohs(place.sin_port));
    }
    SilentServer(const SilentServer&) = delete;
    auto operator=(const SilentServer&) -> SilentServer& = delete;
    ~SilentServer() { ::close(socket_); }
    [[nodiscard]] auto port() const -> const std::string& { return port_; }

  private:
    int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::string port_{};
};

class Attempt final : public postgres::Link::Owner {
  public:
    void link_ready(postgres::Link& /*link*/) override { error = "no error"; }
    void link_lost(postgres::Link& /*link*/, const std::string& reason) override { error = reason; }
    void plans_changed() override {}
    void notified(std::string_view /*payload*/) override {}

    std::string error{};
};

auto connection_error(const Target& target, std::chrono::milliseconds timeout = 10s)
    -> std::string {
    EventLoop loop;
    Attempt attempt;
    const auto link = std::make_shared<postgres::Link>(loop, attempt);
    link->open(target, timeout);
    const auto wait = [](EventLoop& clock, const Attempt& tried) -> Task<> {
        while (tried.error.empty()) co_await sleep(clock, 1ms);
    };
    run_task(loop, wait(loop, attempt));
    link->close();
    return attempt.error;
}

}  // namespace

TEST_CASE("a host is told to libpq once for each of its addresses, with its name and port") {
    CHECK(places("postgres://both/x") == "both,both ::1,127.0.0.1 ");
    CHECK(places("postgres://both:7/x") == "both,both ::1,127.0.0.1 7");
    CHECK(places("postgres://both:7,one:8/x") == "both,both,one ::1,127.0.0.1,10.0.0.1 7,7,8");
    CHECK(places("postgres://both,one:8/x") == "both,both,one ::1,127.0.0.1,10.0.0.1 ,,8");
    CHECK(places("postgres://[::2]:7,both:8/x") == "::2,both,both ::2,::1,127.0.0.1 7,8,8");
    CHECK(places("postgres:///x?host=/run/pg,both") == "/run/pg,both,both ,::1,127.0.0.1 ");
    CHECK(places("postgres:///x?host=one,@pg,/run&port=1,2,3") == "one,@pg,/run 10.0.0.1,, 1,2,3");
}

TEST_CASE("a host without an address is left out, unless no host has one") {
    CHECK(places("postgres://away:7,both:8/x") == "both,both ::1,127.0.0.1 8,8");
    CHECK(places("postgres://both,away/x") == "both,both ::1,127.0.0.1 ,");
    CHECK(places("postgres:///x?host=away,/run/pg&port=7,8") == "/run/pg  8");
    try {
        (void)places("postgres://away,gone/x");
        FAIL("no error");
    } catch (const DatabaseError& error) {
        CHECK(error.what() == std::string_view("away: no such name, gone: no such name"));
    }
}

TEST_CASE("only names need a resolver") {
    CHECK(Target("postgres://127.0.0.1,[::1],both/x").needs_resolving());
    CHECK_FALSE(Target("postgres://127.0.0.1,[::1]/x").needs_resolving());
    CHECK_FALSE(Target("postgres:///x?host=/run,@pg").needs_resolving());
    CHECK_FALSE(Target("postgres:///x").needs_resolving());
    CHECK_FALSE(Target("postgres://both/x?hostaddr=127.0.0.1").needs_resolving());
}

TEST_CASE("a URL that can lead nowhere is refused before a connection, and tells no password") {
    CHECK(contains(refused("postgres://x:notaport/y"), "database.url: a port is no number"));
    CHECK(contains(refused("postgres://x:70000/y"), "a port is no number"));
    CHECK(contains(refused("postgres://a:1,b:2,c:x/y"), "a port is no number"));
    CHECK(contains(refused("postgres://user:sec/ret@host/y"), "'/' as %2F"));
    CHECK(contains(refused("postgres://user:sec@ret@host/y"), "'@' as %40"));
    CHECK(refused("postgres://x/y?sslmode=bogus") ==
          "database.url: invalid sslmode value: \"bogus\"");
    CHECK(contains(refused("postgres://x/y?target_session_attrs=best"), "target_session_attrs"));
    CHECK(contains(refused("postgres:///y?host=a,b,c&port=1,2"), "2 port numbers to 3 hosts"));
    CHECK(contains(refused("postgres://u:secret@x/y?sslmod=require"), "one of its options"));
    for (const char* url : {"postgres://user:sec/ret@host/y", "postgres://user:sec@ret@host/y",
                            "postgres://user:secret@x/y?sslmod=require"}) {
        CAPTURE(url);
        CHECK_FALSE(contains(refused(url), "sec"));
        CHECK_FALSE(contains(refused(url), "ret@"));
    }
    CHECK(refused("postgres://u@a:1,b/y?sslmode=require&connect_timeout=3") == "no error");
}

TEST_SUITE_BEGIN("postgres");

TEST_CASE("names that do not resolve and folders of sockets stand beside hosts that serve") {
    const std::string folder =
        tests::postgres().url().substr(tests::postgres().url().find('=') + 1);
    CHECK(start_error("postgres://strata@/postgres?host=nosuch.invalid," + folder) == "no error");
    CHECK(start_error("postgres://strata@/postgres?host=" + folder + ",nosuch.invalid") ==
          "no error");
    CHECK(start_error("postgres://strata@/postgres?host=" + folder + ",localhost") == "no error");
}

TEST_CASE("a host's second address is tried, and a server without TLS refuses at once") {
    const TcpServer server;
    const auto two = [&](const std::string& /*host*/) {
        return std::vector<std::string>{"127.77.250.254", server.address()};
    };
    const Target target =
        Target("postgres://strata@name.invalid:" + server.port() + "/postgres").resolved(two);
    CHECK(connection_error(target) == "no error");
    const std::string url =
        "postgres://strata@" + server.address() + ":" + server.port() + "/postgres";
    CHECK(start_error(url) == "no error");
    CHECK(contains(start_error(url + "?sslmode=require"), "but SSL was required"));
}

TEST_CASE("a host that takes the connection and says nothing is passed over") {
    const SilentServer first;
    const SilentServer second;
    const std::string silent = "127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port();
    CHECK(connection_error(Target("postgres://strata@" + silent + "/postgres"), 100ms) ==
          "no answer to the connection attempt");
    const TcpServer server;
    const Target target("postgres://strata@" + silent + "," + server.address() + ":" +
                        server.port() + "/postgres");
    CHECK(connection_error(target, 500ms) == "no error");
    const auto both = [&](const std::string& /*host*/) {
        return std::vector<std::string>{"127.0.0.1", server.address()};
    };
    CHECK(Target("postgres://strata@name.invalid:" + first.port() + "/postgres")
              .resolved(both)
              .without({"name.invalid", "127.0.0.1", first.port()})
              ->keywords()
              .at("hostaddr") == server.address());
}

TEST_SUITE_END();
