// Many connections that come, call, subscribe, stream, sign in and out and go, in any order.
#include <random>

#include "live.hpp"

using namespace live;
using namespace strata;

namespace {

class Storm final {
  public:
    explicit Storm(unsigned seed) : random_(seed) {
        live_.settings.calls = 3;
        live_.settings.streams = 3;
        live_.settings.stream_buffer = 2048;
        live_.world.settings.limits.timeout = std::chrono::milliseconds(5);
        shop::behaviour = [this](Context& context, shop::Item item) {
            return behave(context, std::move(item));
        };
    }

    void step() {
        Trace& trace = traces_[any(traces_.size())];
        const bool is_there = open_.contains(&trace);
        if (!is_there) return open(trace);
        if (any(8) == 0) return close(trace);
        if (trace.closed != 0) return close(trace);
        if (trace.paused > 0) return run();
        LiveClient& client = *open_.at(&trace);
        if (any(4) == 0) return client.take_binary(chunk());
        client.take_text(packet());
        if (any(3) == 0) run();
    }
    // All gone: nothing is left of them.
    void end() {
        while (!open_.empty()) close(*open_.begin()->first);
        run();
        CHECK(live_.world.dispatcher->in_flight() == 0);
        CHECK(live_.world.dispatcher->clients().count() == 0);
        for (const Trace& trace : traces_) CHECK(trace.held == 0);
    }

  private:
    auto any(std::size_t count) -> std::size_t { return random_() % count; }
    void run() { live_.world.loop.run(); }
    void open(Trace& trace) {
        trace = Trace{};
        open_[&trace] = &live_.connect(trace, any(2) == 0 ? token_ : "");
    }
    void close(Trace& trace) {
        trace.gone = true;
        open_.erase(&trace);
        live_.close(trace);
    }
    auto packet() -> std::string {
        const auto n = std::to_string(any(4));
        switch (any(9)) {
            case 0: return R"({"type":"stream","id":)" + n + R"(,"name":"f"})";
            case 1: return R"({"type":"stream","id":)" + n + R"(,"name":"f","size":300})";
            case 2: return R"({"type":"stream","id":)" + n + R"(,"status":"end"})";
            case 3: return R"({"type":"stream","id":-)" + n + R"(,"status":"terminate"})";
            case 4: return R"({"type":"event","name":"shop/moved","data":{"count":)" + n + "}}";
            case 5: return R"({"jsonrpc":"2.0","id":1,"method":"shop/act"})";
            default: break;
        }
        return R"({"type":"call","id":1,"method":"shop/act","args":{"count":)" +
               std::to_string(any(9)) + "}}";
    }
    auto chunk() -> std::string {
        return chunk_of(static_cast<std::int64_t>(any(4)), std::string(any(900), 'x'));
    }
    static auto chunk_of(std::int64_t id, std::string content) -> std::string {
        return protocol::chunk_head(StreamId(id)) + std::move(content);
    }
    auto behave(Context& context, shop::Item item) -> shop::Acting {
        switch (item.count) {
            case 0: context.emit(Topic("room/1"), shop::Sold(item)); break;
            case 1: context.client().subscribe(Topic("room/1"), shop::Sold(item)); break;
            case 2: context.client().unsubscribe(Topic("room/1")); break;
            case 3: co_await context.client().receive_all(1, 1000); break;
            case 4: static_cast<void>(context.client().send("f", std::string(5000, 'y'))); break;
            case 5: {
                auto start = [&](Db& db) {
                    return context.sessions().start(db, world::ann.id, world::ann.login, {});
                };
                token_ = co_await context.transaction(Transaction::write, start);
                break;
            }
            case 6: {
                auto end = [&](Db& db) { return context.sessions().end_all(db, world::ann.id); };
                co_await context.transaction(Transaction::write, end);
                break;
            }
            case 7: co_await context.sleep(std::chrono::milliseconds(1)); break;
            default: co_await context.client().receive_all(2, 1000);
        }
        co_return item;
    }

    std::mt19937 random_;
    std::array<Trace, 12> traces_{};
    std::string token_{};
    std::map<Trace*, LiveClient*> open_{};
    Live live_{};
};

}  // namespace

TEST_CASE("a storm of connections leaves nothing behind") {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        CAPTURE(seed);
        Storm storm(seed);
        for (int i = 0; i < 400; ++i) storm.step();
        storm.end();
    }
}
