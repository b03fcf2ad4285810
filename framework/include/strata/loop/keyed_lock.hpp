#pragma once
// KeyedLock: holders of one key run one after another, in the order in which they asked. Loop
// thread only.
//
//     auto guard = co_await accounts.acquire(from, to);   // several keys in one call: sorted,
//     each once
//
// A second acquire() while holding a guard can deadlock: name all keys in one call. A place in the
// line ends when the task is cancelled. A key costs memory only while it is held. The lock outlives
// its guards and waiters.
#include <concepts>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "strata/loop/suspension.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/wait_place.hpp"

namespace strata {

class KeyedLock final {
  public:
    class Guard;

    KeyedLock() = default;
    KeyedLock(const KeyedLock&) = delete;
    auto operator=(const KeyedLock&) -> KeyedLock& = delete;

    [[nodiscard]] auto acquire(std::string key) -> Task<Guard>;
    [[nodiscard]] auto acquire(std::vector<std::string> keys) -> Task<Guard>;
    // Spelled without a list, which GCC 12 does not compile in a co_await expression.
    template <std::convertible_to<std::string>... More>
    [[nodiscard]] auto acquire(std::string first, std::string second, More... more) -> Task<Guard>;

    // Keys that are held now.
    [[nodiscard]] auto held() const noexcept -> std::size_t { return lines_.size(); }
    // Tasks that wait for a key now.
    [[nodiscard]] auto waiting() const noexcept -> std::size_t { return waiting_; }

  private:
    class Wait;
    struct Line {
        IntrusiveList<WaitPlace> waiters;
    };
    // One for each held key.
    using Lines = std::unordered_map<std::string, Line>;

    void release(Lines::value_type& line) noexcept;

    Lines lines_;
    std::size_t waiting_ = 0;
};

// Holds keys until it is destroyed or release()d. Move-only.
class [[nodiscard]] KeyedLock::Guard final {
  public:
    Guard() noexcept = default;  // holds nothing
    Guard(Guard&& other) noexcept
        : lock_(std::exchange(other.lock_, nullptr)), lines_(std::move(other.lines_)) {}
    auto operator=(Guard&& other) noexcept -> Guard& {
        Guard old(std::move(*this));
        lock_ = std::exchange(other.lock_, nullptr);
        lines_ = std::move(other.lines_);
        return *this;
    }
    ~Guard() { release(); }

    void release() noexcept;
    [[nodiscard]] auto is_held() const noexcept -> bool { return lock_ != nullptr; }

  private:
    friend class KeyedLock;
    Guard(KeyedLock& lock, std::size_t keys) : lock_(&lock) { lines_.reserve(keys); }

    KeyedLock* lock_ = nullptr;
    std::vector<Lines::value_type*> lines_;
};

template <std::convertible_to<std::string>... More>
auto KeyedLock::acquire(std::string first, std::string second, More... more) -> Task<Guard> {
    std::vector<std::string> keys;
    keys.reserve(2 + sizeof...(More));
    keys.push_back(std::move(first));
    keys.push_back(std::move(second));
    (keys.emplace_back(std::move(more)), ...);
    return acquire(std::move(keys));
}

}  // namespace strata
