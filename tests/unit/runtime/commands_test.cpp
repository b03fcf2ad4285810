// The commands of a service's binary, in processes of their own.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <thread>

#include "child.hpp"
#include "fake_listener.hpp"
#include "strata/application.hpp"
#include "strata/contract/invocation.hpp"
#include "strata/contract/registry.hpp"
#include "strata/metrics/registry.hpp"
#include "strata/runtime/settings.hpp"

namespace strata::runtime {

namespace {

auto run_answer(contract::Invocation& invocation) -> Task<> {
    if (!invocation.enter_now()) co_await invocation.enter();
    if (!invocation.answered()) {
        invocation.out() += "{\"got\":" + std::string(invocation.parameters()) + "}";
    }
}
auto run_tell_caller(contract::Invocation& invocation) -> Task<> {
    if (!invocation.enter_now()) co_await invocation.enter();
    const Caller& caller = invocation.context().caller();
    invocation.out() += "{\"id\":\"" + caller.id.to_string() + "\",\"login\":\"" + caller.login +
                        "\",\"groups\":" + std::to_string(caller.groups.size()) + "}";
}
auto run_refuse(contract::Invocation& invocation) -> Task<> {
    if (!invocation.enter_now()) co_await invocation.enter();
    invocation.fail("no_such_order", 404, "No such order", "");
}

constexpr std::string_view admins[] = {"admins", "owners"};
const contract::Method methods[] = {
    {.module = "orders",
     .name = "find",
     .summary = "One order",
     .http = {.verb = "GET", .path = "/orders/{id}"},
     .transaction = data::Transaction::none,
     .source = "schemas/orders.schema:3",
     .run = run_answer},
    {.module = "orders",
     .name = "remove",
     .access = {.kind = contract::AccessKind::group, .names = admins},
     .transaction = data::Transaction::none,
     .source = "schemas/orders.schema:9",
     .run = run_refuse},
    {.module = "orders",
     .name = "tellCaller",
     .access = {.kind = contract::AccessKind::group, .names = admins},
     .transaction = data::Transaction::none,
     .source = "schemas/orders.schema:15",
     .run = run_tell_caller},
};
constexpr contract::EmbeddedFile files[] = {
    {.path = "config/default.json", .text = R"({"drain": {"timeout": "7s"}})"},
    {.path = "db/migrations/0001_more.sql", .text = "CREATE TABLE more (id INTEGER);"},
    {.path = "db/create.sql", .text = "CREATE TABLE thing (id INTEGER);"},
};
constexpr contract::EventInfo events[] = {
    {.module = "orders",
     .name = "placed",
     .summary = "An order was placed",
     .source = "schemas/orders.schema:20"},
    {.module = "orders",
     .name = "typing",
     .access = {.kind = contract::AccessKind::anyone},
     .from_client = true,
     .source = "schemas/orders.schema:21"},
};
const contract::Registry service{
    .name = "orders", .methods = methods, .events = events, .files = files};
const contract::Registry without_sql{.name = "orders", .methods = methods};

// What the HTTP server's section looks like from here.
struct ServerSettings {
    static constexpr std::string_view section = "server";
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    std::string unix_socket{};
    std::string password{};
    static void describe(config::Section<ServerSettings>& keys) {
        keys.key("host", &ServerSettings::host, "Address.");
        keys.key("port", &ServerSettings::port, "Port.").flag("port");
        keys.key("unixSocket", &ServerSettings::unix_socket, "Path.");
        keys.key("password", &ServerSettings::password, "Secret.").secret();
    }
};

auto command(const contract::Registry& registry, std::vector<std::string> words)
    -> std::function<int()> {
    return [&registry, words = std::move(words)]() mutable {
        words.insert(words.begin(), "orders");
        std::vector<char*> argv;
        for (std::string& word : words) argv.push_back(word.data());
        Application application(registry, static_cast<int>(argv.size()), argv.data());
        (void)application.settings<ServerSettings>();
        const int code = application.run();
        std::cout.flush();
        return code;
    };
}

// A socket that answers one connection with a status.
class OneAnswer final {
  public:
    OneAnswer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(::listen(socket_, 1) == 0);
        socklen_t size = sizeof address;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    OneAnswer(const OneAnswer&) = delete;
    auto operator=(const OneAnswer&) -> OneAnswer& = delete;
    ~OneAnswer() { ::close(socket_); }
    [[nodiscard]] auto port() const -> std::string { return std::to_string(port_); }
    // What was asked.
    [[nodiscard]] auto answer(const std::string& text) const -> std::string {
        const int peer = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
        char buffer[1024];
        const ssize_t n = ::recv(peer, buffer, sizeof buffer, 0);
        ::send(peer, text.data(), text.size(), MSG_NOSIGNAL);
        ::close(peer);
        return std::string(buffer, static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    }

  private:
    int socket_;
    std::uint16_t port_ = 0;
};

}  // namespace

TEST_CASE("config prints every value in effect with its origin, and no secret") {
    Child child(command(service, {"config", "--port", "8001", "--server.password", "s3cret"}));
    CHECK(child.exit_code() == 0);
    CHECK(child.wrote_in_order({"drain.timeout", "\"7s\"", "config/default.json:1"}));
    CHECK(child.wrote_in_order({"server.port", "8001", "--port"}));
    CHECK(child.wrote_in_order({"server.password", "\"<redacted>\"", "--server.password"}));
    CHECK(child.wrote_in_order({"drain.delay", "\"5s\"", "default"}));
    CHECK_FALSE(child.wrote("s3cret"));
}

TEST_CASE("config reference prints the page of all keys") {
    Child child(command(service, {"config", "reference"}));
    CHECK(child.exit_code() == 0);
    CHECK(child.wrote("# Configuration\n"));
    for (const char* key : {"`log.level`", "`drain.delay`", "`pool.queue`", "`database.url`",
                            "`limits.timeout`", "`security.session.lifetime`", "`server.port`"}) {
        CAPTURE(key);
        CHECK(child.wrote(key));
    }
}

TEST_CASE("routes prints methods by their paths, and events, with access, source and summary") {
    Child child(command(service, {"routes"}));
    CHECK(child.exit_code() == 0);
    CHECK(child.text() ==
          "POST /api/orders/find        authenticated         schemas/orders.schema:3   One order\n"
          "GET /orders/{id}             authenticated         schemas/orders.schema:3   One order\n"
          "POST /api/orders/remove      group admins, owners  schemas/orders.schema:9\n"
          "POST /api/orders/tellCaller  group admins, owners  schemas/orders.schema:15\n"
          "event orders/placed          authenticated         schemas/orders.schema:20  An order "
          "was placed\n"
          "client event orders/typing   public                schemas/orders.schema:21\n");
}

TEST_CASE("help, version and a command that does not exist") {
    Child help(command(service, {"--help"}));
    CHECK(help.exit_code() == 0);
    CHECK(help.text().starts_with("Usage: orders "));
    Child version(command(service, {"--version"}));
    CHECK(version.exit_code() == 0);
    CHECK(version.text().starts_with("orders (strata "));
    Child unknown(command(service, {"srve"}));
    CHECK(unknown.exit_code() == 2);
    CHECK(unknown.text() == "orders: unknown command srve; did you mean \"serve\"? (see --help)\n");
}

TEST_CASE("call prints a result, or on standard error why there is none") {
    Child found(command(without_sql, {"call", "orders/find", R"({"id":7})"}));
    CHECK(found.exit_code() == 0);
    CHECK(found.text() == "{\"got\":{\"id\":7}}\n");
    Child refused(command(without_sql, {"call", "orders/remove"}));
    CHECK(refused.exit_code() == 1);
    CHECK(refused.text() == "{\"code\":\"no_such_order\",\"message\":\"No such order\"}\n");
    Child unknown(command(without_sql, {"call", "orders/lose"}));
    CHECK(unknown.exit_code() == 1);
    CHECK(unknown.text().starts_with("orders: no method orders/lose"));
}

TEST_CASE("call --as calls as an account, which must be allowed to") {
    const std::string id = "00000000-0000-4000-8000-00000000000a";
    Child itself(command(without_sql, {"call", "orders/tellCaller"}));
    CHECK(itself.exit_code() == 0);
    CHECK(itself.text() ==
          "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"login\":\"\",\"groups\":0}\n");
    Child allowed(command(without_sql, {"call", "orders/tellCaller", "--as", id, "--login", "ann",
                                        "--groups", "staff,admins"}));
    CHECK(allowed.exit_code() == 0);
    CHECK(allowed.text() == "{\"id\":\"" + id + "\",\"login\":\"ann\",\"groups\":2}\n");
    Child denied(command(without_sql, {"call", "orders/tellCaller", "--as", id}));
    CHECK(denied.exit_code() == 1);
    CHECK(denied.wrote("access_denied"));
}

TEST_CASE("call and migrate end where the database server is away, or says nothing") {
    const OneAnswer silent;
    const std::string url = "postgres://ann@127.0.0.1:" + silent.port() + "/shop";
    Child migrate(command(service, {"migrate", "status", "--database.url", url}));
    const std::string late = "orders: step 'database' did not end within start.timeout (300ms)";
    const auto call = [](const std::string& database) {
        Child child(command(service, {"call", "orders/find", "--start.timeout", "300ms",
                                      "--database.url", database}));
        CHECK(child.exit_code() == 1);
        return child.text();
    };
    CHECK(call("postgres://ann@127.0.0.1:1/shop").find(late + ": shop at 127.0.0.1:1: ") !=
          std::string::npos);
    CHECK(call(url).ends_with(late + "\n"));
    CHECK(migrate.exit_code() == 1);
    CHECK(migrate.wrote("orders: shop at 127.0.0.1:"));
}

TEST_CASE("migrate tells what is pending, tries it, applies it, and verifies") {
    const std::string path = "/tmp/strata_migrate_" + std::to_string(::getpid()) + ".db";
    const auto migrate = [&](const std::string& action, int code = 0) {
        Child child(command(service, {"migrate", action, "--database.url", "sqlite:" + path}));
        CHECK(child.exit_code() == code);
        return child.text();
    };
    const std::string unverified = migrate("verify", 1);
    CHECK(unverified.starts_with(migrate("status") + "verify: "));
    CHECK(unverified.ends_with(" pending: apply with `migrate up`, or start the service\n"));
    CHECK(
        migrate("dry-run").find("fits     db/create.sql\nfits     db/migrations/0001_more.sql\n") !=
        std::string::npos);
    CHECK(migrate("nonsense", 2).find("usage: migrate [status") != std::string::npos);
    const std::string before = migrate("status");
    CHECK(before.find("pending  db/create.sql\npending  db/migrations/0001_more.sql\n") !=
          std::string::npos);
    const std::string after = migrate("up");
    CHECK(after.find("applied  db/create.sql\napplied  db/migrations/0001_more.sql\n") !=
          std::string::npos);
    CHECK(migrate("status") == after);
    CHECK(migrate("verify") == after);
    const std::string copy = path + ".copy";
    Child backup(command(service, {"backup", copy, "--database.url", "sqlite:" + path}));
    CHECK(backup.exit_code() == 0);
    CHECK(backup.text().ends_with("written to " + copy + "\n"));
    CHECK(std::remove(copy.c_str()) == 0);
    for (const char* suffix : {"", "-wal", "-shm"}) std::remove((path + suffix).c_str());
}

TEST_CASE("a file that can't be written refuses the start and the scripts, and tells its state") {
    char folder[] = "/tmp/strata_read_only_XXXXXX";
    REQUIRE(::mkdtemp(folder) != nullptr);
    REQUIRE(::chmod(folder, 0777) == 0);
    const std::string path = folder + std::string("/orders.db");
    const auto run = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--database.url", "sqlite:" + path});
        Child child([&] {
            constexpr uid_t nobody = 65534;  // root may write whatever the mode says
            if (::geteuid() == 0 && ::setuid(nobody) != 0) return 3;
            return command(service, words)();
        });
        return std::pair(child.exit_code(), child.text());
    };
    const std::string refusal =
        "orders: " + path + ": the file can't be written; let the service's user write it\n";
    CHECK(run({"migrate", "up"}).first == 0);
    REQUIRE(::chmod(path.c_str(), 0444) == 0);
    for (const auto& words : {std::vector<std::string>{"migrate", "up"}, {"serve"}}) {
        const auto [code, text] = run(words);
        CHECK(code == 1);
        CHECK(text.ends_with(refusal));
    }
    CHECK(run({"migrate", "verify"}).first == 0);
    std::filesystem::remove_all(folder);
}

TEST_CASE("health asks the service that runs: 200 is healthy, all else is not") {
    const auto health = [](std::vector<std::string> words, const std::string& status) {
        const OneAnswer server;
        words.insert(words.end(), {"--port", server.port()});
        Child child(command(service, words));
        const std::string asked = server.answer("HTTP/1.1 " + status + "\r\n\r\n");
        return std::pair(asked.substr(0, asked.find(" HTTP")), child.exit_code());
    };
    CHECK(health({"health"}, "200 OK") == std::pair(std::string("GET /live"), 0));
    CHECK(health({"health", "--ready"}, "503 No") == std::pair(std::string("GET /ready"), 1));
    CHECK(health({"health"}, "x") == std::pair(std::string("GET /live"), 1));
    Child nobody(command(service, {"health", "--server.unixSocket", "/nowhere"}));
    CHECK(nobody.exit_code() == 1);
    CHECK(nobody.text().starts_with("orders: can't connect: "));
}

TEST_CASE("systemd is told when the service is ready, and when it stops") {
    const std::string path = "/tmp/strata_notify_" + std::to_string(::getpid());
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    const auto next = [socket] {
        char buffer[128];
        const ssize_t n = ::recv(socket, buffer, sizeof buffer, 0);
        return std::string(buffer, static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    };
    Child child([&] {
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
        return command(without_sql, {"serve", "--drain.delay", "0"})();
    });
    CHECK(next() == "READY=1");
    child.send(SIGTERM);
    CHECK(next().starts_with("STOPPING=1"));
    CHECK(child.exit_code() == 0);
    ::close(socket);
    std::remove(path.c_str());
}

TEST_CASE("a serving process has metrics of its loop, pool, database, methods and itself") {
    Child child([] {
        char name[] = "orders";
        char flag[] = "--database.url=sqlite::memory:";
        char delay[] = "--drain.delay=0";
        char* argv[] = {name, flag, delay};
        Application application(service, 3, argv);
        FakeListener listener;
        listener.on_begin_drain = [&] { std::cerr << application.metrics().render(); };
        application.attach(listener);
        return application.run();
    });
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 0);
    for (const char* sample :
         {"\nstrata_loop_lag_seconds ", "\nstrata_pool_queued{lane=\"cpu\"} 0\n",
          "\nstrata_database_commits_total ", "\nprocess_open_fds ",
          "\nstrata_log_dropped_total 0\n", "\nstrata_clients_connected 0\n",
          "\nstrata_events_delivered_total 0\n", "\nstrata_events_retained 0\n",
          "\nstrata_calls_total{method=\"orders/find\",outcome=\"ok\"} 0\n",
          "\nstrata_calls_in_flight{method=\"orders/remove\"} 0\n"}) {
        CAPTURE(sample);
        CHECK(child.wrote(sample));
    }
}

}  // namespace strata::runtime
