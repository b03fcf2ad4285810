#pragma once
// The table of the outbox: its script, its statements, its rows.
#include <cstdint>
#include <span>
#include <string>

#include "strata/data/list.hpp"
#include "strata/data/row.hpp"
#include "strata/data/statement.hpp"
#include "strata/events/event.hpp"

namespace strata::events::outbox {

inline constexpr std::size_t page = 1'000;  // rows of one query

// A row of strata_outbox. What the tail reads has the snapshot in which it was read as well: a row
// without an event where there was nothing to read.
struct Row {
    std::int64_t place = 0;  // 0: no event
    Event event{};           // without module and name
    std::string module{};
    std::string name{};
    std::int64_t oldest_running = 0;
    std::int64_t next_transaction = 0;
};

extern const data::Script create;

extern const data::Statement lock;    // topics: held until the unit's end; the number of them
extern const data::Statement insert;  // a batch, see bind()
extern const data::Statement tail;    // place, gaps' first places, gaps' last places, since
extern const data::Statement newest;  // below this place, since
extern const data::Statement sweep;   // what was emitted before; up to a page of it
extern const data::Statement notify;  // payload

[[nodiscard]] auto batch(std::span<const Event> events) -> data::Batch<Event>;
// Of these events, each once.
[[nodiscard]] auto topics(std::span<const Event> events) -> data::List<std::string>;
[[nodiscard]] auto read(data::RowReader& row) -> Row;       // of `newest`
[[nodiscard]] auto read_tail(data::RowReader& row) -> Row;  // of `tail`
[[nodiscard]] auto read_notified(data::RowReader& row) -> bool;

}  // namespace strata::events::outbox
