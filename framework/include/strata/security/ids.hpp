#pragma once
// Ids: where identifiers come from. UuidV7 (RFC 9562, section 5.7, method 3 of 6.2: microseconds in
// rand_a) gives ids that increase strictly in a process and sort by time of creation. Loop thread
// only; refers to its clock and random source, which outlive it.
#include <cstdint>

#include "strata/security/clock.hpp"
#include "strata/security/random.hpp"
#include "strata/values/uuid.hpp"

namespace strata::security {

class Ids {
  public:
    Ids() = default;
    Ids(const Ids&) = delete;
    auto operator=(const Ids&) -> Ids& = delete;
    virtual ~Ids() = default;

    [[nodiscard]] virtual auto next() -> Uuid = 0;
};

class UuidV7 final : public Ids {
  public:
    UuidV7(Clock& clock, Random& random) : clock_(clock), random_(random) {}
    [[nodiscard]] auto next() -> Uuid override;

  private:
    Clock& clock_;
    Random& random_;
    std::uint64_t last_ = 0;  // 48 bits of milliseconds, 12 bits of their fraction
};

}  // namespace strata::security
