// PostgresEngine, how a statement that runs is stopped.
#include <libpq-fe.h>

#include <algorithm>
#include <utility>

#include "data/postgres/engine.hpp"

namespace strata::data::postgres {
namespace {

constexpr std::chrono::milliseconds first_pause{10};
constexpr unsigned most_doublings = 7;  // up to about a second
constexpr std::chrono::milliseconds unknown{-1};

auto goes_on(const Link& link) -> bool { return link.in_flight() > 0 && !link.is_first_wanted(); }

}  // namespace

// One request at a time: it is repeated for as long as nobody wants what runs, until watch_links()
// gives the connection up. It may hit what set the session's timeout.
void PostgresEngine::cancel(Slot& slot) {
    slot.timeout = unknown;
    if (std::exchange(slot.cancelling, true)) return;
    slot.cancelling_since = EventLoop::now();
    slot.cancels = 0;
    send_cancel(slot);
}

void PostgresEngine::send_cancel(Slot& slot) {
    const auto request = slot.link->make_cancel();
    if (!request) return pool_.cancel_arrived(slot);
    ++slot.cancels;
    errands_.start(
        "cancel a statement",
        [request] {
            char ignored[256];
            PQcancel(request.get(), ignored, sizeof ignored);
        },
        [this, place = &slot, connection = slot.connection](const std::exception_ptr&) {
            if (place->connection == connection) cancel_sent(*place);
        });
}

// The request may have come before the statement, or between two of its group: then once more.
void PostgresEngine::cancel_sent(Slot& slot) {
    if (!goes_on(*slot.link)) return pool_.cancel_arrived(slot);
    const auto pause = first_pause * (1U << std::min(slot.cancels - 1, most_doublings));
    slot.again.after(pause, [this, place = &slot] {
        goes_on(*place->link) ? send_cancel(*place) : pool_.cancel_arrived(*place);
    });
}

}  // namespace strata::data::postgres
