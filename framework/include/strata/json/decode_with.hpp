#pragma once
// Decoding of values whose elements have rules of their own, of constants, and of types that hold
// themselves: what generated decoders use besides decode.hpp. `decode_element(std::optional<T>&)`
// reads one element.
#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strata/json/decode.hpp"
#include "strata/json/encode.hpp"
#include "strata/json/reader.hpp"
#include "strata/values/box.hpp"

namespace strata::json {

template <class T, class F>
void decode_items(Reader& reader, std::optional<std::vector<T>>& out, F decode_element) {
    out.reset();
    if (!reader.begin_array()) return;
    std::vector<T> items;
    bool whole = true;
    std::optional<T> item;
    while (reader.next_element()) {
        decode_element(item);
        if (item) {
            items.push_back(*std::move(item));
        } else {
            whole = false;
        }
    }
    if (whole && reader.ok()) out.emplace(std::move(items));
}

template <class T, class F>
void decode_members(Reader& reader, std::optional<std::map<std::string, T>>& out,
                    F decode_element) {
    out.reset();
    if (!reader.begin_object()) return;
    std::map<std::string, T> members;
    bool whole = true;
    std::optional<T> member;
    for (std::string_view key; reader.next_member(key);) {
        std::string name(key);
        reader.note(key);
        decode_element(member);
        if (member) {
            members.emplace(std::move(name), *std::move(member));
        } else {
            whole = false;
        }
    }
    if (whole && reader.ok()) out.emplace(std::move(members));
}

// A T or null.
template <class T, class F>
void decode_nullable(Reader& reader, std::optional<std::optional<T>>& out, F decode_element) {
    if (reader.read_null()) {
        out.emplace(std::nullopt);
        return;
    }
    out.reset();
    std::optional<T> value;
    decode_element(value);
    if (value) out.emplace(std::move(value));
}

template <class T>
void decode(Reader& reader, std::optional<Box<T>>& out) {
    out.reset();
    std::optional<T> value;
    decode(reader, value);
    if (value) out.emplace(*std::move(value));
}

template <class T>
void encode(Writer& writer, const Box<T>& value) {
    encode(writer, *value);
}

// enum and const of plain values.
template <class T, class U>
auto check_allowed(Reader& reader, const T& value, std::initializer_list<U> allowed) -> bool {
    if (std::ranges::any_of(allowed, [&](const U& each) { return value == each; })) return true;
    reader.problem("enum", "must be one of the values that the schema lists");
    return false;
}

// Reads a value that can only be `constant`.
template <class T>
void decode_constant(Reader& reader, T constant) {
    if constexpr (std::is_same_v<T, std::string_view>) {
        std::string_view text;
        if (!reader.read_string(text) || text == constant) return;
    } else {
        T value{};
        if (!reader.read(value) || value == constant) return;
    }
    reader.problem("const", "must be the value that the schema gives");
}

}  // namespace strata::json
