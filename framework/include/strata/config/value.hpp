#pragma once
// Value: what one source says of one key, and how it becomes a member of a settings struct. In a
// JSON file a value has its JSON type; in a variable or a flag everything is text, and a list is
// separated by commas. Plain functions; any thread.
#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <ratio>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "strata/config/size.hpp"

namespace strata::config {

enum class Kind : std::uint8_t { boolean, integer, number, text, duration, size, choice, list };
[[nodiscard]] auto to_string(Kind kind) -> std::string_view;

struct Value {
    enum class Form : std::uint8_t { null, boolean, number, text, list, object };

    Form form = Form::null;
    std::string text{};                // a number as it is written; "true", "false"
    std::vector<std::string> items{};  // of a list of texts
    bool plain = false;                // of a variable or flag
};

// Each gives why the value does not fit ("" when it does) and sets `out` only when it does.
[[nodiscard]] auto read(const Value& value, bool& out) -> std::string;
[[nodiscard]] auto read(const Value& value, std::int64_t& out) -> std::string;
[[nodiscard]] auto read(const Value& value, std::uint64_t& out) -> std::string;
[[nodiscard]] auto read(const Value& value, double& out) -> std::string;
[[nodiscard]] auto read(const Value& value, std::string& out) -> std::string;
[[nodiscard]] auto read(const Value& value, std::vector<std::string>& out) -> std::string;
[[nodiscard]] auto read(const Value& value, std::chrono::microseconds& out) -> std::string;
[[nodiscard]] auto read(const Value& value, Size& out) -> std::string;
// The text of a choice.
[[nodiscard]] auto read_choice(const Value& value, const std::vector<std::string>& choices,
                               std::size_t& index) -> std::string;

// Why a text, or an item of a list, is none of the choices, or "".
[[nodiscard]] auto refuse_other(const std::string& value, const std::vector<std::string>& choices)
    -> std::string;
[[nodiscard]] auto refuse_other(const std::vector<std::string>& items,
                                const std::vector<std::string>& choices) -> std::string;

// As JSON text: `8000`, `"5s"`, `["a"]`.
[[nodiscard]] auto show(bool value) -> std::string;
[[nodiscard]] auto show(std::int64_t value) -> std::string;
[[nodiscard]] auto show(std::uint64_t value) -> std::string;
[[nodiscard]] auto show(double value) -> std::string;
[[nodiscard]] auto show(const std::string& value) -> std::string;
[[nodiscard]] auto show(const std::vector<std::string>& value) -> std::string;
[[nodiscard]] auto show(std::chrono::microseconds value) -> std::string;
[[nodiscard]] auto show(Size value) -> std::string;

template <class M>
inline constexpr bool is_duration = false;
template <class R, class P>
inline constexpr bool is_duration<std::chrono::duration<R, P>> = true;

template <class M>
[[nodiscard]] consteval auto kind_of() -> Kind {
    if constexpr (std::same_as<M, bool>)
        return Kind::boolean;
    else if constexpr (std::is_enum_v<M>)
        return Kind::choice;
    else if constexpr (std::integral<M>)
        return Kind::integer;
    else if constexpr (std::floating_point<M>)
        return Kind::number;
    else if constexpr (std::same_as<M, std::string>)
        return Kind::text;
    else if constexpr (std::same_as<M, Size>)
        return Kind::size;
    else if constexpr (is_duration<M>)
        return Kind::duration;
    else {
        static_assert(std::same_as<M, std::vector<std::string>>, "a setting can't have this type");
        return Kind::list;
    }
}

// The value of a member that is not an enum (an enum is read by its choices).
template <class M>
[[nodiscard]] auto read_value(const Value& value, M& out) -> std::string {
    if constexpr (std::is_enum_v<M>) {
        return "has no choices() in its description";
    } else if constexpr (is_duration<M>) {
        std::chrono::microseconds exact{};
        if (auto why = read(value, exact); !why.empty()) return why;
        out = std::chrono::duration_cast<M>(exact);
        return std::chrono::microseconds(out) == exact ? "" : "is finer than this setting can be";
    } else if constexpr (std::integral<M> && !std::same_as<M, bool>) {
        using Wide = std::conditional_t<std::is_signed_v<M>, std::int64_t, std::uint64_t>;
        Wide wide{};
        if (auto why = read(value, wide); !why.empty()) return why;
        if (wide < Wide{std::numeric_limits<M>::min()} ||
            wide > Wide{std::numeric_limits<M>::max()}) {
            return "must be from " + std::to_string(std::numeric_limits<M>::min()) + " to " +
                   std::to_string(std::numeric_limits<M>::max());
        }
        out = static_cast<M>(wide);
        return "";
    } else {
        return read(value, out);
    }
}

template <class M>
[[nodiscard]] auto show_value(const M& value) -> std::string {
    if constexpr (std::is_enum_v<M>) {
        return "";
    } else if constexpr (is_duration<M>) {
        return show(std::chrono::duration_cast<std::chrono::microseconds>(value));
    } else if constexpr (std::integral<M> && !std::same_as<M, bool>) {
        using Wide = std::conditional_t<std::is_signed_v<M>, std::int64_t, std::uint64_t>;
        return show(Wide{value});
    } else {
        return show(value);
    }
}

}  // namespace strata::config
