#pragma once
// Invocation: one call on its way through the Dispatcher, with everything that it holds. For
// run.hpp and the Dispatcher's own parts; handlers see a Context. Loop thread only.
//
// It is owned by Dispatcher::call, or, once the client has its answer while the handler still waits
// for a worker, by the Dispatcher. Then call and reply are gone: nothing here refers to them any
// more.
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/context.hpp"
#include "strata/contract/call.hpp"
#include "strata/contract/client_change.hpp"
#include "strata/contract/idempotency.hpp"
#include "strata/contract/method.hpp"
#include "strata/contract/request_identity.hpp"
#include "strata/contract/statistics.hpp"
#include "strata/data/lock.hpp"
#include "strata/events/event.hpp"
#include "strata/events/outbox.hpp"
#include "strata/loop/cancel.hpp"
#include "strata/loop/intrusive_list.hpp"
#include "strata/loop/keyed_lock.hpp"
#include "strata/loop/timer.hpp"
#include "strata/loop/work.hpp"
#include "strata/security/sessions.hpp"

namespace strata::data {
class DatabaseError;
}
namespace strata::security {
struct RatePolicy;
}

namespace strata::contract {

class Dispatcher;
class Gate;
class Running;

// How far a call has come.
enum class Stage : std::uint8_t {
    arrived,
    session,
    decoding,
    queued,
    locking,
    handler,
    committing,
    ended
};
[[nodiscard]] auto to_string(Stage stage) noexcept -> std::string_view;

class Invocation final : public ListNode {
  public:
    Invocation(Dispatcher& dispatcher, Call& call, Reply& reply);
    Invocation(const Invocation&) = delete;
    auto operator=(const Invocation&) -> Invocation& = delete;
    ~Invocation();
    static auto operator new(std::size_t size) -> void* { return FramePool::allocate(size); }
    static void operator delete(void* memory, std::size_t size) noexcept {
        FramePool::release(memory, size);
    }

    // For run(): in this order.
    [[nodiscard]] auto parameters() -> std::string_view;
    [[nodiscard]] auto depth() const noexcept -> unsigned;
    void refuse_parameters(json::Reader& reader);
    void set_lock_keys(std::vector<std::string> keys) { lock_keys_ = std::move(keys); }
    void set_lock_keys(std::string key) {
        lock_keys_.clear();
        lock_keys_.push_back(std::move(key));
    }
    // Queue, idempotency claim and lock; false: it takes a wait, so await enter(). After that,
    // answered() tells whether the key's earlier answer was given.
    [[nodiscard]] auto enter_now() -> bool;
    [[nodiscard]] auto enter() -> Task<>;
    [[nodiscard]] auto answered() const noexcept -> bool {
        return outcome_ != Outcome::ok || replayed_;
    }
    [[nodiscard]] auto context() noexcept -> Context& { return context_; }
    // Where the result is written. Throws Cancelled if nobody waits for it any more.
    [[nodiscard]] auto out() -> std::string&;
    // Whether results are checked against their schemas; the second refuses one that broke it.
    [[nodiscard]] auto validates_results() const noexcept -> bool;
    void refuse_result(json::Reader& reader);
    void set_version(std::int64_t version);  // of the result
    void fail(std::string_view code, int status, std::string_view message, std::string data);

    // For Context and its parts.
    [[nodiscard]] auto db() -> Db&;
    [[nodiscard]] auto caller() const noexcept -> const Caller& { return *caller_; }
    [[nodiscard]] auto request_id() const -> std::string_view;
    [[nodiscard]] auto traceparent() const -> std::string_view;
    [[nodiscard]] auto peer() const noexcept -> std::string_view { return call_->peer; }
    [[nodiscard]] auto time_left() const -> std::chrono::milliseconds;
    [[nodiscard]] auto dispatcher() noexcept -> Dispatcher& { return dispatcher_; }
    [[nodiscard]] auto method() const noexcept -> const Method& { return *method_; }
    [[nodiscard]] auto lock(std::vector<std::string> keys) -> Task<>;
    void emit(Topic topic, std::string_view module, std::string_view name, std::string data);
    [[nodiscard]] auto sessions() noexcept -> CallSessions& { return sessions_; }
    [[nodiscard]] auto session() const noexcept -> const std::optional<security::TokenHash>& {
        return session_;
    }
    void add(security::SessionEffect effect, std::string token);
    // The connection that the call came on; null: none.
    [[nodiscard]] auto client() const noexcept -> const std::shared_ptr<Client>& { return client_; }
    void add(ClientChange change);
    // A stream can be read once: the handler does not run again.
    void note_stream() noexcept { streamed_ = true; }
    // The session that the reply begins, known already.
    void take_session(SessionChange change) { session_change_ = std::move(change); }
    // A unit of context.transaction().
    [[nodiscard]] auto has_database() const noexcept -> bool;
    [[nodiscard]] auto database() noexcept -> data::Database&;  // REQUIRES: has_database()
    [[nodiscard]] auto deadline() const noexcept -> EventLoop::TimePoint { return deadline_; }
    // What is held among processes; null: nothing.
    [[nodiscard]] auto shared_lock() noexcept -> data::DatabaseLock* {
        return shared_lock_ ? &*shared_lock_ : nullptr;
    }
    // Events that go into the outbox; their rows are the last of a unit that is about to commit.
    [[nodiscard]] auto has_rows() const noexcept -> bool;
    void write_events(Db& db);
    void open_unit(data::Transaction mode);
    void close_unit(bool committed, std::size_t events_before, std::size_t effects_before,
                    std::size_t changes_before);
    [[nodiscard]] auto events() const noexcept -> std::size_t { return events_.size(); }
    [[nodiscard]] auto effects() const noexcept -> std::size_t { return effects_.size(); }
    [[nodiscard]] auto client_changes() const noexcept -> std::size_t {
        return client_changes_.size();
    }
    [[nodiscard]] auto may_run_again(std::exception_ptr failure, int attempts) noexcept -> bool;

    // For the Dispatcher.
    [[nodiscard]] auto scope() noexcept -> CancelScope& { return scope_; }
    [[nodiscard]] auto stage() const noexcept -> Stage { return stage_; }
    [[nodiscard]] auto started() const noexcept -> EventLoop::TimePoint { return started_; }
    [[nodiscard]] auto detached() const noexcept -> bool { return reply_ == nullptr; }

  private:
    friend class Running;
    friend class Dispatcher;

    class DeadlineTimer final : public TimerNode {
      public:
        DeadlineTimer(Invocation& owner, EventLoop& loop) noexcept
            : TimerNode(loop, KeepsRunning::no), owner_(owner) {}
        using TimerNode::arm;
        using TimerNode::disarm;

      private:
        void expired() override;
        Invocation& owner_;
    };

    // serve.cpp and enter.cpp: the steps.
    [[nodiscard]] auto begin() -> bool;
    void cancel(CancelReason reason) noexcept;
    [[nodiscard]] auto serve() -> Task<>;
    [[nodiscard]] auto admit() -> bool;
    [[nodiscard]] auto loop_is_behind() -> bool;
    [[nodiscard]] auto authorize() -> bool;
    [[nodiscard]] auto take_precondition() -> bool;
    [[nodiscard]] auto take_version(std::int64_t version) -> bool;
    [[nodiscard]] auto take_problems() -> bool;
    [[nodiscard]] auto recall_caller() -> bool;
    [[nodiscard]] auto find_caller() -> Task<>;
    [[nodiscard]] auto settle() -> Task<>;
    [[nodiscard]] auto needs_settling() const noexcept -> bool;
    [[nodiscard]] auto recover(std::exception_ptr failure) noexcept -> bool;
    void start_over();
    void wind_up() noexcept;
    void detach(CancelReason reason);
    [[nodiscard]] auto enter_gates() -> bool;
    [[nodiscard]] auto wait_gates() -> Task<>;
    [[nodiscard]] auto claim() -> Task<>;
    [[nodiscard]] auto lock_shared(std::vector<std::string> keys) -> Task<>;
    void leave() noexcept;
    void apply_effects();
    void apply_client_changes() noexcept;
    void publish() noexcept;
    void log_end(EventLoop::Duration taken) const;

    // failure.cpp: what a client is told.
    void refuse(Outcome outcome, int status, std::string_view code, std::string_view message);
    void refuse_parameters(std::vector<json::Problem> problems);
    void refuse_for(std::exception_ptr failure) noexcept;
    void refuse_cancelled(CancelReason reason);
    void refuse_database(const data::DatabaseError& error);
    void refuse_unknown(std::string_view what);
    void refuse_key_in_use();
    void overloaded(std::string_view code, std::string_view message);
    [[nodiscard]] auto check_rate(const void* scope, RatePer per,
                                  const security::RatePolicy& policy, bool report) -> bool;

    Dispatcher& dispatcher_;
    const Method* method_;
    Call* call_;
    Reply* reply_;
    const EventLoop::TimePoint started_;
    EventLoop::TimePoint deadline_;
    CancelScope scope_;
    Task<> task_{};
    Running* running_ = nullptr;
    DeadlineTimer timer_;
    Work left_behind_{};  // detached: the loop runs until it has ended

    Context context_;
    CallSessions sessions_;
    std::shared_ptr<const Caller> caller_;
    std::optional<security::TokenHash> session_{};
    mutable RequestIdentity identity_;
    std::optional<data::DatabaseLock> shared_lock_{};  // around db_
    std::optional<Db> db_{};
    bool streamed_ = false;
    bool unit_open_ = false;  // of context.transaction()
    std::vector<events::Event> events_{};
    events::Outbox::Hold held_events_{};
    std::vector<security::SessionEffect> effects_{};
    std::shared_ptr<Client> client_{};
    std::vector<ClientChange> client_changes_{};
    std::optional<SessionChange> pending_session_{};  // in the open unit
    std::optional<SessionChange> session_change_{};

    Gate* method_gate_ = nullptr;  // entered
    Gate* global_gate_ = nullptr;
    std::vector<std::string> lock_keys_{};
    KeyedLock::Guard contract_lock_{};
    KeyedLock::Guard handler_lock_{};
    std::optional<IdempotencyClaim> claim_{};

    std::string parameters_{};  // with the version of If-Match; empty: as they came
    std::size_t out_before_;
    int attempts_ = 1;
    Stage stage_ = Stage::arrived;
    Outcome outcome_ = Outcome::ok;
    bool entered_ = false;
    bool replayed_ = false;
    bool committed_ = false;
};

}  // namespace strata::contract
