// Calls over a live connection: Metacom and JSON-RPC.
#include "live.hpp"

using namespace live;
using namespace strata;

TEST_CASE("a call is answered under its id") {
    Live live;
    Trace trace;
    live.connect(trace);
    CHECK(live.ask(trace, "{}") == "{}");
    CHECK(live.ask(trace, R"({"type":"call","id":1,"method":"shop/act","args":{"count":2}})") ==
          R"({"type":"callback","id":1,"result":{"name":"a","count":2}})");
    CHECK(live.ask(trace, R"({"type":"call","id":"a1","method":"shop.1/act"})") ==
          R"({"type":"callback","id":"a1","result":{"name":"a","count":1}})");
    CHECK(trace.held == 0);
}

TEST_CASE("whatever is wrong with a call is told under its id") {
    Live live;
    Trace trace;
    live.connect(trace);
    for (const std::string method :
         {"shop/none", "none/act", "act", "", "shop/hidden", "shop/moved"}) {
        CHECK(live.ask(trace, R"({"type":"call","id":1,"method":")" + method + "\"}") ==
              R"({"type":"callback","id":1,"error":{"message":"No such method","code":404,)"
              R"("reason":"not_found"}})");
    }
    CHECK(live.ask(trace, R"({"type":"call","id":1,"method":"shop/restricted"})")
              .find(R"("code":403)") != std::string::npos);
    const auto invalid =
        live.ask(trace, R"({"type":"call","id":1,"method":"shop/act","args":{"count":-1}})");
    CHECK(invalid.find(R"("code":422)") != std::string::npos);
    CHECK(invalid.find(R"("pointer":"/count")") != std::string::npos);
    CHECK(live.ask(trace, "[]").find("-32600") != std::string::npos);
    CHECK(live.ask(trace, "{").find(R"({"type":"callback","error":)") == 0);
    CHECK(live.act(trace,
                   [](Context&, shop::Item) -> shop::Acting { co_return shop::sold_out{3}; }) ==
          R"({"type":"callback","id":1,"error":{"message":"Nothing is left","code":409,)"
          R"("reason":"sold_out","data":3}})");
    CHECK(live.act(trace,
                   [](Context&, shop::Item) -> shop::Acting {
                       throw std::runtime_error("secret");
                       co_return shop::no_such_item{};
                   })
              .find("secret") == std::string::npos);
}

TEST_CASE("calls of one connection run side by side, up to live.calls") {
    Live live;
    live.settings.calls = 2;
    Trace trace;
    auto& client = live.connect(trace);
    AsyncEvent go;
    shop::behaviour = [&](Context&, shop::Item item) -> shop::Acting {
        co_await go.wait();
        co_return item;
    };
    client.take_text(R"({"type":"call","id":1,"method":"shop/act"})");
    CHECK(trace.paused == 0);
    client.take_text(R"({"type":"call","id":2,"method":"shop/act"})");
    CHECK(trace.paused == 1);
    CHECK(trace.held == 2);
    CHECK(trace.texts.empty());
    go.set();
    live.world.loop.run();
    CHECK(trace.texts.size() == 2);
    CHECK(trace.paused == 0);
    CHECK(trace.held == 0);
}

TEST_CASE("a connection that closes cancels its calls, and nothing is said any more") {
    Live live;
    Trace trace;
    auto& client = live.connect(trace);
    AsyncEvent never;
    bool cancelled = false;
    shop::behaviour = [&](Context&, shop::Item item) -> shop::Acting {
        try {
            co_await never.wait();
        } catch (const Cancelled& stop) {
            cancelled = stop.reason() == CancelReason::disconnect;
            throw;
        }
        co_return item;
    };
    client.take_text(R"({"type":"call","id":1,"method":"shop/act"})");
    live.close(trace);
    CHECK(cancelled);
    CHECK(live.world.dispatcher->in_flight() == 0);
    CHECK(live.world.dispatcher->clients().count() == 0);
}

TEST_CASE("a cut names the calls that it cancels") {
    Live live;
    Trace trace;
    auto& client = live.connect(trace);
    AsyncEvent never;
    shop::behaviour = [&](Context&, shop::Item item) -> shop::Acting {
        co_await never.wait();
        co_return item;
    };
    client.take_text(R"({"type":"call","id":1,"method":"shop/act"})");
    const auto cut = client.cut();
    REQUIRE(cut.size() == 1);
    CHECK(cut.front().name == "shop/act");
    live.world.loop.run();
    CHECK(trace.texts.back().find("\"code\":503") != std::string::npos);
}

TEST_CASE("events of clients go to their handler, and are answered if they have an id") {
    Live live;
    Trace trace;
    live.connect(trace);
    std::int64_t seen = 0;
    shop::behaviour = [&](Context&, shop::Item item) -> shop::Acting {
        seen = item.count;
        co_return item;
    };
    CHECK(live.say(trace, R"({"type":"event","name":"shop/moved","data":{"count":7}})").empty());
    CHECK(seen == 7);
    CHECK(live.ask(trace, R"({"type":"event","id":3,"name":"shop/moved","data":{}})")
              .starts_with(R"({"type":"callback","id":3,"result":)"));
    CHECK(live.ask(trace, R"({"type":"event","name":"shop/moved","data":{"count":-1}})")
              .find("422") != std::string::npos);
    CHECK(live.ask(trace, R"({"type":"event","name":"shop/act","data":{}})").find("404") !=
          std::string::npos);
    CHECK(
        live.say(trace, R"({"jsonrpc":"2.0","method":"shop/moved","params":{"count":8}})").empty());
    CHECK(seen == 8);
}

TEST_CASE("JSON-RPC on the same connection: requests, notifications, batches") {
    Live live;
    live.settings.batch = 3;
    Trace trace;
    live.connect(trace);
    CHECK(
        live.ask(trace, R"({"jsonrpc":"2.0","id":"q","method":"shop/act","params":{"count":4}})") ==
        R"({"jsonrpc":"2.0","id":"q","result":{"name":"a","count":4}})");
    CHECK(live.say(trace, R"({"jsonrpc":"2.0","method":"shop/act"})").empty());
    CHECK(live.say(trace, R"({"jsonrpc":"2.0","method":"shop/none"})").empty());
    CHECK(live.ask(trace, R"({"jsonrpc":"2.0","id":1,"method":"shop/none"})").find("-32601") !=
          std::string::npos);
    const auto batch = live.ask(trace, R"([{"jsonrpc":"2.0","id":1,"method":"shop/act"},)"
                                       R"({"jsonrpc":"2.0","method":"shop/act"},1])");
    CHECK(batch == R"([{"jsonrpc":"2.0","id":1,"result":{"name":"a","count":1}},)"
                   R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,)"
                   R"("message":"A packet is a JSON object"}}])");
    CHECK(live.say(trace, R"([{"jsonrpc":"2.0","method":"shop/act"}])").empty());
    CHECK(live.ask(trace, "[]").find("must not be empty") != std::string::npos);
    CHECK(live.ask(trace, "[1,2,3,4]").find("A batch of more than 3 requests") !=
          std::string::npos);
    CHECK(live.ask(trace, "[1,").find("-32700") != std::string::npos);
}

TEST_CASE("live.batchAnswer: no request of a batch begins when its answer is full") {
    Live live;
    live.settings.batch_answer = 60;
    Trace trace;
    live.connect(trace);
    int calls = 0;
    shop::behaviour = [&](Context&, shop::Item item) -> shop::Acting {
        ++calls;
        co_return item;
    };
    const std::string one = R"({"jsonrpc":"2.0","id":1,"method":"shop/act"})";
    const auto answer = live.ask(trace, "[" + one + "," + one + "," + one + "]");
    CHECK(calls == 2);
    CHECK(answer.find("-32007") != std::string::npos);
}

TEST_CASE("a connection that drains begins no more calls, and says so") {
    Live live;
    Trace trace;
    live.connect(trace).leave();
    CHECK(live.ask(trace, R"({"type":"call","id":1,"method":"shop/act"})").find("503") !=
          std::string::npos);
    CHECK(live.ask(trace, R"({"jsonrpc":"2.0","id":1,"method":"shop/act"})").find("-32006") !=
          std::string::npos);
    CHECK(live.say(trace, R"({"jsonrpc":"2.0","method":"shop/act"})").empty());
    CHECK(live.ask(trace, "{}") == "{}");
}

TEST_CASE("what a handler subscribes to as it signs in is heard") {
    Live live;
    Trace trace;
    live.connect(trace);
    const Caller caller{*Uuid::parse("00000000-0000-4000-8000-00000000000a"), "ann", {}};
    live.act(trace, [&](Context& context, shop::Item item) -> shop::Acting {
        auto start = [&](Db& db) {
            return context.sessions().start(db, caller.id, caller.login, caller.groups);
        };
        co_await context.transaction(Transaction::write, start);
        context.client().subscribe(Topic("room"));
        co_return item;
    });
    Trace other;
    live.connect(other);
    live.emit(other, "room", 3);
    REQUIRE(!trace.texts.empty());
    CHECK(trace.texts.back().find("\"event\"") != std::string::npos);
}

TEST_CASE("system/introspect lists what the caller may know of") {
    auto given = methods();
    static constexpr std::string_view staff[] = {"staff"};
    given[1].access = {contract::AccessKind::group, staff};
    Live live(given);
    Trace trace;
    live.connect(trace);
    const std::string packet =
        R"({"type":"call","id":1,"method":"system/introspect","args":["shop"]})";
    CHECK(
        live.ask(trace, packet) ==
        R"({"type":"callback","id":1,"result":{"shop":{"act":{"access":"public","parameters":{}}}}})");
    live.sign_in(trace, world::ann);
    CHECK(live.ask(trace, packet).find("restricted") != std::string::npos);
    CHECK(live.ask(trace, packet).find("$events") == std::string::npos);
    const auto all = live.ask(trace, R"({"type":"call","id":1,"method":"system/introspect"})");
    CHECK(all.find("\"system\":") != std::string::npos);
    CHECK(all.find("hidden") == std::string::npos);
    CHECK(all.find("moved") == std::string::npos);
    CHECK(live.ask(trace, R"({"type":"call","id":1,"method":"system/introspect","args":[1]})")
              .find("422") != std::string::npos);
}

TEST_CASE("system/introspect tells of the events that the caller may hear") {
    static constexpr std::string_view staff[] = {"staff"};
    static constexpr contract::Parameter place[] = {
        {.name = "x", .coercion = contract::Coercion::number, .required = true},
        {.name = "labels", .repeated = true}};
    static constexpr contract::Parameter text[] = {{.required = true}};
    const std::vector<contract::EventInfo> events{
        {.module = "shop", .name = "sold", .summary = "A thing is gone", .data = place},
        {.module = "other", .name = "opened"},
        {.module = "shop",
         .name = "alarm",
         .access = {contract::AccessKind::group, staff},
         .data = text},
        {.module = "shop.2",
         .name = "moved",
         .access = {.kind = contract::AccessKind::anyone},
         .data = text,
         .from_client = true}};
    Live live;
    live.world.registry.events = events;
    Trace trace;
    live.connect(trace);
    const std::string sold =
        R"("sold":{"summary":"A thing is gone","access":"session","from":"server",)"
        R"("data":{"x":"number","labels?":"string[]"}})";
    const std::string moved =
        R"("shop.2":{"moved":{"access":"public","from":"client","data":"string"}})";
    const auto asked =
        live.ask(trace, R"({"type":"call","id":1,"method":"system/introspect","args":["shop"]})");
    CHECK(asked.ends_with(R"(,"$events":{"shop":{)" + sold + "}," + moved + "}}}"));
    const auto all = live.ask(trace, R"({"type":"call","id":1,"method":"system/introspect"})");
    CHECK(all.find(R"("other":{"opened":{"access":"session","from":"server","data":{}}})") !=
          std::string::npos);
    live.world.registry.events = {};
}
