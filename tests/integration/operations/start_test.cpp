// SIGTERM while the start waits for somebody else, who never comes.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <thread>

#include "support/postgres.hpp"
#include "support/process.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

auto comes_true(const std::function<bool()>& condition) -> bool {
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(10ms);
    }
    return true;
}

class Starting final {
  public:
    explicit Starting(const std::string& database, Process::Environment more = {})
        : process_({MESSENGER_BINARY}, environment(database, std::move(more)), folder_.path()) {}

    void check_says(const std::string& text) const {
        REQUIRE(comes_true([&] { return process_.output().find(text) != std::string::npos; }));
    }
    // SIGTERM ends it soon, with exit code 0 and the log's last line; each of its processes.
    void check_ends(int processes = 1) {
        process_.signal(SIGTERM);
        const auto end = process_.wait(30s);
        CAPTURE(process_.output());
        REQUIRE(end);
        CHECK(end->status == 0);
        CHECK(end->after < 4s);
        int lines = 0;
        const std::string output = process_.output();
        for (std::size_t at = 0; (at = output.find(R"("exit","code":0)", at)) != output.npos; ++at)
            ++lines;
        CHECK(lines == processes);
    }

  private:
    static auto environment(const std::string& database, Process::Environment more)
        -> Process::Environment {
        more.try_emplace("STRATA_ENV", "test");
        more.try_emplace("STRATA_LOG_LEVEL", "info");
        more.try_emplace("STRATA_SERVER_PORT", std::to_string(free_port()));
        more.try_emplace("STRATA_DATABASE_URL", database);
        return more;
    }

    TemporaryFolder folder_;
    Process process_;
};

// Runs SQL that does not end, in a database, until the object does.
class Holder final {
  public:
    Holder(std::string database, const std::string& sql)
        : database_(std::move(database)), thread_([this, sql] {
              try {
                  postgres().run_in(database_, sql + "; SELECT pg_sleep(60)");
              } catch (const std::exception&) {
                  // It was ended.
              }
          }) {
        REQUIRE(comes_true([&] { return sees("wait_event = 'PgSleep'"); }));
    }
    Holder(const Holder&) = delete;
    auto operator=(const Holder&) -> Holder& = delete;
    ~Holder() {
        postgres().run_in(database_,
                          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                          "WHERE wait_event = 'PgSleep' AND datname = current_database()");
    }
    // Another session of the database.
    [[nodiscard]] auto sees(const std::string& condition) const -> bool {
        return postgres().run_in(database_,
                                 "SELECT count(*) FROM pg_stat_activity WHERE pid <> "
                                 "pg_backend_pid() AND datname = current_database() AND " +
                                     condition) != "0";
    }

  private:
    std::string database_;
    std::jthread thread_;
};

// Takes connections, and says nothing.
class SilentServer final {
  public:
    SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* place = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        REQUIRE(::bind(socket_, place, size) == 0);
        REQUIRE(::listen(socket_, 16) == 0);
        REQUIRE(::getsockname(socket_, place, &size) == 0);
        port_ = ntohs(address.sin_port);
    }
    SilentServer(const SilentServer&) = delete;
    auto operator=(const SilentServer&) -> SilentServer& = delete;
    ~SilentServer() { ::close(socket_); }

    [[nodiscard]] auto url() const -> std::string {
        return "postgres://nobody@127.0.0.1:" + std::to_string(port_) + "/nothing";
    }
    [[nodiscard]] auto is_asked() const -> bool {
        pollfd wanted{.fd = socket_, .events = POLLIN, .revents = 0};
        return ::poll(&wanted, 1, 30'000) == 1;
    }

  private:
    int socket_;
    int port_ = 0;
};

const Process::Environment two_workers{{"STRATA_WORKERS_COUNT", "2"}};

}  // namespace

TEST_CASE("SIGTERM ends a start that waits for the scripts of another process") {
    for (const bool several : {false, true}) {
        CAPTURE(several);
        const std::string database = postgres().url_of_new_database();
        const Holder holder(database, "SELECT pg_advisory_lock(4851397102)");
        Starting starting(database, several ? two_workers : Process::Environment{});
        REQUIRE(comes_true([&] { return holder.sees("query LIKE '%pg_try_advisory_lock%'"); }));
        starting.check_ends(several ? 3 : 1);
    }
}

TEST_CASE("SIGTERM ends a start whose script runs long, and the script") {
    for (const bool several : {false, true}) {
        CAPTURE(several);
        const std::string database = postgres().url_of_new_database();
        // Two transactions can't make one table: the second waits for the end of the first.
        const Holder holder(database, "BEGIN; CREATE TABLE account (id uuid)");
        Starting starting(database, several ? two_workers : Process::Environment{});
        const std::string waits = "query LIKE 'CREATE TABLE account%' AND state = 'active'";
        REQUIRE(comes_true([&] { return holder.sees(waits + " AND wait_event_type = 'Lock'"); }));
        starting.check_ends(several ? 3 : 1);
        CHECK(comes_true([&] { return !holder.sees(waits + " AND wait_event_type = 'Lock'"); }));
    }
}

TEST_CASE("SIGTERM ends a start that waits for the list of scripts") {
    const std::string database = postgres().url_of_new_database();
    postgres().run_in(database,
                      "CREATE TABLE strata_migrations (name text PRIMARY KEY, checksum text NOT "
                      "NULL, applied_at timestamptz NOT NULL)");
    const Holder holder(database, "BEGIN; LOCK TABLE strata_migrations");
    Starting starting(database);
    REQUIRE(comes_true([&] { return holder.sees("wait_event_type = 'Lock'"); }));
    starting.check_ends();
}

TEST_CASE("SIGTERM ends a start whose statements wait for a table") {
    const std::string database = postgres().url_of_new_database();
    {
        Starting first(database, {{"STRATA_DRAIN_DELAY", "0s"}});
        first.check_says("\"ready\"");
        first.check_ends();
    }
    const Holder holder(database, "BEGIN; LOCK TABLE strata_outbox");
    Starting starting(database);
    REQUIRE(comes_true([&] { return holder.sees("wait_event_type = 'Lock'"); }));
    starting.check_ends();
}

TEST_CASE("SIGTERM ends a start that waits for a database server that says nothing") {
    for (const bool several : {false, true}) {
        CAPTURE(several);
        const SilentServer server;
        Starting starting(server.url(), several ? two_workers : Process::Environment{});
        REQUIRE(server.is_asked());
        starting.check_ends(several ? 3 : 1);
    }
}

TEST_CASE("SIGTERM ends a start that waits for the folder of an SQLite file") {
    const TemporaryFolder folder;
    const int descriptor = ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(::flock(descriptor, LOCK_EX) == 0);
    Starting starting("sqlite:" + (folder.path() / "a.db").string());
    REQUIRE(comes_true([&] { return std::filesystem::exists(folder.path() / "a.db-wal"); }));
    starting.check_ends();
    ::close(descriptor);
}

TEST_CASE("SIGTERM ends a start that waits for an SQLite file that another process keeps") {
    const TemporaryFolder folder;
    const std::string path = (folder.path() / "a.db").string();
    sqlite3* opened = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &opened) == SQLITE_OK);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> other(opened, &sqlite3_close);
    REQUIRE(sqlite3_exec(opened, "CREATE TABLE a (b); BEGIN EXCLUSIVE; INSERT INTO a VALUES (1)",
                         nullptr, nullptr, nullptr) == SQLITE_OK);
    Starting starting("sqlite:" + path, {{"STRATA_DATABASE_BUSY_TIMEOUT", "60s"}});
    starting.check_says("\"starting\"");
    std::this_thread::sleep_for(200ms);
    starting.check_ends();
}
