#include "runtime/worker_place.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace strata::runtime {

namespace {

auto is_pipe(int descriptor) -> bool {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode);
}

}  // namespace

auto take_worker_place() -> std::optional<WorkerPlace> {
    const char* given = std::getenv(worker_variable);
    if (given == nullptr) return std::nullopt;
    const std::string text(given);
    ::unsetenv(worker_variable);
    WorkerPlace place;
    const int read =
        std::sscanf(text.c_str(), "%u/%d/%d", &place.index, &place.supervisor, &place.status);
    if (read != 3 || place.index == 0 || place.supervisor != ::getppid() ||
        !is_pipe(place.status)) {
        throw std::runtime_error(std::string(worker_variable) + "=" + text +
                                 " is not of this process' supervisor");
    }
    ::fcntl(place.status, F_SETFD, FD_CLOEXEC);
    return place;
}

}  // namespace strata::runtime
