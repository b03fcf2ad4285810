#pragma once
// Uuid: 128 bits with the text form of RFC 9562. A plain value: any thread, no allocation, never
// throws.
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace strata {

class Uuid final {
  public:
    static constexpr std::size_t text_size = 36;
    using Bytes = std::array<std::uint8_t, 16>;

    constexpr Uuid() noexcept = default;  // the nil UUID
    constexpr explicit Uuid(const Bytes& bytes) noexcept : bytes_(bytes) {}

    // The 8-4-4-4-12 form in hexadecimal of either case; nothing else.
    [[nodiscard]] static auto parse(std::string_view text) noexcept -> std::optional<Uuid>;

    // Writes exactly text_size lower-case characters to `out`; no terminating NUL.
    void to_chars(char* out) const noexcept;
    [[nodiscard]] auto to_string() const -> std::string;
    [[nodiscard]] constexpr auto bytes() const noexcept -> const Bytes& { return bytes_; }
    [[nodiscard]] constexpr auto is_nil() const noexcept -> bool { return *this == Uuid(); }

    friend constexpr auto operator<=>(const Uuid&, const Uuid&) noexcept = default;

  private:
    Bytes bytes_{};
};

}  // namespace strata

template <>
struct std::hash<strata::Uuid> {
    auto operator()(const strata::Uuid& id) const noexcept -> std::size_t;
};
