#pragma once
// What another process takes.
#include <sys/types.h>

#include <cstdint>

namespace tests {

// Its resident memory, in bytes.
auto resident_bytes(pid_t pid) -> std::int64_t;

}  // namespace tests
