#pragma once
// decode(reader, out): one value from JSON text into its C++ type. Afterwards `out` holds the
// value, or is empty and the reader knows why (a problem or a syntax error). A generated type has
// an overload of its own in its namespace, found by argument-dependent lookup.
//
//     std::optional<T>                  holds a T read; T = std::optional<U> is a nullable U
//     std::vector<T>                    an array         std::map<std::string, T>   an object with
//     any keys Bytes                             a base64 string  named scalars              their
//     plain type, then their check()
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "strata/json/checks.hpp"
#include "strata/json/json.hpp"
#include "strata/json/reader.hpp"
#include "strata/values/bytes.hpp"
#include "strata/values/named.hpp"

namespace strata::json {

template <class T>
concept readable = requires(Reader& reader, T& value) {
    reader.read(value);
};

template <readable T>
void decode(Reader& reader, std::optional<T>& out) {
    T value{};
    if (reader.read(value)) {
        out.emplace(std::move(value));
    } else {
        out.reset();
    }
}
void decode(Reader& reader, std::optional<Bytes>& out);
void decode(Reader& reader, std::optional<Json>& out);

template <class T>
void decode(Reader& reader, std::optional<std::vector<T>>& out);
template <class T>
void decode(Reader& reader, std::optional<std::map<std::string, T>>& out);
template <class T>
void decode(Reader& reader, std::optional<std::optional<T>>& out);

// After an integer was refused: one that 64 bits don't hold is outside of the schema's bounds too,
// and is told of those. Null: there is none.
void state_bounds(Reader& reader, const Invalid* above, const Invalid* below);

template <std::integral T>
struct Bounds final {
    T minimum = std::numeric_limits<T>::min();
    T maximum = std::numeric_limits<T>::max();
};

// An integer with bounds: decode_integer(reader, count, {.minimum = 1, .maximum = 99}).
void state_bounds(Reader& reader, Bounds<std::int64_t> bounds);
void state_bounds(Reader& reader, Bounds<std::uint64_t> bounds);
template <std::integral T>
void decode_integer(Reader& reader, std::optional<T>& out, std::type_identity_t<Bounds<T>> bounds) {
    out.reset();
    T value{};
    if (!reader.read(value)) return state_bounds(reader, bounds);
    out.emplace(value);
    check_range(reader, value, bounds.minimum, bounds.maximum);
}

template <named_scalar T>
void decode(Reader& reader, std::optional<T>& out) {
    using Plain = typename T::plain_type;
    std::optional<Plain> plain;
    decode(reader, plain);
    out.reset();
    if (!plain) {
        if constexpr (std::same_as<Plain, std::int64_t> || std::same_as<Plain, std::uint64_t>) {
            state_bounds(reader, check_named<T>(std::numeric_limits<Plain>::max()),
                         check_named<T>(std::numeric_limits<Plain>::min()));
        }
        return;
    }
    if (const Invalid* broken = check_named<T>(*plain)) {
        reader.problem(broken->keyword, broken->message);
    } else {
        out.emplace(NamedAccess::make<T>(*std::move(plain)));
    }
}

template <class T>
void decode(Reader& reader, std::optional<std::optional<T>>& out) {
    if (reader.read_null()) {
        out.emplace(std::nullopt);
        return;
    }
    out.reset();
    std::optional<T> value;
    decode(reader, value);
    if (value) out.emplace(std::move(value));
}

template <class T>
void decode(Reader& reader, std::optional<std::vector<T>>& out) {
    out.reset();
    if (!reader.begin_array()) return;
    std::vector<T> items;
    bool whole = true;
    std::optional<T> item;
    while (reader.next_element()) {
        decode(reader, item);
        if (item) {
            items.push_back(*std::move(item));
        } else {
            whole = false;
        }
    }
    if (whole && reader.ok()) out.emplace(std::move(items));
}

template <class T>
void decode(Reader& reader, std::optional<std::map<std::string, T>>& out) {
    out.reset();
    if (!reader.begin_object()) return;
    std::map<std::string, T> members;
    bool whole = true;
    std::string_view key;
    std::optional<T> member;
    while (reader.next_member(key)) {
        std::string name(key);
        reader.note(key);
        decode(reader, member);
        if (member) {
            members.emplace(std::move(name), *std::move(member));
        } else {
            whole = false;
        }
    }
    if (whole && reader.ok()) out.emplace(std::move(members));
}

}  // namespace strata::json
