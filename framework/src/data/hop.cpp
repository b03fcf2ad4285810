#include "strata/data/hop.hpp"

#include <utility>

namespace strata::data {

Hop::~Hop() {
    if (!submitted_) return;
    if (failed_ != nullptr) *failed_ = true;
    unit_->withdraw(*this);
}

void Hop::start() {
    started_ = submitted_ = true;
    work_ = Work(scope().loop());
    unit_->submit(*this);
}

auto Hop::cancelling(CancelReason /*reason*/) noexcept -> OnCancel {
    if (!unit_->cancel(*this)) return OnCancel::wait;
    submitted_ = false;
    work_.release();
    return OnCancel::resume;
}

void Hop::completed(std::exception_ptr error) {
    submitted_ = false;
    error_ = std::move(error);
    work_.release();
    complete();
}

void Hop::await_resume() {
    if (failed_ != nullptr) *failed_ = *failed_ || error_ != nullptr || was_cancelled();
    if (failed_ != nullptr || !started_) throw_if_cancelled();
    if (error_) std::rethrow_exception(error_);
}

}  // namespace strata::data
