#include "support/memory.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

namespace tests {

auto resident_bytes(pid_t pid) -> std::int64_t {
    std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
    std::int64_t all = 0;
    std::int64_t resident = 0;
    file >> all >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

}  // namespace tests
