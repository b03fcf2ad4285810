#include "strata/data/error.hpp"

#include <algorithm>

namespace strata::data {

auto DatabaseError::constraint() const noexcept -> std::string_view {
    return constraints_.empty() ? std::string_view() : std::string_view(constraints_.front());
}

auto DatabaseError::violates(std::string_view name) const noexcept -> bool {
    return std::ranges::find(constraints_, name) != constraints_.end();
}

auto to_string(ErrorKind kind) noexcept -> std::string_view {
    switch (kind) {
        case ErrorKind::busy: return "busy";
        case ErrorKind::conflict: return "conflict";
        case ErrorKind::constraint: return "constraint";
        case ErrorKind::unavailable: return "unavailable";
        case ErrorKind::readonly: return "readonly";
        case ErrorKind::unwritable: return "unwritable";
        case ErrorKind::full: return "full";
        case ErrorKind::corrupt: return "corrupt";
        case ErrorKind::interrupted: return "interrupted";
        case ErrorKind::rows: return "rows";
        case ErrorKind::statement: break;
    }
    return "statement";
}

}  // namespace strata::data
