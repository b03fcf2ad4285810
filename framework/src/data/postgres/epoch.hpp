#pragma once
// PostgreSQL counts time from 2000-01-01.
#include <cstdint>

namespace strata::data::postgres {

inline constexpr std::int64_t epoch_microseconds = 946'684'800'000'000;

}  // namespace strata::data::postgres
