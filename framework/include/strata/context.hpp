#pragma once
// Context: what a handler knows and may do besides its parameters. One a call; it outlives the
// handler. Loop thread only. It includes neither Asio nor a JSON document type, so that handlers
// compile fast.
//
//     auto orders::pay(Context& context, Pay parameters) -> Task<Order, PayErrors> {
//         auto order = co_await db::orders::find_order(context.db(), parameters.order_id);
//         ...
//         context.emit(Topic("order", order->id), events::Paid(*order));
//         co_return *order;
//     }
//
// Callables passed in are functions or `[&]` lambdas (static_assert): nothing that a coroutine
// frame would have to destroy twice. They are kept until the awaited call ends.
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "strata/contract/call_client.hpp"
#include "strata/contract/call_log.hpp"
#include "strata/contract/call_sessions.hpp"
#include "strata/contract/unit.hpp"
#include "strata/data/db.hpp"
#include "strata/data/transaction.hpp"
#include "strata/events/topic.hpp"
#include "strata/json/encode.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/worker_pool.hpp"
#include "strata/security/passwords.hpp"
#include "strata/values.hpp"

namespace strata {

using data::Isolation;
using data::Transaction;
using data::TransactionOptions;

namespace contract {
class Invocation;
}

class Context final {
  public:
    explicit Context(contract::Invocation& invocation) noexcept : invocation_(&invocation) {}
    Context(const Context&) = delete;
    auto operator=(const Context&) -> Context& = delete;

    // The call's unit of work: begins with the first statement, and commits after the handler
    // returned a value. std::logic_error if the service has no database.
    [[nodiscard]] auto db() -> Db&;
    // Who calls; nobody (no id, no login) where the contract lets everyone in.
    [[nodiscard]] auto caller() const noexcept -> const Caller&;
    // In microseconds; every call gives a later instant.
    [[nodiscard]] auto now() -> Timestamp;
    // A UUID of version 7, greater than all before it.
    [[nodiscard]] auto new_id() -> Uuid;
    // What the client sent, or was made for this request: for its log lines, and for the requests
    // that the handler makes of others (`X-Request-Id`, and W3C's `traceparent`).
    [[nodiscard]] auto request_id() const -> std::string_view;
    [[nodiscard]] auto traceparent() const -> std::string_view;
    // Until the deadline; zero when it has passed.
    [[nodiscard]] auto time_left() const -> std::chrono::milliseconds;
    [[nodiscard]] auto log() const noexcept -> CallLog { return CallLog(*invocation_); }
    [[nodiscard]] auto sessions() noexcept -> CallSessions&;
    // The connection that the call came on: topics to hear, streams (docs/events.md).
    [[nodiscard]] auto client() noexcept -> CallClient { return CallClient(*invocation_); }
    [[nodiscard]] auto passwords() noexcept -> security::Passwords&;

    // Delivered after the commit, in this order; if there is none, never. Encoded now.
    template <class Event>
    void emit(Topic topic, const Event& event) {
        using json::encode;
        std::string data;
        json::Writer writer(data);
        encode(writer, event);
        writer.finish();
        emit_encoded(std::move(topic), Event::module, Event::name, std::move(data));
    }

    // To all connections of an account, and to those of the session that makes this call.
    template <class Event>
    void emit_to_account(const Uuid& account, const Event& event) {
        emit(Topic("@account", account), event);
    }
    template <class Event>
    void emit_to_session(const Event& event) {
        emit(session_topic(), event);
    }

    // Holds a key, or several at once, until the call's unit of work has ended: other holders of a
    // key wait, in order. std::logic_error inside an open unit of work, or while holding one
    // already.
    [[nodiscard]] auto lock(std::string key) -> Task<>;
    [[nodiscard]] auto lock(std::vector<std::string> keys) -> Task<>;

    // Runs fn() on a worker thread, and continues on the loop with its value or exception. For what
    // computes long, or with Lane::blocking for what waits (files, foreign libraries). Throws
    // PoolFull.
    template <class F>
    [[nodiscard]] auto offload(F&& fn) {
        return offload(Lane::cpu, std::forward<F>(fn));
    }
    template <class F>
    [[nodiscard]] auto offload(Lane lane, F&& fn) {
        return workers().run(job_name(), lane, std::forward<F>(fn));
    }

    // With `transaction: none` in the contract: a unit of work of its own around `fn(Db&) ->
    // Task<...>`. Commits after a value, rolls back after a declared error or an exception; runs fn
    // again after a serialization failure, 3 times in all. std::logic_error with another mode in
    // the contract, or inside of another one. `options`: Transaction::write, or
    // {Transaction::write, Isolation::serializable}.
    template <class F>
    [[nodiscard]] auto transaction(TransactionOptions options, F fn) -> data::task_of<F, Db>;

    [[nodiscard]] auto sleep(std::chrono::nanoseconds duration) -> Sleep;

  private:
    [[nodiscard]] auto session_topic() const -> Topic;
    [[nodiscard]] auto workers() noexcept -> WorkerPool&;
    [[nodiscard]] auto job_name() const noexcept -> std::string_view;
    void emit_encoded(Topic topic, std::string_view module, std::string_view name,
                      std::string data);

    contract::Invocation* invocation_;
};

template <class F>
auto Context::transaction(TransactionOptions options, F fn) -> data::task_of<F, Db> {
    static_assert(std::is_trivially_destructible_v<F>,
                  "transaction() takes a function or a [&] lambda");
    using Value = typename data::task_of<F, Db>::value_type;
    for (contract::Unit unit(*invocation_, options);; unit.begin_again()) {
        try {
            data::task_of<F, Db> body = fn(unit.db());
            if constexpr (std::is_void_v<Value>) {
                co_await body;
                co_await unit.commit();
                co_return;
            } else {
                auto value = co_await body;
                if (data::is_success(value)) co_await unit.commit();
                co_return value;
            }
        } catch (...) {
            if (!unit.may_run_again()) throw;
        }
    }
}

}  // namespace strata
