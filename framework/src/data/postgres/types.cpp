#include "data/postgres/types.hpp"

#include <array>
#include <utility>

namespace strata::data::postgres {
namespace {

constexpr std::array<std::pair<Oid, const char*>, 18> names{{
    {oid::boolean, "boolean"},
    {oid::bytea, "bytea"},
    {oid::name, "name"},
    {oid::int8, "bigint"},
    {oid::int2, "smallint"},
    {oid::int4, "integer"},
    {oid::text, "text"},
    {oid::json, "json"},
    {oid::float4, "real"},
    {oid::float8, "double precision"},
    {oid::bpchar, "character"},
    {oid::varchar, "varchar"},
    {oid::timestamptz, "timestamptz"},
    {oid::uuid, "uuid"},
    {oid::jsonb, "jsonb"},
    {1700, "numeric"},
    {1082, "date"},
    {1114, "timestamp without time zone"},
}};

}  // namespace

auto parameter_type(Type type) noexcept -> Oid {
    switch (type) {
        case Type::boolean: return oid::boolean;
        case Type::integer: return oid::int8;
        case Type::real: return oid::float8;
        case Type::bytes: return oid::bytea;
        case Type::uuid: return oid::uuid;
        case Type::timestamp: return oid::timestamptz;
        case Type::json: return oid::jsonb;
        case Type::text: break;
    }
    return oid::text;
}

auto array_type(Type element) noexcept -> Oid {
    switch (element) {
        case Type::boolean: return 1000;
        case Type::integer: return 1016;
        case Type::real: return 1022;
        case Type::bytes: return 1001;
        case Type::uuid: return 2951;
        case Type::timestamp: return 1185;
        case Type::json: return 3807;
        case Type::text: break;
    }
    return 1009;
}

auto parameter_type(const Column& parameter) noexcept -> Oid {
    return parameter.list ? array_type(parameter.type) : parameter_type(parameter.type);
}

auto fits(Type declared, Oid column) noexcept -> bool {
    switch (declared) {
        case Type::integer:
            return column == oid::int8 || column == oid::int4 || column == oid::int2;
        case Type::real: return column == oid::float8 || column == oid::float4;
        case Type::json: return column == oid::jsonb || column == oid::json;
        case Type::text:
            return column == oid::text || column == oid::varchar || column == oid::bpchar ||
                   column == oid::name || column >= oid::first_of_users;
        default: return column == parameter_type(declared);
    }
}

auto type_name(Oid type) -> std::string {
    for (const auto& [id, name] : names) {
        if (id == type) return name;
    }
    return "of type " + std::to_string(type);
}

auto type_name(Type type) noexcept -> const char* {
    switch (type) {
        case Type::boolean: return "boolean";
        case Type::integer: return "integer";
        case Type::real: return "number";
        case Type::bytes: return "bytes";
        case Type::uuid: return "uuid";
        case Type::timestamp: return "date-time";
        case Type::json: return "json";
        case Type::text: break;
    }
    return "string";
}

}  // namespace strata::data::postgres
