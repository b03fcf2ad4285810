#include "strata/loop/keyed_lock.hpp"

#include <algorithm>
#include <string_view>

namespace strata {

// Takes one key, or its place in the line.
class KeyedLock::Wait final : public Suspension {
  public:
    Wait(KeyedLock& lock, const std::string& key) noexcept : lock_(lock), key_(key) {}
    ~Wait() override {
        leave();
        if (granted_) lock_.release(*line_);
    }
    auto await_resume() -> Lines::value_type* {
        throw_if_cancelled();
        granted_ = false;
        return line_;
    }
    void grant() noexcept {
        --lock_.waiting_;
        granted_ = true;
        complete_later();
    }

  private:
    void start() override {
        auto [line, is_new] = lock_.lines_.try_emplace(key_);
        line_ = &*line;
        if (is_new) {
            granted_ = true;
            complete();
        } else {
            line->second.waiters.push_back(place_);
            ++lock_.waiting_;
        }
    }
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override {
        leave();
        return OnCancel::resume;
    }
    void leave() noexcept {
        if (!place_.is_linked()) return;
        place_.unlink();
        --lock_.waiting_;
    }

    KeyedLock& lock_;
    const std::string& key_;
    Lines::value_type* line_ = nullptr;
    bool granted_ = false;  // and not handed to the awaiter yet
    WaitPlace place_{*this};
};

void KeyedLock::release(Lines::value_type& line) noexcept {
    if (WaitPlace* next = line.second.waiters.pop_front()) {
        static_cast<Wait&>(next->waiter()).grant();
    } else {
        lines_.erase(lines_.find(line.first));
    }
}

auto KeyedLock::acquire(std::string key) -> Task<Guard> {
    Guard guard(*this, 1);
    guard.lines_.push_back(co_await Wait(*this, key));
    co_return std::move(guard);
}

auto KeyedLock::acquire(std::vector<std::string> keys) -> Task<Guard> {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    Guard guard(*this, keys.size());
    for (const std::string& key : keys) guard.lines_.push_back(co_await Wait(*this, key));
    co_return std::move(guard);
}

void KeyedLock::Guard::release() noexcept {
    if (lock_ == nullptr) return;
    for (Lines::value_type* line : lines_) lock_->release(*line);
    lines_.clear();
    lock_ = nullptr;
}

}  // namespace strata
