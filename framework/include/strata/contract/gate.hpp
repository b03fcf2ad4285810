#pragma once
// Gate: admits a bounded number of calls at a time; a bounded number of others waits in line, each
// no longer than a timeout. Loop thread only. It outlives its waiters.
//
//     if (!gate.try_enter()) co_await gate.wait();   // throws Overloaded, Cancelled
//     ...
//     gate.leave();
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>

#include "strata/loop/intrusive_list.hpp"
#include "strata/loop/suspension.hpp"
#include "strata/loop/timer.hpp"

namespace strata::contract {

// The line is full, or the wait in it took too long.
class Overloaded final : public std::exception {
  public:
    [[nodiscard]] auto what() const noexcept -> const char* override { return "overloaded"; }
};

struct GateLimits {
    std::uint32_t concurrency = 1;  // at least 1
    std::uint32_t size = 0;
    std::chrono::milliseconds timeout{0};
};

class Gate final {
  public:
    Gate(EventLoop& loop, GateLimits limits) : loop_(loop), limits_(limits) {}
    Gate(const Gate&) = delete;
    auto operator=(const Gate&) -> Gate& = delete;

    // Nobody overtakes those in line.
    [[nodiscard]] auto try_enter() noexcept -> bool {
        if (inside_ >= limits_.concurrency || waiting_ != 0) return false;
        ++inside_;
        return true;
    }
    void leave() noexcept {
        --inside_;
        if (waiting_ != 0) admit();
    }

    class Wait;
    [[nodiscard]] auto wait() -> Wait;

    void set_limits(GateLimits limits) noexcept;
    [[nodiscard]] auto inside() const noexcept -> std::uint32_t { return inside_; }
    [[nodiscard]] auto waiting() const noexcept -> std::uint32_t { return waiting_; }
    [[nodiscard]] auto refused() const noexcept -> std::uint64_t { return refused_; }

  private:
    struct Place : ListNode {
        explicit Place(Wait& owner) noexcept : waiter(owner) {}
        Wait& waiter;
    };
    void admit() noexcept;
    void drop(Place& place) noexcept;

    EventLoop& loop_;
    GateLimits limits_;
    IntrusiveList<Place> line_;
    std::uint32_t inside_ = 0;
    std::uint32_t waiting_ = 0;
    std::uint64_t refused_ = 0;
};

class [[nodiscard]] Gate::Wait final : public Suspension, private TimerNode {
  public:
    explicit Wait(Gate& gate) noexcept : TimerNode(gate.loop_), gate_(gate) {}
    Wait(const Wait&) = delete;
    auto operator=(const Wait&) -> Wait& = delete;
    ~Wait() override;
    void await_resume();

  private:
    friend class Gate;
    void start() override;
    auto cancelling(CancelReason reason) noexcept -> OnCancel override;
    void expired() override;

    Gate& gate_;
    Place place_{*this};
    bool admitted_ = false;  // and not yet told so
};

inline auto Gate::wait() -> Wait { return Wait(*this); }

}  // namespace strata::contract
