#include "tools/layers/symbol_rules.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace strata::tools {
namespace {

using Names = std::span<const std::string_view>;

// Names of C functions and objects; those that end in * stand for all that begin so. Of C++, what
// the demangled name begins with.
constexpr auto clock_names = std::to_array<std::string_view>({"time",
                                                              "clock",
                                                              "clock_*",
                                                              "gettimeofday",
                                                              "ftime",
                                                              "times",
                                                              "timespec_get",
                                                              "localtime*",
                                                              "gmtime*",
                                                              "mktime",
                                                              "timegm",
                                                              "timelocal",
                                                              "ctime*",
                                                              "asctime*",
                                                              "tzset",
                                                              "nanosleep",
                                                              "sleep",
                                                              "usleep",
                                                              "alarm",
                                                              "setitimer",
                                                              "getitimer",
                                                              "timer_*",
                                                              "timerfd_*",
                                                              "std::chrono::_V2::*",
                                                              "std::filesystem::__file_clock::*"});
constexpr auto file_names = std::to_array<std::string_view>({"open",
                                                             "open64",
                                                             "openat*",
                                                             "creat*",
                                                             "close",
                                                             "read",
                                                             "readv",
                                                             "write",
                                                             "writev",
                                                             "pread*",
                                                             "pwrite*",
                                                             "lseek*",
                                                             "stat",
                                                             "stat64",
                                                             "fstat*",
                                                             "lstat*",
                                                             "statx",
                                                             "statfs*",
                                                             "access",
                                                             "faccessat",
                                                             "link",
                                                             "linkat",
                                                             "symlink*",
                                                             "readlink*",
                                                             "unlink*",
                                                             "rename*",
                                                             "remove",
                                                             "mkdir*",
                                                             "rmdir",
                                                             "opendir",
                                                             "fdopendir",
                                                             "readdir*",
                                                             "closedir",
                                                             "scandir*",
                                                             "nftw*",
                                                             "ftw*",
                                                             "glob",
                                                             "glob64",
                                                             "mmap*",
                                                             "munmap",
                                                             "msync",
                                                             "ioctl",
                                                             "fcntl*",
                                                             "flock",
                                                             "lockf*",
                                                             "fsync",
                                                             "fdatasync",
                                                             "ftruncate*",
                                                             "truncate*",
                                                             "chdir",
                                                             "fchdir",
                                                             "getcwd",
                                                             "realpath",
                                                             "chmod",
                                                             "fchmod*",
                                                             "chown",
                                                             "umask",
                                                             "mkstemp*",
                                                             "mkdtemp",
                                                             "tmpfile*",
                                                             "tmpnam*",
                                                             "tempnam",
                                                             "inotify_*",
                                                             "sendfile*",
                                                             "dlopen",
                                                             "dlsym",
                                                             "std::filesystem::*",
                                                             "std::basic_filebuf<*",
                                                             "std::basic_ifstream<*",
                                                             "std::basic_ofstream<*",
                                                             "std::basic_fstream<*",
                                                             "std::__basic_file<*"});
constexpr auto socket_names = std::to_array<std::string_view>(
    {"socket",      "socketpair",   "connect",     "bind",       "listen",      "accept",
     "accept4",     "send",         "sendto",      "sendm*",     "recv",        "recvfrom",
     "recvm*",      "shutdown",     "getsockopt",  "setsockopt", "getsockname", "getpeername",
     "getaddrinfo", "freeaddrinfo", "getnameinfo", "gethostby*", "res_*",       "poll",
     "ppoll",       "select",       "pselect",     "epoll_*",    "eventfd*",    "pipe",
     "pipe2",       "io_uring_*"});
constexpr auto environment_names = std::to_array<std::string_view>(
    {"getenv",    "secure_getenv", "__secure_getenv", "setenv",      "unsetenv",  "putenv",
     "clearenv",  "environ",       "__environ",       "gethostname", "uname",     "sysconf",
     "confstr",   "getauxval",     "getrlimit*",      "getlogin*",   "getuid",    "geteuid",
     "getgid",    "getegid",       "getpw*",          "getgr*",      "setlocale", "newlocale",
     "uselocale", "localeconv",    "nl_langinfo*"});
constexpr auto random_names = std::to_array<std::string_view>(
    {"rand",         "rand_r",    "srand",          "random",
     "random_r",     "srandom*",  "initstate*",     "setstate*",
     "drand48*",     "erand48*",  "lrand48*",       "nrand48*",
     "mrand48*",     "jrand48*",  "srand48*",       "seed48*",
     "lcong48*",     "getrandom", "getentropy",     "arc4random*",
     "randombytes*", "RAND_*",    "uuid_generate*", "std::random_device::*"});
constexpr auto thread_names =
    std::to_array<std::string_view>({"pthread_*",
                                     "thrd_*",
                                     "mtx_*",
                                     "cnd_*",
                                     "tss_*",
                                     "call_once",
                                     "sem_*",
                                     "sched_*",
                                     "syscall",
                                     "futex*",
                                     "std::thread::*",
                                     "std::this_thread::*",
                                     "std::condition_variable::*",
                                     "std::_V2::condition_variable_any::*",
                                     "std::__condvar::*",
                                     "std::__future_base::*",
                                     "std::__once_*",
                                     "std::future_category*",
                                     "std::__atomic_futex_unsigned_base::*",
                                     "__once_proxy"});
constexpr auto stdio_names = std::to_array<std::string_view>({"stdin",
                                                              "stdout",
                                                              "stderr",
                                                              "printf",
                                                              "fprintf",
                                                              "vprintf",
                                                              "vfprintf",
                                                              "dprintf",
                                                              "vdprintf",
                                                              "__printf_chk",
                                                              "__fprintf_chk",
                                                              "__vprintf_chk",
                                                              "__vfprintf_chk",
                                                              "__dprintf_chk",
                                                              "puts",
                                                              "fputs*",
                                                              "putchar*",
                                                              "putc*",
                                                              "fputc*",
                                                              "fwrite*",
                                                              "fread*",
                                                              "fopen*",
                                                              "freopen*",
                                                              "fdopen",
                                                              "fclose",
                                                              "fflush*",
                                                              "fgets*",
                                                              "fgetc*",
                                                              "getc*",
                                                              "getchar*",
                                                              "getline",
                                                              "getdelim",
                                                              "ungetc",
                                                              "scanf",
                                                              "fscanf",
                                                              "vscanf",
                                                              "vfscanf",
                                                              "__isoc99_scanf",
                                                              "__isoc99_fscanf",
                                                              "fseek*",
                                                              "ftell*",
                                                              "rewind",
                                                              "setvbuf",
                                                              "setbuf",
                                                              "popen",
                                                              "pclose",
                                                              "perror",
                                                              "psignal",
                                                              "syslog",
                                                              "vsyslog",
                                                              "openlog",
                                                              "std::cin",
                                                              "std::cout",
                                                              "std::cerr",
                                                              "std::clog",
                                                              "std::wcout",
                                                              "std::wcerr",
                                                              "std::ios_base::Init::*",
                                                              "boost::log::*",
                                                              "spdlog::*"});
constexpr auto process_names = std::to_array<std::string_view>(
    {"system",       "fork",       "vfork",     "clone",         "exec*",     "fexecve",
     "posix_spawn*", "wait",       "waitpid",   "waitid",        "wait4",     "kill",
     "raise",        "signal",     "sigaction", "sigprocmask",   "exit",      "_exit",
     "_Exit",        "quick_exit", "atexit",    "at_quick_exit", "setjmp",    "_setjmp",
     "longjmp",      "getpid",     "getppid",   "gettid",        "getrusage", "backtrace*"});

struct Reach {
    std::string_view what;
    Names names;
};
constexpr std::array reaches{
    Reach{"a clock", clock_names},
    Reach{"files", file_names},
    Reach{"sockets", socket_names},
    Reach{"the environment", environment_names},
    Reach{"random numbers", random_names},
    Reach{"threads", thread_names},
    Reach{"standard input and output", stdio_names},
    Reach{"the process", process_names},
};

auto matches(std::string_view name, std::string_view pattern) -> bool {
    if (!pattern.ends_with('*')) return name == pattern;
    pattern.remove_suffix(1);
    return name.starts_with(pattern);
}

// "std::filesystem::__cxx11::path::..." -> "std::filesystem::path::...": inline namespaces of the
// library's ABI.
auto without_abi(std::string_view name) -> std::string {
    std::string plain(name);
    constexpr std::string_view abi = "__cxx11::";
    for (auto at = plain.find(abi); at != std::string::npos; at = plain.find(abi, at))
        plain.erase(at, abi.size());
    return plain;
}

}  // namespace

auto symbol_reach(std::string_view name) -> std::optional<std::string_view> {
    const auto plain = without_abi(name);
    for (const Reach& reach : reaches) {
        if (std::ranges::any_of(reach.names,
                                [&](std::string_view each) { return matches(plain, each); })) {
            return reach.what;
        }
    }
    return std::nullopt;
}

auto is_writable_global(const Symbol& symbol) -> bool {
    // Written by the loader only, before the program runs.
    if (symbol.section.starts_with(".data.rel.ro") || symbol.name.starts_with("DW.ref."))
        return false;
    constexpr auto instrumentation = std::to_array<std::string_view>(
        {"__odr_asan", "__asan", "___asan", "__tsan", "__ubsan", "__sancov", "__sanitizer",
         "__llvm_", "__prof", "__gcov", "__emutls"});
    if (std::ranges::any_of(instrumentation,
                            [&](auto prefix) { return symbol.name.starts_with(prefix); })) {
        return false;
    }
    // A guard stands beside the variable that it guards, which is named instead.
    if (symbol.name.starts_with("guard variable for ")) return false;
    constexpr auto writable = std::to_array<std::string_view>(
        {".data", ".bss", ".tdata", ".tbss", ".sdata", ".sbss", ".ldata", ".lbss", "*COM*"});
    return std::ranges::any_of(writable, [&](std::string_view section) {
        return symbol.section == section || symbol.section.starts_with(std::string(section) + ".");
    });
}

}  // namespace strata::tools
