#include "data/postgres/link.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "data/postgres/failure.hpp"
#include "data/postgres/socket_watch.hpp"
#include "data/postgres/target.hpp"

namespace strata::data::postgres {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;
constexpr int binary = 1;

auto lost(const std::string& reason) -> std::exception_ptr {
    return std::make_exception_ptr(DatabaseError(ErrorKind::unavailable, reason));
}

auto types_of(const Statement& statement) -> std::vector<Oid> {
    std::vector<Oid> types;
    for (const Column& parameter : statement.parameters) types.push_back(parameter_type(parameter));
    return types;
}

void ignore_notice(void* /*unused*/, const PGresult* /*notice*/) {}

}  // namespace

Link::Link(EventLoop& loop, Owner& owner)
    : loop_(loop),
      owner_(&owner),
      watch_(std::make_unique<SocketWatch>(loop)),
      connect_timer_(loop, KeepsRunning::no) {}

Link::~Link() { close(); }

void Link::open(const Target& target, std::chrono::milliseconds timeout) {
    state_ = State::connecting;
    connection_ = start_connection(target.keywords());
    if (connection_ == nullptr || PQstatus(connection_) == CONNECTION_BAD)
        return fail(last_error());
    connect_timer_.after(timeout, [this, target, timeout] { pass_over(target, timeout); });
    watch_->attach(PQsocket(connection_));
    watch_->when_writable([this] { poll_connect(); });
}

// The place that libpq is at says nothing; libpq itself goes on only from one that fails.
void Link::pass_over(const Target& target, std::chrono::milliseconds timeout) {
    const auto rest =
        target.without({PQhost(connection_), PQhostaddr(connection_), PQport(connection_)});
    if (!rest) return fail("no answer to the connection attempt");
    watch_->detach();
    PQfinish(std::exchange(connection_, nullptr));
    open(*rest, timeout);
}

void Link::poll_connect() {
    const PostgresPollingStatusType status = PQconnectPoll(connection_);
    if (status == PGRES_POLLING_FAILED) return fail(last_error());
    watch_->detach();  // the next address may have got the same number of a socket
    watch_->attach(PQsocket(connection_));
    if (status == PGRES_POLLING_OK) return established();
    if (status == PGRES_POLLING_READING) {
        watch_->when_readable([this] { poll_connect(); });
    } else {
        watch_->when_writable([this] { poll_connect(); });
    }
}

void Link::established() {
    connect_timer_.cancel();
    PQsetNoticeReceiver(connection_, &ignore_notice, nullptr);
    if (PQsetnonblocking(connection_, 1) != 0 || PQenterPipelineMode(connection_) != 1)
        return fail(last_error());
    state_ = State::ready;
    watch_->when_readable([this] { readable(); });
    owner_->link_ready(*this);
}

auto Link::is_of_standby() const -> bool {
    const char* told = PQparameterStatus(connection_, "in_hot_standby");
    return told != nullptr && std::string_view(told) == "on";
}

void Link::close() noexcept {
    if (state_ == State::closed) return;
    state_ = State::closed;
    connect_timer_.cancel();
    watch_->detach();
    PQfinish(std::exchange(connection_, nullptr));
    prepared_.clear();
    in_group_ = false;
    group_error_ = nullptr;
    const std::deque<Entry> entries = std::exchange(entries_, {});
    for (const Entry& entry : entries) {
        if (entry.command != nullptr)
            entry.command->completed(Outcome{.error = lost("the connection was closed")});
    }
}

void Link::fail(std::string reason) {
    const auto self = shared_from_this();
    const std::deque<Entry> entries = std::exchange(entries_, {});
    close();
    const std::exception_ptr error = lost(reason);
    for (const Entry& entry : entries) {
        if (entry.command != nullptr) entry.command->completed(Outcome{.error = error});
    }
    owner_->link_lost(*this, reason);
}

void Link::fail_soon() {
    loop_.defer([self = shared_from_this()] {
        if (self->is_ready()) self->fail(self->last_error());
    });
}

auto Link::last_error() const -> std::string {
    const std::string reason = connection_ != nullptr ? one_line(PQerrorMessage(connection_)) : "";
    return reason.empty() ? "out of memory" : reason;
}

auto Link::make_cancel() const -> std::shared_ptr<pg_cancel> {
    PGcancel* cancel = connection_ != nullptr ? PQgetCancel(connection_) : nullptr;
    if (cancel == nullptr) return nullptr;
    return {cancel, &PQfreeCancel};
}

void Link::push(Entry entry) {
    if (entries_.empty()) head_since_ = EventLoop::now();
    entries_.push_back(entry);
    in_group_ = entry.kind != Kind::sync;
    schedule_flush();
}

void Link::schedule_flush() {
    if (std::exchange(flush_scheduled_, true)) return;
    loop_.defer([self = shared_from_this()] { self->flush(); });
}

void Link::flush() {
    flush_scheduled_ = false;
    if (!is_ready()) return;
    if (in_group_) sync();
    const int pending = PQflush(connection_);
    if (pending < 0) return fail(last_error());
    if (pending == 0) return;
    watch_->when_writable([this] { flush(); });
}

void Link::sync() {
    if (!in_group_) return;
    if (PQpipelineSync(connection_) != 1) fail_soon();
    ++group_;
    push(Entry{.kind = Kind::sync});
}

auto Link::prepared(const Statement& statement) -> Prepared& {
    const auto [found, is_new] = prepared_.try_emplace(&statement);
    Prepared& prepared = found->second;
    const bool is_named = !is_new && !prepared.stale;
    if (!is_named) prepared.name = "s" + std::to_string(++names_);
    if (!is_named || prepared.failure) send_prepare(statement, prepared);
    return prepared;
}

// A group of its own, so that no failure of another statement skips it.
void Link::send_prepare(const Statement& statement, Prepared& prepared) {
    const std::vector<Oid> types = types_of(statement);
    prepared.failure = nullptr;
    prepared.stale = false;
    sync();
    if (PQsendPrepare(connection_, prepared.name.c_str(), std::string(statement.postgres).c_str(),
                      static_cast<int>(types.size()), types.data()) != 1) {
        fail_soon();
    }
    push(Entry{.kind = Kind::prepare, .statement = &statement, .prepared = &prepared});
    sync();
}

void Link::forget_plans() noexcept {
    for (auto& [statement, prepared] : prepared_) prepared.stale = true;
}

void Link::prepare(const Statement& statement) { static_cast<void>(prepared(statement)); }

void Link::run(const Statement& statement, std::span<const Value> values, Command& command) {
    Prepared& ready = prepared(statement);
    parameters_.set(statement.parameters, values);
    if (PQsendQueryPrepared(connection_, ready.name.c_str(), parameters_.count(),
                            parameters_.data(), parameters_.lengths(), parameters_.formats(),
                            binary) != 1) {
        fail_soon();
    }
    push(Entry{
        .kind = Kind::execute, .command = &command, .statement = &statement, .prepared = &ready});
}

void Link::run_text(const std::string& sql, const Statement& statement,
                    std::span<const Value> values, Command& command) {
    const std::vector<Oid> types = values.empty() ? std::vector<Oid>() : types_of(statement);
    parameters_.set(statement.parameters, values);
    if (PQsendQueryParams(connection_, sql.c_str(), parameters_.count(), types.data(),
                          parameters_.data(), parameters_.lengths(), parameters_.formats(),
                          binary) != 1) {
        fail_soon();
    }
    push(Entry{.kind = Kind::execute, .command = &command, .statement = &statement});
}

void Link::check(const Statement& statement, Command& command) {
    Prepared& ready = prepared(statement);
    if (PQsendDescribePrepared(connection_, ready.name.c_str()) != 1) fail_soon();
    push(Entry{
        .kind = Kind::describe, .command = &command, .statement = &statement, .prepared = &ready});
    sync();
}

auto Link::is_sync(const Entry& entry) -> bool { return entry.kind == Kind::sync; }

auto Link::is_wanted(const Entry& entry) -> bool {
    return entry.command != nullptr && entry.command->is_wanted();
}

auto Link::is_waited_for() const -> bool { return std::ranges::any_of(entries_, is_wanted); }

auto Link::is_first_wanted() const -> bool {
    const auto group_end = std::ranges::find_if(entries_, is_sync);
    return std::any_of(entries_.begin(), group_end, is_wanted);
}

auto Link::hold_up() -> bool {
    const auto is_statement = [](const Entry& entry) { return entry.kind == Kind::execute; };
    const auto group_end = std::ranges::find_if(entries_, is_sync);
    const auto wanted = std::count_if(entries_.begin(), group_end, is_wanted);
    const auto statements = std::count_if(entries_.begin(), group_end, is_statement);
    if (wanted == 0) return statements > 0 || !is_waited_for();
    const bool keeps_first = wanted == 1 && statements == 1;
    std::vector<Command*> told;
    for (auto entry = keeps_first ? group_end : entries_.begin(); entry != entries_.end(); ++entry)
        if (is_wanted(*entry)) told.push_back(entry->command);
    for (Command* command : told) command->held_up();
    return !keeps_first;
}

void Link::readable() {
    const auto self = shared_from_this();
    if (flush_scheduled_) flush();
    if (!is_ready()) return;
    if (PQconsumeInput(connection_) != 1) return fail(last_error());
    bool moved = false;
    while (is_ready() && !entries_.empty() && PQisBusy(connection_) == 0) {
        take(PQgetResult(connection_));
        moved = true;
    }
    if (!is_ready()) return;
    take_notifications();
    if (PQstatus(connection_) == CONNECTION_BAD) return fail(last_error());
    if (moved) head_since_ = EventLoop::now();
    watch_->when_readable([this] { readable(); });
}

void Link::take_notifications() {
    while (PGnotify* notification = PQnotifies(connection_)) {
        const std::string payload = notification->extra;
        PQfreemem(notification);
        owner_->notified(payload);
    }
}

// libpq forgets the end of a failed statement's results when another is sent at that moment.
void Link::take(PGresult* given) {
    const Result result(given, &PQclear);
    if (!result && !entries_.front().delivered)
        return fail("libpq and the server disagree on what was sent");
    if (entries_.front().delivered) entries_.pop_front();
    if (!result) return;
    if (entries_.empty()) return fail("libpq and the server disagree on what was sent");
    if (PQresultStatus(given) == PGRES_PIPELINE_SYNC) {
        group_error_ = nullptr;
        return entries_.pop_front();
    }
    Entry& head = entries_.front();
    head.delivered = true;
    const Entry entry = std::exchange(head, Entry{.kind = head.kind, .delivered = true});
    switch (entry.kind) {
        case Kind::prepare: return take_prepared(entry, *result);
        case Kind::describe: return deliver_description(entry, *result);
        case Kind::execute: return deliver(entry, *result);
        case Kind::sync: break;
    }
}

void Link::take_prepared(const Entry& entry, const PGresult& result) {
    // Results before this one were of the old plan.
    entry.prepared->described = false;
    if (PQresultStatus(&result) == PGRES_COMMAND_OK) return;
    entry.prepared->failure = std::make_exception_ptr(failure_of(result, where(*entry.statement)));
}

void Link::deliver(const Entry& entry, const PGresult& result) {
    if (entry.command == nullptr) return;
    const ExecStatusType status = PQresultStatus(&result);
    Outcome outcome{.prepared = entry.prepared};
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        outcome.result = &result;
        try {
            if (entry.prepared != nullptr && !entry.prepared->described)
                describe(*entry.statement, result, *entry.prepared);
        } catch (const DatabaseError&) {
            outcome.error = std::current_exception();
            outcome.result = nullptr;
        }
    } else if (status == PGRES_PIPELINE_ABORTED) {
        outcome.skipped = true;
        outcome.error = group_error_;
    } else if (is_stale_plan(result)) {
        outcome.stale = true;
        group_error_ = outcome.error = std::make_exception_ptr(
            DatabaseError(ErrorKind::conflict, where(*entry.statement) + ": a table has changed"));
        owner_->plans_changed();
    } else {
        if (entry.prepared != nullptr) outcome.error = entry.prepared->failure;
        if (!outcome.error)
            outcome.error = std::make_exception_ptr(failure_of(result, where(*entry.statement)));
        group_error_ = outcome.error;
    }
    entry.command->completed(std::move(outcome));
}

void Link::deliver_description(const Entry& entry, const PGresult& result) {
    Outcome outcome{.prepared = entry.prepared};
    try {
        if (entry.prepared->failure) std::rethrow_exception(entry.prepared->failure);
        if (PQresultStatus(&result) != PGRES_COMMAND_OK)
            throw failure_of(result, where(*entry.statement));
        check_parameters(*entry.statement, result);
        describe(*entry.statement, result, *entry.prepared);
        outcome.result = &result;
    } catch (const DatabaseError&) {
        outcome.error = std::current_exception();
    }
    entry.command->completed(std::move(outcome));
}

}  // namespace strata::data::postgres
