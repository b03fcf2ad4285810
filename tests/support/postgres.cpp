#include "support/postgres.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace tests {
namespace {

constexpr std::chrono::seconds patience{60};
constexpr std::chrono::milliseconds poll{5};  // of another process

// /usr/lib/postgresql/15/bin, of the newest version there is.
auto binaries() -> std::string {
    std::vector<std::string> versions;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
        if (std::filesystem::exists(entry.path() / "bin/initdb"))
            versions.push_back(entry.path() / "bin");
    }
    if (versions.empty())
        throw std::runtime_error("no PostgreSQL server: install Debian's postgresql-15");
    return *std::ranges::max_element(versions);
}

// Who the server runs as: it refuses root.
auto server_user() -> const passwd* {
    if (geteuid() != 0) return nullptr;
    const passwd* user = getpwnam("postgres");
    return user != nullptr ? user : getpwnam("nobody");
}

[[noreturn]] void become(std::vector<std::string> command, const std::string& output) {
    const int log = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, 0);
    dup2(log, 1);
    dup2(log, 2);
    close_range(3, ~0U, 0);
    if (const passwd* user = server_user()) {
        if (initgroups(user->pw_name, user->pw_gid) != 0 || setgid(user->pw_gid) != 0 ||
            setuid(user->pw_uid) != 0) {
            _exit(126);
        }
    }
    prctl(PR_SET_PDEATHSIG, SIGQUIT);  // at once, without a farewell
    std::vector<char*> arguments;
    for (std::string& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
}

auto spawn(const std::vector<std::string>& command, const std::string& output) -> pid_t {
    const pid_t child = fork();
    if (child == 0) become(command, output);
    return child;
}

auto text_of(const std::string& path) -> std::string {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

auto make_folder() -> std::string {
    std::string folder = "/tmp/strata-postgres-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no folder in /tmp");
    if (const passwd* user = server_user()) {
        if (chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("the folder can't be given to the server's user");
    }
    return folder;
}

}  // namespace

PostgresServer::PostgresServer(Durable durable)
    : folder_(make_folder()), durable_(durable == Durable::yes) {
    make_cluster();
    start();
}

PostgresServer::~PostgresServer() {
    if (server_ > 0) {
        kill(server_, SIGQUIT);
        waitpid(server_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void PostgresServer::make_cluster() {
    const std::string output = folder_ + "/initdb.log";
    const pid_t child =
        spawn({binaries() + "/initdb", "--pgdata=" + folder_ + "/data", "--username=strata",
               "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"},
              output);
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) throw std::runtime_error("initdb: " + text_of(output));
}

void PostgresServer::start() {
    std::vector<std::string> command{
        binaries() + "/postgres", "-D", folder_ + "/data", "-k", folder_, "-h", "", "-c",
        "max_connections=200"};
    if (!durable_) command.insert(command.end(), {"-c", "fsync=off", "-c", "full_page_writes=off"});
    server_ = spawn(command, folder_ + "/server.log");
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!is_accepting()) {
        if (std::chrono::steady_clock::now() > end || waitpid(server_, nullptr, WNOHANG) != 0)
            throw std::runtime_error("PostgreSQL does not start: " +
                                     text_of(folder_ + "/server.log"));
        std::this_thread::sleep_for(poll);
    }
}

void PostgresServer::stop() {
    kill(server_, SIGINT);  // pg_ctl's "fast"
    waitpid(server_, nullptr, 0);
    server_ = -1;
}

auto PostgresServer::is_accepting() const -> bool { return PQping(url().c_str()) == PQPING_OK; }

auto PostgresServer::url_of(const std::string& database) const -> std::string {
    return "postgres://strata@/" + database + "?host=" + folder_;
}

auto PostgresServer::url() const -> std::string { return url_of("postgres"); }

auto PostgresServer::url_of_new_schema() -> std::string {
    const std::string name = "test_" + std::to_string(++made_);
    run("CREATE SCHEMA " + name);
    return url() + "&options=-csearch_path%3D" + name;
}

auto PostgresServer::url_of_new_database() -> std::string {
    const std::string name = "test_" + std::to_string(++made_);
    run("CREATE DATABASE " + name);
    return url_of(name);
}

auto PostgresServer::run(const std::string& sql) -> std::string {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url().c_str()),
                                                                  &PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), sql.c_str()), &PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
    const bool has_value = PQntuples(result.get()) > 0 && PQnfields(result.get()) > 0;
    return has_value ? PQgetvalue(result.get(), 0, 0) : "";
}

auto postgres() -> PostgresServer& {
    static PostgresServer server;
    return server;
}

}  // namespace tests
