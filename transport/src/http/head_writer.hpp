#pragma once
// HeadWriter: writes the head of an answer into room that was made for it, without further checks.
// Loop thread.
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace strata::http {

class HeadWriter final {
  public:
    // REQUIRES: the room at `begin` holds whatever is put().
    explicit HeadWriter(char* begin) noexcept : cursor_(begin) {}

    void put(std::string_view text) noexcept {
        if (text.empty()) return;
        std::memcpy(cursor_, text.data(), text.size());
        cursor_ += text.size();
    }
    void put(std::uint64_t number) noexcept {
        constexpr int digits = 20;
        cursor_ = std::to_chars(cursor_, cursor_ + digits, number).ptr;
    }
    [[nodiscard]] auto cursor() const noexcept -> const char* { return cursor_; }

  private:
    char* cursor_;
};

}  // namespace strata::http
