// PostgresEngine, what it notices of its connections while they work: reads that hold up others,
// and servers that give no answer.
#include <algorithm>
#include <vector>

#include "data/postgres/engine.hpp"
#include "strata/log/log.hpp"

namespace strata::data::postgres {
namespace {

constexpr std::chrono::seconds links_watch{1};
// Past what the server itself allows a statement, or a ROLLBACK, or a cancelled statement.
constexpr std::chrono::seconds patience{5};

}  // namespace

void PostgresEngine::watch_reads() {
    bool busy = false;
    std::size_t free = 0;
    const EventLoop::TimePoint now = EventLoop::now();
    std::vector<Slot*> slow;
    for (const auto& slot : slots_) {
        if (!slot->shared || !slot->link->is_ready()) continue;
        const bool works = slot->link->in_flight() > 0;
        busy = busy || works;
        if (works && now - slot->link->busy_since() >= options_.slow) {
            slot->slow_since = slot->link->busy_since();
            slow.push_back(slot.get());
        } else {
            ++free;
        }
    }
    if (!busy) return reads_timer_.cancel();
    for (Slot* slot : slow) {
        if (free > 0 || !slot->link->is_first_wanted()) hold_up(*slot);
    }
    if (free == 0) add_reader();
}

void PostgresEngine::hold_up(Slot& slot) {
    if (slot.link->hold_up()) cancel(slot);
}

// All that share are held up: one more, up to twice as many.
void PostgresEngine::add_reader() {
    const auto shared =
        std::ranges::count_if(slots_, [](const auto& slot) { return slot->shared; });
    const bool connects = std::ranges::any_of(
        slots_, [](const auto& slot) { return slot->shared && !slot->link->is_ready(); });
    if (connects || static_cast<std::size_t>(shared) >= 2 * options_.readers) return;
    slots_.push_back(std::make_unique<Slot>(loop_, static_cast<Link::Owner&>(*this)));
    slots_.back()->shared = true;
    connect(*slots_.back());
}

void PostgresEngine::start_watching() {
    links_timer_.every(links_watch, [this] { watch_links(); });
}

// A connection can be dead without a word: after a failover, behind a firewall that forgot it.
void PostgresEngine::watch_links() {
    std::vector<Slot*> dead;
    for (const auto& slot : slots_) {
        const Link& link = *slot->link;
        if (!link.is_ready() || link.in_flight() == 0) continue;
        if (EventLoop::now() > answer_due(*slot)) dead.push_back(slot.get());
    }
    for (Slot* slot : dead) {
        log::warning("a connection to the database gives no answer, and is opened anew",
                     {{"database", target_.name()}});
        slot->link->fail("the server gave no answer");
    }
}

// The server ends a statement at the session's timeout, and when it is told to; a connection that
// comes back has no statement but the one that ends its transaction.
auto PostgresEngine::answer_due(const Slot& slot) -> EventLoop::TimePoint {
    const EventLoop::TimePoint since = slot.link->busy_since();
    if (slot.cancelling && !slot.link->is_first_wanted())
        return std::max(slot.cancelling_since, since) + patience;
    const bool comes_back = !slot.shared && slot.borrower == nullptr;
    if (comes_back || !slot.link->is_waited_for()) return since + patience;
    if (slot.timeout.count() > 0) return since + slot.timeout + patience;
    return EventLoop::TimePoint::max();
}

}  // namespace strata::data::postgres
