#pragma once
// Timestamp: an instant in UTC, in microseconds since 1970-01-01T00:00:00Z, from year 0001 to 9999.
// A plain value: any thread, no allocation. It reads no clock; time comes in from the Context.
#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace strata {

class Timestamp final {
  public:
    static constexpr std::size_t text_size = 27;  // 2026-01-02T03:04:05.000006Z

    constexpr Timestamp() noexcept = default;
    [[nodiscard]] static constexpr auto from_microseconds(std::int64_t value) noexcept
        -> Timestamp {
        return Timestamp(value);
    }
    // A date-time of RFC 3339 with any offset; digits past the microsecond are cut off. A leap
    // second (:60, only where it can occur: 23:59 UTC) is read as the last microsecond before it.
    [[nodiscard]] static auto parse(std::string_view text) noexcept -> std::optional<Timestamp>;

    // Writes exactly text_size characters to `out`; no terminating NUL. The form sorts as time
    // does.
    void to_chars(char* out) const noexcept;
    [[nodiscard]] auto to_string() const -> std::string;
    [[nodiscard]] constexpr auto microseconds() const noexcept -> std::int64_t { return value_; }

    friend constexpr auto operator<=>(const Timestamp&, const Timestamp&) noexcept = default;
    friend constexpr auto operator+(Timestamp t, std::chrono::microseconds d) noexcept
        -> Timestamp {
        return Timestamp(t.value_ + d.count());
    }
    friend constexpr auto operator-(Timestamp t, std::chrono::microseconds d) noexcept
        -> Timestamp {
        return Timestamp(t.value_ - d.count());
    }
    friend constexpr auto operator-(Timestamp a, Timestamp b) noexcept
        -> std::chrono::microseconds {
        return std::chrono::microseconds(a.value_ - b.value_);
    }

  private:
    constexpr explicit Timestamp(std::int64_t value) noexcept : value_(value) {}
    std::int64_t value_ = 0;
};

}  // namespace strata

template <>
struct std::hash<strata::Timestamp> {
    auto operator()(strata::Timestamp t) const noexcept -> std::size_t {
        return std::hash<std::int64_t>()(t.microseconds());
    }
};
