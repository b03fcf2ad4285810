#pragma once
// SQLite: one connection that writes, on a thread of its own, and several that read, in WAL mode,
// so that neither waits for the other. A unit of work sends BEGIN with its first statement; the
// writer's next unit is queued behind the COMMIT of the one before, without a trip to the loop
// between them.
#include <deque>

#include "data/engine.hpp"
#include "data/sqlite/lane.hpp"
#include "data/sqlite/line.hpp"

namespace strata::data::sqlite {

// A connection for snapshot units, opened when it is first needed. Its jobs run on the readers'
// threads.
struct SnapshotSlot {
    std::unique_ptr<Connection> connection{};
    bool is_open = false;  // loop thread: what is known of it there
};

class SqliteEngine final : public Engine {
  public:
    SqliteEngine(std::string path, bool temporary, const DatabaseOptions& options, EventLoop& loop);
    ~SqliteEngine() override;

    void start(Schema schema, Completed completed) override;
    void interrupt_start() noexcept override;
    void close(Completed completed) override;
    [[nodiscard]] auto unit(Transaction mode, const UnitOptions& options)
        -> std::unique_ptr<UnitOfWork> override;
    [[nodiscard]] auto statistics() const -> Statistics override;
    // Of a write of late: who is not ready gets none that would show that it goes again.
    [[nodiscard]] auto problem() const -> std::string override;

    // For its units.
    [[nodiscard]] auto writer() -> Lane& { return writer_; }
    [[nodiscard]] auto readers() -> Lane& { return *readers_; }
    [[nodiscard]] auto writer_line() -> Line& { return writer_line_; }
    [[nodiscard]] auto snapshot_line() -> Line& { return snapshot_line_; }
    [[nodiscard]] auto take_slot() -> SnapshotSlot&;
    void give_back(SnapshotSlot& slot);  // and the next snapshot unit goes on
    // Null, or why nothing more can be done: not started, closed, too many wait in `line`.
    [[nodiscard]] auto refusal(std::size_t waiting) -> std::exception_ptr;
    // The end of a write unit is sent, and has come to its own end: the next unit has the permit
    // meanwhile.
    void end_sent() noexcept { ++ending_; }
    void end_done() noexcept { --ending_; }
    // What came of a request of a write unit, for problem().
    void note_write(const std::exception_ptr& failure);
    // Rolls back what a destroyed unit left open: on the writer, or on the slot, which is then
    // given back.
    void roll_back(SnapshotSlot* slot);
    [[nodiscard]] auto open_reader() const -> std::unique_ptr<Connection>;
    // Its connections are closed, and with them every transaction.
    [[nodiscard]] auto is_shut() const -> bool { return shut_; }
    [[nodiscard]] auto counters() -> Statistics& { return counters_; }

  private:
    class StartJob;
    class CloseJob;
    class RollbackJob;

    void started(std::vector<std::unique_ptr<Connection>> readers);
    void shut();  // ends the threads; what finished is delivered
    void remove_files() noexcept;

    const std::string path_;
    const bool temporary_;
    const DatabaseOptions options_;
    std::shared_ptr<Completions> completions_;
    Line writer_line_{1};
    Line snapshot_line_;
    std::deque<SnapshotSlot> slots_;
    std::vector<SnapshotSlot*> free_slots_{};
    Statistics counters_{};
    std::size_t ending_ = 0;
    std::string problem_{};
    std::chrono::steady_clock::time_point problem_since_{};
    bool open_ = false;
    bool shut_ = false;
    std::unique_ptr<StartJob> start_job_;
    std::unique_ptr<CloseJob> close_job_;
    std::vector<std::unique_ptr<RollbackJob>> rollbacks_;
    std::unique_ptr<Lane> readers_{};
    Lane writer_;
};

[[nodiscard]] auto make_engine(const std::string& path, const DatabaseOptions& options,
                               EventLoop& loop) -> std::unique_ptr<Engine>;

}  // namespace strata::data::sqlite
