#include <algorithm>
#include <utility>

#include "data/postgres/engine.hpp"
#include "data/postgres/failure.hpp"
#include "data/postgres/scripts.hpp"

namespace strata::data::postgres {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds interrupt_limit{1'000};
constexpr milliseconds interrupt_poll{5};

}  // namespace

class PostgresEngine::Check final : public Command {
  public:
    explicit Check(PostgresEngine& engine) : engine_(&engine) {}
    void completed(Outcome outcome) override {
        const std::unique_ptr<Check> self(this);
        engine_->checked(std::move(outcome.error));
    }

  private:
    PostgresEngine* engine_;
};

void PostgresEngine::start(Schema schema, Completed completed) {
    schema_ = std::move(schema);
    started_ = std::move(completed);
    start_work_ = Work(loop_);
    apply_scripts();
}

void PostgresEngine::interrupt_start() noexcept {
    *stop_ = true;
    if (!started_) return;
    interrupted_by_ = EventLoop::now() + interrupt_limit;
    start_timer_.after(milliseconds(0), [this] { finish_interrupted(); });
}

// Scripts end soon; the resolver, and a server that takes a connection and says nothing, may not.
void PostgresEngine::finish_interrupted() {
    if (!held_up_by().empty() && EventLoop::now() < interrupted_by_)
        return start_timer_.after(interrupt_poll, [this] { finish_interrupted(); });
    finish_start(std::make_exception_ptr(
        DatabaseError(ErrorKind::interrupted, target_.name() + ": the start was cancelled")));
}

void PostgresEngine::apply_scripts() {
    errands_.start(
        "database scripts",
        [target = target_, scripts = schema_.scripts, stop = stop_] {
            postgres::apply_scripts(target, scripts, *stop);
        },
        [this](const std::exception_ptr& failure) { scripts_applied(failure); });
}

// A server that can't be reached is asked again, until the start is cancelled.
void PostgresEngine::scripts_applied(const std::exception_ptr& failure) {
    if (!started_ || *stop_) return;  // finish_interrupted() does the rest
    try {
        if (failure) std::rethrow_exception(failure);
        for (const auto& slot : slots_) connect(*slot);
    } catch (const DatabaseError& thrown) {
        if (thrown.kind() != ErrorKind::unavailable || is_final_refusal(thrown.what()))
            return finish_start(failure);
        note_unreachable(thrown.what());
        start_timer_.after(pause_after(++start_failures_), [this] { apply_scripts(); });
    } catch (...) {
        finish_start(std::current_exception());
    }
}

void PostgresEngine::check_statements(Link& link) {
    checking_ = true;
    check_error_ = nullptr;
    unchecked_ = schema_.statements.size() + 1;
    for (const Statement* statement : schema_.statements) link.check(*statement, *new Check(*this));
    checked(nullptr);
}

void PostgresEngine::checked(std::exception_ptr failure) {
    if (failure && !check_error_) check_error_ = std::move(failure);
    if (--unchecked_ > 0) return;
    checking_ = false;
    if (!started_) return;
    try {
        if (check_error_) std::rethrow_exception(check_error_);
    } catch (const DatabaseError& thrown) {
        if (thrown.kind() == ErrorKind::unavailable) return;  // the next connection checks again
    } catch (...) {  // NOLINT(bugprone-empty-catch): told below
    }
    if (check_error_) return finish_start(check_error_);
    statements_fit_ = true;
    finish_start_when_ready();
}

// With a connection of each kind.
void PostgresEngine::finish_start_when_ready() {
    const auto has = [this](bool shared) {
        return std::ranges::any_of(slots_, [shared](const auto& slot) {
            return slot->shared == shared && slot->link->is_ready();
        });
    };
    if (started_ && statements_fit_ && has(true) && has(false)) finish_start(nullptr);
}

void PostgresEngine::finish_start(const std::exception_ptr& failure) {
    if (!started_) return;
    start_timer_.cancel();
    open_ = failure == nullptr;
    if (open_) start_watching();
    if (failure) {
        for (const auto& slot : slots_) {
            slot->retry.cancel();
            slot->link->close();
        }
    }
    const Completed completed = std::exchange(started_, nullptr);
    schema_ = {};
    start_work_.release();
    completed(failure);
}

}  // namespace strata::data::postgres
