// PostgresEngine, what it notices of its connections while they work: reads that hold up others,
// and servers that give no answer.
#include <algorithm>
#include <vector>

#include "data/postgres/engine.hpp"
#include "strata/log/log.hpp"

namespace strata::data::postgres {
namespace {

constexpr std::chrono::seconds links_watch{1};
// For a ROLLBACK, and for what nobody waits for.
constexpr std::chrono::seconds patience{5};
// Past the session's timeout, which the server does not hold a COMMIT to: a replica may be slow.
constexpr std::chrono::seconds commit_patience{30};

auto is_silent(const Link& link, EventLoop::TimePoint now, EventLoop::TimePoint due) -> bool {
    return link.is_ready() && link.in_flight() > 0 && now > due;
}

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
    std::vector<Link*> overdue;
    const EventLoop::TimePoint now = EventLoop::now();
    for (const auto& slot : slots_)
        if (is_silent(*slot->link, now, answer_due(*slot))) overdue.push_back(slot->link.get());
    Link& claims = claims_.link();  // which wait for nobody
    if (is_silent(claims, now, claims.busy_since() + patience)) overdue.push_back(&claims);
    // At two looks: the loop itself may have stood still, with the answer in the socket.
    for (Link* link : overdue) {
        if (std::ranges::find(overdue_, link) == overdue_.end()) continue;
        log::warning("a connection to the database gives no answer, and is opened anew",
                     {{"database", target_.name()}});
        link->fail("the server gave no answer");
    }
    overdue_.assign(overdue.begin(), overdue.end());
}

// The server ends a statement at the session's timeout, and when it is told to; on a connection
// that comes back nothing takes long.
auto PostgresEngine::answer_due(const Slot& slot) const -> EventLoop::TimePoint {
    const EventLoop::TimePoint since = slot.link->busy_since();
    if (slot.cancelling && !slot.link->is_first_wanted())
        return std::max(slot.cancelling_since, since) + patience;
    const bool comes_back = !slot.shared && slot.borrower == nullptr;
    if (comes_back || !slot.link->is_waited_for()) return since + options_.slow + patience;
    if (slot.timeout.count() > 0) return since + slot.timeout + commit_patience;
    return EventLoop::TimePoint::max();
}

}  // namespace strata::data::postgres
