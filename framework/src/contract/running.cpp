#include "contract/running.hpp"

#include <utility>

namespace strata::contract {

// Destroyed while the call waits, by its owner: the invocation is destroyed after it, in the same
// frame.
Running::~Running() {
    if (invocation_ != nullptr) invocation_->running_ = nullptr;
}

void Running::start() {
    invocation_->running_ = this;
    if (invocation_->begin()) {
        complete();
    } else {
        invocation_->timer_.arm(invocation_->deadline_);
    }
}

auto Running::cancelling(CancelReason reason) noexcept -> OnCancel {
    if (reason == CancelReason::disconnect &&
        invocation_->method().on_disconnect == OnDisconnect::finish) {
        return OnCancel::wait;
    }
    invocation_->timer_.disarm();
    invocation_->scope().cancel(reason);
    return OnCancel::resume;
}

void Running::leave(std::unique_ptr<Invocation> invocation) {
    std::exchange(invocation_, nullptr)->running_ = nullptr;
    invocation->timer_.disarm();
    if (invocation->task_.is_done()) return;
    const auto reason = was_cancelled() ? scope().reason() : invocation->scope().reason();
    invocation->detach(reason);
    if (invocation->task_.is_valid()) std::ignore = invocation.release();
}

}  // namespace strata::contract
