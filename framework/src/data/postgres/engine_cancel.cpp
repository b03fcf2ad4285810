// PostgresEngine, how a statement that runs is stopped.
#include <libpq-fe.h>

#include <utility>

#include "data/postgres/engine.hpp"
#include "data/postgres/transactions.hpp"

namespace strata::data::postgres {
namespace {

constexpr std::chrono::milliseconds cancel_pause{10};

}  // namespace

void PostgresEngine::cancel(Slot& slot) {
    if (!is_behind(slot)) return cancel_first(slot);
    if (!std::exchange(slot.cancelling, true)) cancel_later(slot);
}

// One request at a time: it is repeated for as long as nobody wants what runs.
void PostgresEngine::cancel_first(Slot& slot) {
    if (!std::exchange(slot.cancelling, true)) send_cancel(slot);
}

// The end of another unit's transaction comes first.
auto PostgresEngine::is_behind(const Slot& slot) -> bool {
    return slot.link->on_their_way(commit_statement) > (slot.ending ? 1U : 0U);
}

void PostgresEngine::send_cancel(Slot& slot) {
    const auto request = slot.link->make_cancel();
    if (!request) return pool_.cancel_arrived(slot);
    errands_.start(
        "cancel a statement",
        [request] {
            char ignored[256];
            PQcancel(request.get(), ignored, sizeof ignored);
        },
        [this, place = &slot](const std::exception_ptr&) { cancel_sent(*place); });
}

// The request may have come before the statement, or between two of its group: then once more.
void PostgresEngine::cancel_sent(Slot& slot) {
    const bool goes_on =
        slot.link->in_flight() > 0 && (is_behind(slot) || !slot.link->is_first_wanted());
    if (slot.shared || !goes_on) return pool_.cancel_arrived(slot);
    cancel_later(slot);
}

void PostgresEngine::cancel_later(Slot& slot) {
    slot.again.after(cancel_pause, [this, place = &slot] {
        if (is_behind(*place)) return cancel_later(*place);
        const bool goes_on = place->link->in_flight() > 0 && !place->link->is_first_wanted();
        goes_on ? send_cancel(*place) : pool_.cancel_arrived(*place);
    });
}

}  // namespace strata::data::postgres
