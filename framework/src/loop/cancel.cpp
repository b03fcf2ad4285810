#include "strata/loop/cancel.hpp"

namespace strata {

auto to_string(CancelReason reason) noexcept -> const char* {
    switch (reason) {
        case CancelReason::none: return "none";
        case CancelReason::deadline: return "deadline";
        case CancelReason::disconnect: return "disconnect";
        case CancelReason::shutdown: return "shutdown";
        case CancelReason::abandoned: return "abandoned";
    }
    return "unknown";
}

auto Cancelled::what() const noexcept -> const char* {
    switch (reason_) {
        case CancelReason::deadline: return "cancelled: past its deadline";
        case CancelReason::disconnect: return "cancelled: the client is gone";
        case CancelReason::shutdown: return "cancelled: shutting down";
        default: return "cancelled: abandoned";
    }
}

CancelScope::CancelScope(CancelScope& parent) noexcept
    : loop_(parent.loop_), reason_(parent.reason_) {
    if (!is_cancelled()) parent.waiting_.push_back(*this);
}

void CancelScope::cancel(CancelReason reason) noexcept {
    if (is_cancelled() || reason == CancelReason::none) return;
    reason_ = reason;
    unlink();
    while (LoopNode* node = waiting_.pop_front()) node->scope_cancelled(reason);
}

void CancelScope::scope_cancelled(CancelReason reason) noexcept { cancel(reason); }

}  // namespace strata
