#pragma once
// Command: who waits for the result of one statement on a Link. It owns itself: completed() is
// called exactly once for each that was sent, and may destroy it.
#include <exception>

#include "data/postgres/prepared.hpp"

namespace strata::data::postgres {

struct Outcome {
    const pg_result* result = nullptr;  // rows or the number of changed ones; null without success
    const Prepared* prepared = nullptr;
    std::exception_ptr error{};
    bool stale =
        false;  // its plan was of a table that has changed since: run again, it is planned anew
    bool skipped = false;  // did not run: a statement before it in its group failed, with `error`
};

class Command {
  public:
    Command() = default;
    Command(const Command&) = delete;
    auto operator=(const Command&) -> Command& = delete;
    virtual void completed(Outcome outcome) = 0;
    // Somebody still waits for the result.
    [[nodiscard]] virtual auto is_wanted() const noexcept -> bool { return true; }
    // The connection is held up by another statement: ask elsewhere, who can.
    virtual void held_up() {}

  protected:
    virtual ~Command() = default;
};

}  // namespace strata::data::postgres
