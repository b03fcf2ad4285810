#include "http/byte_range.hpp"

#include <algorithm>
#include <charconv>

#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

// A number beyond every file's size is as good as the largest.
auto number(std::string_view text) noexcept -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) value = UINT64_MAX;
    if (error == std::errc::invalid_argument || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

}  // namespace

auto parse_range(std::string_view field, std::uint64_t size, ByteRange& out) noexcept -> RangeKind {
    constexpr std::string_view unit = "bytes=";
    if (!equal_text(field.substr(0, unit.size()), unit)) return RangeKind::whole;
    field.remove_prefix(unit.size());
    std::size_t dash = field.find('-');
    if (dash == field.npos) return RangeKind::whole;
    auto first = number(field.substr(0, dash));
    auto last = number(field.substr(dash + 1));
    if (dash == 0) {
        if (!last) return RangeKind::whole;
        if (*last == 0 || size == 0) return RangeKind::unsatisfiable;
        out.size = std::min(*last, size);
        out.first = size - out.size;
        return RangeKind::part;
    }
    bool open_end = dash + 1 == field.size();
    if (!first || (!last && !open_end) || (last && *last < *first)) return RangeKind::whole;
    if (*first >= size) return RangeKind::unsatisfiable;
    out.first = *first;
    out.size = (last ? std::min(*last, size - 1) : size - 1) - *first + 1;
    return RangeKind::part;
}

}  // namespace strata::http
