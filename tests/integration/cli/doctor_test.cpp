// `strata doctor` finds each planted fault, and says how to mend it.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <set>
#include <sstream>

#include "cli.hpp"

using namespace tests;

namespace {

constexpr const char* good_boost = "#define BOOST_VERSION 108100\n";

// A service and a system without a fault.
class Healthy final {
  public:
    Healthy() : port_(free_port()) {
        folder.write("root/usr/include/boost/version.hpp", good_boost);
        folder.write("root/proc/sys/net/core/somaxconn", "4096\n");
        folder.write("root/sys/fs/cgroup/memory.max", "max\n");
        folder.write("root/sys/fs/cgroup/pids.max", "max\n");
        folder.write("root/sys/fs/cgroup/cpu.max", "max 100000\n");
        folder.write("config/default.json",
                     "{ \"server\": { \"limits\": { \"connections\": 100 } } }\n");
        environment = {{"STRATA_SERVER_PORT", std::to_string(port_)}};
    }
    [[nodiscard]] auto port() const -> int { return port_; }
    // As if it were built: with what is embedded in the messenger beside it, this is its folder.
    void build() const {
        folder.write("CMakeLists.txt", "strata_service(messenger)\n");
        std::filesystem::remove_all(folder.path("schemas"));
        for (const char* embedded : {"db", "schemas"})
            std::filesystem::create_symlink(std::string(MESSENGER_FOLDER) + "/" + embedded,
                                            folder.path(embedded));
        std::filesystem::create_directories(folder.path("build/release"));
        std::filesystem::create_symlink(MESSENGER_BINARY, folder.path("build/release/messenger"));
    }
    [[nodiscard]] auto examine(std::vector<std::string> before = {}) const -> Finished {
        std::vector<std::string> command = std::move(before);
        command.insert(command.end(), {STRATA_BINARY, "doctor", "--service", folder.path(),
                                       "--root", folder.path("root")});
        return run(command, environment);
    }

    CliFolder folder{};
    Process::Environment environment{};

  private:
    int port_;
};

struct Fault {
    const char* check;
    const char* mend;
    std::function<void(Healthy&)> plant;
};

auto faults_of_tools() -> std::vector<Fault> {
    using Plant = Healthy&;
    return {
        {"compiler", "apt-get install g++",
         [](Plant at) { at.environment["CXX"] = "/nonexistent/c++"; }},
        {"compiler", "apt-get install g++-12",
         [](Plant at) {
             at.folder.write("old", "#!/bin/sh\necho 'g++ (Debian) 10.2.1'\n");
             std::filesystem::permissions(at.folder.path("old"), std::filesystem::perms::owner_all);
             at.environment["CXX"] = at.folder.path("old");
         }},
        {"libsodium", "apt-get install libsodium-dev",
         [](Plant at) { at.environment["PKG_CONFIG_LIBDIR"] = at.folder.path("root"); }},
        {"boost", "apt-get install libboost1.81-dev",
         [](Plant at) {
             at.folder.write("root/usr/include/boost/version.hpp",
                             "#define BOOST_VERSION 107400\n");
         }},
    };
}

auto faults_of_service() -> std::vector<Fault> {
    using Plant = Healthy&;
    return {
        {"contracts", "strata check --service",
         [](Plant at) { at.folder.write("schemas/notes.schema", R"({"methodz": {}})"); }},
        {"configuration", "config/default.json",
         [](Plant at) { at.folder.write("config/default.json", "{ \"server\": }"); }},
        {"configuration", "export STRATA_ENV=production",
         [](Plant at) { at.environment["STRATA_ENV"] = "prod"; }},
        {"database", "pg_isready",
         [](Plant at) { at.environment["STRATA_DATABASE_URL"] = "postgres://x@127.0.0.1:1/x"; }},
        {"port", "export STRATA_SERVER_PORT=8000",
         [](Plant at) { at.environment["STRATA_SERVER_PORT"] = "70000"; }},
        {"port", "export STRATA_SERVER_PORT=8000",
         [](Plant at) { at.environment["STRATA_SERVER_PORT"] = "eighty"; }},
        {"port", "export STRATA_SERVER_HOST=127.0.0.1",
         [](Plant at) { at.environment["STRATA_SERVER_HOST"] = "192.0.2.1"; }},
        {"port", "export STRATA_SERVER_HOST=127.0.0.1",
         [](Plant at) { at.environment["STRATA_SERVER_HOST"] = "no host"; }},
        {"database", "pg_isready",
         [](Plant at) {
             at.folder.write("url", "postgres://x@127.0.0.1:1/x\n");
             at.environment["STRATA_DATABASE_URL_FILE"] = at.folder.path("url");
         }},
        {"database", "db/development.sh)",
         [](Plant at) {
             at.folder.write("db/development.sh", "");
             at.environment["STRATA_DATABASE_URL"] = "postgres://x@127.0.0.1:1/x";
         }},
        {"database", "mv ",
         [](Plant at) {
             at.folder.write("junk.db", "This is no database at all.");
             at.environment["STRATA_DATABASE_URL"] = "sqlite:junk.db";
         }},
        {"database", "rmdir",
         [](Plant at) {
             at.folder.write("data/file", "");
             at.environment["STRATA_DATABASE_URL"] = "sqlite:data";
         }},
        {"database", "export STRATA_DATABASE_URL=sqlite",
         [](Plant at) { at.environment["STRATA_DATABASE_URL"] = "mysql://x"; }},
        {"database", "export STRATA_DATABASE_URL=sqlite",
         [](Plant at) { at.environment["STRATA_DATABASE_URL"] = "sqlite:"; }},
        {"database", "export STRATA_DATABASE_URL=sqlite",
         [](Plant at) { at.environment["STRATA_DATABASE_URL"] = "sqlite://data/x.db"; }},
    };
}

auto faults_of_configuration() -> std::vector<Fault> {
    using Plant = Healthy&;
    return {
        // What only the service itself knows.
        {"configuration", "unset STRATA_SEVER_PORT",
         [](Plant at) {
             at.build();
             at.environment["STRATA_SEVER_PORT"] = "80";
         }},
        {"configuration", "unset STRATA_DRAIN_TIMEOUT",
         [](Plant at) {
             at.build();
             at.environment["STRATA_DRAIN_TIMEOUT"] = "12parsecs";
         }},
        {"configuration", "${EDITOR:-vi} config/default.json",
         [](Plant at) {
             at.build();
             at.folder.write("config/default.json", R"({ "databse": { "url": "" } })");
         }},
    };
}

auto faults_of_limits() -> std::vector<Fault> {
    using Plant = Healthy&;
    return {
        {"memory", "export STRATA_SERVER_LIMITS_CONNECTIONS",
         [](Plant at) {
             at.folder.write("root/sys/fs/cgroup/memory.max", "104857600\n");
             at.environment["STRATA_WORKERS_COUNT"] = "4";
         }},
        {"threads", "--pids-limit 76",
         [](Plant at) {
             at.folder.write("root/sys/fs/cgroup/pids.max", "60\n");
             at.environment["STRATA_WORKERS_COUNT"] = "4";
             at.environment["STRATA_POOL_CPU_THREADS"] = "1";
         }},
        {"memory", "--memory",
         [](Plant at) { at.folder.write("root/sys/fs/cgroup/memory.max", "33554432\n"); }},
        {"threads", "--pids-limit",
         [](Plant at) { at.folder.write("root/sys/fs/cgroup/pids.max", "10\n"); }},
        {"processors", "export STRATA_POOL_CPU_THREADS=1",
         [](Plant at) {
             at.folder.write("root/sys/fs/cgroup/cpu.max", "50000 100000\n");
             at.environment["STRATA_POOL_CPU_THREADS"] = "4";
         }},
        {"backlog", "sysctl -w net.core.somaxconn=4096",
         [](Plant at) { at.folder.write("root/proc/sys/net/core/somaxconn", "128\n"); }},
    };
}

auto faults() -> std::vector<Fault> {
    std::vector<Fault> all = faults_of_tools();
    for (auto more : {faults_of_service(), faults_of_configuration(), faults_of_limits()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

}  // namespace

TEST_CASE("doctor finds nothing where nothing is wrong") {
    const Healthy healthy;
    const auto ended = healthy.examine();
    CHECK_MESSAGE(ended.status == 0, ended.output);
    CHECK(holds(ended.output, "all is well"));
    CHECK(!holds(ended.output, "\033["));
}

TEST_CASE("doctor finds each planted fault, alone, with what mends it") {
    std::set<std::string> checks{"port", "descriptors"};  // below
    for (const Fault& fault : faults()) checks.insert(fault.check);
    CHECK(faults().size() >= 10);
    CHECK(checks.size() >= 10);
    for (const Fault& fault : faults()) {
        Healthy place;
        fault.plant(place);
        const auto ended = place.examine();
        INFO(ended.output);
        CHECK(ended.status == 1);
        CHECK(holds(ended.output, std::string("FAULT ") + fault.check));
        CHECK(holds(ended.output, fault.mend));
    }
}

TEST_CASE("colours are for a terminal, unless NO_COLOR is set") {
    const Healthy healthy;
    const std::string command = std::string(STRATA_BINARY) + " doctor --service " +
                                healthy.folder.path() + " --root " + healthy.folder.path("root");
    const auto in_terminal = [&](Process::Environment more) {
        more.insert(healthy.environment.begin(), healthy.environment.end());
        return run({"script", "--quiet", "--return", "--command", command, "/dev/null"}, more);
    };
    const auto coloured = in_terminal({});
    INFO(coloured.output);
    CHECK(coloured.status == 0);
    CHECK(holds(coloured.output, "\033["));
    CHECK(!holds(in_terminal({{"NO_COLOR", "1"}}).output, "\033["));
}

TEST_CASE("doctor finds a taken port") {
    const Healthy place;
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(place.port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(socket, 1) == 0);
    const auto ended = place.examine();
    ::close(socket);
    CHECK(ended.status == 1);
    CHECK(holds(ended.output, "FAULT port"));
    CHECK(holds(ended.output, "ss -ltnp 'sport = :" + std::to_string(place.port()) + "'"));
}

TEST_CASE("doctor finds nothing wrong with the configuration of a service that is built") {
    const Healthy place;
    place.build();
    const auto ended = place.examine();
    CHECK_MESSAGE(ended.status == 0, ended.output);
}

TEST_CASE("doctor finds what deploy/ says no more, and its commands mend it") {
    const Healthy place;
    for (const char* file : {"Dockerfile", "deploy"})
        std::filesystem::copy(std::string(MESSENGER_FOLDER) + "/" + file, place.folder.path(file));
    place.folder.write("CMakeLists.txt", "strata_service(messenger)\n");
    const auto before = place.examine();
    CHECK_MESSAGE(before.status == 0, before.output);
    CHECK(holds(before.output, "ok    deploy"));

    place.folder.write("config/production.json",
                       R"({ "server": { "port": 9001 }, "drain": { "timeout": "55s" },
                            "start": { "timeout": "2m" } })");
    const auto after = place.examine();
    CHECK(after.status == 1);
    for (const char* fault :
         {"deploy/kubernetes.yaml: terminationGracePeriodSeconds: 35, and drain.delay + "
          "drain.timeout + 5 s is 65",
          "deploy/kubernetes.yaml: { name: http, containerPort: 8000, and server.port is 9001",
          "deploy/compose.yaml: stop_grace_period: 35", "Dockerfile: EXPOSE 8000",
          "Dockerfile: --start-period=60, and start.timeout is 120",
          "deploy/messenger.service: TimeoutStopSec=30, and drain.timeout + 5 s is 60",
          "deploy/messenger.service: TimeoutStartSec=65"})
        CHECK_MESSAGE(holds(after.output, fault), after.output);
    std::istringstream lines(after.output);
    for (std::string line; std::getline(lines, line);) {
        const auto command = line.find("sed -i");
        if (command != std::string::npos)
            CHECK(run({"/bin/sh", "-c", line.substr(command)}).status == 0);
    }
    const auto mended = place.examine();
    CHECK_MESSAGE(mended.status == 0, mended.output);
    // More time than it takes is no fault.
    place.folder.write("config/production.json", R"({ "server": { "port": 9001 } })");
    CHECK(place.examine().status == 0);
}

TEST_CASE("doctor binds names and IPv6 addresses too") {
    Healthy place;
    for (const char* host : {"localhost", "::1"}) {
        place.environment["STRATA_SERVER_HOST"] = host;
        const auto ended = place.examine();
        CHECK_MESSAGE(holds(ended.output, std::string(host) + ":"), ended.output);
        CHECK(holds(ended.output, " is free"));
    }
}

TEST_CASE("without pkg-config doctor says nothing of the libraries that it can't see") {
    Healthy place;
    place.environment["PATH"] = place.folder.path("bin");
    const auto ended = place.examine();
    CHECK(holds(ended.output, "FAULT pkg-config"));
    CHECK(!holds(ended.output, "libsodium"));
}

TEST_CASE("doctor finds too few descriptors") {
    Healthy place;
    place.folder.write("limited", "#!/bin/sh\nulimit -n 150\nexec \"$@\"\n");
    const auto ended = place.examine({"/bin/sh", place.folder.path("limited")});
    INFO(ended.output);
    CHECK(ended.status == 1);
    CHECK(holds(ended.output, "FAULT descriptors"));
    CHECK(holds(ended.output, "ulimit -n 164"));
}

TEST_CASE("doctor says where no service is") {
    const TemporaryFolder empty;
    const auto ended = strata_cli({"doctor", "--service", empty.path().string()});
    CHECK(ended.status == 1);
    CHECK(holds(ended.output, "FAULT service"));
}

// What it takes for defaults is what the framework has.
TEST_CASE("doctor's defaults are the framework's") {
    const auto ended = run({MESSENGER_BINARY, "config"}, {{"STRATA_ENV", "production"}}, "/");
    REQUIRE(ended.status == 0);
    for (const char* line :
         {"server.port", "8000", "server.backlog", "4096", "server.limits.connections", "10240",
          "pool.blockingThreads", "database.readers", "security.password.memory"}) {
        CHECK(holds(ended.output, line));
    }
    const auto value = [&](const std::string& key) {
        const auto at = ended.output.find("\n" + key + " ");
        REQUIRE(at != std::string::npos);
        const auto begin = ended.output.find_first_not_of(' ', at + key.size() + 1);
        return ended.output.substr(begin, ended.output.find(' ', begin) - begin);
    };
    CHECK(value("server.port") == "8000");
    CHECK(value("workers.count") == "1");
    CHECK(value("drain.delay") == "\"5s\"");
    CHECK(value("drain.timeout") == "\"25s\"");
    CHECK(value("start.timeout") == "\"1m\"");
    CHECK(value("server.backlog") == "4096");
    CHECK(value("server.limits.connections") == "10240");
    CHECK(value("pool.cpuThreads") == "0");
    CHECK(value("pool.blockingThreads") == "8");
    CHECK(value("database.readers") == "2");
    CHECK(value("security.password.memory") == "\"19MiB\"");
    CHECK(value("security.password.concurrency") == "2");
}
