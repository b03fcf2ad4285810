#pragma once
// Live connections over wires of the test's own, on a service of world.hpp with the method
// shop/act, whose behaviour a test says.
#include <doctest/doctest.h>

#include <map>

#include "contract/shop.hpp"
#include "contract/world.hpp"
#include "protocol/live_client.hpp"
#include "strata/contract/clients.hpp"

namespace live {

using strata::Task;
using strata::protocol::LiveClient;

// What went over one wire.
struct Trace {
    std::vector<std::string> texts{};
    std::vector<std::string> binaries{};
    std::size_t frames = 0;  // of the texts, those that were framed for several
    std::uint16_t closed = 0;
    int paused = 0;
    int held = 0;
    bool gone = false;
};

class FakeWire final : public strata::protocol::Wire {
  public:
    explicit FakeWire(Trace& trace) : trace_(trace) {}
    void send_text(std::string_view text) override { trace_.texts.emplace_back(text); }
    void send_binary(std::string_view head, std::string_view content) override {
        trace_.binaries.push_back(std::string(head) + std::string(content));
    }
    auto frame(std::string_view text) -> std::shared_ptr<const void> override {
        ++trace_.frames;
        return std::make_shared<const std::string>(text);
    }
    void send_frame(std::shared_ptr<const void> frame) override {
        trace_.texts.push_back(*static_cast<const std::string*>(frame.get()));
    }
    void close(std::uint16_t code, std::string_view /*reason*/) override { trace_.closed = code; }
    auto drained() -> Task<bool> override { co_return !trace_.gone; }
    void pause() override { ++trace_.paused; }
    void resume() override { --trace_.paused; }
    void hold() override { ++trace_.held; }
    void release() override { --trace_.held; }

  private:
    Trace& trace_;
};

inline auto methods() -> std::vector<strata::contract::Method> {
    auto restricted = shop::method("restricted");
    restricted.access.kind = strata::contract::AccessKind::authenticated;
    auto event = shop::method("moved");
    event.is_event = true;
    auto hidden = shop::method("hidden");
    hidden.access.kind = strata::contract::AccessKind::internal;
    return {shop::method(), restricted, event, hidden};
}

class Live final {
  public:
    explicit Live(std::vector<strata::contract::Method> given = methods())
        : world(std::move(given)),
          core(std::make_shared<strata::protocol::PacketCore>(*world.dispatcher, settings,
                                                              world.settings.limits)) {
        world.registry.events = {};
        echo();
    }
    ~Live() {
        for (auto& [trace, client] : clients_) client->closed();
        world.loop.run();
    }
    Live(const Live&) = delete;
    auto operator=(const Live&) -> Live& = delete;

    auto connect(Trace& trace, std::string token = {}) -> LiveClient& {
        auto client =
            std::make_shared<LiveClient>(core, world.loop, std::make_unique<FakeWire>(trace));
        client->token = std::move(token);
        client->peer = "192.0.2.1";
        client->opened();
        world.loop.run();
        clients_[&trace] = client;
        return *client;
    }
    void close(Trace& trace) {
        clients_.at(&trace)->closed();
        clients_.erase(&trace);
        world.loop.run();
    }
    // A packet, and what is said until nothing is pending.
    auto say(Trace& trace, const std::string& packet) -> std::vector<std::string> {
        const auto before = trace.texts.size();
        clients_.at(&trace)->take_text(packet);
        world.loop.run();
        return {trace.texts.begin() + static_cast<std::ptrdiff_t>(before), trace.texts.end()};
    }
    auto ask(Trace& trace, const std::string& packet) -> std::string {
        auto said = say(trace, packet);
        REQUIRE(said.size() == 1);
        return said.front();
    }
    static void echo() {
        shop::behaviour = [](strata::Context&, shop::Item item) -> shop::Acting { co_return item; };
    }
    // Calls shop/act with what it shall do.
    auto act(Trace& trace, std::function<shop::Acting(strata::Context&, shop::Item)> behaviour)
        -> std::string {
        shop::behaviour = std::move(behaviour);
        auto said = say(trace, R"({"type":"call","id":1,"method":"shop/act"})");
        echo();
        REQUIRE(!said.empty());
        return said.back();
    }
    // Signs the connection in, and gives the token.
    auto sign_in(Trace& trace, const strata::Caller& caller) -> std::string {
        std::string token;
        act(trace, [&](strata::Context& context, shop::Item item) -> shop::Acting {
            auto start = [&](strata::Db& db) {
                return context.sessions().start(db, caller.id, caller.login, caller.groups);
            };
            token = co_await context.transaction(strata::Transaction::write, start);
            co_return item;
        });
        return token;
    }
    void subscribe(Trace& trace, const std::string& topic) {
        act(trace, [&](strata::Context& context, shop::Item item) -> shop::Acting {
            context.client().subscribe(strata::Topic(topic));
            co_return item;
        });
    }
    void emit(Trace& trace, const std::string& topic, std::int64_t count) {
        act(trace, [&](strata::Context& context, shop::Item item) -> shop::Acting {
            context.emit(strata::Topic(topic), shop::Sold(shop::Item("x", count)));
            co_return item;
        });
    }

    strata::protocol::LiveSettings settings{};
    world::World world;
    std::shared_ptr<strata::protocol::PacketCore> core;

  private:
    std::map<Trace*, std::shared_ptr<LiveClient>> clients_{};
};

// The last event of a trace: its count, and its id.
inline auto last_event(const Trace& trace) -> std::string {
    for (auto at = trace.texts.rbegin(); at != trace.texts.rend(); ++at) {
        if (at->find("shop/sold") != std::string::npos) return *at;
    }
    return {};
}
inline auto heard(const Trace& trace) -> std::size_t {
    std::size_t count = 0;
    for (const auto& text : trace.texts) count += text.find("shop/sold") != std::string::npos;
    return count;
}
inline auto id_of(const std::string& event) -> std::string {
    const auto at = event.find("\"id\":\"") + 6;
    return event.substr(at, 36);
}

}  // namespace live
