#pragma once
// What another process takes.
#include <sys/types.h>

#include <cstdint>

namespace tests {

// Its resident memory, in bytes.
auto resident_bytes(pid_t pid) -> std::int64_t;

// The address sanitizer does, to notice its use.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool keeps_freed_memory = true;
#elif defined(__has_feature)
inline constexpr bool keeps_freed_memory = __has_feature(address_sanitizer);
#else
inline constexpr bool keeps_freed_memory = false;
#endif

}  // namespace tests
