#pragma once
// Hop: one wait for the database: an operation, a commit or a rollback of a unit of work. What Db
// awaits; nobody else needs it. Loop thread only.
#include <exception>

#include "strata/data/request.hpp"
#include "strata/loop/suspension.hpp"
#include "strata/loop/work.hpp"

namespace strata::data {

class Hop final : public Suspension, private Request {
  public:
    // `failed` becomes true when the operation throws or is cancelled: its unit can then only be
    // rolled back.
    Hop(UnitOfWork& unit, Operation& operation, bool& failed) noexcept
        : Request(operation), unit_(&unit), failed_(&failed) {}
    Hop(UnitOfWork& unit, RequestKind end) noexcept : Request(end), unit_(&unit) {}
    ~Hop() override;

    // A commit or rollback that was begun ends as it ends, cancelled or not.
    void await_resume();

  private:
    void start() override;
    auto cancelling(CancelReason reason) noexcept -> OnCancel override;
    void completed(std::exception_ptr error) override;

    UnitOfWork* unit_;
    bool* failed_ = nullptr;
    bool started_ = false;
    bool submitted_ = false;
    std::exception_ptr error_{};
    Work work_{};  // a statement on its way keeps the loop running
};

}  // namespace strata::data
