#pragma once
// Service: a service under test, in this process, on a database of its own. Made of the generated
// registry, without main.cpp and without another file:
//
//     strata::testing::Service service(service::registry());
//     auto ada = service.as("ada");
//     auto note = ada.call<&api::notes::write>(Write(*Text::parse("Buy milk")));   // no socket
//     REQUIRE(note);
//     CHECK(ada.get("/notes/" + note->id.to_string()).status == 200);              // a socket
//     service.advance(std::chrono::hours(1));
//     auto found = service.query([&](strata::Db& db) { return db::notes::find(db, note->id); });
//
// The clock stands still until it is moved, ids and tokens follow from the seed: two runs of a test
// see the same values. The database is a copy of one that was made once a process: on SQLite of a
// file, on PostgreSQL by CREATE DATABASE ... TEMPLATE, in the server that STRATA_TEST_POSTGRES
// names (a URL whose user may create databases), else in one of Debian's that goes with the
// process.
//
// The service has a thread of its own for its loop; everything here is for the test's thread, and
// waits for what it asks. Start hooks of main.cpp do not run, and static files are served only
// where the options name a server.static.root.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "strata/context.hpp"
#include "strata/contract/registry.hpp"
#include "strata/testing/client.hpp"

namespace strata {
namespace config {
class Settings;
}
namespace http {
class Server;
}
}  // namespace strata

namespace strata::testing {

struct Options {
    // Over config/default.json and config/test.json, as flags: {"limits.timeout", "1s"}.
    std::vector<std::pair<std::string, std::string>> settings{};
    std::string engine{};  // "sqlite", "postgres"; empty: STRATA_TEST_ENGINE, else sqlite
    std::uint64_t seed = 1;
    Timestamp now = *Timestamp::parse("2026-01-01T00:00:00Z");
    std::function<void(config::Settings&)> sections{};  // adds those of the service itself
    std::function<void(http::Server&)> routes{};        // adds its raw endpoints
};

class Service final {
  public:
    // Throws std::runtime_error with one line when it can't start.
    explicit Service(const contract::Registry& registry, Options options = {});
    ~Service();
    Service(const Service&) = delete;
    auto operator=(const Service&) -> Service& = delete;

    // A caller with an id that is made of the login. No row is written anywhere.
    [[nodiscard]] auto as(std::string_view login, std::vector<std::string> groups = {}) -> Client;
    [[nodiscard]] auto as(Caller caller) -> Client;
    [[nodiscard]] auto anyone() -> Client;                 // without a session
    [[nodiscard]] auto with(std::string token) -> Client;  // of a session that a call began
    // As the scheduler and other modules call.
    [[nodiscard]] auto internal() -> Client;

    // Runs fn(Db&) -> Task<T> in a unit of work of its own, which commits after a value; its T.
    template <class F>
    auto query(F fn) -> data::task_of<F, Db>::value_type;

    // Every call and every reading of the clock is a microsecond later than the one before.
    void advance(std::chrono::microseconds by);
    [[nodiscard]] auto now() -> Timestamp;
    [[nodiscard]] auto new_id() -> Uuid;

    [[nodiscard]] auto registry() const -> const contract::Registry&;
    [[nodiscard]] auto port() const -> std::uint16_t;  // of 127.0.0.1
    [[nodiscard]] auto database_url() const -> const std::string&;

  private:
    friend class Client;
    class Implementation;

    template <class F, class Value>
    static auto store(F& fn, Db& db, std::optional<Value>& value) -> Task<bool>;
    template <class F>
    static auto discard(F& fn, Db& db) -> Task<bool>;
    // Commits when the task gives true.
    void run_unit(const std::function<Task<bool>(Db&)>& work);
    [[nodiscard]] auto call(const Client& client, std::string_view method,
                            std::string_view parameters) -> Reply;
    [[nodiscard]] auto sign_in(const Caller& caller) -> std::string;

    std::unique_ptr<Implementation> implementation_;
};

template <class F, class Value>
auto Service::store(F& fn, Db& db, std::optional<Value>& value) -> Task<bool> {
    auto task = fn(db);
    value.emplace(co_await task);
    co_return data::is_success(*value);
}

template <class F>
auto Service::discard(F& fn, Db& db) -> Task<bool> {
    auto task = fn(db);
    co_await task;
    co_return true;
}

template <class F>
auto Service::query(F fn) -> data::task_of<F, Db>::value_type {
    using Value = typename data::task_of<F, Db>::value_type;
    if constexpr (std::is_void_v<Value>) {
        run_unit([&](Db& db) { return discard(fn, db); });
    } else {
        std::optional<Value> value;
        run_unit([&](Db& db) { return store(fn, db, value); });
        return *std::move(value);
    }
}

}  // namespace strata::testing
