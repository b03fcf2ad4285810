#pragma once
// Hop: one wait for the database: an operation, a commit or a rollback of a unit of work. What Db
// awaits; nobody else needs it. Loop thread only.
#include <chrono>
#include <exception>

#include "strata/data/request.hpp"
#include "strata/loop/suspension.hpp"
#include "strata/loop/work.hpp"

namespace strata::data {

// What the requests of one unit of work leave behind.
struct UnitState {
    bool failed = false;                // of the open transaction: it can only be rolled back
    bool ending = false;                // its commit is on its way
    std::exception_ptr sent_failure{};  // of a statement that nobody awaited
    bool timed = false;                 // idle_since is wanted
    std::chrono::steady_clock::time_point idle_since{};  // when the last one completed
};

class Hop final : public Suspension, private Request {
  public:
    // `state` says failed when the operation throws or is cancelled.
    Hop(UnitOfWork& unit, Operation& operation, UnitState& state) noexcept
        : Request(operation), unit_(&unit), state_(&state) {}
    Hop(UnitOfWork& unit, RequestKind kind) noexcept : Request(kind), unit_(&unit) {}
    ~Hop() override;

    // A commit or rollback that was begun ends as it ends, cancelled or not.
    void await_resume();

  private:
    void start() override;
    auto cancelling(CancelReason reason) noexcept -> OnCancel override;
    void completed(std::exception_ptr error) override;

    UnitOfWork* unit_;
    UnitState* state_ = nullptr;
    bool started_ = false;  // and not taken back before it ran
    bool submitted_ = false;
    std::exception_ptr error_{};
    Work work_{};  // a statement on its way keeps the loop running
};

}  // namespace strata::data
