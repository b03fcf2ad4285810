#include "runtime/hooks.hpp"

#include <algorithm>
#include <stdexcept>

#include "strata/config/units.hpp"
#include "strata/log/log.hpp"
#include "strata/loop/this_scope.hpp"
#include "strata/loop/within.hpp"

namespace strata::runtime {

namespace {

auto find(const std::vector<Hook>& hooks, const std::string& name) -> const Hook* {
    const auto found = std::ranges::find(hooks, name, &Hook::name);
    return found == hooks.end() ? nullptr : &*found;
}

void check_names(const std::vector<Hook>& hooks) {
    for (const Hook& hook : hooks) {
        if (std::ranges::count(hooks, hook.name, &Hook::name) > 1) {
            throw std::runtime_error("two start hooks are called '" + hook.name + "'");
        }
        for (const std::string& name : hook.after) {
            if (find(hooks, name) == nullptr) {
                throw std::runtime_error("start hook '" + hook.name + "' comes after '" + name +
                                         "', which does not exist");
            }
        }
    }
}

auto too_long(const Hook& hook) -> std::string {
    return "took longer than " + config::format_duration(hook.timeout);
}

// Why it failed, or "". Throws Cancelled only if the scope of the awaiting task is.
auto run(const Hook& hook, const std::function<Task<>()>& function) -> Task<std::string> {
    const CancelScope& scope = co_await this_scope();
    try {
        co_await within(hook.timeout, function());
    } catch (const Cancelled&) {
        if (scope.is_cancelled()) throw;
        co_return too_long(hook);
    } catch (const std::exception& exception) {
        co_return exception.what();
    }
    co_return "";
}

auto now() -> std::chrono::steady_clock::time_point { return std::chrono::steady_clock::now(); }

}  // namespace

auto in_order(std::vector<Hook> hooks) -> std::vector<Hook> {
    check_names(hooks);
    std::vector<Hook> ordered;
    while (!hooks.empty()) {
        const auto next = std::ranges::find_if(hooks, [&](const Hook& hook) {
            return std::ranges::all_of(hook.after, [&](const std::string& name) {
                return find(ordered, name) != nullptr;
            });
        });
        if (next == hooks.end()) {
            throw std::runtime_error("start hook '" + hooks.front().name +
                                     "' depends on itself, by way of others");
        }
        ordered.push_back(std::move(*next));
        hooks.erase(next);
    }
    return ordered;
}

auto Hooks::start() -> Task<> {
    hooks_ = in_order(std::move(hooks_));
    for (; started_ < hooks_.size(); ++started_) {
        const Hook& hook = hooks_[started_];
        const auto began = now();
        if (hook.start) {
            const std::string problem = co_await run(hook, hook.start);
            if (!problem.empty()) {
                throw std::runtime_error("start hook '" + hook.name + "': " + problem);
            }
        }
        log::info("start hook done", {{"hook", hook.name}, {"milliseconds", now() - began}});
    }
}

auto Hooks::stop() -> Task<bool> {
    bool well = true;
    while (started_ > 0) {
        const Hook& hook = hooks_[--started_];
        if (!hook.stop) continue;
        const auto began = now();
        const std::string problem = co_await run(hook, hook.stop);
        if (problem.empty()) {
            log::info("stop hook done", {{"hook", hook.name}, {"milliseconds", now() - began}});
        } else {
            well = false;
            log::error("stop hook failed", {{"hook", hook.name}, {"problem", problem}});
        }
    }
    co_return well;
}

auto Hooks::stop_limit() const -> std::chrono::milliseconds {
    std::chrono::milliseconds limit{0};
    for (const Hook& hook : hooks_) limit += hook.timeout;
    return limit;
}

}  // namespace strata::runtime
