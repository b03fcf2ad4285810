// The end of the supervisor and of its workers, in all the ways in which they come.
#include <doctest/doctest.h>

#include <csignal>
#include <fstream>

#include "busy_clients.hpp"
#include "crew.hpp"

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("workers do not outlive a supervisor that is killed, and finish what they serve") {
    Crew crew(PROBE_BINARY);
    REQUIRE(crew.gets_ready());
    const pid_t workers[] = {crew.pid_of(1), crew.pid_of(2)};
    HttpClient slow(crew.port());
    REQUIRE(slow.send("GET /slow?ms=1000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    std::this_thread::sleep_for(200ms);
    crew.process().signal(SIGKILL);
    CHECK(slow.receive().status == 200);
    for (const pid_t worker : workers) CHECK(comes_true([&] { return !is_alive(worker); }));
    CHECK(crew.lines_with(R"("exit","code":0)").size() == 2);
}

TEST_CASE("a second SIGTERM ends all within 500 ms, with exit code 1") {
    Crew crew(PROBE_BINARY, {{"STRATA_DRAIN_DELAY", "30s"}});
    REQUIRE(crew.gets_ready());
    crew.process().signal(SIGTERM);
    REQUIRE(crew.says(R"("draining")", 2));
    crew.process().signal(SIGTERM);
    const auto end = crew.process().wait(20s);
    REQUIRE(end);
    CHECK(end->status == 1);
    CHECK(crew.lines_with("ended at once by a second signal").size() == 3);
    CHECK_FALSE(is_alive(crew.pid_of(1)));
    CHECK_FALSE(is_alive(crew.pid_of(2)));
}

TEST_CASE("a worker that cuts a call makes the exit code 1, and is named") {
    Crew crew(PROBE_BINARY, {{"STRATA_DRAIN_TIMEOUT", "500ms"}});
    REQUIRE(crew.gets_ready());
    HttpClient slow(crew.port());
    REQUIRE(slow.send("GET /slow?ms=60000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    std::this_thread::sleep_for(200ms);
    CHECK(crew.stop().status == 1);
    CHECK(crew.lines_with("cut by the drain").size() == 1);
    CHECK(crew.lines_with("a worker ended badly").size() == 1);
}

TEST_CASE("a worker that does not end in its time is killed and named") {
    Crew crew(PROBE_BINARY, {{"STRATA_DRAIN_TIMEOUT", "500ms"}, {"STRATA_DRAIN_HANG", "1s"}});
    REQUIRE(crew.gets_ready());
    ::kill(crew.pid_of(2), SIGSTOP);
    CHECK(crew.stop().status == 1);
    CHECK(crew.lines_with(R"("a worker took too long: it is killed","worker":2)").size() == 1);
    CHECK(crew.lines_with(R"("a worker ended badly","worker":2)").size() == 1);
}

TEST_CASE("a worker whose handler keeps the loop is killed and named; the other one drains") {
    Crew crew(PROBE_BINARY, {{"STRATA_DRAIN_TIMEOUT", "500ms"}, {"STRATA_DRAIN_HANG", "2s"}});
    REQUIRE(crew.gets_ready());
    HttpClient stuck(crew.port());
    REQUIRE(stuck.send("GET /busy?ms=60000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    REQUIRE(crew.says("the event loop stands still"));
    const std::string line = crew.lines_with("the event loop stands still").back();
    const std::string worker = line.substr(line.rfind(R"("worker":)"), 10);
    CHECK(crew.stop().status == 1);
    CHECK(crew.lines_with("a worker took too long: it is killed").size() == 1);
    CHECK(crew.lines_with(R"("a worker took too long: it is killed",)" + worker).size() == 1);
    CHECK(crew.lines_with(R"("exit","code":0)").size() == 1);
}

TEST_CASE("SIGUSR2 starts the program that stands at its path by then") {
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.path() / "service";
    std::filesystem::copy_file(PROBE_BINARY, path);
    Crew crew(path.string());
    REQUIRE(crew.gets_ready());
    const auto program = [&](unsigned worker) {
        return std::filesystem::read_symlink("/proc/" + std::to_string(crew.pid_of(worker)) +
                                             "/exe");
    };
    std::filesystem::copy_file(PROBE_BINARY, folder.path() / "new");
    std::filesystem::rename(folder.path() / "new", path);
    CHECK(program(1) == path.string() + " (deleted)");
    crew.process().signal(SIGUSR2);
    REQUIRE(crew.says("the workers are replaced"));
    CHECK(program(1) == path);
    CHECK(program(2) == path);
    CHECK(crew.stop().status == 0);
}

TEST_CASE("a worker that is sent SIGTERM by hand is replaced") {
    Crew crew(PROBE_BINARY);
    REQUIRE(crew.gets_ready());
    const pid_t first = crew.pid_of(1);
    BusyClients clients(crew.port(), 10);
    ::kill(first, SIGTERM);
    REQUIRE(crew.says(R"("a worker is ready","worker":1)", 2));
    CHECK(comes_true([&] { return !is_alive(first); }));
    const int so_far = clients.answered();
    CHECK(comes_true([&] { return clients.answered() > so_far + 100; }));
    clients.join();
    CHECK(clients.lost() == 0);
    CHECK(crew.stop().status == 0);
}

TEST_CASE("a worker that dies again and again is started after longer and longer") {
    Crew crew(PROBE_BINARY);
    REQUIRE(crew.gets_ready());
    for (std::size_t death = 1; death <= 4; ++death) {
        ::kill(crew.pid_of(2), SIGSEGV);
        REQUIRE(crew.says("a worker died", death));
        REQUIRE(crew.says(R"("a worker is ready","worker":2)", death + 1));
    }
    CHECK(crew.lines_with(R"("again":0})").size() == 1);
    CHECK(crew.lines_with(R"("again":400})").size() == 1);
    HttpClient client(crew.port());
    CHECK(client.request("GET", "/plaintext").status == 200);
    CHECK(crew.stop().status == 0);
}

TEST_CASE("a successor that can't start leaves the old workers as they are; SIGHUP reaches each") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "more.json").string();
    std::ofstream(file) << R"({"log": {"slow": "1s"}})";
    Crew crew(PROBE_BINARY, {}, {"--config", file});
    REQUIRE(crew.gets_ready());
    const pid_t workers[] = {crew.pid_of(1), crew.pid_of(2)};
    std::ofstream(file) << R"({"log": {"slow": "2s"}})";
    crew.process().signal(SIGHUP);
    CHECK(crew.says("configuration changed", 3));
    CHECK(crew.says("configuration reloaded", 2));
    std::ofstream(file) << R"({"limits": {"timeout": "soon"}})";
    crew.process().signal(SIGUSR2);
    REQUIRE(crew.says("the workers are not replaced"));
    CHECK(
        crew.lines_with("a worker did not start").at(0).find("limits.timeout must be a duration") !=
        std::string::npos);
    for (const pid_t worker : workers) CHECK(is_alive(worker));
    HttpClient client(crew.port());
    CHECK(client.request("GET", "/ready").status == 200);
    std::ofstream(file) << "{}";
    crew.process().signal(SIGUSR2);
    CHECK(crew.says("the workers are replaced"));
    CHECK(crew.stop().status == 0);
}

TEST_CASE("SIGUSR2 to a service of one process changes nothing") {
    Crew crew(PROBE_BINARY, {{"STRATA_WORKERS_COUNT", "1"}});
    REQUIRE(crew.says(R"("ready")"));
    crew.process().signal(SIGUSR2);
    CHECK(crew.says("SIGUSR2 needs workers.count above 1"));
    CHECK(crew.stop().status == 0);
}

TEST_CASE("a Unix socket is shared by all workers, and gone with the last") {
    const TemporaryFolder folder;
    const std::string path = (folder.path() / "s").string();
    Crew crew(PROBE_BINARY, {{"STRATA_SERVER_HOST", ""}, {"STRATA_SERVER_UNIX_SOCKET", path}});
    REQUIRE(crew.gets_ready());
    const pid_t first = crew.pid_of(1);
    ::kill(first, SIGKILL);
    REQUIRE(crew.says("a worker died"));
    for (int i = 0; i < 10; ++i) {
        const Finished health = run({PROBE_BINARY, "health", "--ready"},
                                    {{"STRATA_SERVER_UNIX_SOCKET", path}}, crew.folder());
        CHECK(health.output == "/ready answers 200\n");
    }
    CHECK(crew.stop().status == 0);
    CHECK_FALSE(std::filesystem::exists(path));
}
