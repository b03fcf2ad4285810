#pragma once
// encode(writer, value): one C++ value as JSON, the counterpart of decode.hpp. A generated type has
// an overload of its own in its namespace. An empty optional is null: members that are absent are
// left out by their struct's encoder.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "strata/json/writer.hpp"
#include "strata/values/named.hpp"

namespace strata::json {

template <class T>
concept writable = requires(Writer& writer, const T& value) {
    writer.value(value);
};

template <writable T>
void encode(Writer& writer, const T& value) {
    writer.value(value);
}

template <class T>
requires(!writable<std::vector<T>>) void encode(Writer& writer, const std::vector<T>& items);
template <class T>
void encode(Writer& writer, const std::map<std::string, T>& members);
template <class T>
void encode(Writer& writer, const std::optional<T>& value);

template <named_scalar T>
requires(!writable<T>) void encode(Writer& writer, const T& named) {
    encode(writer, named.value());
}

template <class T>
void encode(Writer& writer, const std::optional<T>& value) {
    if (value) {
        encode(writer, *value);
    } else {
        writer.null();
    }
}

template <class T>
requires(!writable<std::vector<T>>) void encode(Writer& writer, const std::vector<T>& items) {
    writer.begin_array();
    for (const auto& item : items) encode(writer, static_cast<const T&>(item));
    writer.end_array();
}

template <class T>
void encode(Writer& writer, const std::map<std::string, T>& members) {
    writer.begin_object();
    for (const auto& [key, member] : members) {
        writer.key(key);
        encode(writer, member);
    }
    writer.end_object();
}

}  // namespace strata::json
