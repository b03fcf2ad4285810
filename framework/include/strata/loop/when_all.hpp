#pragma once
// when_all: runs tasks side by side and gives their results in the order of the tasks. If one
// throws, the others are cancelled (CancelReason::abandoned); once all have ended, the first
// exception is thrown. A declared error is a result like any other. Loop thread only.
#include <cstddef>
#include <utility>
#include <vector>

#include "strata/loop/suspension.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/this_scope.hpp"

namespace strata {

// Starts tasks in a scope that it owns, and waits until all have ended.
template <class T, class E>
class [[nodiscard]] AllEnded final : public Suspension {
  public:
    AllEnded(CancelScope& parent, std::vector<Task<T, E>> tasks)
        : children_(parent), tasks_(std::move(tasks)) {}

    auto await_resume() -> std::vector<Task<T, E>>& {
        // Cancelled before it began; later on, the tasks say how they ended.
        if (running_.empty()) throw_if_cancelled();
        if (failed_ != nullptr) failed_->take();
        return tasks_;
    }

  private:
    struct Running {
        AllEnded* owner;
        Task<T, E>* task;
    };

    void start() override {
        running_.reserve(tasks_.size());
        open_ = 1;  // this loop
        for (Task<T, E>& task : tasks_) {
            Running& member = running_.emplace_back(Running{this, &task});
            ++open_;
            if (task.start(children_, ended, &member)) finish(task);
            if (failed_ != nullptr) break;
        }
        if (--open_ == 0) complete();
    }
    // The children's scope is cancelled with the parent's, so they end soon.
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override {
        return OnCancel::wait;
    }
    static void ended(void* argument) noexcept {
        auto& member = *static_cast<Running*>(argument);
        AllEnded& owner = *member.owner;
        owner.finish(*member.task);
        if (owner.open_ == 0) owner.complete();
    }
    void finish(Task<T, E>& task) noexcept {
        --open_;
        if (failed_ == nullptr && task.has_failed()) {
            failed_ = &task;
            children_.cancel(CancelReason::abandoned);
        }
    }

    CancelScope children_;
    std::vector<Task<T, E>> tasks_;
    std::vector<Running> running_;
    std::size_t open_ = 0;
    Task<T, E>* failed_ = nullptr;
};

template <class T, class E>
[[nodiscard]] auto when_all(std::vector<Task<T, E>> tasks)
    -> Task<std::vector<typename Task<T, E>::value_type>> {
    std::vector<typename Task<T, E>::value_type> results;
    results.reserve(tasks.size());
    CancelScope& scope = co_await this_scope();
    AllEnded<T, E> all(scope, std::move(tasks));
    std::vector<Task<T, E>>& ended = co_await all;
    for (Task<T, E>& task : ended) results.push_back(task.take());
    co_return std::move(results);
}

[[nodiscard]] inline auto when_all(std::vector<Task<>> tasks) -> Task<> {
    CancelScope& scope = co_await this_scope();
    AllEnded<void, Errors<>> all(scope, std::move(tasks));
    std::vector<Task<>>& ended = co_await all;
    for (Task<>& task : ended) task.take();
}

}  // namespace strata
