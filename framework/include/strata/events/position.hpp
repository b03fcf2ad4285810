#pragma once
// Position: how far a process has read the outbox, on a database that several processes write.
// Places are given in order, but the transactions that took them commit in any order (one topic's
// alone commit in the order of its places): so what lies below the highest place that was read, and
// was not seen, is asked for again until the transaction that took it has certainly ended. Pure.
//
// Who takes a place has a transaction number by then. So a gap that is seen below a row belongs to
// transactions with numbers under the first one that was free in that row's snapshot; when none of
// these runs any more, what is still missing was rolled back.
#include <cstdint>
#include <span>
#include <vector>

namespace strata::events {

class Position final {
  public:
    struct Gap {
        std::int64_t first = 0;
        std::int64_t last = 0;
        std::int64_t until = 0;  // over when no transaction below this number runs; 0: not known
    };
    // When a query ran: the oldest transaction that was running, and the next number.
    struct Snapshot {
        std::int64_t oldest_running = 0;
        std::int64_t next = 0;
    };

    // Ascending places that a query gave, all new: above high(), or in a gap. `all`: there were no
    // more of them.
    void read(std::span<const std::int64_t> places, const Snapshot& snapshot, bool all);
    // What was there when the process began, ascending. `all`: nothing was left out below them, but
    // what is too old.
    void begin(std::span<const std::int64_t> places, bool all);

    [[nodiscard]] auto high() const noexcept -> std::int64_t { return high_; }
    [[nodiscard]] auto gaps() const noexcept -> const std::vector<Gap>& { return gaps_; }

  private:
    void fill(std::int64_t place);
    void rise(std::int64_t place);

    std::int64_t high_ = 0;
    std::vector<Gap> gaps_{};
};

}  // namespace strata::events
