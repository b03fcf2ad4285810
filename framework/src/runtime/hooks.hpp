#pragma once
// Hooks: what the service starts and stops with itself, in the order of their dependencies. Loop
// thread only.
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "strata/loop/cancel.hpp"
#include "strata/loop/task.hpp"
#include "strata/runtime/hook.hpp"

namespace strata::runtime {

// Each after those that it names; otherwise in the order in which they were attached. Throws
// std::runtime_error with one clear line for a name that does not exist, exists twice, or depends
// on itself.
[[nodiscard]] auto in_order(std::vector<Hook> hooks) -> std::vector<Hook>;

class Hooks final {
  public:
    void attach(Hook hook) { hooks_.push_back(std::move(hook)); }
    // One after another. Throws std::runtime_error that names the hook, or Cancelled; stop() is
    // then for those that started.
    [[nodiscard]] auto start() -> Task<>;
    // Stops those that started, in reverse order, each whatever became of the others: whether all
    // ended well, in time.
    [[nodiscard]] auto stop() -> Task<bool>;
    // How long stop() may take at most.
    [[nodiscard]] auto stop_limit() const -> std::chrono::milliseconds;

  private:
    std::vector<Hook> hooks_{};
    std::size_t started_ = 0;
};

}  // namespace strata::runtime
