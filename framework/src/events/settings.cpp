#include "strata/events/settings.hpp"

namespace strata::events {

using std::chrono::milliseconds;

void EventsSettings::describe(config::Section<EventsSettings>& keys) {
    keys.doc("What is kept of events for clients that come back (docs/events.md).");
    keys.key("retention", &EventsSettings::retention,
             "How long an event is kept for clients that lost their connection; 0: not at all.")
        .range(milliseconds(0), milliseconds(24 * 3'600'000));
    keys.key("retained", &EventsSettings::retained,
             "Memory for these events; the oldest make room.")
        .range(config::Size(1U << 10U), config::Size(4ULL << 30U))
        .beyond("a client that comes back is told that events are missing");
    keys.key("poll", &EventsSettings::poll,
             "How often events of other processes are looked for where none tells of them; on "
             "PostgreSQL alone.")
        .range(milliseconds(10), milliseconds(60'000));
}

}  // namespace strata::events
