#include "strata/data/hop.hpp"

#include <utility>

namespace strata::data {

Hop::~Hop() {
    if (!submitted_) return;
    if (state_ != nullptr) state_->failed = true;
    unit_->withdraw(*this);
}

void Hop::start() {
    started_ = submitted_ = true;
    work_ = Work(scope().loop());
    unit_->submit(*this);
}

auto Hop::cancelling(CancelReason /*reason*/) noexcept -> OnCancel {
    if (!unit_->cancel(*this)) return OnCancel::wait;
    started_ = submitted_ = false;
    work_.release();
    return OnCancel::resume;
}

void Hop::completed(std::exception_ptr error) {
    submitted_ = false;
    if (state_ != nullptr && state_->timed) state_->idle_since = std::chrono::steady_clock::now();
    error_ = std::move(error);
    work_.release();
    complete();
}

void Hop::await_resume() {
    if (state_ != nullptr) state_->failed = state_->failed || error_ != nullptr || was_cancelled();
    if (state_ != nullptr || !started_ || kind() == RequestKind::lock) throw_if_cancelled();
    if (state_ != nullptr && state_->sent_failure) std::rethrow_exception(state_->sent_failure);
    if (error_) std::rethrow_exception(error_);
}

}  // namespace strata::data
