#include "events/outbox_statements.hpp"

#include <array>
#include <set>
#include <vector>

namespace strata::events::outbox {

using data::Column;
using data::Script;
using data::Statement;
using data::Type;

// On PostgreSQL a row also tells its transaction, and the oldest one that was running when the row
// was written: whoever sees the row sees everything of the transactions before that.
const Script create{"strata/outbox.1",
                    R"(CREATE TABLE strata_outbox (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    module TEXT NOT NULL,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    emitted_at TEXT NOT NULL
);
CREATE INDEX strata_outbox_age ON strata_outbox (emitted_at);
)",
                    R"(CREATE TABLE strata_outbox (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    topic text NOT NULL,
    module text NOT NULL,
    name text NOT NULL,
    data text NOT NULL,
    emitted_at timestamptz NOT NULL,
    transaction_id bigint NOT NULL,
    horizon bigint NOT NULL
);
CREATE INDEX strata_outbox_age ON strata_outbox (emitted_at);
)"};

namespace {

constexpr std::string_view here = "framework/src/events/outbox_statements.cpp";

constexpr auto list_of(std::string_view name, Type type) -> Column {
    return {.name = name, .type = type, .list = true};
}

constexpr std::array lock_parameters{list_of("topics", Type::text)};
constexpr std::array insert_parameters{
    list_of("event_id", Type::uuid), list_of("topic", Type::text),
    list_of("module", Type::text),   list_of("name", Type::text),
    list_of("data", Type::text),     list_of("emitted_at", Type::timestamp)};
constexpr std::array tail_parameters{
    Column{"place", Type::integer}, list_of("firsts", Type::integer),
    list_of("lasts", Type::integer), Column{"since", Type::timestamp}};
constexpr std::array newest_parameters{Column{"place", Type::integer},
                                       Column{"since", Type::timestamp}};
constexpr std::array sweep_parameters{Column{"before", Type::timestamp}};
constexpr std::array notify_parameters{Column{"payload", Type::text}};

constexpr std::array locks_column{Column{"locks", Type::integer, true}};
constexpr std::array newest_columns{Column{"place", Type::integer},
                                    Column{"event_id", Type::uuid},
                                    Column{"topic", Type::text},
                                    Column{"module", Type::text},
                                    Column{"name", Type::text},
                                    Column{"data", Type::text},
                                    Column{"emitted_at", Type::timestamp},
                                    Column{"transaction_id", Type::integer},
                                    Column{"horizon", Type::integer}};
constexpr std::array tail_columns{Column{"place", Type::integer, true},
                                  Column{"event_id", Type::uuid, true},
                                  Column{"topic", Type::text, true},
                                  Column{"module", Type::text, true},
                                  Column{"name", Type::text, true},
                                  Column{"data", Type::text, true},
                                  Column{"emitted_at", Type::timestamp, true},
                                  Column{"transaction_id", Type::integer, true},
                                  Column{"horizon", Type::integer, true},
                                  Column{"oldest_running", Type::integer, true},
                                  Column{"next_transaction", Type::integer, true}};
constexpr std::array notified_column{Column{"notified", Type::boolean, true}};

}  // namespace

// For PostgreSQL alone, where one statement does not write all rows of a unit: all locks in one
// order before the first of them, so that no two units wait for each other.
const Statement lock{
    .name = "strata_outbox.lock",
    .postgres =
        "WITH keys AS MATERIALIZED (SELECT DISTINCT hashtextextended(topic, 1869968495) AS key "
        "FROM unnest($1) AS topics (topic) ORDER BY key), "
        "held AS MATERIALIZED (SELECT pg_advisory_xact_lock(key) IS NULL AS lock FROM keys) "
        "SELECT count(lock) AS locks FROM held",
    .source = here,
    .parameters = lock_parameters,
    .columns = locks_column,
    .writes = true};

// The locks, and the transaction's number, come before the first place is taken: so places of one
// topic are in the order of its commits, and a place that is not seen belongs to a transaction that
// had its number when the place after it was taken (Tailing).
const Statement insert{
    .name = "strata_outbox.insert",
    .sqlite =
        "INSERT INTO strata_outbox (event_id, topic, module, name, data, emitted_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .postgres =
        "WITH keys AS MATERIALIZED (SELECT DISTINCT hashtextextended(topic, 1869968495) AS key "
        "FROM unnest($2) AS topics (topic) ORDER BY key), "
        "held AS MATERIALIZED (SELECT pg_advisory_xact_lock(key) IS NULL AS lock, "
        "pg_current_xact_id()::text AS number FROM keys) "
        "INSERT INTO strata_outbox (event_id, topic, module, name, data, emitted_at, "
        "transaction_id, horizon) "
        "SELECT event_id, topic, module, name, data, emitted_at, "
        "pg_current_xact_id()::text::bigint, "
        "pg_snapshot_xmin(pg_current_snapshot())::text::bigint "
        "FROM (SELECT count(lock) + count(number) AS locks FROM held) AS locked, "
        "unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY "
        "AS batch (event_id, topic, module, name, data, emitted_at, at) "
        "WHERE locks > 0 ORDER BY at",
    .source = here,
    .parameters = insert_parameters,
    .writes = true,
    .batch = true};

// For PostgreSQL alone. Each part has its own LIMIT, and time is compared as an expression, so that
// it is the index of places that is read.
const Statement tail{
    .name = "strata_outbox.tail",
    .postgres =
        "SELECT place, event_id, topic, module, name, data, emitted_at, transaction_id, horizon, "
        "pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest_running, "
        "pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next_transaction "
        "FROM (SELECT 1) AS always LEFT JOIN ("
        "(SELECT * FROM strata_outbox WHERE place > $1 ORDER BY place LIMIT 1000) UNION ALL "
        "SELECT late.* FROM unnest($2, $3) AS gap (first, last), LATERAL "
        "(SELECT * FROM strata_outbox WHERE place BETWEEN gap.first AND gap.last "
        "AND emitted_at + interval '0' >= $4 ORDER BY place LIMIT 1000) AS late"
        ") AS rows ON true ORDER BY place LIMIT 1000",
    .source = here,
    .parameters = tail_parameters,
    .columns = tail_columns};

const Statement newest{
    .name = "strata_outbox.newest",
    .sqlite =
        "SELECT place, event_id, topic, module, name, data, emitted_at, "
        "0 AS transaction_id, 0 AS horizon FROM strata_outbox "
        "WHERE place < ?1 AND emitted_at >= ?2 ORDER BY place DESC LIMIT 1000",
    .postgres =
        "SELECT place, event_id, topic, module, name, data, emitted_at, transaction_id, "
        "horizon FROM strata_outbox "
        "WHERE place < $1 AND emitted_at >= $2 ORDER BY place DESC LIMIT 1000",
    .source = here,
    .parameters = newest_parameters,
    .columns = newest_columns};

const Statement sweep{
    .name = "strata_outbox.sweep",
    .sqlite =
        "DELETE FROM strata_outbox WHERE place IN (SELECT place FROM strata_outbox "
        "WHERE emitted_at < ?1 ORDER BY emitted_at LIMIT 1000)",
    .postgres =
        "DELETE FROM strata_outbox WHERE place IN (SELECT place FROM strata_outbox "
        "WHERE emitted_at < $1 ORDER BY emitted_at LIMIT 1000)",
    .source = here,
    .parameters = sweep_parameters,
    .writes = true};

const Statement notify{.name = "strata_outbox.notify",
                       .postgres = "SELECT pg_notify('strata_events', $1) IS NULL AS notified",
                       .source = here,
                       .parameters = notify_parameters,
                       .columns = notified_column};

namespace {

void bind(const Event& event, data::BatchColumns& into) {
    into.add(event.id);
    into.add(event.topic);
    into.add(event.module);
    into.add(event.name);
    into.add(event.data);
    into.add(event.emitted_at);
}

}  // namespace

auto batch(std::span<const Event> events) -> data::Batch<Event> {
    return {insert_parameters.size(), std::vector<Event>(events.begin(), events.end()), &bind};
}

auto topics(std::span<const Event> events) -> data::List<std::string> {
    std::set<std::string> names;
    for (const Event& event : events) names.insert(event.topic);
    return data::List(std::vector<std::string>(names.begin(), names.end()));
}

auto read(data::RowReader& row) -> Row {
    Row read;
    read.place = row.get<std::int64_t>(0);
    read.event.id = row.get<Uuid>(1);
    read.event.topic = row.get<std::string>(2);
    read.module = row.get<std::string>(3);
    read.name = row.get<std::string>(4);
    read.event.data = row.get<std::string>(5);
    read.event.emitted_at = row.get<Timestamp>(6);
    read.event.transaction = row.get<std::uint64_t>(7);
    read.event.horizon = row.get<std::uint64_t>(8);
    return read;
}

auto read_tail(data::RowReader& row) -> Row {
    Row read = row.is_null(0) ? Row() : outbox::read(row);
    read.oldest_running = row.get<std::int64_t>(9);
    read.next_transaction = row.get<std::int64_t>(10);
    return read;
}

auto read_notified(data::RowReader& row) -> bool { return row.get<bool>(0); }

}  // namespace strata::events::outbox
