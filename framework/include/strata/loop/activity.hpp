#pragma once
// Activity: the name of what runs on the loop right now, for a watchdog on another thread that sees
// the loop stand still. Loop thread, but for current_activity().
//
//     const Activity activity(route.name);  // from here to the end of the block
//     task.start(scope, ...);
//
// It also names what a task that it began does after a wait: a wait hands it on. Activities nest.
// Two stores each.
#include <atomic>
#include <string>

namespace strata {

namespace detail {
inline std::atomic<const std::string*> activity{nullptr};
}

class [[nodiscard]] Activity final {
  public:
    // The name stays where it is as long as the loop runs: of a route or method, not of a request.
    explicit Activity(const std::string& name) noexcept : Activity(&name) {}
    // Goes on with one; null: of nothing that has a name.
    explicit Activity(const std::string* name) noexcept
        : before_(detail::activity.load(std::memory_order_relaxed)) {
        detail::activity.store(name, std::memory_order_relaxed);
    }
    Activity(const Activity&) = delete;
    auto operator=(const Activity&) -> Activity& = delete;
    ~Activity() { detail::activity.store(before_, std::memory_order_relaxed); }

  private:
    const std::string* before_;
};

// To go on with later.
[[nodiscard]] inline auto running_activity() noexcept -> const std::string* {
    return detail::activity.load(std::memory_order_relaxed);
}

// Any thread: the innermost one's name; "" when there is none.
[[nodiscard]] inline auto current_activity() -> std::string {
    const std::string* name = detail::activity.load(std::memory_order_relaxed);
    return name == nullptr ? std::string() : *name;
}

}  // namespace strata
