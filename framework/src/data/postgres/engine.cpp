#include "data/postgres/engine.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "data/postgres/failure.hpp"
#include "data/postgres/hold.hpp"
#include "data/postgres/transactions.hpp"
#include "data/postgres/unit.hpp"
#include "strata/log/log.hpp"

namespace strata::data::postgres {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds connect_timeout{10'000};
constexpr milliseconds first_pause{20};
constexpr milliseconds longest_pause{2'000};
constexpr unsigned most_doublings = 7;  // from the first pause to the longest
constexpr milliseconds close_poll{1};   // what was sent ends at the server

constexpr milliseconds read_watch{25};
constexpr milliseconds timeout_margin{1'000};  // the loop's own cancel comes first

// Still at what it was at when it was seen to be slow.
auto is_held_up(const Slot& slot) -> bool {
    return slot.link->in_flight() > 0 && slot.slow_since == slot.link->busy_since();
}

auto error(ErrorKind kind, const std::string& message) -> std::exception_ptr {
    return std::make_exception_ptr(DatabaseError(kind, message));
}

auto configured(Target target, const DatabaseOptions& options, bool reads_only) -> Target {
    target.add_setting("timezone", "UTC");
    if (options.durability != Durability::full) target.add_setting("synchronous_commit", "off");
    if (reads_only) target.add_setting("default_transaction_read_only", "on");
    return target;
}

}  // namespace

// Its result sets the connection free, whatever it is.
class PostgresEngine::GiveBack final : public Command {
  public:
    GiveBack(PostgresEngine& engine, const Statement& statement, Slot& slot)
        : engine_(&engine), statement_(&statement), slot_(&slot) {}
    void completed(Outcome outcome) override {
        const std::unique_ptr<GiveBack> self(this);
        if (outcome.result != nullptr) return engine_->pool_.give_back(*slot_);
        if (!slot_->link->is_ready()) return;
        // It was cancelled, or the ROLLBACK before it was.
        engine_->roll_back(*slot_, false);
        engine_->end_with(*statement_, *slot_);
    }

  private:
    PostgresEngine* engine_;
    const Statement* statement_;
    Slot* slot_;
};

PostgresEngine::PostgresEngine(const DatabaseOptions& options, EventLoop& loop)
    : loop_(loop),
      options_(options),
      target_(configured(Target(options.url), options, false)),
      reader_target_(configured(Target(options.url), options, true)),
      random_(std::random_device{}()),
      start_timer_(loop),
      close_timer_(loop),
      reads_timer_(loop, KeepsRunning::no),
      links_timer_(loop, KeepsRunning::no),
      standby_timer_(loop, KeepsRunning::no),
      claims_(*this, loop),
      errands_(loop),
      resolver_(loop) {
    for (std::size_t i = 0; i < options.readers + options.connections; ++i) {
        slots_.push_back(std::make_unique<Slot>(loop, static_cast<Link::Owner&>(*this)));
        slots_.back()->shared = i < options.readers;
    }
}

PostgresEngine::~PostgresEngine() {
    open_ = false;
    *stop_ = true;
    for (const auto& slot : slots_) slot->link->close();
}

void PostgresEngine::connect(Slot& slot) {
    open(*slot.link, slot.shared ? reader_target_ : target_, *this);
}

void PostgresEngine::open(Link& link, const Target& target, Link::Owner& owner) {
    if (!target.needs_resolving()) return link.open(target, connect_timeout);
    const auto resolved = std::make_shared<std::optional<Target>>();
    resolver_.start(
        "resolve the database's host", [target, resolved] { resolved->emplace(target.resolved()); },
        [this, resolved, place = link.shared_from_this(),
         &owner](const std::exception_ptr& failure) {
            if (shut_ || (!open_ && !started_)) return;
            if (*resolved) return place->open(**resolved, connect_timeout);
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& thrown) {
                owner.link_lost(*place, thrown.what());
            }
        });
}

void PostgresEngine::connect_later(Slot& slot) {
    slot.retry.after(pause_after(++slot.failures), [this, place = &slot] { connect(*place); });
}

// Doubled each time, and spread, so that many services do not come back at once.
auto PostgresEngine::pause_after(unsigned failures) -> milliseconds {
    const milliseconds pause =
        std::min(longest_pause, first_pause * (1 << std::min(failures - 1, most_doublings)));
    std::uniform_int_distribution<milliseconds::rep> spread(pause.count() / 2, pause.count());
    return milliseconds(spread(random_));
}

auto PostgresEngine::slot_of(const Link& link) noexcept -> Slot& {
    return **std::ranges::find_if(slots_,
                                  [&](const auto& slot) { return slot->link.get() == &link; });
}

void PostgresEngine::link_ready(Link& link) {
    Slot& slot = slot_of(link);
    slot.failures = 0;
    slot.timeout = milliseconds(0);
    if (!unreachable_.empty())
        log::info("the database is reachable", {{"database", target_.name()}});
    unreachable_.clear();
    if (started_ && !checking_ && !statements_fit_) check_statements(link);
    if (!slot.shared) pool_.link_ready(slot);
    watch_standby();
    if (heard_) begin_listening(slot);
    finish_start_when_ready();
}

void PostgresEngine::listen(std::string channel, std::function<void(std::string_view)> heard) {
    channel_ = std::move(channel);
    heard_ = std::move(heard);
    for (const auto& slot : slots_) {
        if (heard_ && slot->link->is_ready()) begin_listening(*slot);
    }
}

// On every connection that reads are sent on: one of them is not held up.
void PostgresEngine::begin_listening(Slot& slot) {
    if (!slot.shared) return;
    slot.link->run_text("LISTEN " + channel_, listen_statement, {}, *new Unattended);
    heard_({});
}

void PostgresEngine::notified(std::string_view payload) {
    if (heard_) heard_(payload);
}

void PostgresEngine::link_lost(Link& link, const std::string& reason) {
    Slot& slot = slot_of(link);
    ++counters_.lost_connections;
    slot.forget_cancel();
    if (!slot.shared) pool_.link_lost(slot);
    const bool some_ready =
        std::ranges::any_of(slots_, [](const auto& other) { return other->link->is_ready(); });
    if (!some_ready) note_unreachable(reason);
    if (closing_ || shut_) return;
    if (started_ && is_final_refusal(reason))
        return finish_start(error(ErrorKind::unavailable, target_.name() + ": " + reason));
    connect_later(slot);
    if (!some_ready && open_) pool_.refuse_all(unreachable());
}

void PostgresEngine::note_unreachable(const std::string& reason) {
    if (unreachable_.empty()) {
        log::warning("the database can't be reached; trying again",
                     {{"database", target_.name()}, {"reason", reason}});
    }
    unreachable_ = reason.empty() ? "no connection" : reason;
}

auto PostgresEngine::unreachable() const -> std::exception_ptr {
    return error(
        ErrorKind::unavailable,
        target_.name() + ": " + (unreachable_.empty() ? "no connection is ready" : unreachable_));
}

auto PostgresEngine::refusal(std::size_t waiting) -> std::exception_ptr {
    if (!open_) return error(ErrorKind::unavailable, target_.name() + ": the database is not open");
    if (!unreachable_.empty()) return unreachable();
    if (waiting < options_.queue) return nullptr;
    ++counters_.refused;
    return error(ErrorKind::busy,
                 target_.name() + ": " + std::to_string(waiting) + " wait already");
}

auto PostgresEngine::reader() -> Link* {
    Link* best = nullptr;
    bool best_is_held_up = false;
    for (const auto& slot : slots_) {
        if (!slot->shared || !slot->link->is_ready()) continue;
        const bool held_up = is_held_up(*slot);
        if (best == nullptr || (best_is_held_up && !held_up) ||
            (best_is_held_up == held_up && slot->link->in_flight() < best->in_flight())) {
            best = slot->link.get();
            best_is_held_up = held_up;
        }
    }
    if (!reads_timer_.is_active()) reads_timer_.every(read_watch, [this] { watch_reads(); });
    return best;
}

auto PostgresEngine::held_up_by() const -> std::string {
    const std::string errand = errands_.running();
    return errand.empty() ? resolver_.running() : errand;
}

auto PostgresEngine::reads_in_flight() const noexcept -> std::size_t {
    std::size_t count = 0;
    for (const auto& slot : slots_) count += slot->shared ? slot->link->in_flight() : 0;
    return count;
}

// Where no transaction is open, a ROLLBACK does nothing.
void PostgresEngine::roll_back(Slot& slot, bool gives_back) {
    if (gives_back) slot.borrower = nullptr;
    if (!slot.link->is_ready()) return;
    ++counters_.rollbacks;
    if (gives_back) return end_with(rollback_statement, slot);
    slot.link->sync();
    slot.link->run(rollback_statement, {}, *new Unattended);
    slot.link->sync();
}

void PostgresEngine::unlock(Slot& slot) {
    slot.borrower = nullptr;
    if (slot.link->is_ready()) end_with(unlock_statement, slot);
}

void PostgresEngine::end_with(const Statement& statement, Slot& slot) {
    slot.link->sync();
    slot.link->run(statement, {}, *new GiveBack(*this, statement, slot));
    slot.link->sync();
}

void PostgresEngine::set_timeout(Slot& slot, EventLoop::TimePoint deadline) {
    milliseconds limit{0};
    if (deadline != EventLoop::TimePoint::max()) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(deadline - EventLoop::now());
        limit = std::max(left, std::chrono::seconds(0)) + timeout_margin;
        if (slot.timeout >= limit && slot.timeout <= 2 * limit) return;
    }
    if (slot.timeout == limit) return;
    slot.timeout = limit;
    const std::string text = std::to_string(limit.count());
    const std::array<Value, 1> value{to_value(text)};
    slot.link->run(timeout_statement, value, *new Unattended);
    slot.link->sync();  // or BEGIN would come too late: a group is a transaction by itself
}

auto PostgresEngine::unit(Transaction mode, const UnitOptions& options)
    -> std::unique_ptr<UnitOfWork> {
    return make_unit(*this, mode,
                     {.deadline = options.deadline,
                      .isolation = options.isolation,
                      .hold = static_cast<Hold*>(options.hold)});
}

auto PostgresEngine::hold(std::vector<std::string> keys) -> std::unique_ptr<UnitOfWork> {
    return std::make_unique<Hold>(*this, std::move(keys));
}

auto PostgresEngine::claim(const std::string& key) -> std::unique_ptr<Claim> {
    return std::make_unique<PostgresClaim>(claims_, key);
}

void PostgresEngine::count_statement(bool failed) noexcept {
    ++counters_.statements;
    if (failed) ++counters_.failures;
}

void PostgresEngine::count_end(RequestKind kind) noexcept {
    ++(kind == RequestKind::commit ? counters_.commits : counters_.rollbacks);
}

auto PostgresEngine::statistics() const -> Statistics {
    Statistics now = counters_;
    now.waited = pool_.waited();
    now.wait_time = pool_.wait_time();
    for (const auto& slot : slots_) {
        now.connections += slot->link->is_ready() ? 1 : 0;
        now.in_use += slot->borrower != nullptr ? 1 : 0;
    }
    now.connections += claims_.is_ready() ? 1 : 0;
    now.writers_waiting = pool_.waiting();
    now.readers_waiting = reads_in_flight();
    return now;
}

void PostgresEngine::plans_changed() {
    for (const auto& slot : slots_) slot->link->forget_plans();
}

auto PostgresEngine::is_idle() const noexcept -> bool {
    return std::ranges::all_of(
        slots_, [](const auto& slot) { return slot->link->in_flight() == 0 && !slot->cancelling; });
}

void PostgresEngine::close(Completed completed) {
    open_ = false;
    closing_ = true;
    closed_ = std::move(completed);
    const auto closed = error(ErrorKind::unavailable, target_.name() + ": the database is closed");
    pool_.refuse_all(closed);
    claims_.refuse_all(closed);
    close_timer_.every(close_poll, [this] { finish_close(); });
}

void PostgresEngine::finish_close() {
    if (!is_idle()) return;
    close_timer_.cancel();
    shut_ = true;
    claims_.close();
    for (const auto& slot : slots_) {
        slot->retry.cancel();
        slot->link->close();
        if (!slot->shared) pool_.link_lost(*slot);
    }
    const Completed completed = std::exchange(closed_, nullptr);
    completed(nullptr);
}

auto make_engine(const DatabaseOptions& options, EventLoop& loop) -> std::unique_ptr<Engine> {
    return std::make_unique<PostgresEngine>(options, loop);
}

}  // namespace strata::data::postgres
