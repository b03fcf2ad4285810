#pragma once
// The output that a crash must still write, for the signal handler.
#include <atomic>

#include "log/output.hpp"

namespace strata::log {

extern std::atomic<Output*> crash_output;

}  // namespace strata::log
