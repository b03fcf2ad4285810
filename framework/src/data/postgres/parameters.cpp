#include "data/postgres/parameters.hpp"

#include <bit>

#include "data/postgres/big_endian.hpp"
#include "data/postgres/epoch.hpp"

namespace strata::data::postgres {
namespace {

constexpr char jsonb_version = 1;
constexpr int binary = 1;

}  // namespace

void Parameters::add(const char* data, std::size_t length) {
    data_.push_back(data);
    lengths_.push_back(static_cast<int>(length));
}

void Parameters::set(std::span<const Value> values) {
    data_.clear();
    lengths_.clear();
    documents_.clear();
    documents_.reserve(values.size());
    formats_.resize(values.size(), binary);
    numbers_.resize(values.size() * sizeof(Scratch));
    for (std::size_t i = 0; i < values.size(); ++i)
        add(values[i], reinterpret_cast<Scratch&>(numbers_[i * sizeof(Scratch)]));
}

void Parameters::add(const Value& value, Scratch& scratch) {
    if (value.is_null()) return add(nullptr, 0);
    const std::string_view octets =
        value.type() == Type::text || value.type() == Type::bytes || value.type() == Type::json
            ? value.octets()
            : std::string_view();
    switch (value.type()) {
        case Type::boolean: scratch[0] = value.boolean() ? 1 : 0; return add(scratch, 1);
        case Type::integer:
            store_big_endian(scratch, static_cast<std::uint64_t>(value.integer()));
            return add(scratch, 8);
        case Type::real:
            store_big_endian(scratch, std::bit_cast<std::uint64_t>(value.real()));
            return add(scratch, 8);
        case Type::timestamp:
            store_big_endian(scratch, static_cast<std::uint64_t>(value.timestamp().microseconds() -
                                                                 epoch_microseconds));
            return add(scratch, 8);
        case Type::uuid:
            return add(reinterpret_cast<const char*>(value.uuid().bytes().data()),
                       value.uuid().bytes().size());
        case Type::json:
            documents_.push_back(std::string(1, jsonb_version).append(octets));
            return add(documents_.back().data(), documents_.back().size());
        case Type::text:
        case Type::bytes: break;
    }
    add(octets.data() != nullptr ? octets.data() : "", octets.size());
}

}  // namespace strata::data::postgres
