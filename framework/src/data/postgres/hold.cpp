#include "data/postgres/hold.hpp"

#include <array>
#include <utility>

#include "data/postgres/engine.hpp"
#include "data/postgres/transactions.hpp"
#include "strata/data/value.hpp"

namespace strata::data::postgres {

Hold::Hold(PostgresEngine& engine, std::vector<std::string> keys)
    : engine_(&engine), keys_(std::move(keys)) {}

Hold::~Hold() {
    if (waiting_) engine_->pool().leave(*this);
    if (sent_ != nullptr) sent_->forget_sender();
    if (slot_ != nullptr) engine_->unlock(*slot_);
}

void Hold::submit(Request& request) {
    if (const auto refusal = engine_->refusal(engine_->pool().waiting()))
        return request.completed(refusal);
    request_ = &request;
    waiting_ = true;
    engine_->pool().enter(*this);
}

void Hold::granted(Slot& slot) {
    waiting_ = false;
    slot_ = &slot;
    engine_->set_timeout(slot, EventLoop::TimePoint::max());
    sent_ = new Sent(*this, *std::exchange(request_, nullptr));
    for (const std::string& key : keys_) {
        const std::array<Value, 1> number{Value(lock_number("strata lock " + key))};
        Command* last = sent_;
        slot.link->run(lock_statement, number, &key == &keys_.back() ? *last : *new Unattended);
    }
}

void Hold::refused(std::exception_ptr error) {
    waiting_ = false;
    std::exchange(request_, nullptr)->completed(std::move(error));
}

void Hold::slot_lost() {
    slot_ = nullptr;
    if (Borrower* unit = std::exchange(unit_, nullptr)) unit->slot_lost();
}

void Hold::answered(Request* request, RequestKind /*kind*/, Outcome outcome) {
    sent_ = nullptr;
    if (request != nullptr) request->completed(std::move(outcome.error));
}

auto Hold::cancel(Request& request) -> bool {
    if (waiting_) {
        waiting_ = false;
        engine_->pool().leave(*this);
    } else if (sent_ != nullptr && sent_->request() == &request) {
        sent_->forget_request();
        if (slot_ != nullptr) engine_->cancel(*slot_);
    }
    return true;
}

auto Hold::lend(Borrower& unit) noexcept -> Slot* {
    if (slot_ == nullptr || !slot_->link->is_ready()) return nullptr;
    unit_ = &unit;
    return slot_;
}

}  // namespace strata::data::postgres
