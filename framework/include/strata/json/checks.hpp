#pragma once
// The checks that generated decoders make on a value just read. Those with a Reader record a
// problem at the current value and say whether it held; the others only tell. The messages are the
// compiled validator's.
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <vector>

#include "strata/json/reader.hpp"
#include "strata/json/utf8.hpp"
#include "strata/values/bytes.hpp"

namespace strata::json {

inline constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

// In code points. A text has at most as many of them as bytes, and at least a quarter as many:
// mostly no counting.
[[nodiscard]] inline auto length_within(std::string_view text, std::size_t min,
                                        std::size_t max) noexcept -> bool {
    if (text.size() <= max && text.size() / 4 >= min) return true;
    if (text.size() < min) return false;
    const std::size_t length = count_code_points(text);
    return length >= min && length <= max;
}

// A number that is a multiple of a divisor above zero; both as JSON numbers, so 0.3 is a multiple
// of 0.1.
[[nodiscard]] auto is_multiple_of(double value, double divisor) noexcept -> bool;
[[nodiscard]] auto is_multiple_of(std::int64_t value, double divisor) noexcept -> bool;
[[nodiscard]] auto is_multiple_of(std::uint64_t value, double divisor) noexcept -> bool;

auto check_length(Reader& reader, std::string_view text, std::size_t min, std::size_t max) -> bool;
auto check_items(Reader& reader, std::size_t count, std::size_t min, std::size_t max) -> bool;
auto check_properties(Reader& reader, std::size_t count, std::size_t min, std::size_t max) -> bool;

// The sentences, for named scalars' own rules too: "must be at least 8 characters long".
[[nodiscard]] auto length_message(std::size_t length, std::size_t min, std::size_t max)
    -> std::string;

// Inclusive and exclusive bounds of int64, uint64 and double values.
void refuse_bound(Reader& reader, std::string_view code, double bound);
void refuse_bound(Reader& reader, std::string_view code, std::int64_t bound);
void refuse_bound(Reader& reader, std::string_view code, std::uint64_t bound);

template <class T>
auto check_minimum(Reader& reader, T value, std::type_identity_t<T> bound) -> bool {
    if (value >= bound) return true;
    refuse_bound(reader, "minimum", bound);
    return false;
}
template <class T>
auto check_maximum(Reader& reader, T value, std::type_identity_t<T> bound) -> bool {
    if (value <= bound) return true;
    refuse_bound(reader, "maximum", bound);
    return false;
}
template <class T>
auto check_exclusive_minimum(Reader& reader, T value, std::type_identity_t<T> bound) -> bool {
    if (value > bound) return true;
    refuse_bound(reader, "exclusiveMinimum", bound);
    return false;
}
template <class T>
auto check_exclusive_maximum(Reader& reader, T value, std::type_identity_t<T> bound) -> bool {
    if (value < bound) return true;
    refuse_bound(reader, "exclusiveMaximum", bound);
    return false;
}
template <class T>
auto check_range(Reader& reader, T value, std::type_identity_t<T> min, std::type_identity_t<T> max)
    -> bool {
    return check_minimum(reader, value, min) && check_maximum(reader, value, max);
}
template <class T>
auto check_multiple_of(Reader& reader, T value, double divisor) -> bool {
    if (is_multiple_of(value, divisor)) return true;
    refuse_bound(reader, "multipleOf", divisor);
    return false;
}

template <class T>
struct ItemHash final : std::hash<T> {};
template <>
struct ItemHash<Bytes> final {
    auto operator()(const Bytes& bytes) const noexcept -> std::size_t { return hash_bytes(bytes); }
};

// uniqueItems of decoded elements; hashed where they can be, else each against each.
template <class T>
[[nodiscard]] auto all_unique(const std::vector<T>& items) -> bool {
    constexpr std::size_t few = 16;
    if constexpr (requires(const T& t) { ItemHash<T>()(t); }) {
        if (items.size() > few) {
            std::unordered_set<T, ItemHash<T>> seen(items.begin(), items.end(), items.size());
            return seen.size() == items.size();
        }
    }
    for (std::size_t i = 1; i < items.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (items[i] == items[j]) return false;
        }
    }
    return true;
}
template <class T>
auto check_unique(Reader& reader, const std::vector<T>& items) -> bool {
    if (all_unique(items)) return true;
    reader.problem("uniqueItems", "must have no two equal items");
    return false;
}
template <class T>
auto check_items(Reader& reader, const std::vector<T>& items, std::size_t min, std::size_t max,
                 bool unique) -> bool {
    return check_items(reader, items.size(), min, max) && (!unique || check_unique(reader, items));
}

}  // namespace strata::json
