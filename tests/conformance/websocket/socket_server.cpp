#include "websocket/socket_server.hpp"

#include <atomic>
#include <future>
#include <stdexcept>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/work.hpp"

namespace websocket {

using namespace std::chrono_literals;
using strata::Task;
using strata::http::Handshake;
using strata::http::WebSocket;
using strata::http::WebSocketFrame;

namespace {

thread_local strata::EventLoop* loop_of_thread = nullptr;
std::atomic<int> cancelled_handlers{0};
std::atomic<int> ended_handlers{0};

class Ending final {
  public:
    Ending() = default;
    Ending(const Ending&) = delete;
    auto operator=(const Ending&) -> Ending& = delete;
    ~Ending() { ++ended_handlers; }
};

auto ignore_rest(WebSocket socket) -> Task<void> {
    while (auto message = co_await socket.receive()) static_cast<void>(message);
}

// The newest one's, of the loop's thread.
thread_local std::vector<WebSocket> newest;

auto echo(WebSocket socket) -> Task<void> {
    Ending ending;
    newest.assign(1, socket);
    while (auto message = co_await socket.receive()) co_await socket.send(*message);
}

auto about(WebSocket socket, Handshake handshake) -> Task<void> {
    std::string text = handshake.path + "|" + handshake.query_value("q").value_or("-") + "|" +
                       handshake.parameter("name") + "|" + handshake.host + "|" +
                       handshake.header("x-test").value_or("-") + "|" + handshake.subprotocol +
                       "|" + handshake.client;
    co_await socket.send_text(text);
    socket.close(4000, "enough");
}

// Events for somebody who may not read them.
auto flood(WebSocket socket) -> Task<void> {
    Ending ending;
    constexpr int events = 8192;
    constexpr int a_turn = 64;
    const std::string padding(1024, ' ');
    static_cast<void>(co_await socket.receive());
    for (int i = 0; i < events && socket.is_open(); ++i) {
        socket.send(WebSocketFrame::text(std::to_string(i) + padding, "position"));
        if (i % a_turn == 0) co_await strata::sleep(*loop_of_thread, 0ms);
    }
    co_await socket.drained();
    co_await socket.send_text("end");
    co_await ignore_rest(socket);
}

auto hoard(WebSocket socket) -> Task<void> {
    const std::string piece(16 * 1024, 'x');
    while (socket.is_open()) {
        socket.send_binary(piece);
        co_await strata::sleep(*loop_of_thread, 0ms);
    }
    co_await ignore_rest(socket);
}

auto bye(WebSocket socket, Handshake handshake) -> Task<void> {
    static_cast<void>(co_await socket.receive());
    socket.close(static_cast<std::uint16_t>(std::stoi(handshake.parameter("code"))), "bye");
    co_await ignore_rest(socket);
}

auto fails(WebSocket socket) -> Task<void> {
    static_cast<void>(co_await socket.receive());
    throw std::runtime_error("a handler's own failure");
}

auto sleeps(WebSocket socket) -> Task<void> {
    Ending ending;
    auto first = co_await socket.receive();
    if (!first) co_return;
    co_await socket.send(*first);
    try {
        co_await strata::sleep(*loop_of_thread, 1h);
    } catch (const strata::Cancelled&) {
        ++cancelled_handlers;
        throw;
    }
}

auto two_in_one(WebSocket socket) -> Task<void> {
    while (auto message = co_await socket.receive()) {
        std::string kept(message->data);
        co_await strata::sleep(*loop_of_thread, 5ms);
        // What was received stays good while the handler waits for something else.
        co_await socket.send_text(kept == message->data ? "same" : "changed");
    }
}

void mount(strata::http::Server& server) {
    using strata::http::SlowConsumer;
    server.web_socket("/ws", echo, {.allow_missing_origin = true});
    server.web_socket("/strict", echo, {.subprotocols = {"chat", "v2.chat"}});
    server.web_socket("/small", echo, {.message_limit = 16});
    server.web_socket("/about/{name}", about, {.subprotocols = {"chat"}});
    server.web_socket("/close/flood", flood, {.slow_consumer = SlowConsumer::close});
    server.web_socket("/drop/flood", flood, {.slow_consumer = SlowConsumer::drop});
    server.web_socket("/coalesce/flood", flood, {.slow_consumer = SlowConsumer::coalesce});
    server.web_socket("/configured/flood", flood);
    server.web_socket("/hoard", hoard);
    server.web_socket("/bye/{code}", bye);
    server.web_socket("/throw", fails);
    server.web_socket("/sleep", sleeps);
    server.web_socket("/keeps", two_in_one);
    server.get("/plaintext",
               [](strata::http::Request, strata::http::Response response) -> Task<void> {
                   co_await strata::sleep(*loop_of_thread, 20ms);
                   response.text("Hello, World!");
               });
}

}  // namespace

struct SocketServer::State {
    strata::EventLoop* loop = nullptr;
    strata::http::Server* server = nullptr;
    strata::TaskGroup* group = nullptr;
    strata::Work keep{};
    std::promise<strata::runtime::DrainReport> report;
    bool stopped = false;
};

auto SocketServer::defaults() -> Settings {
    Settings settings;
    settings.message = 256 * 1024;
    settings.ping_interval = 0ms;
    settings.close_timeout = 300ms;
    settings.deflate = true;
    settings.deflate_min = 0;
    return settings;
}

auto SocketServer::server_defaults() -> strata::http::ServerSettings {
    strata::http::ServerSettings settings;
    settings.port = 0;
    settings.write_timeout = 500ms;
    return settings;
}

SocketServer::SocketServer(Settings settings, strata::http::ServerSettings server)
    : settings_(std::move(settings)),
      server_settings_(std::move(server)),
      state_(std::make_unique<State>()) {
    std::promise<std::uint16_t> listening;
    thread_ = std::thread([this, &listening] {
        strata::EventLoopOptions options;
        options.tick = 10ms;
        strata::EventLoop loop(options);
        loop_of_thread = &loop;
        loop.on_failure([](std::exception_ptr, std::string_view) {});
        strata::TaskGroup group(loop);
        strata::http::ServerParts parts;
        parts.loop = &loop;
        parts.settings = &server_settings_;
        parts.web_socket = &settings_;
        strata::http::Server http(std::move(parts));
        mount(http);
        http.start();
        state_->loop = &loop;
        state_->server = &http;
        state_->group = &group;
        state_->keep = strata::Work(loop);
        listening.set_value(http.port());
        loop.run();
    });
    port_ = listening.get_future().get();
}

SocketServer::~SocketServer() {
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

void SocketServer::on_loop(const std::function<void(strata::http::Server&)>& work) {
    std::promise<void> done;
    state_->loop->post([&] {
        work(*state_->server);
        done.set_value();
    });
    done.get_future().get();
}

auto SocketServer::statistics() -> strata::http::WebSocketStatistics {
    return http_statistics().web_socket;
}

auto SocketServer::http_statistics() -> strata::http::Statistics {
    strata::http::Statistics copy;
    on_loop([&copy](strata::http::Server& server) { copy = server.statistics(); });
    return copy;
}

auto SocketServer::sockets() -> std::vector<WebSocket> { return newest; }
auto SocketServer::cancelled() -> int { return cancelled_handlers.load(); }
auto SocketServer::ended() -> int { return ended_handlers.load(); }

auto SocketServer::drain_into(State& state) -> Task<void> {
    auto drained = state.server->drain(std::chrono::steady_clock::now() + 10s);
    auto report = co_await std::move(drained);
    state.keep.release();
    state.report.set_value(std::move(report));
}

auto SocketServer::stop() -> strata::runtime::DrainReport { return stop_and_cut(1h); }

auto SocketServer::stop_and_cut(std::chrono::milliseconds after) -> strata::runtime::DrainReport {
    state_->stopped = true;
    auto result = state_->report.get_future();
    on_loop([this](strata::http::Server& server) {
        server.begin_drain();
        server.stop_accepting();
        state_->group->spawn(drain_into(*state_));
    });
    if (result.wait_for(after) != std::future_status::ready) {
        on_loop([](strata::http::Server& server) { server.cut(); });
    }
    return result.get();
}

auto shared_server() -> SocketServer& {
    static SocketServer server;
    return server;
}

}  // namespace websocket
