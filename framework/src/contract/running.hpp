#pragma once
// Running: what Dispatcher::call waits for: the end of an invocation, its deadline, or the
// cancellation of the caller's own scope. After the latter two the call ends in this turn of the
// loop, even while a worker still runs for the handler: the invocation is left to the Dispatcher
// then.
#include <memory>

#include "strata/contract/invocation.hpp"
#include "strata/loop/suspension.hpp"

namespace strata::contract {

class Running final : public Suspension {
  public:
    explicit Running(Invocation& invocation) noexcept : invocation_(&invocation) {}
    Running(const Running&) = delete;
    auto operator=(const Running&) -> Running& = delete;
    ~Running() override;

    void await_resume() const noexcept {}
    // After the wait: answers for what has not ended, and lets it go.
    void leave(std::unique_ptr<Invocation> invocation);

  private:
    void start() override;
    auto cancelling(CancelReason reason) noexcept -> OnCancel override;

    Invocation* invocation_;
};

}  // namespace strata::contract
