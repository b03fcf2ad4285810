#pragma once
// Outbox: events are rows of strata_outbox, written as the last step of the unit of work that
// emitted them: they are there exactly if its other writes are. From there they go to the bus, and
// there they stay for clients that come back, until they are swept.
//
// - A database of one process (SQLite): its writer is the only one, so rows are in the order of the
//   commits. The process hands its events out itself, as soon as they are committed; the rows are
//   for the process after it.
// - A database of several (PostgreSQL): rows are written under an advisory lock a topic, held until
//   the commit, so that a topic's rows are in the order of its commits. A unit takes all its locks
//   in one order, so no two wait for each other. Every process reads the
//   rows of all, its own as well, and hands them out in that order. It does so when it has
//   committed some, when another one says that it has (NOTIFY, which carries nothing else and may
//   get lost), and every `events.poll`.
//
// Every event reaches every process at least once. Loop thread only; what it refers to outlives it.
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "strata/data/db.hpp"
#include "strata/data/statement.hpp"
#include "strata/events/bus.hpp"
#include "strata/events/event.hpp"
#include "strata/events/position.hpp"
#include "strata/events/settings.hpp"
#include "strata/loop/event.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/timer.hpp"

namespace strata::data {
class Database;
}

namespace strata::events {

// Of an event that the service declares, in static storage. Rows of others are left alone: another
// version of the service wrote them.
struct EventName {
    std::string_view module{};
    std::string_view name{};
};

class Outbox final {
  public:
    struct Parts {
        EventLoop& loop;
        data::Database& database;
        LocalBus* bus;  // null: nobody listens here
        const EventsSettings& settings;
        std::vector<EventName> names;
        std::function<Timestamp()> now;
    };
    explicit Outbox(Parts parts);
    Outbox(const Outbox&) = delete;
    auto operator=(const Outbox&) -> Outbox& = delete;
    ~Outbox();

    // Several processes: what was committed comes back through the tail.
    [[nodiscard]] auto is_shared() const noexcept -> bool { return shared_; }
    // False where nobody could read them: one process, and nothing is kept.
    [[nodiscard]] auto keeps() const noexcept -> bool;
    // As the last statements of a unit that writes. Sent: what fails of them fails the commit.
    void write(Db& db, std::span<const Event> events);
    // One that belongs to no call: written soon, and handed out then.
    void post(Event event);

    // Own events between their row and the end of their call: until then the tail hands none of
    // them out, so that the call's subscriptions and its answer come first.
    class Hold final {
      public:
        Hold() = default;
        Hold(Outbox& outbox, std::span<const Event> events);
        Hold(Hold&& other) noexcept;
        auto operator=(Hold&& other) noexcept -> Hold&;
        ~Hold() { release(); }
        void release() noexcept;

      private:
        Outbox* outbox_ = nullptr;
        std::vector<Uuid> ids_{};
    };
    // After the commit of what was written. Where it is shared, this process and the others look.
    void committed(std::span<const Event> events);

    // What is kept, oldest first, for a process that begins: up to events.retained of it.
    [[nodiscard]] auto load() -> Task<std::vector<Event>>;
    // Where it is shared: hands out what comes, until stop().
    void start();
    // Also waits for what was posted.
    [[nodiscard]] auto stop() -> Task<>;
    // What has been committed by now has been handed out. Nothing to do where it is not shared.
    [[nodiscard]] auto catch_up() -> Task<>;
    // Deletes what is older than events.retention; the rows.
    [[nodiscard]] auto sweep() -> Task<std::int64_t>;

    [[nodiscard]] auto written() const noexcept -> std::uint64_t { return written_; }
    // Committed or posted here, and not yet handed out here.
    [[nodiscard]] auto backlog() const noexcept -> std::size_t {
        return own_.size() + posted_.size();
    }

    [[nodiscard]] static auto script() -> const data::Script&;
    // All that it runs, where the database is shared or is not: to be checked against it.
    [[nodiscard]] static auto statements(bool shared) -> std::span<const data::Statement* const>;

  private:
    [[nodiscard]] auto follow() -> Task<>;
    [[nodiscard]] auto read() -> Task<>;
    [[nodiscard]] auto tell() -> Task<>;
    [[nodiscard]] auto write_posted() -> Task<>;
    void heard(std::string_view payload);
    void hand_out(std::span<const Event> events);
    [[nodiscard]] auto resolve(Event& event, std::string_view module, std::string_view name) const
        -> bool;
    [[nodiscard]] auto is_held(std::span<const Event> events) const -> bool;
    [[nodiscard]] auto kept_since() const -> Timestamp;

    Parts parts_;
    const bool shared_;
    const std::string process_;  // what its own notifications begin with
    Position position_{};
    Timestamp since_{};
    std::string last_heard_{};
    std::uint64_t told_ = 0;
    bool tells_ = false;       // a NOTIFY is under way
    bool tell_again_ = false;  // for what was committed since
    bool follows_ = false;
    bool failing_ = false;
    std::uint64_t reads_begun_ = 0;
    std::uint64_t reads_ended_ = 0;
    std::uint64_t written_ = 0;
    std::unordered_set<Uuid> held_{};
    std::unordered_set<Uuid> own_{};
    std::vector<Event> posted_{};
    bool writes_posted_ = false;
    AsyncEvent wake_{};
    AsyncEvent read_ended_{};
    Timer poll_;
    std::optional<TaskGroup> tail_{};
    TaskGroup errands_;
};

}  // namespace strata::events
