#pragma once
// Hook: something that a service starts and stops with itself: a cache, a connection to elsewhere.
// Started after the database and before the listeners, stopped in reverse after the last request.
// Its functions run on the loop thread, as long as the Application lives; what they capture must
// live as long.
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "strata/loop/task.hpp"

namespace strata::runtime {

struct Hook {
    Hook(std::string hook_name, std::function<Task<>()> on_start,
         std::function<Task<>()> on_stop = {}, std::vector<std::string> hook_after = {},
         std::chrono::milliseconds each = std::chrono::seconds(10))
        : name(std::move(hook_name)),
          start(std::move(on_start)),
          stop(std::move(on_stop)),
          after(std::move(hook_after)),
          timeout(each) {}

    std::string name;  // in the log
    std::function<Task<>()> start;
    std::function<Task<>()> stop;
    std::vector<std::string> after;     // names of hooks that start before this one
    std::chrono::milliseconds timeout;  // of the start, and of the stop
};

}  // namespace strata::runtime
