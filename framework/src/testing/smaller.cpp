#include "testing/smaller.hpp"

#include <string>
#include <utility>

namespace strata::testing {

namespace {

using json::Json;

// Whether a text may be cut before this byte: not inside of a character.
auto begins_character(const std::string& text, std::size_t at) -> bool {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

// Of half its length, three quarters, ..., and one byte less.
void add_texts(const std::string& text, std::vector<Json>& out) {
    for (std::size_t less = text.size(); less > 0; less /= 2) {
        std::size_t left = text.size() - less;
        while (left > 0 && !begins_character(text, left)) --left;
        out.emplace_back(text.substr(0, left));
    }
}

void add_numbers(const Json& value, std::vector<Json>& out) {
    const auto whole = value.as_int64();
    if (!whole || *whole == 0) return;
    out.emplace_back(0);
    if (*whole / 2 != 0) out.emplace_back(*whole / 2);
    out.emplace_back(*whole > 0 ? *whole - 1 : *whole + 1);
}

auto without(const Json& array, std::size_t index) -> Json {
    Json out = Json::array();
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i != index) out.push_back(array.at(i));
    }
    return out;
}

void add_arrays(const Json& array, std::vector<Json>& out) {
    for (std::size_t i = 0; i < array.size(); ++i) out.push_back(without(array, i));
    for (std::size_t i = 0; i < array.size(); ++i) {
        for (Json& item : smaller(array.at(i))) {
            Json copy = array;
            copy.items()[i] = std::move(item);
            out.push_back(std::move(copy));
        }
    }
}

void add_objects(const Json& object, std::vector<Json>& out) {
    for (const auto [key, member] : object.members()) {
        Json copy = object;
        copy.erase(key);
        out.push_back(std::move(copy));
    }
    for (const auto [key, member] : object.members()) {
        for (Json& less : smaller(member)) {
            Json copy = object;
            copy[key] = std::move(less);
            out.push_back(std::move(copy));
        }
    }
}

}  // namespace

auto smaller(const Json& value) -> std::vector<Json> {
    std::vector<Json> out;
    if (value.is_object()) add_objects(value, out);
    if (value.is_array()) add_arrays(value, out);
    if (value.is_string()) add_texts(value.as_string(), out);
    if (value.is_number()) add_numbers(value, out);
    return out;
}

}  // namespace strata::testing
