// What several workers can't be started with, and starts that fail.
#include <doctest/doctest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>

#include "crew.hpp"
#include "support/postgres.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

constexpr const char* taken =
    " on 127.0.0.1 is in use: end the process that listens there, or set another port";

// The last line of a start that is refused.
auto last_line(const std::string& output) -> std::string {
    const std::string text = output.substr(0, output.find_last_not_of('\n') + 1);
    return text.substr(text.rfind('\n') + 1);
}

// Exit code 1, and why.
auto refusal(Crew& crew) -> std::string {
    const auto end = crew.process().wait(60s);
    if (!end) return "it runs: " + crew.output();
    CHECK(end->status == 1);
    return last_line(crew.output());
}

// A listening socket of a stranger, whether or not it would share its port.
struct Stranger {
    explicit Stranger(bool shares) : descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const int on = shares ? 1 : 0;
        ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(descriptor, 1) == 0);
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
        port = std::to_string(ntohs(address.sin_port));
    }
    Stranger(const Stranger&) = delete;
    auto operator=(const Stranger&) -> Stranger& = delete;
    ~Stranger() { ::close(descriptor); }

    int descriptor;
    std::string port{};
};

// A database that can't be reached: no worker gets ready, and each tries on.
const std::string no_database = "postgres://nobody@127.0.0.1:1/nothing";

}  // namespace

TEST_CASE("SQLite and memory sessions are refused with several workers, saying what to change") {
    Crew sqlite(PROBE_BINARY, {{"STRATA_DATABASE_URL", "sqlite:data.db"}});
    CHECK(refusal(sqlite) ==
          "probe: workers.count 2: database.url is SQLite, which several processes can't share; "
          "set database.url to postgres://..., or workers.count to 1");
    Crew memory(MESSENGER_BINARY, {{"STRATA_SECURITY_SESSION_STORE", "memory"}});
    CHECK(refusal(memory) ==
          "messenger: workers.count 2: security.session.store is memory, which several processes "
          "can't share; set it to database, or workers.count to 1");
}

TEST_CASE("a port that is taken is refused, also where its owner would share it") {
    for (const bool shares : {false, true}) {
        const Stranger stranger(shares);
        Crew crew(PROBE_BINARY, {{"STRATA_SERVER_PORT", stranger.port}});
        CHECK(refusal(crew) == "probe: server.port " + stranger.port + taken);
        Crew admin(PROBE_BINARY, {{"STRATA_ADMIN_PORT", stranger.port}});
        CHECK(refusal(admin) == "probe: admin.port " + stranger.port + taken);
    }
}

TEST_CASE("the port of a service with several workers is taken") {
    Crew crew(PROBE_BINARY);
    REQUIRE(crew.gets_ready());
    const std::string port = std::to_string(crew.port());
    for (const char* count : {"1", "2"}) {
        Crew second(PROBE_BINARY, {{"STRATA_SERVER_PORT", port}, {"STRATA_WORKERS_COUNT", count}});
        CHECK(refusal(second) == "probe: server.port " + port + taken);
    }
    CHECK(crew.stop().status == 0);
}

TEST_CASE("each worker has an admin port, or none is started") {
    Crew crew(PROBE_BINARY, {{"STRATA_ADMIN_PORT", "65535"}});
    CHECK(refusal(crew) ==
          "probe: admin.port 65535: each worker has the next port, and there are not so many");
}

TEST_CASE("workers that can't start are one line and exit code 1") {
    Crew crew(PROBE_BINARY, {{"STRATA_DATABASE_URL", no_database}, {"STRATA_START_TIMEOUT", "1s"}});
    const std::string line = refusal(crew);
    CHECK(line.starts_with("probe: worker "));
    CHECK(line.find(": step 'database' did not end within start.timeout (1s)") !=
          std::string::npos);
    CHECK(crew.lines_with("probe: ").size() == 1);
    CHECK(crew.lines_with(R"("ready","workers")").empty());
}

TEST_CASE("one worker that dies in the start ends the whole start") {
    Crew crew(MESSENGER_BINARY, {{"STRATA_DATABASE_URL", no_database}});
    REQUIRE(crew.says("trying again", 2));
    const pid_t first = crew.pid_of(1);
    ::kill(crew.pid_of(2), SIGKILL);
    CHECK(refusal(crew) == "messenger: worker 2: it ended with SIGKILL");
    CHECK_FALSE(is_alive(first));
}

TEST_CASE("SIGTERM while the workers start ends them cleanly") {
    Crew crew(MESSENGER_BINARY, {{"STRATA_DATABASE_URL", no_database}});
    REQUIRE(crew.says("trying again", 2));
    CHECK(crew.stop().status == 0);
    CHECK(crew.lines_with(R"("exit","code":0)").size() == 3);
}
