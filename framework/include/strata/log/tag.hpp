#pragma once
// A field that every line of this process has, as where several processes write one log.
#include <cstdint>
#include <string_view>

namespace strata::log {

// From here on. Main thread, before any other is started.
void tag(std::string_view key, std::uint64_t value);

}  // namespace strata::log
