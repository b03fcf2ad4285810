#include "tools/check/throwaway_postgres.hpp"

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
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace strata::tools::check {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{60};
constexpr std::chrono::milliseconds poll{5};

// The server refuses root.
auto server_user() -> const passwd* {
    if (geteuid() != 0) return nullptr;
    const passwd* user = getpwnam("postgres");
    return user != nullptr ? user : getpwnam("nobody");
}

[[noreturn]] void become(std::vector<std::string> command, const std::string& log_file) {
    const int log = open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
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
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    std::vector<char*> arguments;
    for (std::string& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
}

auto spawn(const std::vector<std::string>& command, const std::string& log_file) -> pid_t {
    const pid_t child = fork();
    if (child == 0) become(command, log_file);
    return child;
}

auto text_of(const std::string& path) -> std::string {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

auto make_folder() -> std::string {
    std::string folder = (fs::temp_directory_path() / "strata-check-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr)
        throw std::runtime_error("can't make a folder like " + folder);
    const passwd* user = server_user();
    if (user != nullptr && chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
        throw std::runtime_error(folder + " can't be given to the server's user");
    return folder;
}

}  // namespace

auto postgres_binaries() -> std::string {
    std::string newest;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
        const fs::path folder = entry.path() / "bin";
        if (fs::exists(folder / "initdb") && fs::exists(folder / "postgres"))
            newest = std::max(newest, folder.string());
    }
    return newest;
}

ThrowawayPostgres::ThrowawayPostgres(std::string binaries, std::vector<std::string> settings)
    : binaries_(std::move(binaries)), settings_(std::move(settings)), folder_(make_folder()) {
    try {
        make_cluster();
        start();
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
        throw;
    }
}

ThrowawayPostgres::~ThrowawayPostgres() {
    if (server_ > 0) {
        kill(server_, SIGQUIT);
        waitpid(server_, nullptr, 0);
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void ThrowawayPostgres::make_cluster() {
    const std::string log = folder_ + "/log";
    int status = 0;
    waitpid(spawn({binaries_ + "/initdb", "--pgdata=" + folder_ + "/data", "--username=strata",
                   "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"},
                  log),
            &status, 0);
    if (status != 0) throw std::runtime_error("initdb: " + text_of(log));
}

void ThrowawayPostgres::start() {
    const std::string log = folder_ + "/log";
    std::vector<std::string> command{
        binaries_ + "/postgres", "-D", folder_ + "/data", "-k", folder_, "-h", ""};
    for (const std::string& setting : settings_) command.insert(command.end(), {"-c", setting});
    server_ = spawn(command, log);
    const auto end = std::chrono::steady_clock::now() + patience;
    while (PQping(url().c_str()) != PQPING_OK) {
        const bool dead = waitpid(server_, nullptr, WNOHANG) != 0;
        if (!dead && std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(poll);
            continue;
        }
        if (!dead) kill(server_, SIGQUIT), waitpid(server_, nullptr, 0);
        server_ = -1;
        throw std::runtime_error("PostgreSQL does not start: " + text_of(log));
    }
}

void ThrowawayPostgres::stop() {
    kill(server_, SIGINT);  // pg_ctl's "fast"
    waitpid(server_, nullptr, 0);
    server_ = -1;
}

auto ThrowawayPostgres::url(const std::string& database) const -> std::string {
    return "postgresql://strata@/" + database + "?host=" + folder_;
}

}  // namespace strata::tools::check
