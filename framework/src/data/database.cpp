#include "strata/data/database.hpp"

#include <exception>
#include <utility>

#include "data/engine.hpp"
#include "strata/loop/suspension.hpp"

namespace strata::data {
namespace {

// Waits for Engine::start or close. What the engine calls back is forgotten with the task that
// waited.
class EngineWait : public Suspension {
  public:
    void await_resume() {
        throw_if_cancelled();
        if (error_) std::rethrow_exception(error_);
    }

  protected:
    explicit EngineWait(Engine& engine) : engine_(&engine) {}
    EngineWait(const EngineWait&) = delete;
    auto operator=(const EngineWait&) -> EngineWait& = delete;
    ~EngineWait() override { *self_ = nullptr; }

    [[nodiscard]] auto engine() const -> Engine& { return *engine_; }
    [[nodiscard]] auto on_completed() const -> Engine::Completed {
        return [self = self_](std::exception_ptr error) {
            if (*self != nullptr) (*self)->completed(std::move(error));
        };
    }

  private:
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override {
        engine_->interrupt_start();
        return OnCancel::wait;
    }
    void completed(std::exception_ptr error) {
        error_ = std::move(error);
        complete();
    }

    Engine* engine_;
    std::exception_ptr error_;
    std::shared_ptr<EngineWait*> self_ = std::make_shared<EngineWait*>(this);
};

class EngineStart final : public EngineWait {
  public:
    EngineStart(Engine& engine, Schema schema) : EngineWait(engine), schema_(std::move(schema)) {}

  private:
    void start() override { engine().start(std::move(schema_), on_completed()); }
    Schema schema_;
};

class EngineClose final : public EngineWait {
  public:
    explicit EngineClose(Engine& engine) : EngineWait(engine) {}

  private:
    void start() override { engine().close(on_completed()); }
};

}  // namespace

Database::Database(const DatabaseOptions& options, EventLoop& loop)
    : loop_(loop), options_(options), engine_(make_engine(options, loop)) {}

Database::~Database() = default;

auto Database::start(std::vector<Script> scripts, std::vector<const Statement*> statements)
    -> Task<> {
    Schema schema;
    schema.scripts = std::move(scripts);
    schema.statements = std::move(statements);
    co_await EngineStart(*engine_, std::move(schema));
}

auto Database::close() -> Task<> {
    if (!std::exchange(closed_, true)) co_await EngineClose(*engine_);
}

auto Database::statistics() const -> Statistics { return engine_->statistics(); }

auto Database::problem() const -> std::string { return engine_->problem(); }

void Database::listen(std::string channel, std::function<void(std::string_view)> heard) {
    engine_->listen(std::move(channel), std::move(heard));
}

auto Database::is_shared() const noexcept -> bool { return engine_->is_shared(); }

}  // namespace strata::data
