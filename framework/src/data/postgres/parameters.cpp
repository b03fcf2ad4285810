#include "data/postgres/parameters.hpp"

#include <algorithm>
#include <bit>

#include "data/postgres/big_endian.hpp"
#include "data/postgres/epoch.hpp"
#include "data/postgres/types.hpp"

namespace strata::data::postgres {
namespace {

constexpr char jsonb_version = 1;
constexpr int binary = 1;
constexpr std::size_t scratch_size = 8;

auto octets_of(const Value& value) -> std::string_view {
    const std::string_view octets = value.octets();
    return octets.data() != nullptr ? octets : std::string_view("");
}

// The binary form of anything but a document, which begins with a version; numbers are written to
// `scratch`. REQUIRES: !value.is_null()
auto binary_form(const Value& value, char* scratch) -> std::string_view {
    switch (value.type()) {
        case Type::boolean: scratch[0] = value.boolean() ? 1 : 0; return {scratch, 1};
        case Type::integer:
            store_big_endian(scratch, static_cast<std::uint64_t>(value.integer()));
            break;
        case Type::real:
            store_big_endian(scratch, std::bit_cast<std::uint64_t>(value.real()));
            break;
        case Type::timestamp:
            store_big_endian(scratch, static_cast<std::uint64_t>(value.timestamp().microseconds() -
                                                                 epoch_microseconds));
            break;
        case Type::uuid:
            return {reinterpret_cast<const char*>(value.uuid().bytes().data()),
                    value.uuid().bytes().size()};
        case Type::text:
        case Type::bytes:
        case Type::json: return octets_of(value);
    }
    return {scratch, scratch_size};
}

void append(std::string& out, std::uint32_t number) {
    char octets[sizeof(number)];
    store_big_endian(octets, number);
    out.append(octets, sizeof(octets));
}

void append_item(std::string& out, const Value& item) {
    if (item.is_null()) return append(out, ~std::uint32_t{0});
    char scratch[scratch_size];
    const std::string_view form = binary_form(item, scratch);
    const bool document = item.type() == Type::json;
    append(out, static_cast<std::uint32_t>(form.size() + (document ? 1 : 0)));
    if (document) out.push_back(jsonb_version);
    out.append(form);
}

}  // namespace

void Parameters::add(const char* data, std::size_t length) {
    data_.push_back(data);
    lengths_.push_back(static_cast<int>(length));
}

void Parameters::set(std::span<const Column> declared, std::span<const Value> values) {
    data_.clear();
    lengths_.clear();
    documents_.clear();
    documents_.reserve(values.size());
    formats_.resize(values.size(), binary);
    numbers_.resize(values.size() * sizeof(Scratch));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].is_list()) {
            add_array(declared[i].type, values[i].items());
        } else {
            add(values[i], reinterpret_cast<Scratch&>(numbers_[i * sizeof(Scratch)]));
        }
    }
}

void Parameters::add(const Value& value, Scratch& scratch) {
    if (value.is_null()) return add(nullptr, 0);
    std::string_view form = binary_form(value, scratch);
    if (value.type() == Type::json) form = documents_.emplace_back(1, jsonb_version).append(form);
    add(form.data(), form.size());
}

// Dimensions (none of an empty array), whether there are NULLs, the elements' type; then of the one
// dimension its size and first index; then each element's size and form.
void Parameters::add_array(Type element, std::span<const Value> items) {
    std::string& array = documents_.emplace_back();
    append(array, items.empty() ? 0 : 1);
    append(array, std::ranges::any_of(items, &Value::is_null) ? 1 : 0);
    append(array, parameter_type(element));
    if (!items.empty()) {
        append(array, static_cast<std::uint32_t>(items.size()));
        append(array, 1);
    }
    for (const Value& item : items) append_item(array, item);
    add(array.data(), array.size());
}

}  // namespace strata::data::postgres
