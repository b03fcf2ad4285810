#include "data/postgres/row.hpp"

#include <libpq-fe.h>

#include <bit>
#include <stdexcept>

#include "data/postgres/big_endian.hpp"
#include "data/postgres/epoch.hpp"

namespace strata::data::postgres {
namespace {

constexpr std::int64_t first_year_1 = -62'135'596'800'000'000;    // 0001-01-01T00:00:00Z
constexpr std::int64_t past_year_9999 = 253'402'300'800'000'000;  // 10000-01-01T00:00:00Z
constexpr std::int64_t infinity = INT64_MAX;

}  // namespace

auto Row::find(std::size_t column) const -> const PreparedColumn& {
    if (column >= prepared_->columns.size())
        throw std::logic_error("a row function reads past the declared columns");
    return prepared_->columns[column];
}

auto Row::octets(std::size_t column, Type type) const -> std::string_view {
    const PreparedColumn& found = find(column);
    if (PQgetisnull(result_, row_, found.position) != 0) refuse(column, "is NULL");
    if (!fits(type, found.type)) refuse(column, std::string("is ") + type_name(found.type));
    return {PQgetvalue(result_, row_, found.position),
            static_cast<std::size_t>(PQgetlength(result_, row_, found.position))};
}

auto Row::is_null(std::size_t column) const -> bool {
    return PQgetisnull(result_, row_, find(column).position) != 0;
}

auto Row::boolean(std::size_t column) const -> bool {
    return octets(column, Type::boolean).front() != 0;
}

auto Row::integer(std::size_t column) const -> std::int64_t {
    const std::string_view value = octets(column, Type::integer);
    switch (find(column).type) {
        case oid::int2:
            return static_cast<std::int16_t>(load_big_endian<std::uint16_t>(value.data()));
        case oid::int4:
            return static_cast<std::int32_t>(load_big_endian<std::uint32_t>(value.data()));
        default: return static_cast<std::int64_t>(load_big_endian<std::uint64_t>(value.data()));
    }
}

auto Row::real(std::size_t column) const -> double {
    if (fits(Type::integer, find(column).type)) return static_cast<double>(integer(column));
    const std::string_view value = octets(column, Type::real);
    if (find(column).type == oid::float4)
        return std::bit_cast<float>(load_big_endian<std::uint32_t>(value.data()));
    return std::bit_cast<double>(load_big_endian<std::uint64_t>(value.data()));
}

auto Row::text(std::size_t column) const -> std::string_view { return octets(column, Type::text); }

auto Row::bytes(std::size_t column) const -> std::string_view {
    return octets(column, Type::bytes);
}

auto Row::uuid(std::size_t column) const -> Uuid {
    const std::string_view value = octets(column, Type::uuid);
    Uuid::Bytes bytes;
    std::copy(value.begin(), value.end(), bytes.begin());
    return Uuid(bytes);
}

auto Row::timestamp(std::size_t column) const -> Timestamp {
    const auto stored = static_cast<std::int64_t>(
        load_big_endian<std::uint64_t>(octets(column, Type::timestamp).data()));
    if (stored == infinity || stored < first_year_1 - epoch_microseconds ||
        stored >= past_year_9999 - epoch_microseconds) {
        refuse(column, "is not a time in the years 0001 to 9999");
    }
    return Timestamp::from_microseconds(stored + epoch_microseconds);
}

auto Row::json(std::size_t column) const -> std::string_view {
    std::string_view value = octets(column, Type::json);
    if (find(column).type == oid::jsonb) value.remove_prefix(1);  // the format's version
    return value;
}

}  // namespace strata::data::postgres
