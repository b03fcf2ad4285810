#pragma once
// std::tuple in JSON: an array of just so many values, each of a type of its own.
//
//     decode_tuple(reader, out, decode_first, decode_second)    what generated decoders use where
//     an
//                                                                item has rules of its own
//     decode(reader, out), encode(writer, value)                 as in decode.hpp and encode.hpp
#include <optional>
#include <tuple>
#include <utility>

#include "strata/json/checks.hpp"
#include "strata/json/decode.hpp"
#include "strata/json/encode.hpp"

namespace strata::json {

// `decode_item(std::optional<T>&)` reads the item of its place.
template <class... T, class... F>
void decode_tuple(Reader& reader, std::optional<std::tuple<T...>>& out, F... decode_item) {
    constexpr std::size_t count = sizeof...(T);
    out.reset();
    if (!reader.begin_array()) return;
    std::tuple<std::optional<T>...> items;
    std::size_t size = 0;
    const auto read = [&]<std::size_t... I>(std::index_sequence<I...>) {
        (void)((size == I ? (decode_item(std::get<I>(items)), true) : false) || ...);
    };
    for (; reader.next_element(); ++size) {
        if (size < count) {
            read(std::make_index_sequence<count>());
        } else if (reader.skip()) {
            reader.problem("items", "is not allowed");
        }
    }
    if (!reader.ok()) return;
    if (size != count) {
        check_items(reader, size, count, no_limit);
        return;
    }
    std::apply(
        [&](auto&... item) {
            if ((item && ...)) out.emplace(*std::move(item)...);
        },
        items);
}

template <class... T>
void decode(Reader& reader, std::optional<std::tuple<T...>>& out) {
    decode_tuple(reader, out, [&reader](std::optional<T>& item) { decode(reader, item); }...);
}

template <class... T>
void encode(Writer& writer, const std::tuple<T...>& items) {
    writer.begin_array();
    std::apply([&](const T&... item) { (encode(writer, item), ...); }, items);
    writer.end_array();
}

}  // namespace strata::json
