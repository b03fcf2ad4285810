#pragma once
// Semaphore: at most `permits` tasks at a time, and a bounded line of those that wait, first come
// first served. Loop thread only. A place in the line ends when the task is cancelled. It outlives
// its permits and waiters.
//
//     Semaphore::Permit permit = co_await semaphore.acquire();   // throws SemaphoreFull when the
//     line is full
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>

#include "strata/loop/suspension.hpp"
#include "strata/loop/wait_place.hpp"

namespace strata {

class SemaphoreFull final : public std::runtime_error {
  public:
    SemaphoreFull() : std::runtime_error("too many wait already") {}
};

class Semaphore final {
  public:
    explicit Semaphore(std::size_t permits, std::size_t max_waiting = SIZE_MAX) noexcept
        : available_(permits), max_waiting_(max_waiting) {}
    Semaphore(const Semaphore&) = delete;
    auto operator=(const Semaphore&) -> Semaphore& = delete;

    class Permit;
    class Acquire;
    // Does not suspend while a permit is available.
    [[nodiscard]] auto acquire() noexcept -> Acquire;
    [[nodiscard]] auto try_acquire() noexcept -> std::optional<Permit>;

    [[nodiscard]] auto available() const noexcept -> std::size_t { return available_; }
    [[nodiscard]] auto waiting() const noexcept -> std::size_t { return waiting_; }
    [[nodiscard]] auto rejected() const noexcept -> std::uint64_t { return rejected_; }

  private:
    void release() noexcept;

    std::size_t available_;
    const std::size_t max_waiting_;
    std::size_t waiting_ = 0;
    std::uint64_t rejected_ = 0;
    IntrusiveList<WaitPlace> waiters_;
};

// Gives its permit back when it is destroyed. Move-only.
class [[nodiscard]] Semaphore::Permit final {
  public:
    Permit() noexcept = default;  // holds none
    Permit(Permit&& other) noexcept : semaphore_(std::exchange(other.semaphore_, nullptr)) {}
    auto operator=(Permit&& other) noexcept -> Permit& {
        std::swap(semaphore_, other.semaphore_);
        return *this;
    }
    ~Permit() { release(); }

    void release() noexcept {
        if (semaphore_ != nullptr) std::exchange(semaphore_, nullptr)->release();
    }
    [[nodiscard]] auto is_held() const noexcept -> bool { return semaphore_ != nullptr; }

  private:
    friend class Semaphore;
    explicit Permit(Semaphore& semaphore) noexcept : semaphore_(&semaphore) {}
    Semaphore* semaphore_ = nullptr;
};

class [[nodiscard]] Semaphore::Acquire final : public Suspension {
  public:
    explicit Acquire(Semaphore& semaphore) noexcept : semaphore_(semaphore) {}
    ~Acquire() override { leave(); }
    auto await_resume() -> Permit {
        throw_if_cancelled();
        return std::move(permit_);
    }

  private:
    friend class Semaphore;
    void start() override;
    auto cancelling(CancelReason reason) noexcept -> OnCancel override;
    void leave() noexcept;

    Semaphore& semaphore_;
    WaitPlace place_{*this};
    Permit permit_;
};

inline auto Semaphore::acquire() noexcept -> Acquire { return Acquire(*this); }

}  // namespace strata
