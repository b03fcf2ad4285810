#pragma once
// A live connection on a service without a database, for messages that a fuzzer makes up.
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "contract/shop.hpp"
#include "contract/world.hpp"
#include "protocol/live_client.hpp"
#include "strata/contract/clients.hpp"
#include "strata/json/json.hpp"
#include "strata/log/log.hpp"

namespace live {

struct Said {
    std::vector<std::string> texts{};
    int paused = 0;
    int held = 0;
};

class Wire final : public strata::protocol::Wire {
  public:
    explicit Wire(Said& said) : said_(said) {}
    void send_text(std::string_view text) override { said_.texts.emplace_back(text); }
    void send_binary(std::string_view /*head*/, std::string_view /*content*/) override {}
    auto frame(std::string_view text) -> std::shared_ptr<const void> override {
        return std::make_shared<const std::string>(text);
    }
    void send_frame(std::shared_ptr<const void> frame) override {
        said_.texts.push_back(*static_cast<const std::string*>(frame.get()));
    }
    void close(std::uint16_t /*code*/, std::string_view /*reason*/) override {}
    auto drained() -> strata::Task<bool> override { co_return true; }
    void pause() override { ++said_.paused; }
    void resume() override { --said_.paused; }
    void hold() override { ++said_.held; }
    void release() override { --said_.held; }

  private:
    Said& said_;
};

inline void demand(bool holds) {
    if (!holds) std::abort();
}

// A method that subscribes, emits, and takes the stream 1 or sends one, as its count says.
inline auto behave(strata::Context& context, shop::Item item) -> shop::Acting {
    context.client().subscribe(strata::Topic("room/1"));
    context.emit(strata::Topic("room/1"), shop::Sold(item));
    if (item.count == 2) co_await context.client().receive_all(1, 1000);
    if (item.count == 3) static_cast<void>(context.client().send(item.name, item.name));
    if (item.count == 4) co_return shop::sold_out{4};
    co_return item;
}

class Connection final {
  public:
    Connection() {
        settings_.stream_buffer = 1024;
        settings_.streams = 3;
        settings_.batch = 5;
        shop::behaviour = behave;
        client_ = std::make_shared<strata::protocol::LiveClient>(core_, world_.loop,
                                                                 std::make_unique<Wire>(said_));
        client_->peer = "192.0.2.1";
        client_->opened();
    }
    ~Connection() {
        client_->closed();
        world_.loop.run();
        demand(client_->calls() == 0 && said_.held == 0);
    }
    Connection(const Connection&) = delete;
    auto operator=(const Connection&) -> Connection& = delete;

    // What is said of a text until nothing moves; each of it is JSON.
    auto take_text(std::string_view text) -> std::vector<std::string> {
        said_.texts.clear();
        if (said_.paused == 0) client_->take_text(text);
        world_.loop.run();
        check();
        return said_.texts;
    }
    void take_binary(std::string_view message) {
        said_.texts.clear();
        if (said_.paused == 0) client_->take_binary(message);
        world_.loop.run();
        check();
    }

  private:
    static auto methods() -> std::vector<strata::contract::Method> {
        auto event = shop::method("moved");
        event.is_event = true;
        return {shop::method(), event};
    }
    static auto without_database() -> world::Settings {
        world::Settings settings;
        settings.database = false;
        settings.limits.timeout = std::chrono::milliseconds(2);
        return settings;
    }
    void check() const {
        for (const std::string& text : said_.texts) {
            demand(strata::json::Json::parse(text).has_value());
        }
        demand(said_.paused >= 0 && said_.held >= 0);
    }

    Said said_{};
    strata::protocol::LiveSettings settings_{};
    world::World world_{methods(), without_database()};
    std::shared_ptr<strata::protocol::PacketCore> core_ =
        std::make_shared<strata::protocol::PacketCore>(*world_.dispatcher, settings_,
                                                       world_.settings.limits);
    std::shared_ptr<strata::protocol::LiveClient> client_{};
};

}  // namespace live
