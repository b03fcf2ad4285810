#pragma once
// ReadBuffer: the bytes that a connection has received and not yet used up. A few hundred bytes
// stand inline, enough for most requests, so an idle connection owns nothing else; what does not
// fit goes to the heap. Loop thread. While a read into spare() is pending, only consume() and
// commit() are allowed.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace strata::http {

class ReadBuffer final {
  public:
    static constexpr std::size_t inline_size = 512;
    static constexpr std::size_t large_size = 16 * 1024;
    static constexpr std::size_t stream_size = 64 * 1024;  // window of a streamed body

    [[nodiscard]] auto data() noexcept -> char* { return base() + begin_; }
    [[nodiscard]] auto size() const noexcept -> std::size_t { return end_ - begin_; }
    [[nodiscard]] auto empty() const noexcept -> bool { return begin_ == end_; }
    [[nodiscard]] auto view() noexcept -> std::string_view { return {data(), size()}; }
    [[nodiscard]] auto is_large() const noexcept -> bool { return heap_ != nullptr; }
    [[nodiscard]] auto capacity() const noexcept -> std::size_t { return capacity_; }

    [[nodiscard]] auto spare() noexcept -> std::span<char> {
        return {base() + end_, capacity_ - end_};
    }
    void commit(std::size_t bytes) noexcept { end_ += bytes; }
    void consume(std::size_t bytes) noexcept { begin_ += bytes; }

    // Moves the content to the front.
    void compact() noexcept {
        if (begin_ == 0) return;
        std::memmove(base(), data(), size());
        end_ -= begin_;
        begin_ = 0;
    }
    // Takes out [from, to), counted from data().
    void erase(std::size_t from, std::size_t to) noexcept {
        if (from == to) return;
        std::memmove(data() + from, data() + to, size() - to);
        end_ -= to - from;
    }
    void reserve(std::size_t capacity) {
        if (capacity <= capacity_) return;
        auto larger = std::make_unique_for_overwrite<char[]>(capacity);
        std::memcpy(larger.get(), data(), size());
        end_ -= begin_;
        begin_ = 0;
        heap_ = std::move(larger);
        capacity_ = capacity;
    }
    // Back to the inline bytes, if the content fits there.
    void shrink() noexcept {
        if (heap_ == nullptr || size() > inline_size) return;
        std::memcpy(inline_.data(), data(), size());
        end_ -= begin_;
        begin_ = 0;
        heap_.reset();
        capacity_ = inline_size;
    }

  private:
    [[nodiscard]] auto base() noexcept -> char* { return heap_ ? heap_.get() : inline_.data(); }

    std::unique_ptr<char[]> heap_;
    std::size_t capacity_ = inline_size;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::array<char, inline_size> inline_;  // not initialised: only what was committed is read
};

}  // namespace strata::http
