#include "data/sqlite/engine.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "data/sqlite/location.hpp"
#include "data/sqlite/migrate.hpp"
#include "data/sqlite/unit.hpp"
#include "strata/data/error.hpp"

namespace strata::data::sqlite {
namespace {

constexpr std::chrono::seconds problem_time{10};

auto error(ErrorKind kind, const std::string& message) -> std::exception_ptr {
    return std::make_exception_ptr(DatabaseError(kind, message));
}

}  // namespace

class SqliteEngine::StartJob final : public Job {
  public:
    StartJob(SqliteEngine& engine, Schema schema, Completed completed)
        : engine_(&engine), schema_(std::move(schema)), completed_(std::move(completed)) {}

    void run(std::unique_ptr<Connection>& own) override {
        const std::string& path = engine_->path_;
        create_folder_of(path);
        auto connection =
            std::make_unique<Connection>(path, engine_->options_, Role::writer, stop_flag());
        connection->require_writable();
        SqliteScripts scripts(*connection, path, stop_flag());
        apply_scripts(scripts, schema_.scripts);
        for (const Statement* statement : schema_.statements) connection->check(*statement);
        connection->stop_on(nullptr);
        for (std::size_t i = 0; i < engine_->options_.readers; ++i)
            readers_.push_back(engine_->open_reader());
        own = std::move(connection);
    }
    void finished() override {
        const std::exception_ptr failure = take_error();
        if (!failure) engine_->started(std::move(readers_));
        const Completed completed = std::move(completed_);
        completed(failure);
    }

  private:
    SqliteEngine* engine_;
    Schema schema_;
    Completed completed_;
    std::vector<std::unique_ptr<Connection>> readers_{};
};

class SqliteEngine::CloseJob final : public Job {
  public:
    CloseJob(SqliteEngine& engine, Completed completed)
        : engine_(&engine), completed_(std::move(completed)) {}

    void run(std::unique_ptr<Connection>& own) override {
        if (!own) return;
        own->rollback();
        own->checkpoint();
    }
    void finished() override {
        const Completed completed = std::move(completed_);
        engine_->shut();
        completed(take_error());
    }

  private:
    SqliteEngine* engine_;
    Completed completed_;
};

class SqliteEngine::RollbackJob final : public Job {
  public:
    RollbackJob(SqliteEngine& engine, SnapshotSlot* slot) : engine_(&engine), slot_(slot) {}

    void run(std::unique_ptr<Connection>& own) override {
        (slot_ != nullptr ? slot_->connection : own)->rollback();
    }
    void finished() override {
        if (slot_ != nullptr) engine_->give_back(*slot_);
        std::erase_if(engine_->rollbacks_, [this](const auto& job) { return job.get() == this; });
    }

  private:
    SqliteEngine* engine_;
    SnapshotSlot* slot_;
};

SqliteEngine::SqliteEngine(std::string path, bool temporary, const DatabaseOptions& options,
                           EventLoop& loop)
    : path_(std::move(path)),
      temporary_(temporary),
      options_(options),
      completions_(std::make_shared<Completions>(loop)),
      snapshot_line_(options.snapshots),
      slots_(options.snapshots),
      writer_(*completions_, std::vector<std::unique_ptr<Connection>>(1)) {
    for (SnapshotSlot& slot : slots_) free_slots_.push_back(&slot);
}

SqliteEngine::~SqliteEngine() {
    open_ = false;
    if (readers_) readers_->close();
    writer_.close();
    completions_->forget();
    remove_files();
}

void SqliteEngine::start(Schema schema, Completed completed) {
    start_job_ = std::make_unique<StartJob>(*this, std::move(schema), std::move(completed));
    writer_.submit(*start_job_);
}

void SqliteEngine::interrupt_start() noexcept {
    if (start_job_ && !open_) writer_.cancel(*start_job_);
}

void SqliteEngine::started(std::vector<std::unique_ptr<Connection>> readers) {
    readers_ = std::make_unique<Lane>(*completions_, std::move(readers));
    open_ = true;
}

void SqliteEngine::close(Completed completed) {
    open_ = false;
    const auto closed = error(ErrorKind::unavailable, path_ + ": the database is closed");
    writer_line_.refuse_all(closed);
    snapshot_line_.refuse_all(closed);
    close_job_ = std::make_unique<CloseJob>(*this, std::move(completed));
    writer_.submit(*close_job_);
}

void SqliteEngine::shut() {
    if (readers_) readers_->close();
    completions_->drain();
    shut_ = true;
    for (SnapshotSlot& slot : slots_) slot.connection.reset();
    writer_.close();
    completions_->drain();
    remove_files();
}

void SqliteEngine::remove_files() noexcept {
    if (!temporary_) return;
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        std::filesystem::remove(path_ + suffix, ignored);
    }
}

auto SqliteEngine::unit(Transaction mode, const UnitOptions& /*options*/)
    -> std::unique_ptr<UnitOfWork> {
    return make_unit(*this, mode);
}

auto SqliteEngine::statistics() const -> Statistics {
    Statistics now = counters_;
    now.waited = writer_line_.waited() + snapshot_line_.waited();
    now.wait_time = writer_line_.wait_time() + snapshot_line_.wait_time();
    now.in_use = std::min<std::size_t>(1, writer_line_.held() + ending_) + snapshot_line_.held();
    if (readers_ && !shut_) {
        const auto opened = std::ranges::count_if(slots_, &SnapshotSlot::is_open);
        now.connections = 1 + options_.readers + static_cast<std::size_t>(opened);
    }
    now.writers_waiting = writer_line_.waiting();
    now.readers_waiting = snapshot_line_.waiting() + (readers_ ? readers_->waiting() : 0);
    return now;
}

auto SqliteEngine::refusal(std::size_t waiting) -> std::exception_ptr {
    if (!open_) return error(ErrorKind::unavailable, path_ + ": the database is not open");
    if (waiting < options_.queue) return nullptr;
    ++counters_.refused;
    return error(ErrorKind::busy, path_ + ": " + std::to_string(waiting) + " wait already");
}

auto SqliteEngine::problem() const -> std::string {
    return std::chrono::steady_clock::now() < problem_since_ + problem_time ? problem_ : "";
}

void SqliteEngine::note_write(const std::exception_ptr& failure) {
    if (!failure) return problem_.clear();
    try {
        std::rethrow_exception(failure);
    } catch (const DatabaseError& thrown) {
        if (thrown.kind() != ErrorKind::unwritable) return;
        problem_ = "the database can't be written";
        problem_since_ = std::chrono::steady_clock::now();
    } catch (...) {  // NOLINT(bugprone-empty-catch): it says nothing of the file
    }
}

auto SqliteEngine::take_slot() -> SnapshotSlot& {
    SnapshotSlot* slot = free_slots_.back();
    free_slots_.pop_back();
    return *slot;
}

void SqliteEngine::give_back(SnapshotSlot& slot) {
    free_slots_.push_back(&slot);
    snapshot_line_.release();
}

void SqliteEngine::roll_back(SnapshotSlot* slot) {
    if (shut_) return;
    ++counters_.rollbacks;
    rollbacks_.push_back(std::make_unique<RollbackJob>(*this, slot));
    (slot != nullptr ? readers() : writer_).submit(*rollbacks_.back());
}

auto SqliteEngine::open_reader() const -> std::unique_ptr<Connection> {
    return std::make_unique<Connection>(path_, options_, Role::reader);
}

auto make_engine(const std::string& path, const DatabaseOptions& options, EventLoop& loop)
    -> std::unique_ptr<Engine> {
    const bool temporary = path == ":memory:";
    return std::make_unique<SqliteEngine>(temporary ? temporary_path() : path, temporary, options,
                                          loop);
}

}  // namespace strata::data::sqlite
