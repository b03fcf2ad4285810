#pragma once
// PostgreSQL: connections on the loop in libpq's pipeline mode. Single reads share a few of them;
// a transaction has one for itself. A connection that is lost is opened again, with growing pauses;
// while there is none, units are refused as unavailable.
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "data/engine.hpp"
#include "data/postgres/claims.hpp"
#include "data/postgres/errands.hpp"
#include "data/postgres/pool.hpp"
#include "data/postgres/target.hpp"
#include "strata/loop/work.hpp"

namespace strata::data::postgres {

class PostgresEngine final : public Engine, private Link::Owner {
  public:
    PostgresEngine(const DatabaseOptions& options, EventLoop& loop);
    ~PostgresEngine() override;

    void start(Schema schema, Completed completed) override;
    void interrupt_start() noexcept override;
    void close(Completed completed) override;
    [[nodiscard]] auto unit(Transaction mode, const UnitOptions& options)
        -> std::unique_ptr<UnitOfWork> override;
    [[nodiscard]] auto hold(std::vector<std::string> keys) -> std::unique_ptr<UnitOfWork> override;
    [[nodiscard]] auto claim(const std::string& key) -> std::unique_ptr<Claim> override;
    [[nodiscard]] auto statistics() const -> Statistics override;
    [[nodiscard]] auto problem() const -> std::string override;
    [[nodiscard]] auto is_shared() const noexcept -> bool override { return true; }
    [[nodiscard]] auto fails_as_a_whole() const noexcept -> bool override { return true; }

    [[nodiscard]] auto held_up_by() const -> std::string override;

    void listen(std::string channel, std::function<void(std::string_view)> heard) override;

    // For its units.
    [[nodiscard]] auto options() const noexcept -> const DatabaseOptions& { return options_; }
    [[nodiscard]] auto pool() noexcept -> Pool& { return pool_; }
    // Null, or why nothing more can be done: not open, not reachable, too many wait.
    [[nodiscard]] auto refusal(std::size_t waiting) -> std::exception_ptr;
    [[nodiscard]] auto unreachable() const -> std::exception_ptr;
    // The shared connection with the least to do, of those that no slow statement holds up as long
    // as there is one; null: there is none.
    [[nodiscard]] auto reader() -> Link*;
    [[nodiscard]] auto reads_in_flight() const noexcept -> std::size_t;
    // Opens a connection that writes; link_ready() or link_lost() of the owner follows.
    void open(Link& link, Link::Owner& owner) { open(link, target_, owner); }
    // Asks the server to stop what the connection runs.
    void cancel(Slot& slot);
    // Ends what a destroyed unit left open, and gives its connection back if it was the unit's own.
    void roll_back(Slot& slot, bool gives_back);
    // Gives a connection back without its locks.
    void unlock(Slot& slot);
    // No statement on it runs much longer than until then, should the cancel request be lost.
    void set_timeout(Slot& slot, EventLoop::TimePoint deadline);
    void count_statement(bool failed) noexcept;
    void count_end(RequestKind kind) noexcept;
    void count_lost() noexcept { ++counters_.lost_connections; }

  private:
    class GiveBack;
    class Check;

    void link_ready(Link& link) override;
    void link_lost(Link& link, const std::string& reason) override;
    void plans_changed() override;
    void notified(std::string_view payload) override;
    void begin_listening(Slot& slot);
    [[nodiscard]] auto slot_of(const Link& link) noexcept -> Slot&;
    void open(Link& link, const Target& target, Link::Owner& owner);
    void connect(Slot& slot);
    void connect_later(Slot& slot);
    [[nodiscard]] auto pause_after(unsigned failures) -> std::chrono::milliseconds;
    void end_with(const Statement& statement, Slot& slot);
    void send_cancel(Slot& slot);
    void cancel_sent(Slot& slot);
    void watch_reads();
    void start_watching();
    void watch_links();
    [[nodiscard]] auto answer_due(const Slot& slot) const -> EventLoop::TimePoint;
    void hold_up(Slot& slot);
    void add_reader();
    void note_unreachable(const std::string& reason);
    [[nodiscard]] auto is_standby() const -> bool;
    void watch_standby();

    void apply_scripts();
    void scripts_applied(const std::exception_ptr& error);
    void check_statements(Link& link);
    void checked(std::exception_ptr error);
    void finish_start_when_ready();
    void finish_start(const std::exception_ptr& error);
    void finish_interrupted();
    void finish_close();
    [[nodiscard]] auto is_idle() const noexcept -> bool;

    EventLoop& loop_;
    const DatabaseOptions options_;
    const Target target_;
    const Target reader_target_;
    std::minstd_rand random_;

    Statistics counters_{};
    bool open_ = false;
    bool closing_ = false;
    bool shut_ = false;
    std::string unreachable_{};  // why, while no connection is ready

    // While it starts.
    Schema schema_{};
    Completed started_{};
    Work start_work_{};
    unsigned start_failures_ = 0;
    std::size_t unchecked_ = 0;
    bool checking_ = false;
    bool statements_fit_ = false;
    std::exception_ptr check_error_{};
    std::shared_ptr<std::atomic<bool>> stop_ = std::make_shared<std::atomic<bool>>(false);
    EventLoop::TimePoint interrupted_by_{};
    Timer start_timer_;

    Completed closed_{};
    Timer close_timer_;

    Timer reads_timer_;
    Timer links_timer_;
    std::vector<const Link*> overdue_{};  // at the last look

    bool standby_told_ = false;
    Timer standby_timer_;

    std::string channel_{};
    std::function<void(std::string_view)> heard_{};

    Pool pool_{};
    std::vector<std::unique_ptr<Slot>> slots_{};
    Claims claims_;
    Errands errands_;
    Errands resolver_;  // which no cancel request holds up that gets no answer
};

[[nodiscard]] auto make_engine(const DatabaseOptions& options, EventLoop& loop)
    -> std::unique_ptr<Engine>;

}  // namespace strata::data::postgres
