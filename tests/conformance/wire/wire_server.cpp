#include "wire/wire_server.hpp"

#include <array>
#include <atomic>
#include <future>
#include <thread>

#include "strata/http/body_error.hpp"
#include "strata/http/event_stream.hpp"
#include "strata/json/reader.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/work.hpp"
#include "strata/loop/worker_pool.hpp"

namespace wire {

using namespace std::chrono_literals;
using strata::Task;
using strata::http::Request;
using strata::http::Response;

namespace {

// Of the loop thread that runs the handlers.
thread_local strata::EventLoop* loop_of_thread = nullptr;
thread_local strata::WorkerPool* pool_of_thread = nullptr;
std::atomic<int> cancelled_handlers{0};
std::atomic<int> finished_handlers{0};
std::atomic<bool> jobs_may_end{false};

auto plaintext(Request, Response response) -> Task<void> {
    response.text("Hello, World!");
    co_return;
}

auto echo(Request request, Response response) -> Task<void> {
    std::string body = co_await request.body();
    std::string type = request.header("Content-Type").value_or("application/octet-stream");
    response.send(body, type);
}

auto item(Request request, Response response) -> Task<void> {
    response.text(request.parameter("id") + "|" + request.query_value("q").value_or("-"));
    co_return;
}

auto rest_of_path(Request request, Response response) -> Task<void> {
    response.text(request.parameter("path"));
    co_return;
}

auto ignore_body(Request, Response response) -> Task<void> {
    response.text("ignored");
    co_return;
}

auto slow(Request request, Response response) -> Task<void> {
    try {
        co_await strata::sleep(*loop_of_thread,
                               std::chrono::milliseconds(std::stoi(*request.query_value("ms"))));
    } catch (const strata::Cancelled&) {
        ++cancelled_handlers;
        throw;
    }
    response.text("slow");
}

auto read_then_wait(Request request, Response response) -> Task<void> {
    co_await request.body();
    co_await strata::sleep(*loop_of_thread, 20s);
    response.text("late");
}

auto finish(Request request, Response response) -> Task<void> {
    co_await slow(request, response);
    ++finished_handlers;
}

// A job that has begun is never abandoned, so the handler ends only when it is let.
auto job(Request, Response response) -> Task<void> {
    co_await pool_of_thread->run("job", strata::Lane::blocking, [&] { jobs_may_end.wait(false); });
    response.text("late");
}

auto document(Request request, Response response) -> Task<void> {
    std::string body = co_await request.body();
    strata::json::Reader reader(body);
    reader.skip();
    if (reader.finish()) {
        response.json(body);
    } else {
        response.problem(400, "malformed_json", reader.syntax_error().message);
    }
}

auto stream(Request request, Response response) -> Task<void> {
    auto total = static_cast<std::size_t>(std::stoull(*request.query_value("bytes")));
    std::string piece(16384, 'x');
    if (request.query_value("length")) {
        response.begin("application/octet-stream", total);
    } else {
        response.begin("application/octet-stream");
    }
    while (total > 0) {
        std::size_t size = std::min(total, piece.size());
        if (!co_await response.write(piece.substr(0, size))) co_return;
        total -= size;
    }
    response.end();
}

auto count(Request request, Response response) -> Task<void> {
    std::size_t total = 0;
    while (true) {
        std::string chunk = co_await request.read();
        if (chunk.empty()) break;
        total += chunk.size();
    }
    response.text(std::to_string(total));
}

auto ticks(Request, Response response) -> Task<void> {
    strata::http::EventStream events(response);
    for (int i = 0; i < 3; ++i) {
        if (!co_await events.send("tick", "line " + std::to_string(i) + "\nmore")) co_return;
    }
    co_await strata::sleep(*loop_of_thread, 1h);
}

auto splits(Request, Response response) -> Task<void> {
    response.header("X-Evil", "a\r\nSet-Cookie: b");
    response.text("never");
    co_return;
}

auto client_address(Request request, Response response) -> Task<void> {
    response.text(request.client());
    co_return;
}

auto block(Request, Response response) -> Task<void> {
    std::this_thread::sleep_for(100ms);
    response.text("blocked");
    co_return;
}

auto silent(Request, Response) -> Task<void> { co_return; }

void mount(strata::http::Server& server) {
    server.get("/", plaintext);
    server.get("/plaintext", plaintext);
    server.post("/echo", echo);
    server.put("/echo", echo);
    server.get("/items/{id}", item);
    server.del("/items/{id}", item);
    server.get("/items/special", plaintext);
    server.get("/tail/{path...}", rest_of_path);
    server.post("/ignore", ignore_body);
    server.get("/slow", slow);
    server.get("/stream", stream);
    server.post("/count", count, {.body_limit = UINT64_MAX});
    server.post("/small", echo, {.body_limit = 10});
    server.get("/ticks", ticks);
    server.get("/splits", splits);
    server.get("/silent", silent);
    server.get("/block", block);
    server.get("/client", client_address);
    server.get("/hasty", slow, {.timeout = 200ms});
    server.post("/hasty", read_then_wait, {.timeout = 200ms});
    server.get("/finish", finish, {.finish_on_disconnect = true});
    server.get("/job", job, {.timeout = 200ms});
    server.post("/document", document);
}

constexpr std::array<strata::contract::Parameter, 4> send_parameters = {{
    {"roomId", strata::contract::Coercion::string, false, true},
    {"limit", strata::contract::Coercion::integer, false, false},
    {"deep", strata::contract::Coercion::boolean, false, false},
    {"tags", strata::contract::Coercion::string, true, false},
}};

auto methods() -> std::span<const strata::contract::Method> {
    static const auto table = [] {
        std::array<strata::contract::Method, 6> all;
        for (auto& method : all) {
            method.module = "rooms";
            method.parameters = send_parameters;
        }
        all[0].name = "send";
        all[0].http = {"POST", "/rooms/{roomId}/messages"};
        all[1].name = "history";
        all[1].http = {"GET", "/rooms/{roomId}/messages"};
        all[2].name = "fail";
        all[3].name = "signIn";
        all[4].name = "drop";
        all[5].name = "keep";
        all[5].on_disconnect = strata::contract::OnDisconnect::finish;
        return all;
    }();
    return table;
}

auto dispatch(strata::contract::Call& call, strata::contract::Reply& reply) -> Task<void> {
    if (call.method->name == "fail") {
        reply.problem.emplace();
        reply.problem->status = 422;
        reply.problem->code = "invalid_parameters";
        reply.problem->message = "No \"good\"";
        strata::json::Problem error;
        error.pointer = "/limit";
        error.code = "type";
        error.message = "must be an integer";
        reply.problem->errors.push_back(error);
        reply.retry_after = 3s;
        co_return;
    }
    if (call.method->name == "drop" || call.method->name == "keep") {
        try {
            co_await strata::sleep(*loop_of_thread, 300ms);
        } catch (const strata::Cancelled&) {
            ++cancelled_handlers;
            throw;
        }
        ++finished_handlers;
        reply.out.append("{}");
        co_return;
    }
    if (call.method->name == "signIn") {
        reply.session.emplace();
        reply.session->token = "abc";
        reply.session->expires_at = strata::Timestamp::from_microseconds(1'800'000'000'000'000);
        reply.etag = "7";
    }
    reply.out.append("{\"parameters\":").append(call.parameters.empty() ? "{}" : call.parameters);
    co_await strata::sleep(*loop_of_thread, 0ms);
    reply.out.append(",\"token\":\"").append(call.token);
    reply.out.append("\",\"key\":\"").append(call.idempotency_key.value_or("")).append("\"}");
}

}  // namespace

struct WireServer::State {
    strata::EventLoop* loop = nullptr;
    strata::http::Server* server = nullptr;
    strata::TaskGroup* group = nullptr;
    strata::Work keep{};  // until stop(): so that cases may end the server itself
    std::promise<strata::runtime::DrainReport> report;
    bool stopped = false;
};

auto WireServer::defaults() -> strata::http::ServerSettings {
    strata::http::ServerSettings settings;
    settings.port = 0;
    settings.header_timeout = 400ms;
    settings.body_timeout = 400ms;
    settings.write_timeout = 500ms;
    settings.idle_timeout = 3000ms;
    return settings;
}

WireServer::WireServer(strata::http::ServerSettings settings,
                       strata::contract::LimitsSettings limits)
    : settings_(std::move(settings)), limits_(limits), state_(std::make_unique<State>()) {
    std::promise<std::uint16_t> listening;
    thread_ = std::thread([this, &listening] {
        strata::EventLoopOptions options;
        options.tick = 10ms;
        strata::EventLoop loop(options);
        loop_of_thread = &loop;
        strata::WorkerPool pool(loop, {.cpu_threads = 1, .blocking_threads = 1});
        pool_of_thread = &pool;
        loop.on_failure([](std::exception_ptr, std::string_view) {});
        strata::TaskGroup group(loop);
        strata::http::ServerParts parts;
        parts.loop = &loop;
        parts.settings = &settings_;
        parts.limits = &limits_;
        parts.methods = methods();
        parts.call = dispatch;
        strata::http::Server server(std::move(parts));
        mount(server);
        server.start();
        state_->loop = &loop;
        state_->server = &server;
        state_->group = &group;
        state_->keep = strata::Work(loop);
        listening.set_value(server.port());
        loop.run();
    });
    port_ = listening.get_future().get();
}

WireServer::~WireServer() {
    if (!state_->stopped) {
        on_loop([this](strata::http::Server& server) {
            state_->keep.release();
            server.begin_drain();
            server.stop_accepting();
            server.cut();
        });
    }
    thread_.join();
}

void WireServer::on_loop(const std::function<void(strata::http::Server&)>& work) {
    std::promise<void> done;
    state_->loop->post([&] {
        work(*state_->server);
        done.set_value();
    });
    done.get_future().get();
}

auto WireServer::statistics() -> strata::http::Statistics {
    strata::http::Statistics copy;
    on_loop([&copy](strata::http::Server& server) { copy = server.statistics(); });
    return copy;
}

// Runs on the loop; `state` is the server's, which waits for the report.
auto WireServer::drain_into(State& state) -> Task<void> {
    auto drained = state.server->drain(std::chrono::steady_clock::now() + 10s);
    auto report = co_await std::move(drained);
    state.keep.release();
    state.report.set_value(std::move(report));
}

auto WireServer::stop() -> strata::runtime::DrainReport {
    state_->stopped = true;
    auto result = state_->report.get_future();
    on_loop([this](strata::http::Server& server) {
        server.begin_drain();
        server.stop_accepting();
        state_->group->spawn(drain_into(*state_));
    });
    return result.get();
}

auto WireServer::cancelled() -> int { return cancelled_handlers.load(); }

auto WireServer::finished() -> int { return finished_handlers.load(); }

void WireServer::set_body_limit(std::uint64_t bytes) {
    on_loop([this, bytes](strata::http::Server&) { limits_.body = bytes; });
}

void WireServer::let_jobs_end() {
    jobs_may_end = true;
    jobs_may_end.notify_all();
}

auto shared_server() -> WireServer& {
    static WireServer server;
    return server;
}

}  // namespace wire
