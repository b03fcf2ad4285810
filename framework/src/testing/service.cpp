#include "strata/testing/service.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "strata/security/digest.hpp"
#include "testing/running_service.hpp"
#include "testing/test_database.hpp"

namespace strata::testing {

class Service::Implementation final {
  public:
    Implementation(const contract::Registry& service_registry, Options service_options)
        : registry(service_registry),
          options(std::move(service_options)),
          database(registry, options) {
        std::promise<RunningService*> started;
        auto ready = started.get_future();
        thread_ = std::thread([this, &started] { live(started); });
        try {
            running_ = ready.get();
        } catch (...) {
            thread_.join();
            throw;
        }
        port = running_->server->port();
    }
    ~Implementation() {
        running_->loop.post([this] { running_->stop(); });
        thread_.join();
    }
    Implementation(const Implementation&) = delete;
    auto operator=(const Implementation&) -> Implementation& = delete;

    // Runs work(RunningService&) -> Task<> on the loop, to its end; throws what it throws.
    void run(const std::function<Task<>(RunningService&)>& work) {
        std::promise<void> ended;
        auto future = ended.get_future();
        running_->loop.post([&] { running_->tasks.spawn(fulfil(work, ended)); });
        future.get();
    }

    const contract::Registry& registry;
    const Options options;
    const TestDatabase database;
    std::uint16_t port = 0;

  private:
    auto fulfil(const std::function<Task<>(RunningService&)>& work, std::promise<void>& ended)
        -> Task<> {
        std::exception_ptr failure;
        try {
            auto task = work(*running_);
            co_await task;
        } catch (...) {
            failure = std::current_exception();
        }
        failure ? ended.set_exception(failure) : ended.set_value();
    }

    void live(std::promise<RunningService*>& started) {
        std::unique_ptr<RunningService> running;
        try {
            running = std::make_unique<RunningService>(registry, options, database.url());
        } catch (...) {
            started.set_exception(std::current_exception());
            return;
        }
        running->run(started);
    }

    RunningService* running_ = nullptr;
    std::thread thread_{};
};

namespace {

auto commit_if_true(RunningService& running, const std::function<Task<bool>(Db&)>& work) -> Task<> {
    Db db(running.core.database(), Transaction::write);
    auto task = work(db);
    const bool commits = co_await task;
    if (commits) {
        co_await db.commit();
    } else {
        co_await db.rollback();
    }
}

auto begin_session(RunningService& running, Caller caller, std::string& token) -> Task<> {
    security::Sessions& sessions = running.core.dispatcher().sessions();
    std::optional<Db> db;
    if (data::Database* database = running.core.find_database())
        db.emplace(*database, Transaction::write);
    auto starting = sessions.start(db ? &*db : nullptr, std::move(caller), std::nullopt);
    auto started = co_await starting;
    if (db) co_await db->commit();
    sessions.committed(started.effect);
    token = started.token;
}

auto move_clock(RunningService& running, std::chrono::microseconds by) -> Task<> {
    running.clock.advance(by);
    co_return;
}

auto read_clock(RunningService& running, Timestamp& now) -> Task<> {
    now = running.clock.now();
    co_return;
}

auto make_id(RunningService& running, Uuid& id) -> Task<> {
    id = running.ids.next();
    co_return;
}

auto find_method(contract::Dispatcher& dispatcher, std::string_view name)
    -> const contract::Method& {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const auto method = slash == name.size() ? std::string_view() : name.substr(slash + 1);
    const contract::Method* found = dispatcher.find(name.substr(0, slash), method);
    if (found == nullptr) throw std::runtime_error("no method " + std::string(name));
    return *found;
}

auto dispatch(RunningService& running, contract::Call call, std::string_view name, Reply& out)
    -> Task<> {
    contract::Dispatcher& dispatcher = running.core.dispatcher();
    call.method = &find_method(dispatcher, name);
    contract::Reply reply(out.body);
    co_await dispatcher.call(call, reply);
    out.status = reply.problem ? reply.problem->status : reply.status;
    out.problem = std::move(reply.problem);
    out.replayed = reply.replayed;
    if (reply.session) out.token = reply.session->token;
}

// A UUID of version 8 (made by the service's own rule): the same for the same login.
auto id_of(std::string_view login) -> Uuid {
    const auto hash = security::digest(login);
    Uuid::Bytes bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = hash[i];
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x80U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
    return Uuid(bytes);
}

}  // namespace

auto Reply::to_string() const -> std::string {
    std::string text = std::to_string(status) + " ";
    if (!problem) return text + body;
    text += problem->code + ": " + problem->message;
    for (const json::Problem& fault : problem->errors)
        text += "\n    " + fault.pointer + ": " + fault.message;
    return text;
}

Service::Service(const contract::Registry& registry, Options options)
    : implementation_(std::make_unique<Implementation>(registry, std::move(options))) {}

Service::~Service() = default;

auto Service::anyone() -> Client { return Client(*this); }

auto Service::as(Caller caller) -> Client {
    Client client(*this);
    client.caller_ = std::move(caller);
    return client;
}

auto Service::as(std::string_view login, std::vector<std::string> groups) -> Client {
    return as(Caller{id_of(login), std::string(login), std::move(groups)});
}

auto Service::with(std::string token) -> Client {
    Client client(*this);
    client.token_ = std::move(token);
    return client;
}

auto Service::internal() -> Client {
    Client client(*this);
    client.internal_ = true;
    return client;
}

void Service::advance(std::chrono::microseconds by) {
    implementation_->run([by](RunningService& running) { return move_clock(running, by); });
}

auto Service::now() -> Timestamp {
    Timestamp now;
    implementation_->run([&](RunningService& running) { return read_clock(running, now); });
    return now;
}

auto Service::new_id() -> Uuid {
    Uuid id;
    implementation_->run([&](RunningService& running) { return make_id(running, id); });
    return id;
}

auto Service::registry() const -> const contract::Registry& { return implementation_->registry; }
auto Service::port() const -> std::uint16_t { return implementation_->port; }
auto Service::database_url() const -> const std::string& { return implementation_->database.url(); }

void Service::run_unit(const std::function<Task<bool>(Db&)>& work) {
    implementation_->run([&](RunningService& running) { return commit_if_true(running, work); });
}

auto Service::sign_in(const Caller& caller) -> std::string {
    std::string token;
    implementation_->run(
        [&](RunningService& running) { return begin_session(running, caller, token); });
    return token;
}

auto Service::call(const Client& client, std::string_view method, std::string_view parameters)
    -> Reply {
    contract::Call call;
    call.parameters = parameters;
    call.peer = "127.0.0.1";
    call.request_id = "test";
    call.token = client.caller_ ? std::string_view() : std::string_view(client.token_);
    if (!client.idempotency_key_.empty()) call.idempotency_key = client.idempotency_key_;
    call.caller = client.caller_ ? &*client.caller_ : nullptr;
    call.internal = client.internal_;
    Reply reply;
    implementation_->run(
        [&](RunningService& running) { return dispatch(running, call, method, reply); });
    return reply;
}

}  // namespace strata::testing
