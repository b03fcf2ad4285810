#include "strata/events/outbox.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <random>
#include <utility>

#include "data/in_time.hpp"
#include "events/outbox_statements.hpp"
#include "strata/data/database.hpp"
#include "strata/data/error.hpp"
#include "strata/log/log.hpp"
#include "strata/loop/sleep.hpp"

namespace strata::events {

using data::DatabaseError;
using data::Transaction;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view channel = "strata_events";
// Rows stay at least as long, for processes that were held up or begin.
constexpr milliseconds least_kept{60'000};
// How long the tail waits for the end of a call whose commit the database has told others of.
constexpr int most_waits = 1'000;
constexpr milliseconds wait_pause{1};

constexpr std::chrono::seconds write_time{10};  // for what was posted
constexpr std::chrono::seconds sweep_time{60};
constexpr int most_conflicts = 3;  // of what was posted, before it is given up

auto new_process_name() -> std::string {
    std::random_device random;
    return std::to_string(random()) + std::to_string(random()) + ' ';
}

}  // namespace

Outbox::Outbox(Parts parts)
    : parts_(std::move(parts)),
      shared_(parts_.database.is_shared()),
      process_(new_process_name()),
      poll_(parts_.loop, KeepsRunning::no),
      errands_(parts_.loop) {}

Outbox::~Outbox() {
    if (follows_) parts_.database.listen({}, nullptr);
}

auto Outbox::keeps() const noexcept -> bool {
    return shared_ || parts_.settings.retention.count() > 0;
}

auto Outbox::kept_since() const -> Timestamp {
    const auto kept =
        shared_ ? std::max(parts_.settings.retention, least_kept) : parts_.settings.retention;
    return parts_.now() - kept;
}

void Outbox::write(Db& db, std::span<const Event> events) {
    const std::size_t most = parts_.database.options().batch;
    if (shared_ && events.size() > most) db.send(db.execute(outbox::lock, outbox::topics(events)));
    while (!events.empty()) {
        const auto part = events.first(std::min(events.size(), most));
        db.send(db.execute(outbox::insert, outbox::batch(part)));
        events = events.subspan(part.size());
    }
}

Outbox::Hold::Hold(Outbox& outbox, std::span<const Event> events) : outbox_(&outbox) {
    ids_.reserve(events.size());
    for (const Event& event : events) {
        ids_.push_back(event.id);
        outbox.held_.insert(event.id);
    }
}

Outbox::Hold::Hold(Hold&& other) noexcept
    : outbox_(std::exchange(other.outbox_, nullptr)), ids_(std::move(other.ids_)) {}

auto Outbox::Hold::operator=(Hold&& other) noexcept -> Hold& {
    if (this == &other) return *this;
    release();
    outbox_ = std::exchange(other.outbox_, nullptr);
    ids_ = std::move(other.ids_);
    return *this;
}

void Outbox::Hold::release() noexcept {
    Outbox* outbox = std::exchange(outbox_, nullptr);
    if (outbox == nullptr) return;
    for (const Uuid& id : ids_) outbox->held_.erase(id);
}

void Outbox::committed(std::span<const Event> events) {
    written_ += events.size();
    if (!shared_) return;
    if (follows_) {
        for (const Event& event : events) own_.insert(event.id);
        wake_.set();
    }
    tell_again_ = true;
    if (!std::exchange(tells_, true)) errands_.spawn(tell());
}

// One at a time: what is committed meanwhile is told of by the next. Not in the unit of work, where
// it would let all that notify commit one after the other.
auto Outbox::tell() -> Task<> {
    while (std::exchange(tell_again_, false)) {
        try {
            Db db(parts_.database, Transaction::read);
            auto notify = db.one<bool>(outbox::notify, &outbox::read_notified,
                                       process_ + std::to_string(++told_));
            co_await data::in_time(std::move(notify));
        } catch (const DatabaseError& error) {
            log::debug("other processes were not told of events", {{"reason", error.what()}});
        }
    }
    tells_ = false;
}

void Outbox::heard(std::string_view payload) {
    if (payload.starts_with(process_) || (!payload.empty() && payload == last_heard_)) return;
    last_heard_ = payload;
    wake_.set();
}

void Outbox::hand_out(std::span<const Event> events) {
    if (parts_.bus != nullptr && !events.empty()) parts_.bus->publish(events);
}

void Outbox::post(Event event) {
    if (!keeps()) return hand_out(std::span(&event, 1));
    posted_.push_back(std::move(event));
    if (!std::exchange(writes_posted_, true)) errands_.spawn(write_posted());
}

// All that have come, in one unit. If they can't be written, those who are here hear them still.
auto Outbox::write_posted() -> Task<> {
    int conflicts = 0;
    while (!posted_.empty()) {
        const std::vector<Event> events = posted_;
        bool is_written = false;
        try {
            Db db(parts_.database, Transaction::write, EventLoop::now() + write_time);
            write(db, events);
            co_await db.commit();
            is_written = true;
        } catch (const DatabaseError& error) {
            if (error.kind() == data::ErrorKind::conflict && ++conflicts < most_conflicts) continue;
            log::warning("events were not kept", {{"reason", error.what()}});
        }
        conflicts = 0;
        posted_.erase(posted_.begin(),
                      posted_.begin() + static_cast<std::ptrdiff_t>(events.size()));
        if (is_written) committed(events);
        if (!is_written || !shared_) hand_out(events);
    }
    writes_posted_ = false;
}

auto Outbox::resolve(Event& event, std::string_view module, std::string_view name) const -> bool {
    const auto found = std::ranges::find_if(parts_.names, [&](const EventName& known) {
        return known.name == name && known.module == module;
    });
    if (found == parts_.names.end()) return false;
    event.module = found->module;
    event.name = found->name;
    return true;
}

auto Outbox::load() -> Task<std::vector<Event>> {
    since_ = kept_since();
    std::vector<Event> events;
    std::vector<std::int64_t> places;
    std::size_t bytes = 0;
    std::int64_t below = std::numeric_limits<std::int64_t>::max();
    bool all = false;
    while (!all && bytes <= parts_.settings.retained.bytes()) {
        Db db(parts_.database, Transaction::read);
        auto search = db.many<outbox::Row>(outbox::newest, &outbox::read, below, since_);
        auto rows = co_await search;
        all = rows.size() < outbox::page;
        for (outbox::Row& row : rows) {
            below = row.place;
            bytes += row.event.data.size() + row.event.topic.size();
            places.push_back(row.place);
            if (resolve(row.event, row.module, row.name)) events.push_back(std::move(row.event));
        }
    }
    std::ranges::reverse(places);
    std::ranges::reverse(events);
    position_.begin(places, all);
    co_return events;
}

void Outbox::start() {
    if (!shared_) return;
    follows_ = true;
    parts_.database.listen(std::string(channel),
                           [this](std::string_view payload) { heard(payload); });
    poll_.every(parts_.settings.poll, [this] { wake_.set(); });
    wake_.set();
    tail_.emplace(parts_.loop).spawn(follow());
}

auto Outbox::stop() -> Task<> {
    if (std::exchange(follows_, false)) parts_.database.listen({}, nullptr);
    poll_.cancel();
    if (tail_) {
        tail_->cancel_all(CancelReason::shutdown);
        co_await tail_->wait();
    }
    co_await errands_.wait();
}

auto Outbox::follow() -> Task<> {
    while (true) {
        co_await wake_.wait();
        wake_.reset();
        ++reads_begun_;
        try {
            co_await read();
            failing_ = false;
        } catch (const DatabaseError& error) {
            if (!std::exchange(failing_, true))
                log::warning("events can't be read; trying again", {{"reason", error.what()}});
        }
        reads_ended_ = reads_begun_;
        read_ended_.notify_all();
    }
}

auto Outbox::is_held(std::span<const Event> events) const -> bool {
    return !held_.empty() && std::ranges::any_of(events, [this](const Event& event) {
        return held_.contains(event.id);
    });
}

auto Outbox::read() -> Task<> {
    for (bool all = false; !all;) {
        std::vector<std::int64_t> firsts;
        std::vector<std::int64_t> lasts;
        for (const Position::Gap& gap : position_.gaps()) {
            firsts.push_back(gap.first);
            lasts.push_back(gap.last);
        }
        Db db(parts_.database, Transaction::read);
        auto search = db.many<outbox::Row>(outbox::tail, &outbox::read_tail, position_.high(),
                                           data::List(std::move(firsts)),
                                           data::List(std::move(lasts)), since_);
        auto rows = co_await data::in_time(std::move(search));
        all = rows.size() < outbox::page;
        std::vector<std::int64_t> places;
        std::vector<Event> events;
        for (outbox::Row& row : rows) {
            if (row.place == 0) continue;
            places.push_back(row.place);
            own_.erase(row.event.id);
            if (resolve(row.event, row.module, row.name)) events.push_back(std::move(row.event));
        }
        for (int i = 0; i < most_waits && is_held(events); ++i)
            co_await sleep(parts_.loop, wait_pause);
        // Behind the answers of the calls that have just ended.
        if (!events.empty()) co_await sleep(parts_.loop, milliseconds(0));
        position_.read(places, {rows.front().oldest_running, rows.front().next_transaction}, all);
        hand_out(events);
    }
}

auto Outbox::catch_up() -> Task<> {
    const std::uint64_t wanted = reads_begun_ + 1;
    while (follows_ && reads_ended_ < wanted) {
        wake_.set();
        co_await read_ended_.wait();
    }
}

// In pieces, so that nobody waits long for them.
auto Outbox::sweep() -> Task<std::int64_t> {
    std::int64_t all = 0;
    const Timestamp before = kept_since();
    while (true) {
        Db db(parts_.database, Transaction::write, EventLoop::now() + sweep_time);
        auto deletion = db.execute(outbox::sweep, before);
        const std::int64_t deleted = co_await deletion;
        co_await db.commit();
        all += deleted;
        if (deleted < static_cast<std::int64_t>(outbox::page)) co_return all;
    }
}

auto Outbox::script() -> const data::Script& { return outbox::create; }

auto Outbox::statements(bool shared) -> std::span<const data::Statement* const> {
    static constexpr std::array all{&outbox::insert, &outbox::newest, &outbox::sweep,
                                    &outbox::lock,   &outbox::tail,   &outbox::notify};
    constexpr std::size_t of_one_process = 3;
    return shared ? std::span(all) : std::span(all).first(of_one_process);
}

}  // namespace strata::events
