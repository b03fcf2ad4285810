#include "data/postgres/sent.hpp"

#include <memory>
#include <utility>

namespace strata::data::postgres {

void Sent::completed(Outcome outcome) {
    const std::unique_ptr<Sent> self(this);
    unlink();
    if (sender_ != nullptr) sender_->answered(request_, kind_, std::move(outcome));
}

}  // namespace strata::data::postgres
