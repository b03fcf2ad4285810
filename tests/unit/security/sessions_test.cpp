#include "strata/security/sessions.hpp"

#include <doctest/doctest.h>

#include <optional>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/run_task.hpp"

using namespace strata;
using namespace strata::security;

namespace {

class TestClock final : public Clock {
  public:
    auto now() -> Timestamp override {
        at_ = at_ + std::chrono::microseconds(1);
        return at_;
    }
    auto steady() -> std::chrono::steady_clock::time_point override { return {}; }
    void advance(std::chrono::seconds by) { at_ = at_ + by; }

  private:
    Timestamp at_ = *Timestamp::parse("2026-01-01T00:00:00Z");
};

const Uuid ann_id = *Uuid::parse("00000000-0000-4000-8000-00000000000a");

constexpr data::Column number_column[] = {{"number", data::Type::integer}};
constexpr data::Statement count_rows{
    "count", "SELECT count(*) AS number FROM strata_sessions", "", "here", {}, number_column,
    false};

// The same tests on a database of one process, one that others write too, and without any.
enum class Kind { own, shared, memory };

struct Place {
    explicit Place(Kind kind, SessionSettings settings = {}) {
        if (kind != Kind::memory) {
            data::DatabaseOptions options;
            options.url = "sqlite::memory:";
            options.durability = data::Durability::off;
            database.emplace(options, loop);
            auto scripts = Sessions::scripts();
            auto all = Sessions::statements();
            std::vector<const data::Statement*> statements(all.begin(), all.end());
            auto begin = database->start(std::move(scripts), std::move(statements));
            run_task(loop, std::move(begin));
        }
        const auto store = kind == Kind::shared ? SessionStore::shared : SessionStore::own;
        sessions.emplace(database ? &*database : nullptr, store, settings, clock, random);
    }
    ~Place() {
        sessions.reset();
        if (database) run_task(loop, database->close());
    }

    auto start_from(std::string_view address, Uuid account = ann_id) -> std::string {
        return start({}, address, account);
    }
    auto start(std::optional<TokenHash> previous = {}, std::string_view address = {},
               Uuid account = ann_id) -> std::string {
        return change([&](Db* db) -> Task<std::string> {
            Caller caller{account, "ann", {"staff", "\"quoted\""}};
            auto begin = sessions->start(db, std::move(caller), previous, address);
            auto started = co_await begin;
            if (db != nullptr) co_await db->commit();
            sessions->committed(started.effect);
            co_return started.token;
        });
    }
    template <class F>
    auto change(F body) -> std::string {
        std::optional<Db> db;
        if (database) db.emplace(*database, data::Transaction::write);
        return run_task(loop, body(db ? &*db : nullptr));
    }
    void apply(Task<SessionEffect> (Sessions::*function)(Db*, TokenHash), std::string_view token) {
        change([&](Db* db) -> Task<std::string> {
            auto ending = ((*sessions).*function)(db, *hash_token(token));
            auto effect = co_await ending;
            if (db != nullptr) co_await db->commit();
            sessions->committed(effect);
            co_return std::string();
        });
    }
    auto who(std::string_view token) -> std::string {
        const auto hash = *hash_token(token);
        auto caller = sessions->recall(hash);
        if (!caller) caller = run_task(loop, sessions->find(hash));
        return caller ? caller->login : "nobody";
    }
    auto rows() -> std::int64_t {
        Db db(*database, data::Transaction::read);
        return run_task(loop, db.scalar<std::int64_t>(count_rows));
    }

    EventLoop loop{};
    TestClock clock{};
    SystemRandom random{};
    std::optional<data::Database> database{};
    std::optional<Sessions> sessions{};
};

constexpr Kind kinds[] = {Kind::own, Kind::shared, Kind::memory};

auto settings_of(std::chrono::seconds lifetime, std::chrono::seconds idle) -> SessionSettings {
    SessionSettings settings;
    settings.lifetime = lifetime;
    settings.idle_timeout = idle;
    return settings;
}

}  // namespace

TEST_CASE("a session is its account's until it is ended") {
    for (const auto kind : kinds) {
        Place place(kind);
        const auto token = place.start();
        CHECK(place.who(token) == "ann");
        const auto caller = run_task(place.loop, place.sessions->find(*hash_token(token)));
        CHECK(caller->id == ann_id);
        CHECK(caller->groups == std::vector<std::string>{"staff", "\"quoted\""});
        place.apply(&Sessions::end, token);
        CHECK(place.who(token) == "nobody");
    }
}

TEST_CASE("a session ends at its expiry, however active") {
    for (const auto kind : kinds) {
        Place place(kind, settings_of(std::chrono::hours(2), std::chrono::hours(1)));
        const auto token = place.start();
        for (int i = 0; i < 3; ++i) {
            place.clock.advance(std::chrono::minutes(35));
            CHECK(place.who(token) == "ann");
        }
        place.clock.advance(std::chrono::minutes(15));
        CHECK(place.who(token) == "nobody");
    }
}

TEST_CASE("a session without calls ends after its idle time, which a call renews") {
    for (const auto kind : kinds) {
        Place place(kind, settings_of(std::chrono::hours(20), std::chrono::hours(1)));
        const auto token = place.start();
        place.clock.advance(std::chrono::minutes(59));
        CHECK(place.who(token) == "ann");
        place.clock.advance(std::chrono::minutes(59));
        CHECK(place.who(token) == "ann");
        place.clock.advance(std::chrono::minutes(61));
        CHECK(place.who(token) == "nobody");
    }
}

TEST_CASE("an account has a limited number of sessions: the least recently used ends") {
    for (const auto kind : kinds) {
        SessionSettings settings;
        settings.per_account = 2;
        Place place(kind, settings);
        const auto first = place.start();
        const auto second = place.start();
        const auto third = place.start();
        CHECK(place.who(first) == "nobody");
        CHECK(place.who(second) == "ann");
        CHECK(place.who(third) == "ann");
    }
}

TEST_CASE("a client's address has a limited number of sessions, whoever they are of") {
    const Uuid bob_id = *Uuid::parse("00000000-0000-4000-8000-00000000000b");
    for (const auto kind : kinds) {
        SessionSettings settings;
        settings.per_client = 2;
        Place place(kind, settings);
        const auto elsewhere = place.start_from("192.0.2.9");
        const auto first = place.start_from("2001:db8::1");
        const auto second = place.start_from("2001:db8::2", bob_id);
        const auto third = place.start_from("2001:db8:0:0:ffff::1");
        CHECK(place.who(first) == "nobody");
        CHECK(place.who(second) == "ann");
        CHECK(place.who(third) == "ann");
        CHECK(place.who(elsewhere) == "ann");
        const auto nowhere = place.start();
        for (int i = 0; i < 3; ++i) place.start();
        CHECK(place.who(nowhere) == "ann");
    }
}

TEST_CASE("sessions in memory write nothing to a database that is there") {
    SessionSettings settings;
    settings.store = SessionStoreKind::memory;
    Place place(Kind::own, settings);
    const auto token = place.start();
    CHECK(place.who(token) == "ann");
    CHECK(place.rows() == 0);
    place.apply(&Sessions::end, token);
    CHECK(place.who(token) == "nobody");
}

TEST_CASE("a sign-in ends the session that it replaces") {
    for (const auto kind : kinds) {
        Place place(kind);
        const auto first = place.start();
        const auto second = place.start(hash_token(first));
        CHECK(place.who(first) == "nobody");
        CHECK(place.who(second) == "ann");
    }
}

TEST_CASE("a session outlives the process with its database") {
    Place place(Kind::own);
    const auto token = place.start();
    place.sessions.emplace(&*place.database, SessionStore::own, SessionSettings(), place.clock,
                           place.random);
    CHECK(place.sessions->recall(*hash_token(token)) == nullptr);
    CHECK(place.who(token) == "ann");
    CHECK(place.sessions->recall(*hash_token(token)) != nullptr);
}

TEST_CASE("a shared table is asked each time, so that another process' revocation holds at once") {
    Place place(Kind::shared);
    const auto token = place.start();
    Sessions other(&*place.database, SessionStore::shared, SessionSettings(), place.clock,
                   place.random);
    CHECK(run_task(place.loop, other.find(*hash_token(token))) != nullptr);
    place.apply(&Sessions::end, token);
    CHECK(other.recall(*hash_token(token)) == nullptr);
    CHECK(run_task(place.loop, other.find(*hash_token(token))) == nullptr);
}

TEST_CASE("a row that was read before a revocation is not remembered after it") {
    Place place(Kind::own);
    const auto token = place.start();
    place.sessions.emplace(&*place.database, SessionStore::own, SessionSettings(), place.clock,
                           place.random);
    CancelScope scope(place.loop);
    auto reading = place.sessions->find(*hash_token(token));
    REQUIRE_FALSE(reading.start(
        scope, [](void*) noexcept {}, nullptr));
    SessionEffect ended;
    ended.ended = hash_token(token);
    place.sessions->committed(ended);
    place.loop.run();
    CHECK(place.sessions->in_memory() == 0);
}

TEST_CASE("what has expired is swept from table and memory") {
    Place place(Kind::own, settings_of(std::chrono::hours(1), std::chrono::hours(1)));
    static_cast<void>(place.start());
    CHECK(run_task(place.loop, place.sessions->sweep()) == 0);
    place.clock.advance(std::chrono::hours(1));
    CHECK(run_task(place.loop, place.sessions->sweep()) == 1);
    CHECK(place.rows() == 0);
    CHECK(place.sessions->in_memory() == 0);
}

TEST_CASE("memory is bounded; what it forgets the table still knows") {
    SessionSettings settings;
    settings.cache = 2;
    Place place(Kind::own, settings);
    const auto first = place.start();
    for (int i = 0; i < 5; ++i) CHECK(place.who(place.start()) == "ann");
    CHECK(place.sessions->in_memory() <= 2);
    CHECK(place.who(first) == "ann");
}
