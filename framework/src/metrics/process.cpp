#include "strata/metrics/process.hpp"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

namespace strata::metrics {

namespace {

struct Pages {
    double virtual_size = 0;
    double resident = 0;
};

auto memory() -> Pages {
    Pages pages;
    std::ifstream("/proc/self/statm") >> pages.virtual_size >> pages.resident;
    const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
    return Pages{.virtual_size = pages.virtual_size * page, .resident = pages.resident * page};
}

auto cpu_seconds() -> double {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

auto open_descriptors() -> double {
    DIR* folder = ::opendir("/proc/self/fd");
    if (folder == nullptr) return 0;
    int count = 0;
    while (::readdir(folder) != nullptr) ++count;
    ::closedir(folder);
    return count - 3;  // ".", ".." and the folder itself
}

auto most_descriptors() -> double {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<double>(limit.rlim_cur);
}

auto epoch_seconds() -> double {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace

void add_process_metrics(Registry& registry) {
    registry.counter_from("process_cpu_seconds_total", "User and system CPU time spent.",
                          cpu_seconds);
    registry.gauge_from("process_virtual_memory_bytes", "Virtual memory size.",
                        [] { return memory().virtual_size; });
    registry.gauge_from("process_resident_memory_bytes", "Resident memory size.",
                        [] { return memory().resident; });
    registry.gauge_from("process_open_fds", "Open file descriptors.", open_descriptors);
    registry.gauge_from("process_max_fds", "Most file descriptors that may be open.",
                        most_descriptors);
    registry.gauge_from("process_start_time_seconds", "When the process began, in Unix time.",
                        [began = epoch_seconds()] { return began; });
}

}  // namespace strata::metrics
