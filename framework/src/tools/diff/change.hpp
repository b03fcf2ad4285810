#pragma once
// Change: one difference between two contracts, and what it does to clients that were made for the
// old one.
#include <string>
#include <string_view>

#include "tools/model/location.hpp"

namespace strata::tools::diff {

enum class Severity : std::uint8_t {
    compatible,  // no client notices
    risky,       // most clients go on; some may not
    breaking,    // clients that keep the old contract fail
};

// Whose the value is: clients write requests and read answers, so what widens one narrows the
// other.
enum class Side : std::uint8_t { request, answer };

struct Change {
    Severity severity = Severity::compatible;
    std::string subject{};  // "orders/place request /text", "orders/place"
    std::string message{};  // "maxLength is 100, was 4000"
    Location location{};    // in the new contract; in the old one of what is gone
};

[[nodiscard]] constexpr auto to_string(Severity severity) -> std::string_view {
    switch (severity) {
        case Severity::compatible: return "compatible";
        case Severity::risky: return "risky";
        case Severity::breaking: return "breaking";
    }
    return "";
}

}  // namespace strata::tools::diff
