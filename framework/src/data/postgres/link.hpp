#pragma once
// Link: one connection to PostgreSQL in libpq's pipeline mode, on the loop. Statements are sent
// without waiting for those before them; results come in order. What is sent in one turn of the
// loop goes out together. A statement is prepared when the link first runs it.
//
// Statements between two sync() form a group: when one fails, those after it in the group are
// skipped. A group ends by itself with the turn of the loop.
//
// Loop thread only. The owner outlives the open link; after close() it hears nothing more.
#include <chrono>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "data/postgres/command.hpp"
#include "data/postgres/parameters.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/timer.hpp"

struct pg_cancel;
struct pg_conn;

namespace strata::data::postgres {

class SocketWatch;
class Target;

class Link final : public std::enable_shared_from_this<Link> {
  public:
    class Owner {
      public:
        virtual void link_ready(Link& link) = 0;
        // Everything in flight has been told. The link is closed; it may be opened again.
        virtual void link_lost(Link& link, const std::string& reason) = 0;
        // A table has changed: what any link has prepared may not fit it any more.
        virtual void plans_changed() = 0;
        // Of a channel that the link listens to.
        virtual void notified(std::string_view payload) = 0;

      protected:
        ~Owner() = default;
    };

    Link(EventLoop& loop, Owner& owner);
    Link(const Link&) = delete;
    auto operator=(const Link&) -> Link& = delete;
    ~Link();

    // REQUIRES: closed. link_ready() or link_lost() follows, the latter maybe before it returns.
    void open(const Target& target, std::chrono::milliseconds timeout);
    // What is in flight completes as lost.
    void close() noexcept;
    // The same, as when the server closes it: link_lost() follows. REQUIRES: open.
    void fail(std::string reason);
    [[nodiscard]] auto is_open() const noexcept -> bool { return state_ != State::closed; }
    [[nodiscard]] auto is_ready() const noexcept -> bool { return state_ == State::ready; }
    // Whether its server was a standby when it last answered. REQUIRES: ready.
    [[nodiscard]] auto is_of_standby() const -> bool;

    // REQUIRES: ready, for all of these. The values are copied before run() returns.
    void prepare(const Statement& statement);
    void run(const Statement& statement, std::span<const Value> values, Command& command);
    // A statement's text in another's service (DECLARE, FETCH), sent as it is, with the parameters
    // of `statement`. Whoever takes its rows describes them.
    void run_text(const std::string& sql, const Statement& statement, std::span<const Value> values,
                  Command& command);
    // Prepares it, and compares it with the declaration.
    void check(const Statement& statement, Command& command);
    void sync();
    // Prepares every statement again when it is next run.
    void forget_plans() noexcept;

    // How many groups were ended: what is sent while it stays the same is in one group.
    [[nodiscard]] auto group() const noexcept -> std::uint64_t { return group_; }
    // Statements, and ends of groups, whose results have not come.
    [[nodiscard]] auto in_flight() const noexcept -> std::size_t { return entries_.size(); }
    // Since when the server has been at the statement that it is at. REQUIRES: one is in flight.
    [[nodiscard]] auto busy_since() const noexcept -> EventLoop::TimePoint { return head_since_; }
    // What the server is at takes long. Its results come at the end of a group, so it may be any of
    // the first one: all of that group, unless it is a single statement, and all behind it are
    // told. True: nobody waits for the first group any more.
    auto hold_up() -> bool;
    // Somebody waits for a statement of the first group.
    [[nodiscard]] auto is_first_wanted() const -> bool;
    // Somebody still waits for a result.
    [[nodiscard]] auto is_waited_for() const -> bool;
    // How to cancel what it runs, from any thread; null if there is no connection.
    [[nodiscard]] auto make_cancel() const -> std::shared_ptr<pg_cancel>;

  private:
    enum class State : std::uint8_t { closed, connecting, ready };
    enum class Kind : std::uint8_t { prepare, describe, execute, sync };
    struct Entry {
        Kind kind = Kind::sync;
        bool delivered = false;  // the result came, its end did not
        Command* command = nullptr;
        const Statement* statement = nullptr;
        Prepared* prepared = nullptr;
    };

    [[nodiscard]] static auto is_sync(const Entry& entry) -> bool;
    [[nodiscard]] static auto is_wanted(const Entry& entry) -> bool;
    void pass_over(const Target& target, std::chrono::milliseconds timeout);
    void poll_connect();
    void established();
    void readable();
    void take(pg_result* result);
    void take_notifications();
    void take_prepared(const Entry& entry, const pg_result& result);
    void deliver(const Entry& entry, const pg_result& result);
    void deliver_description(const Entry& entry, const pg_result& result);
    void push(Entry entry);
    void schedule_flush();
    void flush();
    void fail_soon();
    [[nodiscard]] auto last_error() const -> std::string;
    auto prepared(const Statement& statement) -> Prepared&;
    void send_prepare(const Statement& statement, Prepared& prepared);

    EventLoop& loop_;
    Owner* owner_;
    std::unique_ptr<SocketWatch> watch_;
    Timer connect_timer_;
    pg_conn* connection_ = nullptr;
    State state_ = State::closed;
    std::size_t names_ = 0;  // given to statements
    bool flush_scheduled_ = false;
    bool in_group_ = false;  // something was sent since the last sync
    std::uint64_t group_ = 0;
    EventLoop::TimePoint head_since_{};
    std::exception_ptr group_error_{};  // why the rest of the group is skipped
    std::deque<Entry> entries_{};
    std::unordered_map<const Statement*, Prepared> prepared_{};
    Parameters parameters_{};
};

}  // namespace strata::data::postgres
