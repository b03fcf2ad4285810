#pragma once
// The types that PostgreSQL stores: which of them a parameter is sent as, and which of them a
// column may have. Pure.
#include <string>

#include "strata/data/statement.hpp"

namespace strata::data::postgres {

using Oid = unsigned;  // as in libpq

namespace oid {
inline constexpr Oid boolean = 16;
inline constexpr Oid bytea = 17;
inline constexpr Oid name = 19;
inline constexpr Oid int8 = 20;
inline constexpr Oid int2 = 21;
inline constexpr Oid int4 = 23;
inline constexpr Oid text = 25;
inline constexpr Oid json = 114;
inline constexpr Oid float4 = 700;
inline constexpr Oid float8 = 701;
inline constexpr Oid bpchar = 1042;
inline constexpr Oid varchar = 1043;
inline constexpr Oid timestamptz = 1184;
inline constexpr Oid uuid = 2950;
inline constexpr Oid jsonb = 3802;
inline constexpr Oid first_of_users = 16384;  // enums and the like
}  // namespace oid

[[nodiscard]] auto parameter_type(Type type) noexcept -> Oid;
[[nodiscard]] auto array_type(Type element) noexcept -> Oid;
[[nodiscard]] auto parameter_type(const Column& parameter) noexcept -> Oid;
[[nodiscard]] auto fits(Type declared, Oid column) noexcept -> bool;
// "integer", "timestamptz": the name that a person would write; "type 1700" for an unusual one.
[[nodiscard]] auto type_name(Oid type) -> std::string;
[[nodiscard]] auto type_name(Type type) noexcept -> const char*;

}  // namespace strata::data::postgres
