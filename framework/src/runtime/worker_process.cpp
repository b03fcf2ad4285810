#include "runtime/worker_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <system_error>

#include "runtime/worker_place.hpp"

namespace strata::runtime {

namespace {

constexpr int first_descriptor = 3;  // sd_listen_fds(3)
constexpr std::string_view pid_variable = "LISTEN_PID=";
constexpr std::size_t pid_digits = 20;
constexpr int not_started = 127;

auto names_of(const std::vector<WorkerSocket>& sockets) -> std::string {
    std::string names;
    for (const WorkerSocket& socket : sockets) names += (names.empty() ? "" : ":") + socket.name;
    return names;
}

auto is_handed_over(std::string_view entry) -> bool {
    return entry.starts_with("LISTEN_") || entry.starts_with("NOTIFY_SOCKET=");
}

// All that the child needs between fork and exec, made before: there it may call nothing that takes
// a lock, as another thread may have held it (signal-safety(7)).
class Departure final {
  public:
    Departure(unsigned index, const std::string& program, const std::vector<std::string>& arguments,
              const std::vector<WorkerSocket>& sockets, int status)
        : program_(program), arguments_(arguments) {
        for (const WorkerSocket& socket : sockets) descriptors_.push_back(socket.descriptor);
        descriptors_.push_back(status);
        const int place_of_status = first_descriptor + static_cast<int>(sockets.size());
        for (char** entry = environ; *entry != nullptr; ++entry) {
            if (!is_handed_over(*entry)) variables_.emplace_back(*entry);
        }
        variables_.push_back(std::string(worker_variable) + '=' + std::to_string(index) + '/' +
                             std::to_string(supervisor_) + '/' + std::to_string(place_of_status));
        variables_.push_back("LISTEN_FDS=" + std::to_string(sockets.size()));
        variables_.push_back("LISTEN_FDNAMES=" + names_of(sockets));
        variables_.push_back(std::string(pid_variable) + std::string(pid_digits, '\0'));
        pid_text_ = variables_.back().data() + pid_variable.size();
        point_at(arguments_, argument_pointers_);
        point_at(variables_, variable_pointers_);
    }
    Departure(const Departure&) = delete;
    auto operator=(const Departure&) -> Departure& = delete;

    [[noreturn]] void become() noexcept {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != supervisor_) ::_exit(not_started);  // it died before that
        sigset_t of_supervisor{};
        ::sigemptyset(&of_supervisor);
        ::sigaddset(&of_supervisor, SIGCHLD);
        ::sigprocmask(SIG_UNBLOCK, &of_supervisor, nullptr);
        int place = first_descriptor;
        for (const int descriptor : descriptors_) ::dup2(descriptor, place++);
        std::to_chars(pid_text_, pid_text_ + pid_digits, ::getpid());
        ::execve(program_.c_str(), argument_pointers_.data(), variable_pointers_.data());
        constexpr std::string_view why = "PROBLEM=the program can't be run\n";
        static_cast<void>(::write(descriptors_.back(), why.data(), why.size()));
        ::_exit(not_started);
    }

  private:
    static void point_at(std::vector<std::string>& texts, std::vector<char*>& pointers) {
        for (std::string& text : texts) pointers.push_back(text.data());
        pointers.push_back(nullptr);
    }

    const pid_t supervisor_ = ::getpid();
    const std::string program_;
    std::vector<std::string> arguments_;
    std::vector<std::string> variables_{};
    std::vector<int> descriptors_{};
    std::vector<char*> argument_pointers_{};
    std::vector<char*> variable_pointers_{};
    char* pid_text_ = nullptr;
};

}  // namespace

WorkerProcess::WorkerProcess(unsigned index, const std::string& program,
                             const std::vector<std::string>& arguments,
                             const std::vector<WorkerSocket>& sockets)
    : index_(index) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    status_ = ends[0];
    const int theirs = ::fcntl(ends[1], F_DUPFD_CLOEXEC, least_kept_descriptor);
    ::close(ends[1]);
    Departure departure(index, program, arguments, sockets, theirs);
    pid_ = theirs < 0 ? -1 : ::fork();
    if (pid_ == 0) departure.become();
    const int error = errno;
    if (theirs >= 0) ::close(theirs);
    if (pid_ > 0) return;
    ::close(status_);
    throw std::system_error(error, std::generic_category(), "fork");
}

WorkerProcess::~WorkerProcess() { ::close(status_); }

void WorkerProcess::signal(int number) const noexcept { ::kill(pid_, number); }

void WorkerProcess::read_status() {
    std::array<char, 4096> buffer;
    for (ssize_t size = 0; (size = ::read(status_, buffer.data(), buffer.size())) > 0;)
        unread_.append(buffer.data(), static_cast<std::size_t>(size));
    for (std::size_t end = 0; (end = unread_.find('\n')) != std::string::npos;) {
        take_line(std::string_view(unread_).substr(0, end));
        unread_.erase(0, end + 1);
    }
}

void WorkerProcess::take_line(std::string_view line) {
    constexpr std::string_view problem = "PROBLEM=";
    if (line == "READY=1") said_ready_ = true;
    if (line == "STOPPING=1") said_stopping_ = true;
    if (!line.starts_with(problem)) return;
    if (!problem_.empty()) problem_ += '\n';
    problem_ += line.substr(problem.size());
}

}  // namespace strata::runtime
