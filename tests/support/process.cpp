#include "support/process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <poll.h>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace tests {
namespace {

using Clock = std::chrono::steady_clock;

auto environment_strings(const Process::Environment& added) -> std::vector<std::string> {
    std::vector<std::string> all;
    for (char** each = environ; *each != nullptr; ++each) {
        const std::string entry = *each;
        const bool replaced = added.contains(entry.substr(0, entry.find('=')));
        if (!replaced && !entry.starts_with("STRATA_")) all.push_back(entry);
    }
    for (const auto& [name, value] : added) all.push_back(name + "=" + value);
    return all;
}

auto pointers(std::vector<std::string>& strings) -> std::vector<char*> {
    std::vector<char*> result;
    result.reserve(strings.size() + 1);
    for (std::string& each : strings) result.push_back(each.data());
    result.push_back(nullptr);
    return result;
}

[[noreturn]] void become(char* const* command, char* const* environment, const char* output,
                         const char* folder) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int log = ::open(output, O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::close(log);
    ::close(nothing);
    if (*folder != '\0' && ::chdir(folder) != 0) ::_exit(126);
    ::execvpe(command[0], command, environment);
    ::_exit(127);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "strata-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Process::Process(std::vector<std::string> command, const Environment& environment,
                 const std::filesystem::path& working_folder)
    : since_(Clock::now()) {
    auto variables = environment_strings(environment);
    auto arguments = pointers(command);
    auto settings = pointers(variables);
    const std::string output = folder_.path() / "output";
    const std::string folder = working_folder.string();
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ == 0) become(arguments.data(), settings.data(), output.c_str(), folder.c_str());
}

Process::~Process() {
    if (exit_) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

auto Process::output() const -> std::string {
    std::ifstream file(folder_.path() / "output");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void Process::signal(int number) {
    since_ = Clock::now();
    ::kill(pid_, number);
}

auto Process::wait(std::chrono::milliseconds limit) -> std::optional<Exit> {
    if (exit_) return exit_;
    const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    pollfd ended{descriptor, POLLIN, 0};
    const int ready = ::poll(&ended, 1, static_cast<int>(limit.count()));
    ::close(descriptor);
    if (ready <= 0) return std::nullopt;
    int status = 0;
    ::waitpid(pid_, &status, 0);
    const auto after = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since_);
    exit_ = Exit{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), after};
    return exit_;
}

auto run(std::vector<std::string> command, const Process::Environment& environment,
         const std::filesystem::path& working_folder, std::chrono::milliseconds limit) -> Finished {
    Process process(std::move(command), environment, working_folder);
    const auto end = process.wait(limit);
    return Finished{end ? end->status : -1, process.output()};
}

auto free_port() -> int {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(descriptor);
    if (!bound) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

}  // namespace tests
